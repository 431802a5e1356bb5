"""Labels of automatic numbering, as Word would show them."""

import re
from dataclasses import dataclass, field

from guatu.demo.papers.paper import Body, Front, Heading, ListEntry, Paper, Part

_LABEL = re.compile(r"^([^A-Za-z]*)([A-Za-z]+)([^A-Za-z]*)$")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class LabelForm:
    """A Word number format between the marks written around it: `（`, `chineseCounting`, `）`."""

    before: str
    number_format: str
    after: str

    @property
    def template(self) -> str:
        """The label with a place for the number, to be filled by `str.format`."""
        return f"{self.before}{{}}{self.after}"


def form(written: str) -> LabelForm:
    """The label form that the front matter writes, `decimal.` for instance."""
    found = _LABEL.match(written)
    if found is None:
        raise ValueError(f"not a label form: {written}")
    return LabelForm(*found.groups())


def shown(written: str, number: int) -> str:
    """The label of the given number: 三、 for `chineseCounting、` and 3."""
    label = form(written)
    figure = _chinese(number) if label.number_format.startswith("chinese") else str(number)
    return label.template.format(figure)


def _chinese(number: int) -> str:
    """Numerals from 1 to 99."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def typed_out(paper: Paper) -> tuple[Part, ...]:
    """The parts with every automatic label typed into the text; list entries become paragraphs."""
    counter = Counter(paper.front)
    return tuple(_typed(part, counter) for part in paper.parts)


def _typed(part: Part, counter: "Counter") -> Part:
    if isinstance(part, ListEntry):
        return Body(counter.label(part) + part.text)
    if isinstance(part, Heading):
        return Heading(part.level, counter.label(part) + part.text)
    return part


@dataclass(slots=True)
class Counter:
    """Counts headings and list entries as Word does: a deeper level starts again under each higher one."""

    front: Front
    headings: list[int] = field(default_factory=lambda: [0, 0])
    entries: list[int] = field(default_factory=lambda: [0, 0])

    def label(self, part: Heading | ListEntry) -> str:
        """The label of the next heading or entry; empty where ordinals are typed."""
        if isinstance(part, ListEntry):
            return shown(self.front.numbering[part.level - 1], self._next(self.entries, part.level))
        self.entries[:] = [0, 0]
        number = self._next(self.headings, part.level)
        return shown(self.front.headings[part.level - 1], number) if self.front.headings else ""

    @staticmethod
    def _next(counts: list[int], level: int) -> int:
        counts[level - 1] += 1
        counts[level:] = [0] * (len(counts) - level)
        return counts[level - 1]

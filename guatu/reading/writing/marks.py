"""Where on the repaired text a draft found what: the text cut into pieces, each with what it was read as."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from guatu.reading.draft import Draft, Due, Leader, Measure, Metric, Span, UnitDuty
from guatu.reading.writing.rows import Matter, Places

Role = Literal["problem", "measure", "unit", "date", "figure"]

_STRENGTH: Final[tuple[Role, ...]] = ("problem", "measure", "unit", "date", "figure")
"""Where marks overlap, the later of these shows."""
_REMOVED_AT_LEAST: Final = 2
"""A single character lost between two others is a space or a line break, and no repair worth showing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that an item, or one of its measures (counted from 1), was read from."""

    span: Span
    role: Role
    matter: int
    measure: int | None = None
    is_open: bool = False
    """A deadline in words from which no day can be computed."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A repaired place and a sentence on how it stood in the file."""

    span: Span
    said: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    marks: tuple[Mark, ...]
    mend: Mend | None

    @property
    def role(self) -> Role | None:
        return max((mark.role for mark in self.marks), key=_STRENGTH.index, default=None)


def marks(matters: Iterable[Matter], text: str) -> list[Mark]:
    """Every mark of the ledger, in the order of the text."""
    found = [mark for matter in matters for mark in _of_matter(matter, text) if mark.span[0] < mark.span[1]]
    return sorted(found, key=lambda mark: mark.span)


def _of_matter(matter: Matter, text: str) -> Iterator[Mark]:
    item = matter.item
    if problem := _problem_span(matter, text):
        yield Mark(problem, "problem", matter.number)
    yield from _of_facts(matter.number, None, item.duties, item.leaders, item.due, ())
    for number, measure in enumerate(item.measures, start=1):
        yield from _of_measure(matter.number, number, measure)


def _of_measure(matter: int, number: int, measure: Measure) -> Iterator[Mark]:
    yield Mark(measure.span, "measure", matter, number)
    yield from _of_facts(matter, number, measure.duties, measure.leaders, measure.due, measure.metrics)


def _of_facts(
    matter: int,
    measure: int | None,
    duties: Sequence[UnitDuty],
    leaders: Sequence[Leader],
    due: Due | None,
    metrics: Sequence[Metric],
) -> Iterator[Mark]:
    for span in (*(duty.span for duty in duties), *(leader.span for leader in leaders)):
        yield Mark(span, "unit", matter, measure)
    if due:
        yield Mark(due.span, "date", matter, measure, is_open=due.value is None)
    for metric in metrics:
        yield Mark(metric.span, "figure", matter, measure)


def _problem_span(matter: Matter, text: str) -> Span | None:
    """The problem's own words within its item, where they stand there unbroken."""
    problem, (start, end) = matter.item.problem, matter.item.span
    at = text.find(problem, start, end) if problem else -1
    return (at, at + len(problem)) if problem and at >= 0 else None


def mends(draft: Draft) -> list[Mend]:
    """The repaired places that can be shown: those with an example, and where characters were dropped."""
    found: list[Mend] = []
    for mend in sorted(_with_example(draft), key=lambda mend: mend.span):
        if not found or found[-1].span[1] <= mend.span[0]:
            found.append(mend)
    taken = {offset for mend in found for offset in range(*mend.span)}
    dropped = (mend for mend in _dropped(draft) if taken.isdisjoint(range(*mend.span)))
    return sorted([*found, *dropped], key=lambda mend: mend.span)


def _with_example(draft: Draft) -> Iterator[Mend]:
    """Examples carry a few characters around the place; one that fits two places says nothing of either."""
    for repair in draft.repairs:
        for before, after in repair.examples:
            at = draft.text.find(after) if after else -1
            if at >= 0 and draft.text.find(after, at + 1) < 0:
                yield _narrowed(before, after, at, draft.text)


def _narrowed(before: str, after: str, at: int, text: str) -> Mend:
    """Only what changed of an example; a pure removal shows on the characters at either side."""
    head, lost, gained, _ = changed(before, after)
    start, end = at + len(head), at + len(head) + len(gained)
    if start < end:
        return Mend((start, end), f"原文：{lost}" if lost else "原文缺此处")
    return Mend((max(0, start - 1), min(len(text), end + 1)), f"原文：{before}")


def changed(before: str, after: str) -> tuple[str, str, str, str]:
    """An example of a repair as what stayed before it, what went, what came, and what stayed after it."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    return (
        before[:head],
        before[head : len(before) - tail],
        after[head : len(after) - tail],
        before[len(before) - tail :],
    )


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _dropped(draft: Draft) -> Iterator[Mend]:
    """Places where the way back to the source skips characters inside a paragraph."""
    for paragraph in draft.paragraphs:
        start, end = paragraph.span
        for offset in range(start + 1, min(end, len(draft.origin))):
            lost = draft.origin[offset] - draft.origin[offset - 1] - 1
            if lost >= _REMOVED_AT_LEAST:
                yield Mend((offset - 1, offset + 1), f"此处另有{lost}个字符，作为杂质删去")


class CutText:
    """The text of a draft with its marks and mends, given out paragraph by paragraph."""

    def __init__(self, draft: Draft, matters: Sequence[Matter]) -> None:
        self._text = draft.text
        places = Places(draft.paragraphs)
        count = max(1, len(draft.paragraphs))
        self._marks: list[list[Mark]] = [[] for _ in range(count)]
        self._mends: list[list[Mend]] = [[] for _ in range(count)]
        for mark in marks(matters, draft.text):
            for index in range(places.index(mark.span[0]), places.index(mark.span[1] - 1) + 1):
                self._marks[index].append(mark)
        for mend in mends(draft):
            for index in range(places.index(mend.span[0]), places.index(mend.span[1] - 1) + 1):
                self._mends[index].append(mend)

    def pieces(self, index: int, span: Span) -> Iterator[Piece]:
        """The paragraph of that index, cut where a mark or a mend begins or ends."""
        marks, mends = self._marks[index], self._mends[index]
        edges = {edge for mark in marks for edge in mark.span} | {
            edge for mend in mends for edge in mend.span
        }
        cuts = [span[0], *sorted(edge for edge in edges if span[0] < edge < span[1]), span[1]]
        for start, end in pairwise(cuts):
            over = tuple(mark for mark in marks if _covers(mark.span, start, end))
            mend = next((mend for mend in mends if _covers(mend.span, start, end)), None)
            yield Piece(self._text[start:end], over, mend)


def _covers(span: Span, start: int, end: int) -> bool:
    return span[0] <= start and end <= span[1]

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
_NEAR: Final = 2
"""Repaired places with so few characters between them show as one."""


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
    """Every repaired place with its words as loaded, and what loading mended where an example shows it."""
    found = [mend for paragraph in draft.paragraphs for mend in _changed_in(draft, paragraph.span)]
    taken = {offset for mend in found for offset in range(*mend.span)}
    for mend in sorted(_with_example(draft), key=lambda mend: mend.span):
        if taken.isdisjoint(range(*mend.span)):
            found.append(mend)
            taken.update(range(*mend.span))
    return sorted(found, key=lambda mend: mend.span)


def _changed_in(draft: Draft, paragraph: Span) -> Iterator[Mend]:
    """The places of a paragraph that read otherwise in the file; those that all but touch are one."""
    places: list[Span] = []
    for start, end in _differing(draft, paragraph):
        if places and start - places[-1][1] <= _NEAR:
            start = places.pop()[0]
        places.append((start, end))
    for start, end in places:
        was = draft.loaded[draft.origin[start] : _next_origin(draft, end, paragraph[1])].strip()
        yield Mend((start, end), _said(was))


def _differing(draft: Draft, paragraph: Span) -> Iterator[Span]:
    """Characters that the file does not hold there, and those on either side of what it holds besides."""
    start, end = paragraph
    for at in range(start, min(end, len(draft.loaded) and len(draft.origin))):
        here, following = draft.origin[at], _next_origin(draft, at + 1, end)
        if draft.text[at] != draft.loaded[here] or following == here:
            yield at, at + 1
        elif at + 1 < end and draft.loaded[here + 1 : following].strip():
            yield at, at + 2


def _next_origin(draft: Draft, offset: int, end: int) -> int:
    """Where the next character of the paragraph came from; after the last one, the place after it."""
    return draft.origin[offset] if offset < end else draft.origin[end - 1] + 1


def _with_example(draft: Draft) -> Iterator[Mend]:
    """Examples carry a few characters around the place; one that fits two places says nothing of either."""
    for repair in draft.repairs:
        for before, after in repair.examples:
            at = draft.text.find(after) if after else -1
            if at >= 0 and draft.text.find(after, at + 1) < 0:
                yield from _narrowed(before, after, at, draft.text)


def _narrowed(before: str, after: str, at: int, text: str) -> Iterator[Mend]:
    """Only what changed of an example; a pure removal shows on the characters at either side."""
    head, lost, gained, _ = changed(before, after)
    start, end = at + len(head), at + len(head) + len(gained)
    if gained.strip():
        yield Mend((start, end), _said(lost))
    elif lost.strip():
        yield Mend((max(0, start - 1), min(len(text), end + 1)), f"原文：{before}")


def _said(was: str) -> str:
    return f"原文：{was}" if was else "原文没有，读取时补入"


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

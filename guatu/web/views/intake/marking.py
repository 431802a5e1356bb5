"""The source text with what was read from it: paragraphs cut into pieces, each under at most one colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Literal

from guatu.ledgers.intake.entries import NO_DAY, Entry, Span, label

Role = Literal["problem", "measure", "unit", "date", "figure"]
_STRENGTH: Final[Mapping[str, int]] = {
    name: at for at, name in enumerate(("problem", "measure", "unit", "date", "figure"))
}
_HEADINGS: Final = ("heading", "title")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text that an entry was read from."""

    start: int
    end: int
    role: Role
    entry: int
    is_open: bool = False
    """Not decided yet: a unit that matches nothing, a time without a day."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    role: str = ""
    link: str = ""
    is_open: bool = False
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The number of an entry in the margin, where it begins."""

    entry: int
    label: str
    title: str
    status: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the document with its place, its pieces and the entries that begin in it."""

    number: int
    is_heading: bool
    pieces: list[Piece]
    link: str = ""
    begins: list[Number] = field(default_factory=list)


def paragraphs(source: Mapping[str, Any], entries: Sequence[Entry]) -> list[Paragraph]:
    """The document as the left pane shows it."""
    text = str(source.get("text", ""))
    marks = sorted(_marks(entries), key=lambda mark: mark.start)
    mends = [(int(one["span"][0]), int(one["span"][1]), str(one["said"])) for one in source.get("mends", ())]
    made = []
    for number, one in enumerate(source.get("paragraphs", ()), start=1):
        start, end = one["span"]
        here = [mark for mark in marks if mark.start < end and mark.end > start]
        mended = [mend for mend in mends if mend[0] < end and max(mend[1], mend[0] + 1) > start]
        within = [(at, entry) for at, entry in enumerate(entries) if _touches(entry, start, end)]
        made.append(
            Paragraph(
                number=number,
                is_heading=str(one.get("kind", "")) in _HEADINGS,
                pieces=list(_pieces(text, start, end, here, mended)),
                link=" ".join(f"d{entry['id']}" for _, entry in within),
                begins=[_number(entry, at) for at, entry in within if _begins(entry, start, end)],
            )
        )
    return made


def changed(before: Sequence[Paragraph], now: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that a page has to show anew after a change of the entries."""
    return [new for old, new in zip(before, now, strict=True) if old != new]


def _number(entry: Entry, at: int) -> Number:
    return Number(entry["id"], label(entry, at), entry["title"], entry["status"])


def _touches(entry: Entry, start: int, end: int) -> bool:
    spans = entry["sources"] or ([entry["span"]] if entry["span"] else [])
    return entry["status"] != "dropped" and any(span[0] < end and span[1] > start for span in spans)


def _begins(entry: Entry, start: int, end: int) -> bool:
    span = entry["span"]
    return span is not None and start <= span[0] < end


def _marks(entries: Sequence[Entry]) -> Iterator[Mark]:
    for entry in entries:
        if entry["status"] != "dropped":
            yield from _marks_of(entry)


def _marks_of(entry: Entry) -> Iterator[Mark]:
    pk, due = entry["id"], entry["due"]
    undated = due["on"] is None and due["kind"] not in NO_DAY
    yield from _mark(entry["problem_span"], "problem", pk)
    yield from _mark(due["span"], "date", pk, is_open=undated)
    for measure in entry["measures"]:
        yield from _mark(measure["span"], "measure", pk)
        yield from _mark(measure["due_span"], "date", pk)
        for figure in measure["figures"]:
            yield from _mark(figure["span"], "figure", pk)
    for duty in entry["duties"]:
        yield from _mark(duty["span"], "unit", pk, is_open=duty["unit_id"] is None)
    for leader in entry["leaders"]:
        yield from _mark(leader["span"], "unit", pk)


def _mark(span: Span | None, role: Role, entry: int, *, is_open: bool = False) -> Iterator[Mark]:
    if span is not None and span[0] < span[1]:
        yield Mark(span[0], span[1], role, entry, is_open)


def _pieces(
    text: str, start: int, end: int, marks: Sequence[Mark], mends: Sequence[tuple[int, int, str]]
) -> Iterator[Piece]:
    cuts = {start, end}
    for low, high in [(mark.start, mark.end) for mark in marks] + [(low, high) for low, high, _ in mends]:
        cuts |= {max(start, min(end, low)), max(start, min(end, high))}
    places = sorted(cuts)
    for low, high in pairwise(places):
        over = [mark for mark in marks if mark.start <= low and mark.end >= high]
        top = max(over, key=lambda mark: _STRENGTH[mark.role], default=None)
        mend = next((said for first, last, said in mends if first <= low and last >= high), "")
        if top is None:
            yield Piece(text[low:high], mend=mend)
        else:
            yield Piece(text[low:high], top.role, f"d{top.entry}", top.is_open, mend)

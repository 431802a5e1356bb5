"""What stands under an item: its labelled parts, its measures, its fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from guatu.reading.drafting.fields import Part, PartRole, is_field, parts
from guatu.reading.drafting.found import Field, FoundItem, FoundMeasure
from guatu.reading.drafting.ordinals import Piece, opens_with_ordinal, pieces
from guatu.reading.outlining import Line, Node

_CONTENT_ROLES = {None, "measure", "progress", "next", "problem", "goal"}
"""Labels that hold for the lines below them too; any other ends with its line."""
_SHORT_HEADING = 30


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an item with the label in force; `ordinal` is the number that it opens with, if any."""

    role: PartRole | None
    label: str
    start: int
    words_start: int
    end: int
    ordinal: int | None = None
    is_line: bool = False

    def pieces(self, text: str) -> list[Piece]:
        """The measures that ordinals open inside, its own ordinal included."""
        found = pieces(text, self.start, self.end)
        return found if found or self.start == self.words_start else pieces(text, self.words_start, self.end)


def passages_of(text: str, node: Node) -> list[Passage]:
    """All passages under a node, labels carried on to the lines that follow them."""
    found: list[Passage] = []
    role: PartRole | None = None
    label = ""
    for start, end, ordinal_end, number in _stretches(node):
        for part in parts(text, start, end):
            if part.role is not None:
                role, label = part.role, part.label
            elif role not in _CONTENT_ROLES:
                role, label = None, ""
            if part.end - part.words_start < 2:
                continue
            words, count = part.words_start, None
            if part.role is None and part.start == start:
                words, count = _ordinal(text, part, ordinal_end, number)
            begin = part.words_start if count is None else part.start
            found.append(Passage(role, label, begin, words, part.end, count, is_line=count is not None))
    return found


def _ordinal(text: str, part: Part, ordinal_end: int, number: int | None) -> tuple[int, int | None]:
    """Where the words of a line begin, and the number it opens with by the outline or by its own words."""
    if number is not None:
        return ordinal_end, number
    opened = opens_with_ordinal(text, part.words_start, part.end)
    return (opened.words_start, opened.number) if opened else (part.words_start, None)


def _stretches(node: Node) -> Iterator[tuple[int, int, int, int | None]]:
    """Run-in words, body lines and numbered lines below: (start, end, end of the ordinal, its number)."""
    if node.run_in:
        yield node.run_in[0], node.run_in[1], node.run_in[0], None
    yield from (_plain(line) for line in node.body)
    for child in node.children:
        line = child.line
        if line is None:
            continue
        number = child.marker.number if child.marker else None
        yield line.start, line.end, line.words_start, number
        yield from (_plain(below) for below in child.body)
        for grandchild in child.children:
            yield from ((s, e, o, None) for s, e, o, _ in _stretches_of_line(grandchild))


def _stretches_of_line(node: Node) -> Iterator[tuple[int, int, int, int | None]]:
    if node.line is not None:
        yield node.line.start, node.line.end, node.line.words_start, None
    yield from _stretches(node)


def _plain(line: Line) -> tuple[int, int, int, int | None]:
    return line.start, line.end, line.start, None


def sort_parts(text: str, passages: list[Passage], item: FoundItem) -> None:
    """Give an item its measures and fields from its passages.

    Measures stand under 整改措施 where there is such a label, else under 整改情况, else without a label;
    the words on progress beside labelled measures tell how far they have come.
    """
    by_role: dict[PartRole | None, list[Passage]] = {}
    for passage in passages:
        by_role.setdefault(passage.role, []).append(passage)
    item.fields += [Field(p.role, p.label, p.words_start, p.end) for p in passages if is_field(p.role)]
    chosen = next((by_role[r] for r in ("measure", "progress", None, "status", "next") if by_role.get(r)), [])
    item.measures = measures_of(text, chosen)
    if by_role.get("next") and chosen is not by_role["next"]:
        item.measures += measures_of(text, by_role["next"])
    reported = [p for r in ("progress", "status") for p in by_role.get(r, []) if by_role.get(r) is not chosen]
    _report_progress(text, item.measures, reported)


def measures_of(text: str, passages: list[Passage]) -> list[FoundMeasure]:
    """One measure per ordinal; without ordinals, one per paragraph."""
    found: list[FoundMeasure] = []
    has_ordinals = any(p.ordinal is not None or p.pieces(text) for p in passages)
    for passage in passages:
        inner = passage.pieces(text)
        if inner and (passage.ordinal is None or inner[0].start - passage.words_start <= _SHORT_HEADING):
            found += [FoundMeasure(p.start, p.words_start, p.end) for p in inner]
        elif passage.ordinal is not None or not has_ordinals:
            found.append(FoundMeasure(passage.start, passage.words_start, passage.end))
        elif found:
            found[-1].end = passage.end
    return found


def _report_progress(text: str, measures: list[FoundMeasure], reported: list[Passage]) -> None:
    """Tell each measure its own progress where both are numbered alike, else all of them the same."""
    if not reported or not measures:
        return
    told = measures_of(text, reported)
    for number, measure in enumerate(measures):
        one = told[number] if len(told) == len(measures) else None
        measure.status = (one.words_start, one.end) if one else (reported[0].words_start, reported[-1].end)
        measure.is_status_shared = one is None and len(measures) > 1

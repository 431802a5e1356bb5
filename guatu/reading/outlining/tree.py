"""The tree of headings and the lines that stand under each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guatu.reading.outlining.markers import Marker, Style, find_marker
from guatu.reading.repairing import Repaired
from guatu.reading.source import Block

_RANK: dict[Style, float] = {
    "chapter": 0.0,
    "section": 0.5,
    "comma": 1.0,
    "article": 1.5,
    "ordinal": 1.7,
    "paren": 2.0,
    "issue": 2.5,
    "arabic": 3.0,
    "arabic_paren": 4.0,
    "circled": 5.0,
}
_LONGEST_HEADING = 100
_FRAMED = re.compile(r"(?:针对|关于)[^。；]{4,80}?问题[，,](?=[^。；]{4})")
"""针对…问题，甲局已…: the frame ends the heading, though a comma follows it."""
_BRACKET_ALONE = re.compile(r"\s*[（(【\[].*[）)】\]][。.；;]?\s*$", re.DOTALL)
"""（责任单位：…） behind a sentence says who owes it; it is not what stands under a heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the repaired text with its ordinal, if it begins with one."""

    start: int
    end: int
    text: str
    marker: Marker | None
    block: Block

    def is_marked(self, *styles: Style) -> bool:
        """Has the line an ordinal of one of these forms?"""
        return self.marker is not None and self.marker.style in styles

    @property
    def words(self) -> str:
        """The line without its ordinal."""
        return self.text[self.marker.end - self.start :] if self.marker else self.text.lstrip()

    @property
    def words_start(self) -> int:
        """Where `words` begins in the repaired text."""
        return self.end - len(self.words)


@dataclass(slots=True)
class Node:
    """A heading or numbered paragraph with what stands below it; the root has no line."""

    line: Line | None
    rank: float
    parent: "Node | None" = field(default=None, repr=False)
    body: list[Line] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def marker(self) -> Marker | None:
        """The ordinal of the heading."""
        return self.line.marker if self.line else None

    def is_marked(self, *styles: Style) -> bool:
        """Has the heading an ordinal of one of these forms?"""
        return self.line is not None and self.line.is_marked(*styles)

    @property
    def heading(self) -> str:
        """The heading with its ordinal as written: the whole line, or its first sentence."""
        if self.line is None:
            return ""
        start, end = heading_span(self.line)
        return self.line.text[: end - self.line.start].strip() if end > start else ""

    @property
    def title(self) -> str:
        """The heading without ordinal and full stop."""
        if self.line is None:
            return ""
        start, end = heading_span(self.line)
        return self.line.text[start - self.line.start : end - self.line.start].strip().rstrip("。.:：；;")

    @property
    def run_in(self) -> tuple[int, int] | None:
        """The span of what follows the heading on its own line, or None."""
        if self.line is None:
            return None
        _, end = heading_span(self.line)
        rest = self.line.text[end - self.line.start :]
        return (end, self.line.end) if len(rest) > 1 and not _BRACKET_ALONE.match(rest) else None

    @property
    def end(self) -> int:
        """Where all that stands under this node ends."""
        ends = [
            self.line.end if self.line else 0,
            *(line.end for line in self.body),
            *(c.end for c in self.children),
        ]
        return max(ends)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def path(self) -> tuple[str, ...]:
        """The headings above this node, outermost first."""
        above: list[str] = []
        node = self.parent
        while node is not None and node.line is not None:
            above.append(node.heading)
            node = node.parent
        return tuple(reversed(above))


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of the prose and their tree; cells of tables are kept apart."""

    text: str
    lines: tuple[Line, ...]
    root: Node
    cells: tuple[Block, ...]


def heading_span(line: Line) -> tuple[int, int]:
    """The heading that a line is or begins with: up to its first full stop, without the ordinal.

    A long line without a full stop near its head has no heading: an empty span.
    """
    start, words = line.words_start, line.words
    if framed := _FRAMED.match(words):
        return start, start + framed.end()
    stop = words.find("。", 0, _LONGEST_HEADING + 1)
    if stop >= 0:
        return start, start + stop + 1
    if len(words) <= _LONGEST_HEADING:
        return start, line.end
    return start, start


def read_lines(repaired: Repaired) -> tuple[Line, ...]:
    """The paragraphs of the prose with their ordinals; cells and notes are left aside."""
    text = repaired.text
    return tuple(
        Line(
            b.start,
            b.end,
            text[b.start : b.end],
            find_marker(text, b.start, b.start + b.label if b.label else b.end),
            b,
        )
        for b in repaired.blocks
        if b.cell is None and b.kind != "note"
    )


def grow(repaired: Repaired, lines: tuple[Line, ...], *, until: int | None = None) -> Outline:
    """The outline of a repaired text; lines from the offset `until` on belong to its closing."""
    kept = tuple(line for line in lines if until is None or line.start < until)
    cells = tuple(b for b in repaired.blocks if b.cell is not None)
    return Outline(repaired.text, kept, _tree(kept), cells)


def _tree(lines: tuple[Line, ...]) -> Node:
    """Every heading below the nearest one above it that ranks higher."""
    root = Node(None, -1.0)
    top = root
    for line in lines:
        rank = _rank(line, top)
        if rank is None:
            top.body.append(line)
            continue
        while top.rank >= rank and top.parent is not None:
            top = top.parent
        node = Node(line, rank, top)
        top.children.append(node)
        top = node
    return root


def _rank(line: Line, top: Node) -> float | None:
    """How deep a line stands as a heading; None for a plain paragraph."""
    marker, block = line.marker, line.block
    if marker is None:
        is_heading = block.kind == "heading" and block.level is not None
        return float(min(block.level or 3, 3)) if is_heading else None
    if marker.style == "spoken" or (marker.style == "ordinal" and _stands_under_numbers(top)):
        return None
    return _RANK[marker.style]


def _stands_under_numbers(node: Node | None) -> bool:
    """Is a heading with 一、 or （一） open above? Then 第一 counts measures, not sections."""
    while node is not None and node.line is not None:
        if node.is_marked("comma", "paren", "arabic"):
            return True
        node = node.parent
    return False

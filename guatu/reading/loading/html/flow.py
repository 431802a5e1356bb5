"""A page read from top to bottom: its paragraphs, headings and table cells in the order of a reader's eye."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from guatu.reading.errors import BombLikeFile
from guatu.reading.loading.html.lists import Numbering, numbering
from guatu.reading.loading.html.nodes import children, is_block, is_hidden
from guatu.reading.loading.html.tables import Slot, is_layout, slots
from guatu.reading.source import BlockKind, Cell

MAX_DEPTH = 1000
_HEADINGS: dict[str, tuple[BlockKind, int | None]] = {
    "h1": ("title", None),
    **{f"h{n}": ("heading", n - 1) for n in range(2, 7)},
}
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_BREAK_IN_CHINESE = re.compile(r"(?<=[^\x00-\xff])[ \t\r]*\n\s*(?=[^\x00-\xff])")
_EDGES = " \t\n\v\r\xa0\u2002\u2003\u2009\u3000"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading or cell of the page; `linked` counts its characters inside links."""

    text: str
    kind: BlockKind = "paragraph"
    level: int | None = None
    label: int = 0
    linked: int = 0
    cell: Cell | None = None


Leave = Callable[[LexborNode, dict[str, str | None]], bool]


def _leave_nothing(_node: LexborNode, _attributes: dict[str, str | None]) -> bool:
    return False


def read(root: LexborNode, *, leave: Leave = _leave_nothing, first_table: int = 0) -> list[Piece]:
    """The pieces below `root`; an element that `leave` names is passed over with all it holds."""
    return list(_Flow(leave, first_table).pieces(root))


@dataclass
class _Flow:
    leave: Leave
    tables: int
    _line: list[str] = field(default_factory=list)
    _linked: int = 0
    _links: int = 0
    _kept_breaks: int = 0
    _headings: list[str] = field(default_factory=list)
    _lists: list[Numbering | None] = field(default_factory=list)
    _item: dict[str, str | None] | None = None

    def pieces(self, root: LexborNode) -> Iterator[Piece]:
        """Depth first without recursion; a node comes back a second time when its children are done."""
        waiting: list[tuple[LexborNode, int, bool, bool]] = [(root, 0, False, False)]
        while waiting:
            node, depth, is_done, is_line_end = waiting.pop()
            if depth > MAX_DEPTH:
                raise BombLikeFile(why=f"标签嵌套超过{MAX_DEPTH}层")
            if is_done:
                if is_line_end:
                    yield from self._end_of_line()
                self._left(node.tag or "")
                continue
            if node.is_text_node:
                self._say(node.text_content or "")
                continue
            if not node.is_element_node:
                continue
            attributes = node.attributes
            if is_hidden(node, attributes) or self.leave(node, attributes):
                continue
            begins_line = node.tag == "br" or is_block(node, attributes)
            if begins_line:
                yield from self._end_of_line()
            if node.tag == "table" and not is_layout(node):
                yield from self._table(node)
                continue
            self._entered(node, attributes)
            waiting.append((node, depth, True, begins_line))
            waiting.extend((child, depth + 1, False, False) for child in list(children(node))[::-1])
        yield from self._end_of_line()

    def _say(self, text: str) -> None:
        self._line.append(text.replace("\n", "\v") if self._kept_breaks else text)
        if self._links:
            self._linked += len(text.strip(_EDGES))

    def _entered(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        tag = node.tag or ""
        self._links += tag == "a"
        self._kept_breaks += tag == "pre"
        if tag in _HEADINGS:
            self._headings.append(tag)
        elif tag in ("ol", "ul"):
            self._lists.append(numbering(node) if tag == "ol" else None)
        elif tag == "li":
            self._item = attributes

    def _left(self, tag: str) -> None:
        self._links -= tag == "a"
        self._kept_breaks -= tag == "pre"
        if tag in _HEADINGS:
            self._headings.pop()
        elif tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "li":
            self._item = None

    def _end_of_line(self) -> Iterator[Piece]:
        text, linked = (
            _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", "".join(self._line))).strip(_EDGES),
            self._linked,
        )
        self._line, self._linked = [], 0
        if not text:
            return
        label = ""
        if self._item is not None:
            counting = self._lists[-1] if self._lists else None
            label = counting.label(self._item, text) if counting else ""
            self._item = None  # a number stands before the first line of its item only
        kind, level = _HEADINGS[self._headings[-1]] if self._headings else ("paragraph", None)
        yield Piece(label + text, kind, level, len(label), linked)

    def _table(self, table: LexborNode) -> Iterator[Piece]:
        """Cells row by row; a cell of several paragraphs keeps them as lines."""
        for slot in slots(table):
            if slot.is_caption:
                yield from read(slot.node, leave=self.leave)
            elif found := read(slot.node, leave=self.leave):
                yield self._cell(slot, found)
        self.tables += 1

    def _cell(self, slot: Slot, found: list[Piece]) -> Piece:
        text = "\n".join(piece.text for piece in found)
        linked = sum(piece.linked for piece in found)
        return Piece(text, "cell", None, found[0].label, linked, replace(slot.cell, table=self.tables))

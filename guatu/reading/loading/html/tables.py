"""Tables of a page: those that hold data become cells, those that only lay the page out do not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from guatu.reading.loading.head_rows import head_rows
from guatu.reading.loading.html.nodes import elements
from guatu.reading.source import Cell

_MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """An element of a table and the place where it stands; a caption stands before the first row."""

    node: LexborNode
    cell: Cell
    is_caption: bool = False


def is_layout(table: LexborNode) -> bool:
    """One cell, one row or one column, headings inside or another table: this arranges the page."""
    if table.attributes.get("role") == "presentation":
        return True
    if next(elements(table, "table", "h1", "h2", "h3", "h4"), None) is not None:
        return True
    filled = [[cell for cell in _cells(row) if _has_text(cell)] for row in elements(table, "tr")]
    filled = [row for row in filled if row]
    return len(filled) < 2 or all(len(row) == 1 for row in filled)


def slots(table: LexborNode) -> Iterator[Slot]:
    """The caption and the cells in reading order, each with its place in the grid and its spans."""
    for caption in elements(table, "caption"):
        yield Slot(caption, Cell(0, 0, 0), is_caption=True)
    placed = list(_placed(list(elements(table, "tr"))))
    heads = head_rows([slot.cell for slot in placed])
    for slot in placed:
        is_header = slot.cell.row < heads or slot.node.tag == "th"
        yield replace(slot, cell=replace(slot.cell, is_header=is_header))


def _placed(rows: list[LexborNode]) -> Iterator[Slot]:
    taken: dict[int, int] = {}  # column: the first row that is free of spans from above
    for row_number, row in enumerate(rows):
        column = 0
        for node in _cells(row):
            while taken.get(column, 0) > row_number:
                column += 1
            if column >= _MAX_COLUMNS:
                break
            down = min(_span(node, "rowspan"), len(rows) - row_number)
            across = min(_span(node, "colspan"), _MAX_COLUMNS - column)
            taken.update(dict.fromkeys(range(column, column + across), row_number + down))
            yield Slot(node, Cell(0, row_number, column, rows=down, columns=across))
            column += across


def _cells(row: LexborNode) -> list[LexborNode]:
    return list(elements(row, "td", "th"))


def _span(node: LexborNode, name: str) -> int:
    written = (node.attributes.get(name) or "").strip()
    return max(int(written), 1) if written.isdecimal() and len(written) < 6 else 1


def _has_text(node: LexborNode) -> bool:
    return bool(node.text().strip())

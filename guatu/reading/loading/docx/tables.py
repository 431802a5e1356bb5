"""The grid of a docx table: which cell covers which rows and columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from guatu.reading.loading.docx.names import VAL, is_on, value_of, w, whole_number

_ROW, _CELL, _ROW_PROPERTIES, _CELL_PROPERTIES = w("tr"), w("tc"), w("trPr"), w("tcPr")
_BEFORE, _HEADER, _ROW_DELETED, _ROW_HIDDEN = w("gridBefore"), w("tblHeader"), w("del"), w("hidden")
_SPAN, _DOWN, _ACROSS, _CELL_DELETED = w("gridSpan"), w("vMerge"), w("hMerge"), w("cellDel")
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_WIDEST = 63  # what Word itself allows


@dataclass(slots=True)
class GridCell:
    """A cell with the place it covers; rows and columns count from 0."""

    element: etree._Element
    row: int
    column: int
    rows: int
    columns: int
    is_header: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table in reading order, and what of it does not show."""

    cells: list[GridCell]
    deleted_rows: int
    hidden_rows: int


def grid(table: etree._Element) -> Grid:
    """Lay the cells of a table on its grid; covered cells of a merge are left out."""
    cells: list[GridCell] = []
    above: dict[int, GridCell] = {}
    row = deleted = hidden = 0
    for element in _flat(table, _ROW):
        properties = element.find(_ROW_PROPERTIES)
        if properties is not None and properties.find(_ROW_DELETED) is not None:
            deleted += 1
        elif is_on(properties, _ROW_HIDDEN):
            hidden += 1
        else:
            fresh, above = _row(element, properties, row, above)
            cells.extend(fresh)
            row += 1
    return Grid(cells, deleted, hidden)


def _row(
    element: etree._Element, properties: etree._Element | None, row: int, above: dict[int, GridCell]
) -> tuple[list[GridCell], dict[int, GridCell]]:
    """The cells that begin in a row, and the merges by first column that may go on below it."""
    column = _width(value_of(properties, _BEFORE), least=0)
    is_header = bool(is_on(properties, _HEADER))
    cells: list[GridCell] = []
    merges: dict[int, GridCell] = {}
    for cell in _flat(element, _CELL):
        marks = cell.find(_CELL_PROPERTIES)
        if marks is not None and marks.find(_CELL_DELETED) is not None:
            continue
        columns = _width(value_of(marks, _SPAN), least=1)
        if cells and _merge(marks, _ACROSS) == "continue":
            cells[-1].columns += columns
        elif (down := _merge(marks, _DOWN)) == "continue" and column in above:
            merges[column] = above[column]
            merges[column].rows += 1
        else:
            cells.append(GridCell(cell, row, column, 1, columns, is_header))
            if down:
                merges[column] = cells[-1]
        column += columns
    return cells, merges


def _merge(marks: etree._Element | None, name: str) -> str | None:
    """Whether a merge begins ("restart") or goes on ("continue") in a cell; None where there is none."""
    merge = marks.find(name) if marks is not None else None
    return None if merge is None else merge.get(VAL, "continue")


def _width(written: str | None, *, least: int) -> int:
    return min(max(whole_number(written) or least, least), _WIDEST)


def _flat(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _flat(child, wanted)

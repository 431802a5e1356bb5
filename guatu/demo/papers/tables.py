"""Tables of a paper, written in its source as html rows with spans."""

from lxml import html

from guatu.demo.papers.paper import Table, TableCell


def parse(markup: str) -> Table:
    """The grid of a `<table>`; a `<br>` in a cell parts paragraphs, `type="date"` marks a day."""
    taken: set[tuple[int, int]] = set()
    cells: list[TableCell] = []
    for row, line in enumerate(html.fragment_fromstring(markup).iter("tr")):
        for found in line.iter("td", "th"):
            cell = _cell(found, row=row, column=_free_column(taken, row))
            taken |= {(cell.row + y, cell.column + x) for y in range(cell.rows) for x in range(cell.columns)}
            cells.append(cell)
    rows, columns = (max(place[axis] for place in taken) + 1 for axis in (0, 1))
    return Table(rows=rows, columns=columns, cells=tuple(cells))


def _free_column(taken: set[tuple[int, int]], row: int) -> int:
    column = 0
    while (row, column) in taken:
        column += 1
    return column


def _cell(found: html.HtmlElement, *, row: int, column: int) -> TableCell:
    for line_break in found.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip()
    return TableCell(
        row=row,
        column=column,
        rows=int(found.get("rowspan", "1")),
        columns=int(found.get("colspan", "1")),
        text=str(found.text_content()).strip(),
        is_header=found.tag == "th",
        is_date=found.get("type") == "date",
    )

"""Papers as a spreadsheet or comma-separated rows, as a 台账 is kept."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from guatu.demo.papers import labels, marks
from guatu.demo.papers.paper import Paper, Part, Table, TableCell

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - written into file properties only, so that bytes repeat
_COLUMN_WIDTH = 18


def write_xlsx(paper: Paper) -> bytes:
    """One sheet: text lines merged over the width of the widest table, tables with their merges."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": paper.title or "", "created": _EPOCH})
    sheet = book.add_worksheet("台账")
    parts = labels.typed_out(paper)
    width = max(part.columns for part in parts if isinstance(part, Table))
    sheet.set_column(0, width - 1, _COLUMN_WIDTH)
    row = 0
    for part in parts:
        row = _write_part(book, sheet, part, row=row, width=width)
    book.close()
    return buffer.getvalue()


def _write_part(book: Any, sheet: Any, part: Part, *, row: int, width: int) -> int:
    if not isinstance(part, Table):
        sheet.merge_range(row, 0, row, width - 1, marks.accepted(part.text))
        return row + 1
    plain = book.add_format({"text_wrap": True, "border": 1, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1, "valign": "vcenter"})
    for cell in part.cells:
        _write_cell(sheet, cell, top=row, style=day if cell.is_date else plain)
    return row + part.rows


def _write_cell(sheet: Any, cell: TableCell, *, top: int, style: Any) -> None:
    row, value = top + cell.row, _value(cell)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(row, cell.column, row + cell.rows - 1, cell.column + cell.columns - 1, "", style)
    sheet.write(row, cell.column, value, style)


def _value(cell: TableCell) -> str | int | date:
    if cell.is_date:
        return date.fromisoformat(cell.text)
    return int(cell.text) if cell.text.isdecimal() else cell.text


def write_csv(paper: Paper) -> bytes:
    """The same rows with commas; covered cells are empty, as a spreadsheet program exports them."""
    rows: list[list[str]] = []
    for part in labels.typed_out(paper):
        rows += part.grid() if isinstance(part, Table) else [[marks.accepted(part.text)]]
    text = StringIO()
    csv.writer(text, lineterminator="\r\n" if "crlf" in paper.front.noise else "\n").writerows(rows)
    mark = b"\xef\xbb\xbf" if "bom" in paper.front.noise else b""
    return mark + text.getvalue().encode(paper.front.encoding)

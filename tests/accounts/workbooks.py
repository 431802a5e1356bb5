"""Workbooks as offices keep them, and read back."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook

Cells = Sequence[object]


def workbook(head: Cells, *rows: Cells, above: Sequence[Cells] = ()) -> bytes:
    """A workbook with a table, below the rows `above` its head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*above, head, *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(data: bytes) -> list[list[object]]:
    """The first sheet of a workbook."""
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]

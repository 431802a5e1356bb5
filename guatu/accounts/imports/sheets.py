"""The workbook as a table: heads guessed, cells as text; templates and reject sheets written back."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final

from guatu.accounts.errors import HeadMissing, NotAWorkbook, NothingToImport, TooManyRows

MOST_ROWS: Final = 5000
_HEAD_WITHIN: Final = 10
"""Rows from the top among which the head is looked for, below titles and notes."""
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_WHY: Final = "不能导入的原因"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that an import understands: its head, how else offices call it, and what to write in it."""

    field: str
    head: str
    others: tuple[str, ...] = ()
    note: str
    is_needed: bool = False

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.head, *self.others, self.field))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its number in the workbook, its cells by field, and all of them."""

    number: int
    cells: Mapping[str, str]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table that was read."""

    heads: tuple[str, ...]
    columns: Mapping[str, str]
    """Field → head as the workbook writes it."""
    lines: tuple[Line, ...]


def read(data: bytes, columns: Sequence[Column]) -> Sheet:
    """The first sheet with a head that fits; refuses a file without one, and a long one."""
    tables = _tables(data)
    for table in tables:
        for at, row in enumerate(table[:_HEAD_WITHIN]):
            places = _places(row, columns)
            if all(column.field in places for column in columns if column.is_needed):
                return _sheet(table, at, places)
    if not any(any(row) for table in tables for row in table):
        raise NothingToImport
    raise HeadMissing(column=_missing(tables, columns))


def _missing(tables: Iterable[Sequence[Sequence[str]]], columns: Sequence[Column]) -> str:
    """The needed head that is lacking in the row which comes nearest to a head."""
    rows = [row for table in tables for row in table[:_HEAD_WITHIN]]
    nearest = max((_places(row, columns) for row in rows), key=len, default={})
    return next(column.head for column in columns if column.is_needed and column.field not in nearest)


def _sheet(table: Sequence[Sequence[str]], at: int, places: Mapping[str, int]) -> Sheet:
    lines = tuple(
        Line(number, {field: row[place] for field, place in places.items()}, tuple(row))
        for number, row in enumerate(table[at + 1 :], start=at + 2)
        if any(row)
    )
    if not lines:
        raise NothingToImport
    if len(lines) > MOST_ROWS:
        raise TooManyRows(count=len(lines), limit=MOST_ROWS)
    heads = tuple(table[at])
    return Sheet(heads, {field: heads[place] for field, place in places.items()}, lines)


def _places(row: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Field → place of its column, where the cells of the row are heads."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = cell.strip("*＊ ").lower()
        for column in columns:
            if name in column.names:
                found.setdefault(column.field, place)
    return found


def _tables(data: bytes) -> list[list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook  # here: only imports need it

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_UNPACKED:
                raise NotAWorkbook
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = (book.get_sheet_by_index(index) for index in range(len(book.sheet_names)))
        return [
            [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for sheet in sheets
        ]
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise NotAWorkbook from error


def _text(cell: object) -> str:
    """A cell as a person reads it: no decimal point that only the workbook added, days as 2025-01-02."""
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return " ".join(str(cell).split())


def template(columns: Sequence[Column], title: str) -> bytes:
    """An empty workbook with the heads, what to write as notes on them, and a sheet that explains."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        table, notes = book.add_worksheet(title), book.add_worksheet("填写说明")
        table.freeze_panes(1, 0)
        table.set_column(0, len(columns) - 1, 20)
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 80)
        for place, column in enumerate(columns):
            table.write_string(0, place, column.head + ("*" if column.is_needed else ""), bold)
            notes.write_string(place, 0, column.head, bold)
            notes.write_string(place, 1, ("必填。" if column.is_needed else "") + column.note)
    return out.getvalue()


def write(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> bytes:
    """A plain table as a workbook; every cell is a text, so that none becomes a formula."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        table = book.add_worksheet(title)
        table.freeze_panes(1, 0)
        table.set_column(0, max(len(heads) - 1, 0), 20)
        for place, head in enumerate(heads):
            table.write_string(0, place, head, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                table.write_string(number, place, cell)
    return out.getvalue()


def reject_sheet(heads: Sequence[str], refused: Iterable[tuple[Sequence[str], str]]) -> bytes:
    """The rows that were not taken, as they came, each with its reason; mended, it is imported again."""
    kept = [place for place, head in enumerate(heads) if head != _WHY]
    rows = ([*(row[place] for place in kept), why] for row, why in refused)
    return write([*(heads[place] for place in kept), _WHY], rows, "未导入")

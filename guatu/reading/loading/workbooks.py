"""Workbooks opened without trust: sheets by name, rows of shown text, merges by their first cell."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from guatu.reading.errors import DamagedFile, EncryptedFile, MarkedSecret, OversizedFile, UnknownType
from guatu.reading.loading.archive import Archive
from guatu.reading.secrecy import is_mark

if TYPE_CHECKING:
    from lxml import etree
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_ROWS = 200_000
MAX_CELLS = 5_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "/xl/workbook.xml"
# a damaged place may lie beyond what any workbook has, and must be seen for that
_CELL_START, _CELL_END = rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["\']', rb'["\'](?:\s[^>]*)?(?<!/)>'
_FILLED_CELL = re.compile(_CELL_START + rb"([A-Za-z]+)(\d+)" + _CELL_END)
_FAR_CELL = re.compile(_CELL_START + rb"(?:[A-Za-z]{2,}\d+|[A-Za-z]\d{6,})" + _CELL_END)
_DIGITS = 9
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]{1,2000})<")
_MARGIN_CODE = re.compile(r'&amp;(?:"[^"]*"|&quot;.*?&quot;|K[0-9A-F]{6}|\d+|[A-Z])')
_NEAR_COLUMNS = 26
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
Shown = Literal["percent", "month", "day"]
# formats of Chinese editions that a file names by number alone (ECMA-376 part 1, 18.8.30)
_BUILT_IN: dict[int, Shown] = {
    9: "percent", 10: "percent", 17: "month", 27: "month", 36: "month", 50: "month", 52: "month", 57: "month",
    28: "day", 29: "day", 30: "day", 31: "day", 51: "day", 53: "day", 54: "day", 58: "day",
}  # fmt: skip
_Result = TypeVar("_Result")
Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows of texts from its first row on, the first column they begin at, and its merges."""

    name: str
    rows: Iterable[list[str]]
    first_column: int = 0
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """By row and column of the first cell: how many rows and columns it covers."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The shown sheets of a workbook, each read when it is asked for, and the names of the hidden ones."""

    sheets: Iterator[Sheet]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Formats:
    """How the file asks for some of its numbers to be shown, by row and column."""

    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    epoch: date = date(1899, 12, 30)


def open_workbook(data: bytes) -> Workbook:
    """Open an xlsx, xls or et; an xlsx past `MAX_ROWS` or `MAX_CELLS` is refused before it is unfolded.

    A malformed xls can make the library ask for more memory than there is and end the process, so
    xls of unknown origin belong in a child.
    """
    # imported late: most documents are no workbooks
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    formats = _xlsx_formats(data) if data.startswith(b"PK") else {}
    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    pages = [page for page in book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
    shown = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
    hidden = tuple(page.name for page in pages if page.visible != SheetVisibleEnum.Visible)
    return Workbook((_sheet(book, name, formats.get(name, _Formats())) for name in shown), hidden)


def _sheet(book: "CalamineWorkbook", name: str, formats: _Formats) -> Sheet:
    page = _guarded(lambda: book.get_sheet_by_name(name))
    if page.total_height > MAX_ROWS:
        raise OversizedFile(where=f"工作表“{name}”", why=f"超过{MAX_ROWS}行")
    if page.height * page.width > MAX_CELLS:
        raise OversizedFile(where=f"工作表“{name}”", why=f"超过{MAX_CELLS}个单元格")
    first_column = page.start[1] if page.start else 0
    return Sheet(name, _rows(page, first_column, formats), first_column, _merges(page))


def _merges(page: "CalamineSheet") -> dict[tuple[int, int], tuple[int, int]]:
    """Merges by first cell, cut at the last filled row and column: some run to the end of the sheet."""
    last_row, last_column = page.end or (0, 0)
    return {
        (top, left): (min(bottom, last_row) - top + 1, min(right, last_column) - left + 1)
        for (top, left), (bottom, right) in page.merged_cell_ranges or []
        if top <= last_row and left <= last_column
    }


def _rows(page: "CalamineSheet", first_column: int, formats: _Formats) -> Iterator[list[str]]:
    for number, row in enumerate(page.iter_rows()):
        yield [
            _shown(value, formats.shown.get((number, column)), formats.epoch) if value != "" else ""
            for column, value in enumerate(row, first_column)
        ]


def _shown(value: Value, form: Shown | None, epoch: date) -> str:
    """A value as text: days as 2026-03-01, months as 2026年3月, whole numbers without a point."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, form, epoch)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月" if form == "month" else value.strftime("%Y-%m-%d")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return f"{int(value.total_seconds()) // 3600}:{int(value.total_seconds()) // 60 % 60:02d}"


def _number(value: float, form: Shown | None, epoch: date) -> str:
    if form == "percent":
        return f"{value * 100:.10g}%"
    if form is not None and 0 < value < 2_958_466:  # the serial number of the year 10000
        return _shown(epoch + timedelta(days=int(value)), form, epoch)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"


def _xlsx_formats(data: bytes) -> dict[str, _Formats]:
    """Weigh every part of an xlsx that will be unfolded; give the formats of its shown sheets by name."""
    archive = Archive(data)
    if "/xl/workbook.bin" in archive:
        raise UnknownType(why="xlsb 格式")
    book = archive.xml(_BOOK)
    related = archive.related(_BOOK)
    targets = {identifier: name for identifier, _, name in related}
    for _, kind, name in related:
        if kind == "sharedStrings" and name in archive:
            archive.read(name)
    styles = next((name for _, kind, name in related if kind == "styles" and name in archive), None)
    forms = _forms(archive.xml(styles)) if styles else {}
    epoch = _epoch(book)
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        name, part = sheet.get("name", ""), targets.get(sheet.get(_RELATION_ID, ""), "")
        if sheet.get("state", "visible") == "visible" and part in archive:
            content = archive.read(part)
            _refuse_oversized(content, name)
            _refuse_marked_margins(content)
            found[name] = _Formats(_formatted(content, forms), epoch)
    return found


def _epoch(book: "etree._Element") -> date:
    properties = book.find(f"{_MAIN}workbookPr")
    counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)


def _refuse_oversized(content: bytes, name: str) -> None:
    """Refuse before the sheet is laid out in memory, where its farthest cell decides the size."""
    if content.count(b"<c ") + content.count(b":c ") > MAX_CELLS:
        raise OversizedFile(where=f"工作表“{name}”", why=f"超过{MAX_CELLS}个单元格")
    columns = _NEAR_COLUMNS
    for far in _FAR_CELL.finditer(content):
        column, row = _place(far[0])
        columns = max(columns, column)
        if row > MAX_ROWS:
            raise OversizedFile(where=f"工作表“{name}”", why=f"超过{MAX_ROWS}行")
    # up to column Z no number of rows is too many; beyond it the last row must be known
    if columns > _NEAR_COLUMNS:
        rows = max(_row(cell[2]) for cell in _FILLED_CELL.finditer(content))
        if rows * columns > MAX_CELLS:
            raise OversizedFile(where=f"工作表“{name}”", why=f"超过{MAX_CELLS}个单元格")


def _refuse_marked_margins(content: bytes) -> None:
    """Secrecy marks printed at the head or foot of every page; &L, &C and &R part its three places."""
    for margin in _MARGIN.finditer(content, max(0, content.rfind(b"sheetData"))):
        if any(is_mark(part) for part in _MARGIN_CODE.split(margin[1].decode("utf-8", "replace"))):
            raise MarkedSecret


def _place(cell: bytes) -> tuple[int, int]:
    """Column and row of a filled cell, counted from 1."""
    found = _FILLED_CELL.match(cell)
    return (_column(found[1]), _row(found[2])) if found else (0, 0)


def _formatted(content: bytes, forms: dict[int, Shown]) -> dict[tuple[int, int], Shown]:
    """The cells of a sheet whose format asks for a percentage, a month or a day."""
    if not forms:
        return {}
    wanted = "|".join(map(str, forms)).encode()
    cells = re.compile(
        _CELL_START + rb'([A-Z]{1,3})(\d{1,7})"(?:\s[^>]*?)?\ss="(' + wanted + rb")" + _CELL_END
    )
    return {
        (int(found[2]) - 1, _column(found[1]) - 1): forms[int(found[3])] for found in cells.finditer(content)
    }


def _forms(styles: "etree._Element") -> dict[int, Shown]:
    """By number of a cell style: what its format shows; other styles are left out."""
    codes = {_identifier(one): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    cell_styles = styles.find(f"{_MAIN}cellXfs")
    found = {}
    for number, style in enumerate(cell_styles if cell_styles is not None else ()):
        identifier = _identifier(style)
        form = _form(codes[identifier]) if identifier in codes else _BUILT_IN.get(identifier)
        if form is not None:
            found[number] = form
    return found


def _identifier(element: "etree._Element") -> int:
    written = element.get("numFmtId", "")
    return int(written) if written.isdecimal() else 0


def _form(code: str) -> Shown | None:
    """What a format code shows, by its signs outside quotation marks: % or years and months without days."""
    signs = _QUOTED.sub("", code.partition(";")[0]).lower()
    if "%" in signs:
        return "percent"
    if "y" in signs and "m" in signs:
        return "day" if "d" in signs else "month"
    return "day" if "m" in signs and "d" in signs else None


def _row(digits: bytes) -> int:
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:_DIGITS].upper():
        number = number * 26 + letter - 64
    return number


def _guarded(ask: Callable[[], _Result]) -> _Result:
    """An answer of the workbook library, its failures and panics told as refusals."""
    from python_calamine import CalamineError, PasswordError

    try:
        return ask()
    except PasswordError as error:
        raise EncryptedFile from error
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedFile(why="表格内容不完整") from error
    except BaseException as error:
        # a panic inside the library is no Exception, and means only that the file is malformed
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile(why="表格内容不完整") from error

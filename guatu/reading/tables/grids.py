"""A workbook or csv as grids: by sheet its texts in rows and columns, its merges, what is hidden."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from guatu.reading.errors import (
    ConverterMissing,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ReadingRefusal,
    TooSlow,
)
from guatu.reading.loading.archive import is_compound, is_encrypted_package
from guatu.reading.loading.encodings import decode
from guatu.reading.loading.office import convert
from guatu.reading.loading.sheets import csv_rows
from guatu.reading.loading.sniff import sniff
from guatu.reading.loading.workbooks import Sheet, open_workbook
from guatu.reading.tables.errors import NotATable
from guatu.reading.tables.markup import Markup, markups

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet from its cell A1 on; rows and columns count from 0, every row has the same width."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: dict[Place, Place] = field(default_factory=dict)
    """By first cell: how many rows and columns it covers."""
    markup: Markup = field(default_factory=Markup)

    def anchors(self) -> dict[Place, Place]:
        """For each covered cell the first cell of its merge."""
        return {
            (top + down, left + right): (top, left)
            for (top, left), (height, width) in self.merges.items()
            for down in range(height)
            for right in range(width)
        }


@dataclass(frozen=True, slots=True)
class Book:
    """The shown sheets, the names of the hidden ones, and what is to be said of the file."""

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def open_book(data: bytes, *, name: str) -> Book:
    """Open a table of any kind; refuses by name what is locked, damaged, bomb-like, or no table."""
    sniffed = sniff(data, name=name)
    if is_encrypted_package(data):
        raise EncryptedFile
    suffix = PurePath(name).suffix.lower()
    if _is_dressed_up(data, suffix, sniffed.format):
        return _workbook(convert(data, suffix=".xls", to="xlsx"), (_DRESSED_UP,))
    if sniffed.format == "xls":
        return _old_workbook(data, sniffed.warnings)
    if sniffed.format == "xlsx":
        return _workbook(data, sniffed.warnings)
    if sniffed.format in ("csv", "text") and suffix != ".md":
        return Book((_csv(data, name),), warnings=sniffed.warnings)
    raise NotATable


_DRESSED_UP = "文件扩展名是 xls，内容是网页或 XML，已由 LibreOffice 转换后读取，请核对"
_UNSEEN = "文件是 xls，未装 LibreOffice，看不到隐藏的列和加粗的字；如有，请另存为 xlsx 后上传"
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
# records of MS-XLS: COLINFO (2.4.53) and ROW (2.4.221), each with the bit that says hidden
_HIDDEN_COLUMN = re.compile(rb"\x7d\x00\x0c\x00.{8}[\x01\x03\x05\x07]", re.DOTALL)
_HIDDEN_ROW = re.compile(rb"\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]", re.DOTALL)
_SPEAKS_OF_BOLD = re.compile("加粗|黑体|粗体")


def _is_dressed_up(data: bytes, suffix: str, form: str) -> bool:
    """A web page or an XML that some system calls xls."""
    return suffix in (".xls", ".et") and (form == "html" or _XML_WORKBOOK in data[:4096])


def _old_workbook(data: bytes, warnings: tuple[str, ...]) -> Book:
    """An xls or et. The texts are read here; LibreOffice is asked where this fails, or more must be seen."""
    try:
        book = _workbook(data, warnings)
    except DamagedFile:
        try:
            return _workbook(convert(data, suffix=".xls", to="xlsx"), warnings)
        except (ConverterMissing, EncryptedFile, TooSlow):
            pass
        raise
    if not _needs_more(data, book):
        return book
    try:
        found = markups(convert(data, suffix=".xls", to="xlsx"))
    except ReadingRefusal:
        return replace(book, warnings=(*book.warnings, _UNSEEN))
    grids = tuple(replace(grid, markup=found.get(grid.name, Markup())) for grid in book.grids)
    return replace(book, grids=grids)


def _needs_more(data: bytes, book: Book) -> bool:
    if _HIDDEN_COLUMN.search(data) or _HIDDEN_ROW.search(data):
        return True
    return any(_SPEAKS_OF_BOLD.search(text) for grid in book.grids for row in grid.rows for text in row)


def _workbook(data: bytes, warnings: tuple[str, ...]) -> Book:
    opened = open_workbook(data)
    found = {} if is_compound(data) else markups(data)
    grids = tuple(_grid(sheet, found.get(sheet.name, Markup())) for sheet in opened.sheets)
    if not any(grid.rows for grid in grids) and not opened.hidden:
        raise EmptyFile
    return Book(grids, opened.hidden, warnings)


def _grid(sheet: Sheet, markup: Markup) -> Grid:
    indent = [""] * sheet.first_column
    return Grid(sheet.name, list(_even([*indent, *row] for row in sheet.rows)), sheet.merges, markup)


def _csv(data: bytes, name: str) -> Grid:
    return Grid(PurePath(name).stem, list(_even(csv_rows(decode(data).text))))


def _even(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Rows of one width, without the empty ones at the end."""
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    width = max(map(len, kept), default=0)
    return ([*row, *[""] * (width - len(row))] for row in kept)

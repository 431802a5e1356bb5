"""A workbook or csv as grids: by sheet its texts in rows and columns, its merges, what is hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from guatu.reading.errors import EmptyFile, EncryptedFile
from guatu.reading.loading.archive import is_compound, is_encrypted_package
from guatu.reading.loading.encodings import decode
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
    if sniffed.format in ("xlsx", "xls"):
        return _workbook(data, sniffed.warnings)
    if sniffed.format in ("csv", "text") and PurePath(name).suffix.lower() not in (".md",):
        return Book((_csv(data, name),), warnings=sniffed.warnings)
    raise NotATable


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


def _even(rows: "Iterator[list[str]] | list[list[str]]") -> Iterator[list[str]]:
    """Rows of one width, without the empty ones at the end."""
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    width = max(map(len, kept), default=0)
    return ([*row, *[""] * (width - len(row))] for row in kept)

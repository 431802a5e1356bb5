"""Ledgers in workbooks and csv: each sheet a table with its head found, its titles above, its notes below."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import PurePath

from guatu.reading.errors import DamagedFile, EmptyFile, EncryptedFile, OversizedFile
from guatu.reading.loading.archive import is_compound, is_encrypted_package
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.encodings import decode
from guatu.reading.loading.heads import Head, Slot, find_head
from guatu.reading.loading.workbooks import MAX_ROWS, Sheet, open_workbook
from guatu.reading.source import Cell, Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
CSV = "text/csv"
_DELIMITERS = (",", ";", "\t")
_SAMPLED_LINES = 20
_LOOKED_AT_ROWS = 40
_LONGEST_TITLE = 60
_TOTAL = re.compile(r"(?:本页|本类)?(?:合计|小计|总计|累计|共计)[:：]?(?:\d+[个项条件户]?)?")
_BELOW_TABLE = re.compile(
    r"(?:备?注|说明|填[表报]人?|制表人?|审[核批]人?|联系人|填报单位|负责人(?:签[字名])?)\s*[:：]"
)
_FORMULA_TEXT = re.compile(r'="(.*)"')


def load(data: bytes, *, name: str) -> Source:
    """Read an xlsx, xls, et or csv; one block per filled cell, hidden sheets left out with a warning."""
    if not data:
        raise EmptyFile
    if is_encrypted_package(data):
        raise EncryptedFile
    if data.startswith(b"PK") or is_compound(data):
        return _load_workbook(data, name)
    return _load_csv(data, name)


def _load_workbook(data: bytes, name: str) -> Source:
    builder = SourceBuilder(name, XLS if is_compound(data) else XLSX, data)
    book = open_workbook(data)
    for hidden in book.hidden:
        builder.warn(f"工作表“{hidden}”已隐藏，未读取；如需读取请取消隐藏后重新上传")
    reader = SheetReader(builder)
    for sheet in book.sheets:
        reader.read(sheet)
    return builder.build()


def _load_csv(data: bytes, name: str) -> Source:
    decoded = decode(data)
    builder = SourceBuilder(name, CSV, data)
    if decoded.lost:
        builder.repair("lost_bytes", "", "\ufffd", count=decoded.lost)
    sheet = Sheet(PurePath(name).stem, csv_rows(decoded.text))
    SheetReader(builder).read(sheet)
    return builder.build()


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a csv, by the sign that parts its first lines most evenly."""
    sample = text[:20_000].splitlines()[:_SAMPLED_LINES]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(sample))
    try:
        rows = [[_unwrapped(value.strip()) for value in row] for row in islice(reader, MAX_ROWS + 1)]
    except csv.Error as error:
        raise DamagedFile(where=f"第{reader.line_num}行", why="不是完整的 csv") from error
    if len(rows) > MAX_ROWS:
        raise OversizedFile(why=f"超过{MAX_ROWS}行")
    return rows


def _unwrapped(value: str) -> str:
    """Some systems write ="001" so that a spreadsheet keeps the zeros."""
    found = _FORMULA_TEXT.fullmatch(value)
    return found[1] if found else value


def _delimiter(sample: list[str]) -> str:
    """The sign that parts most lines into the same number of columns, at least two."""

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1]
        commonest = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return widths.count(commonest), commonest

    return max(_DELIMITERS, key=evenness)


class SheetReader:
    """Adds sheets one after another to a source; tables are numbered through."""

    def __init__(self, builder: SourceBuilder) -> None:
        self._builder = builder
        self._table = -1

    def read(self, sheet: Sheet) -> None:
        """Add a sheet: titles above its head, the head in one row, and every row that is not a repeat."""
        rows = enumerate(sheet.rows)
        opening = list(islice(rows, _LOOKED_AT_ROWS))
        head = find_head(_slots(sheet, opening))
        covers = _Covers(sheet)
        if head is None and not any(sum(map(bool, row)) > 1 for _, row in opening):
            self._prose(sheet, chain(opening, rows))
            return
        self._table += 1
        for number, row in chain(opening, rows):
            if head is not None and number < head.first:
                self._above(sheet, number, row)
            elif head is not None and number <= head.last:
                self._head(sheet, head, number)
            else:
                self._row(sheet, head, number, covers.uncovered(number, row))

    def _prose(self, sheet: Sheet, rows: Iterator[tuple[int, list[str]]]) -> None:
        """A sheet with one filled cell in a row is no table but paragraphs."""
        for number, row in rows:
            for column, text in enumerate(row, sheet.first_column):
                self._builder.add(text, anchor=_anchor(sheet, number, column))

    def _above(self, sheet: Sheet, number: int, row: list[str]) -> None:
        """A row above the head: the title where it stands alone, else a line such as 填报单位 and 日期."""
        filled = [(column, text) for column, text in enumerate(row, sheet.first_column) if text]
        if not filled:
            return
        column, text = filled[0]
        is_title = len(filled) == 1 and len(text) <= _LONGEST_TITLE and not re.search("[：:]", text)
        if is_title and self._builder.title is None:
            self._builder.title = "".join(text.split())
            self._builder.add(text, kind="title", anchor=_anchor(sheet, number, column))
        else:
            line = "  ".join(text for _, text in filled)
            self._builder.add(line, anchor=_anchor(sheet, number, column))

    def _head(self, sheet: Sheet, head: Head, number: int) -> None:
        """The words of the head, once, in its last row."""
        if number != head.last:
            return
        for column, words in sorted(head.words.items()):
            place = Cell(self._table, number, column, is_header=True)
            self._builder.add(words, kind="cell", anchor=_anchor(sheet, number, column), cell=place)

    def _row(self, sheet: Sheet, head: Head | None, number: int, filled: list[tuple[int, str]]) -> None:
        dropped = _dropped(filled, head)
        if dropped is not None:
            self._builder.repair(dropped, "\t".join(text for _, text in filled), "")
            return
        if len(filled) == 1 and _BELOW_TABLE.match(filled[0][1]):
            self._builder.add(filled[0][1], anchor=_anchor(sheet, number, filled[0][0]))
            return
        for column, text in filled:
            rows, columns = sheet.merges.get((number, column), (1, 1))
            place = Cell(self._table, number, column, rows, columns)
            self._builder.add(text, kind="cell", anchor=_anchor(sheet, number, column), cell=place)


class _Covers:
    """Which cells of a row lie under a merge that begins elsewhere; rows are asked for in order."""

    def __init__(self, sheet: Sheet) -> None:
        self._first_column = sheet.first_column
        self._waiting = sorted(
            ((row, column, *span) for (row, column), span in sheet.merges.items()), reverse=True
        )
        self._open: list[tuple[int, int, int, int]] = []

    def uncovered(self, number: int, row: list[str]) -> list[tuple[int, str]]:
        """The filled cells of a row by column, without what a merge hides."""
        while self._waiting and self._waiting[-1][0] <= number:
            self._open.append(self._waiting.pop())
        self._open = [merge for merge in self._open if merge[0] + merge[2] > number]
        return [
            (column, text)
            for column, text in enumerate(row, self._first_column)
            if text and not any(_covers(merge, number, column) for merge in self._open)
        ]


def _covers(merge: tuple[int, int, int, int], row: int, column: int) -> bool:
    first_row, first_column, _, columns = merge
    return first_column <= column < first_column + columns and (row, column) != (first_row, first_column)


def _slots(sheet: Sheet, rows: list[tuple[int, list[str]]]) -> list[Slot]:
    return [
        Slot(number, column, text, *sheet.merges.get((number, column), (1, 1)))
        for number, row in rows
        for column, text in enumerate(row, sheet.first_column)
        if text
    ]


def _dropped(filled: list[tuple[int, str]], head: Head | None) -> str | None:
    """The kind of repair that leaves a row out of the table; None for a row of matters."""
    if not filled:
        return "empty_rows"
    if _TOTAL.fullmatch("".join(filled[0][1].split())):
        return "subtotal_rows"
    if head is not None and len(filled) > 1:
        words = {"".join(text.split()) for _, text in filled}
        parts = {part for word in head.words.values() for part in (word, *word.split("/"))}
        if words <= parts:
            return "repeated_heads"
    return None


def _anchor(sheet: Sheet, row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{sheet.name}!{letters}{row + 1}"

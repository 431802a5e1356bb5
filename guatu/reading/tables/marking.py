"""The file back with its bad cells filled in red and the reasons in a column beside the table.

An xlsx is changed where it stands, in the XML of its sheets and styles, so that whatever else it holds comes
back as it was; of any other file a new xlsx with the same texts, rows and merges is written.
"""

import copy
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from lxml import etree

from guatu.kernel.units import Directory
from guatu.reading.loading.archive import Archive
from guatu.reading.tables.finding import find_tables
from guatu.reading.tables.grids import Book, Grid, open_book
from guatu.reading.tables.reading import Mappings, read_table
from guatu.reading.tables.roles import REASON
from guatu.reading.tables.shapes import Reject, TableReading

_RED: Final = "FFFFC7CE"
_WIDTH: Final = 48
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "/xl/workbook.xml"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LAST_COLUMN = 16_383
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)

Reasons = Mapping[int, tuple[frozenset[int], str]]
"""By row, counted from 1: the bad columns and the sentences."""


def mark_rejects(data: bytes, rejects: Sequence[Reject], *, name: str) -> bytes:
    """An xlsx in which a person can mend what was given back, and then import it again."""
    book = open_book(data, name=name)
    reasons = {grid.name: _reasons(grid.name, rejects) for grid in book.grids}
    try:
        marked = _marked(data, book, reasons) if data.startswith(b"PK") else None
    except _UNREADABLE:  # a picture or the like that nobody had to read until now
        marked = None
    return marked or _written_anew(book, reasons)


def read_marked(
    data: bytes, *, name: str, units: Directory | None, day: date | None, mappings: Mappings
) -> TableReading:
    """What a table says, and the file itself with all marked that is given back."""
    found = read_table(data, name=name, units=units, day=day, mappings=mappings)
    if not found.rejects:
        return found
    return replace(found, marked=mark_rejects(data, found.rejects, name=name))


def _reasons(sheet: str, rejects: Sequence[Reject]) -> Reasons:
    found: dict[int, tuple[frozenset[int], str]] = {}
    for reject in rejects:
        if reject.sheet == sheet:
            columns, words = found.get(reject.sheet_row, (frozenset(), ""))
            bad = columns | ({reject.column} if reject.column is not None else set())
            found[reject.sheet_row] = (bad, f"{words}；{reject.words}" if words else reject.words)
    return found


def _head_row(grid: Grid) -> int:
    """The row of the first head, counted from 1."""
    tables = find_tables(grid, grid.anchors())
    return tables[0].head.first + 1 if tables else 1


def _width(grid: Grid) -> int:
    return min(len(grid.rows[0]) if grid.rows else 0, _LAST_COLUMN)


def _marked(data: bytes, book: Book, reasons: Mapping[str, Reasons]) -> bytes | None:
    """The same xlsx with changed sheets and styles; None where it has no styles to add to."""
    archive = Archive(data)
    related = archive.related(_BOOK)
    styles_part = next((part for _, kind, part in related if kind == "styles" and part in archive), None)
    if styles_part is None:
        return None
    styles = _Styles(archive.xml(styles_part))
    targets = {identifier: part for identifier, _, part in related}
    grids = {grid.name: grid for grid in book.grids}
    changed: dict[str, bytes] = {}
    for sheet in archive.xml(_BOOK).iter(f"{_MAIN}sheet"):
        name, part = sheet.get("name", ""), targets.get(sheet.get(_RELATION_ID, ""), "")
        if reasons.get(name) and name in grids and part in archive:
            root = archive.xml(part)
            _mark_sheet(root, grids[name], reasons[name], styles)
            changed[part] = _as_bytes(root)
    changed[styles_part] = _as_bytes(styles.root)
    return _rezipped(data, changed)


class _Styles:
    """The styles of a workbook, to which red twins of those in use are added."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._cells = root.find(f"{_MAIN}cellXfs")
        self._twins: dict[int, int] = {}
        fills = root.find(f"{_MAIN}fills")
        self._fill = 0
        if fills is not None:
            fill = etree.SubElement(fills, f"{_MAIN}fill")
            pattern = etree.SubElement(fill, f"{_MAIN}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{_MAIN}fgColor", rgb=_RED)
            self._fill = len(fills) - 1
            fills.set("count", str(len(fills)))

    def red(self, style: str | None) -> str:
        """The number of the style that looks like another one and is red."""
        cells = self._cells
        number = int(style) if style and style.isdecimal() else 0
        if cells is None or number >= len(cells):
            return style or "0"
        if number not in self._twins:
            twin = copy.deepcopy(cells[number])
            twin.set("fillId", str(self._fill))
            twin.set("applyFill", "1")
            cells.append(twin)
            cells.set("count", str(len(cells)))
            self._twins[number] = len(cells) - 1
        return str(self._twins[number])


def _mark_sheet(root: etree._Element, grid: Grid, reasons: Reasons, styles: _Styles) -> None:
    column = _width(grid)
    rows = {row.get("r", ""): row for row in root.iter(f"{_MAIN}row")}
    head = rows.get(str(_head_row(grid)))
    if head is not None:
        _write(_cell(head, _head_row(grid), column), REASON)
    for number, (bad, words) in reasons.items():
        row = rows.get(str(number))
        if row is None:
            continue
        for place in bad:
            cell = _cell(row, number, place)
            cell.set("s", styles.red(cell.get("s")))
        _write(_cell(row, number, column), words)
    _widen(root, column)


def _cell(row: etree._Element, number: int, column: int) -> etree._Element:
    """The cell of a row in a column; put in its place where there is none."""
    for place, cell in enumerate(row):
        at = _column(cell.get("r", ""))
        if at == column:
            return cell
        if at > column:
            made = etree.Element(f"{_MAIN}c", r=f"{_letters(column)}{number}")
            row.insert(place, made)
            return made
    if "spans" in row.attrib:
        del row.attrib["spans"]
    return etree.SubElement(row, f"{_MAIN}c", r=f"{_letters(column)}{number}")


def _write(cell: etree._Element, words: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
    text.text = _UNWRITABLE.sub("", words)


def _widen(root: etree._Element, column: int) -> None:
    """A wide column for the reasons, unless a range of columns that is set already holds it."""
    columns, number = root.find(f"{_MAIN}cols"), column + 1
    if columns is None or any(int(one.get("max", "0")) >= number for one in columns):
        return
    span = {"min": str(number), "max": str(number), "width": str(_WIDTH), "customWidth": "1"}
    etree.SubElement(columns, f"{_MAIN}col", span)


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789")[:3]:
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _as_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rezipped(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same archive with other bytes for some parts; names are compared as Office does."""
    wanted = {part.lstrip("/").lower(): content for part, content in changed.items()}
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = wanted.get(info.filename.replace("\\", "/").lstrip("/").lower())
            new.writestr(info, old.read(info) if content is None else content)
    return out.getvalue()


def _written_anew(book: Book, reasons: Mapping[str, Reasons]) -> bytes:
    import xlsxwriter  # here, for most files are marked where they stand

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        plain = made.add_format({"text_wrap": True, "valign": "top"})
        red = made.add_format({"text_wrap": True, "valign": "top", "bg_color": f"#{_RED[2:]}"})
        for number, grid in enumerate(book.grids, 1):
            sheet = made.add_worksheet(f"{number}" if len(book.grids) > 1 else "台账")
            _fill(sheet, grid, reasons.get(grid.name, {}), (plain, red))
    return out.getvalue()


def _fill(sheet: object, grid: Grid, reasons: Reasons, looks: tuple[object, object]) -> None:
    write, merge = sheet.write_string, sheet.merge_range  # type: ignore[attr-defined]
    for (top, left), (height, width) in grid.merges.items():
        merge(top, left, top + height - 1, left + width - 1, "", looks[0])
    for number, row in enumerate(grid.rows):
        bad, words = reasons.get(number + 1, (frozenset(), ""))
        for column, text in enumerate(row):
            if text or column in bad:
                write(number, column, _UNWRITABLE.sub("", text), looks[column in bad])
        if words:
            write(number, _width(grid), words, looks[0])
    write(_head_row(grid) - 1, _width(grid), REASON, looks[0])

"""A plain workbook written as fast as its words can be: row by row, in constant memory, without formulas.

xlsxwriter takes half a minute for a ledger of 100,000 items; the three lists need little of the format.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Final, TypeAlias

Cell: TypeAlias = str | date
TITLE, NOTE, HEAD, LONG, NARROW, DAY = 1, 2, 3, 4, 5, 6
"""How a cell looks: places in the styles below."""
_FIRST: Final = date(1899, 12, 30)
_MARKED: Final = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]")
_PLAIN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_AT_ONCE: Final = 2000
_NS: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_NS}/spreadsheetml/2006/main"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BORDER: Final = "".join(
    f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_FONT: Final = '<font>{}<sz val="{}"/><name val="宋体"/></font>'
_XF: Final = (
    '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" xfId="0" applyNumberFormat="1" applyFont="1" '
    'applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="{}" vertical="center"{}/></xf>'
)
_WRAP: Final = ' wrapText="1"'
_STYLES: Final = "".join((
    _HEAD, f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" ',
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><fonts count="3">',
    _FONT.format("", "10.5"), _FONT.format("<b/>", "20"), _FONT.format("<b/>", "10.5"),
    '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill ',
    'patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF4F2EC"/>',
    '</patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/></border><border>',
    _BORDER, '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" ',
    'borderId="0"/></cellStyleXfs><cellXfs count="7">', _XF.format(0, 0, 0, 0, "general", ""),
    _XF.format(0, 1, 0, 0, "center", ""), _XF.format(0, 0, 0, 0, "right", ""),
    _XF.format(0, 2, 2, 1, "center", _WRAP), _XF.format(0, 0, 0, 1, "left", _WRAP),
    _XF.format(0, 0, 0, 1, "center", _WRAP), _XF.format(164, 0, 0, 1, "center", _WRAP),
    "</cellXfs></styleSheet>",
))  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """A sheet before its rows: title, note and heads, frozen and repeated on each page of paper."""

    name: str
    widths: Sequence[int]
    top: Sequence[Sequence[str]]
    """The rows above the table's own, the heads last."""
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column, counted from 0; more come while rows are written."""
    heads_from: int = 2
    """The first row of the heads."""


Row: TypeAlias = Sequence[tuple[Cell, int]]
"""Values with their looks."""


def write(to: IO[bytes], sheets: Sequence[tuple[Sheet, Iterable[Row]]]) -> None:
    """The workbook; the rows of a sheet are asked for when their turn comes."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for number, (sheet, rows) in enumerate(sheets, start=1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                _write_sheet(part, sheet, rows)
        repeated = [(sheet.name, sheet.heads_from + 1, len(sheet.top)) for sheet, _ in sheets]
        bind(book, repeated, styles=_STYLES)


def bind(book: zipfile.ZipFile, sheets: Sequence[tuple[str, int, int]], *, styles: str) -> None:
    """All parts of a workbook but its sheets; of each the name, and the rows that every page repeats."""
    book.writestr("xl/styles.xml", styles)
    book.writestr("xl/workbook.xml", _workbook(sheets))
    book.writestr("xl/_rels/workbook.xml.rels", _relations(len(sheets)))
    book.writestr("[Content_Types].xml", _types(len(sheets)))
    book.writestr("_rels/.rels", _ROOT)


def _write_sheet(part: IO[bytes], sheet: Sheet, rows: Iterable[Row]) -> None:
    part.write(_before(sheet).encode())
    letters = [letter(place) for place in range(len(sheet.widths))]
    at, held = len(sheet.top), []
    for row in rows:
        at += 1
        cells = [_cell(f"{one}{at}", value, look) for one, (value, look) in zip(letters, row, strict=True)]
        held.append(f'<row r="{at}">{"".join(cells)}</row>')
        if len(held) >= _AT_ONCE:
            part.write("".join(held).encode())
            held.clear()
    part.write("".join(held).encode())
    part.write(_after(sheet).encode())


def _cell(place: str, value: Cell, look: int) -> str:
    if isinstance(value, str):
        if not value:
            return f'<c r="{place}" s="{look}"/>'
        return (
            f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{spelt(value)}</t></is></c>'
        )
    return f'<c r="{place}" s="{DAY}"><v>{serial(value)}</v></c>'


def spelt(words: str) -> str:
    """Words as a part of XML; what it does not know is left out."""
    return _MARKED.sub(_spelt, words) if _MARKED.search(words) else words


def serial(day: date) -> int:
    """A day as a sheet counts it."""
    return (day - _FIRST).days


def _spelt(found: "re.Match[str]") -> str:
    return _PLAIN.get(found[0], "")


def letter(place: int) -> str:
    """The letters of a column, counted from 0."""
    letters, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _before(sheet: Sheet) -> str:
    top = len(sheet.top)
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(sheet.widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0"><pane xSplit="2" ySplit="{top}" topLeftCell="C{top + 1}" '
        f'activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
        + "".join(_top_row(sheet, at, row) for at, row in enumerate(sheet.top))
    )


def _top_row(sheet: Sheet, at: int, row: Sequence[str]) -> str:
    look = HEAD if at >= sheet.heads_from else (TITLE, NOTE)[at]
    cells = "".join(_cell(f"{letter(place)}{at + 1}", words, look) for place, words in enumerate(row))
    height = ' ht="36" customHeight="1"' if at == 0 else ""
    return f'<row r="{at + 1}"{height}>{cells}</row>'


def _after(sheet: Sheet) -> str:
    merges = "".join(
        f'<mergeCell ref="{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"/>'
        for top, left, bottom, right in sheet.merges
    )
    return (
        f'</sheetData><mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/>'  # A3
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _workbook(sheets: Sequence[tuple[str, int, int]]) -> str:
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _, _) in enumerate(sheets, 1)
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
        f"'{name}'!${first}:${last}</definedName>"
        for number, (name, first, last) in enumerate(sheets)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_NS}/officeDocument/2006/relationships">'
        f"<sheets>{tabs}</sheets><definedNames>{repeated}</definedNames></workbook>"
    )


def _relations(count: int) -> str:
    kind = f"{_NS}/officeDocument/2006/relationships"
    sheets = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{kind}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_NS}/package/2006/relationships">{sheets}{styles}</Relationships>'


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_NS}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{sheets}</Types>'
    )


_ROOT: Final = (
    f'{_HEAD}<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)

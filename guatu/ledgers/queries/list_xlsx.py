"""The sheet of a list, written as fast as its words can be: xlsxwriter takes four times as long."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from typing import IO, TYPE_CHECKING, Final

from guatu.ledgers.queries.plain_xlsx import bind, letter, serial, spelt

if TYPE_CHECKING:
    from guatu.ledgers.queries.exporting import Sheet, Value

_TITLE, _NOTE, _HEAD, _GROUP, _LONG, _DAY = 1, 2, 3, 4, 5, 6
"""How a cell looks: places in the styles below."""
_NAME: Final = "台账"
_AT_ONCE: Final = 1000
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_START: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT: Final = '<font>{}<sz val="{}"/>{}<name val="宋体"/></font>'
_FILL: Final = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/></patternFill></fill>'
_XF: Final = '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" xfId="0" applyNumberFormat="1" {}'
_WRAP: Final = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
_STYLES: Final = "".join((
    _START, f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" ',
    'formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="4">', _FONT.format("", "11", ""),
    _FONT.format("<b/>", "14", ""), _FONT.format("", "11", '<color rgb="FF5B6472"/>'),
    _FONT.format("<b/>", "11", ""), '</fonts><fills count="4"><fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>', _FILL.format("FFF4F2EC"), _FILL.format("FFFAF9F6"),
    '</fills><borders count="2"><border><left/><right/><top/><bottom/></border><border><left/><right/><top/>',
    '<bottom style="thin"><color auto="1"/></bottom></border></borders><cellStyleXfs count="1"><xf ',
    'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">',
    _XF.format(0, 0, 0, 0, "/>"), _XF.format(0, 1, 0, 0, 'applyFont="1"/>'),
    _XF.format(0, 2, 0, 0, 'applyFont="1"/>'),
    _XF.format(0, 3, 2, 1, 'applyFont="1" applyFill="1" applyBorder="1"/>'),
    _XF.format(0, 3, 3, 0, 'applyFont="1" applyFill="1"/>'), _XF.format(0, 0, 0, 0, _WRAP),
    _XF.format(164, 0, 0, 0, "/>"), '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" ',
    'builtinId="0"/></cellStyles></styleSheet>',
))  # fmt: skip


def write(made: "Sheet", to: IO[bytes]) -> None:
    """The list as a workbook of one sheet, in constant memory."""
    top = len(made.notes) + 2
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            _write_beside(part, chain([_before(made, top)], _rows(made, top), [_AFTER]))
        bind(book, [(_NAME, top, top)], styles=_STYLES)


def _write_beside(part: IO[bytes], pieces: Iterable[str]) -> None:
    """Each piece is packed while the next is made: packing leaves the interpreter to others."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        written = beside.submit(int)
        for piece in pieces:
            written.result()
            written = beside.submit(part.write, piece.encode())
        written.result()


def _before(made: "Sheet", top: int) -> str:
    """Widths, the frozen corner, and the rows on top: title, notes, heads."""
    widths = [(width, one.is_long) for one in made.columns for width in one.widths]
    cols = "".join(
        f'<col min="{at}" max="{at}" width="{width}" style="{_LONG if is_long else 0}" customWidth="1"/>'
        for at, (width, is_long) in enumerate(widths, 1)
    )
    heads = [head for one in made.columns for head in one.heads]
    rows = [_row(1, [_words("A1", made.title, _TITLE)])]
    rows += [_row(at, [_words(f"A{at}", note, _NOTE)]) for at, note in enumerate(made.notes, 2)]
    rows.append(_row(top, [_words(f"{letter(place)}{top}", head, _HEAD) for place, head in enumerate(heads)]))
    return (
        f'{_START}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0"><pane xSplit="2" ySplit="{top}" topLeftCell="C{top + 1}" '
        'activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{cols}</cols><sheetData>{''.join(rows)}"
    )


_AFTER: Final = (
    '</sheetData><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'  # A4
)


def _rows(made: "Sheet", top: int) -> Iterator[str]:
    """The rows of the list, some hundreds at a time."""
    looks = [(f'<c r="{letter(place)}', _look(look)) for place, look in enumerate(_looks(made))]
    held: list[str] = []
    for at, line in enumerate(made.lines, start=top + 1):
        if line.is_head:
            held.append(_row(at, [_words(f"A{at}", str(line.values[0]), _GROUP)]))
        else:
            held.append(_row(at, _cells(at, looks, line.values)))
        if len(held) >= _AT_ONCE:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _looks(made: "Sheet") -> list[int]:
    return [_LONG if one.is_long else 0 for one in made.columns for _ in one.heads]


def _look(look: int) -> str:
    return f'" s="{look}"' if look else '"'


def _cells(at: int, looks: Sequence[tuple[str, str]], values: "Sequence[Value]") -> list[str]:
    cells = []
    for (start, look), value in zip(looks, values, strict=True):
        if isinstance(value, str):
            if value:
                cells.append(f"{start}{at}{look}{_said(value)}")
        elif isinstance(value, date):
            cells.append(f'{start}{at}" s="{_DAY}"><v>{serial(value)}</v></c>')
        elif value is not None:
            cells.append(f'{start}{at}"><v>{value}</v></c>')
    return cells


def _said(words: str) -> str:
    """What of a cell of words stands behind its place and look."""
    kept = ' xml:space="preserve"' if words[0].isspace() or words[-1].isspace() else ""
    return f' t="inlineStr"><is><t{kept}>{spelt(words)}</t></is></c>'


def _words(place: str, words: str, look: int) -> str:
    return f'<c r="{place}{_look(look)}{_said(words)}'


def _row(at: int, cells: Sequence[str]) -> str:
    return f'<row r="{at}">{"".join(cells)}</row>'

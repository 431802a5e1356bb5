"""What the markup of an xlsx tells beside its texts: hidden columns and rows, words written in bold."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guatu.reading.loading.archive import Archive

if TYPE_CHECKING:
    from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "/xl/workbook.xml"
_OFF = ("0", "false")
_MOST_HIDDEN = 1_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a cell's text in one kind of letters."""

    text: str
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """Of one sheet; rows and columns count from 0."""

    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    runs: dict[tuple[int, int], tuple[Run, ...]] = field(default_factory=dict)
    """Cells in which some words are bold and others are not."""
    bold: frozenset[tuple[int, int]] = frozenset()
    """Cells that are bold as a whole."""


def markups(data: bytes) -> dict[str, Markup]:
    """The markup of each sheet by its name."""
    archive = Archive(data)
    related = archive.related(_BOOK)
    targets = {identifier: name for identifier, _, name in related}
    shared = _shared(archive, related)
    bold_styles = _bold_styles(archive, related)
    found = {}
    for sheet in archive.xml(_BOOK).iter(f"{_MAIN}sheet"):
        part = targets.get(sheet.get(_RELATION_ID, ""), "")
        if sheet.get("state", "visible") == "visible" and part in archive:
            found[sheet.get("name", "")] = _markup(archive.xml(part), shared, bold_styles)
    return found


def _shared(archive: Archive, related: list[tuple[str, str, str]]) -> dict[int, tuple[Run, ...]]:
    """By number: the shared texts that are bold in part."""
    part = next((name for _, kind, name in related if kind == "sharedStrings" and name in archive), None)
    if part is None or b"<b" not in archive.read(part).replace(b":b", b"<b"):
        return {}
    texts = enumerate(archive.xml(part).iter(f"{_MAIN}si"))
    return {number: runs for number, text in texts if (runs := _runs(text))}


def _runs(text: "etree._Element") -> tuple[Run, ...]:
    """The runs of a text that is bold in part; none of any other."""
    runs = tuple(
        Run("".join(piece.text or "" for piece in run.iter(f"{_MAIN}t")), _is_bold(run.find(f"{_MAIN}rPr")))
        for run in text.iter(f"{_MAIN}r")
    )
    told = {run.is_bold for run in runs if run.text.strip()}
    return runs if len(told) > 1 else ()


def _is_bold(letters: "etree._Element | None") -> bool:
    bold = letters.find(f"{_MAIN}b") if letters is not None else None
    return bold is not None and bold.get("val", "1") not in _OFF


def _bold_styles(archive: Archive, related: list[tuple[str, str, str]]) -> frozenset[str]:
    """The numbers of cell styles whose letters are bold."""
    part = next((name for _, kind, name in related if kind == "styles" and name in archive), None)
    if part is None:
        return frozenset()
    styles = archive.xml(part)
    fonts, cells = styles.find(f"{_MAIN}fonts"), styles.find(f"{_MAIN}cellXfs")
    if fonts is None or cells is None:
        return frozenset()
    bold = {str(number) for number, letters in enumerate(fonts) if _is_bold(letters)}
    return frozenset(str(number) for number, style in enumerate(cells) if style.get("fontId") in bold)


def _markup(
    sheet: "etree._Element", shared: dict[int, tuple[Run, ...]], bold_styles: frozenset[str]
) -> Markup:
    hidden_rows, runs, bold = set(), {}, set()
    for place, row in enumerate(sheet.iter(f"{_MAIN}row")):
        number = _number(row.get("r"), place + 1) - 1
        if row.get("hidden", "0") not in _OFF:
            hidden_rows.add(number)
        for at, cell in enumerate(row):
            if cell.get("s") in bold_styles:
                bold.add((number, _column(cell.get("r"), at)))
            if found := _cell_runs(cell, shared):
                runs[number, _column(cell.get("r"), at)] = found
    return Markup(_hidden_columns(sheet), frozenset(hidden_rows), runs, frozenset(bold))


def _cell_runs(cell: "etree._Element", shared: dict[int, tuple[Run, ...]]) -> tuple[Run, ...]:
    kind = cell.get("t")
    if kind == "s" and shared:
        value = cell.find(f"{_MAIN}v")
        return shared.get(_number(value.text if value is not None else None, -1), ())
    if kind == "inlineStr":
        text = cell.find(f"{_MAIN}is")
        return _runs(text) if text is not None else ()
    return ()


def _hidden_columns(sheet: "etree._Element") -> frozenset[int]:
    hidden: set[int] = set()
    for columns in sheet.iter(f"{_MAIN}col"):
        is_hidden = columns.get("hidden", "0") not in _OFF or columns.get("width") in ("0", "0.0")
        if is_hidden:
            first = _number(columns.get("min"), 1)
            last = min(_number(columns.get("max"), first), first + _MOST_HIDDEN)
            hidden.update(range(first - 1, last))
    return frozenset(hidden)


def _number(written: str | None, otherwise: int) -> int:
    return (
        int(written)
        if written and written.isascii() and written.isdecimal() and len(written) < 9
        else otherwise
    )


def _column(place: str | None, otherwise: int) -> int:
    number = 0
    for letter in (place or "")[:3]:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1 if number else otherwise

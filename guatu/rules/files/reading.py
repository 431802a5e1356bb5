"""Rows from CSV and xlsx: one column per field, `id` first."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.errors import RuleTextRefused
from guatu.rules.files.cells import Unfit, read_cell
from guatu.rules.files.errors import IdMissing, UnfitCell, UnreadableRows
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.rows import ASKED_ON, JUDGEMENTS, Row, Value, as_of, source_of, yearly
from guatu.rules.setting import Parameters

ID = "id"
_LARGEST_CELL = 1 << 24
_DAYS = Field("day", "日期", "date")
_TEXT = Field("text", "文本", "text")
_JUDGEMENTS = Field(
    JUDGEMENTS,
    "人工核定",
    "records",
    fields=(
        Field("question", "问题", "text"),
        Field("answer", "结论", "bool"),
        Field("day", "日期", "date"),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: where its values go, and as what they are read."""

    name: str
    field: Field


def read_rows(path: Path, catalogue: Catalogue) -> Iterator[tuple[str, Row]]:
    """The rows of a CSV (UTF-8) or xlsx file with their ids, in order.

    A head may be a field's name or label; a yearly field stands as revenue_2025 or 营业收入[2025]. Beside one
    may stand <name>_as_of and <name>_source; `asked_on` is its own 申报日, `judgements` what people found.
    Columns that the catalogue does not know are passed over. Refuses a cell that its field cannot hold, with
    its place, and an id that is missing or stands twice.
    """
    lines = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    head = next(lines, None)
    if head is None:
        raise UnreadableRows(path.name, "是空文件")
    columns = [_column(str(cell or "").strip(), catalogue) for cell in head]
    if columns.count(None) == len(columns) or _place_of_id(head) is None:
        raise IdMissing(path.name, "没有 id 列，请在第一列给出每行的编号，表头写 id")
    yield from _rows(lines, columns, _place_of_id(head) or 0, path.name)


def row_of(path: Path, own: str, catalogue: Catalogue) -> Row:
    """The row of that id; refuses an id that the file does not hold."""
    for each, row in read_rows(path, catalogue):
        if each == own:
            return row
    raise IdMissing(path.name, f"没有编号为“{own}”的行，请核对编号")


def _place_of_id(head: Sequence[object]) -> int | None:
    places = [place for place, cell in enumerate(head) if str(cell or "").strip().lower() == ID]
    return places[0] if places else None


def _rows(
    lines: Iterator[Sequence[object]], columns: Sequence[Column | None], of_id: int, file: str
) -> Iterator[tuple[str, Row]]:
    seen: set[str] = set()
    for number, cells in enumerate(lines, start=2):
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        own = _id(cells[of_id] if of_id < len(cells) else None)
        if not own or own in seen:
            why = f"编号“{own}”重复" if own else "没有编号"
            raise IdMissing(f"{file} 第{number}行", f"{why}，请补正后重试")
        seen.add(own)
        yield own, _row(cells, columns, f"{file} 第{number}行")


def _id(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def _row(cells: Sequence[object], columns: Sequence[Column | None], where: str) -> Row:
    row: dict[str, Value] = {}
    for cell, column in zip(cells, columns, strict=False):
        if column is None:
            continue
        try:
            value = read_cell(cell, column.field)
        except Unfit as unfit:
            raise UnfitCell(f"{where}“{column.name}”列", f"{str(cell)[:40]!r} 读不懂，{unfit}") from None
        if value is not None:
            row[column.name] = value
    return row


def _column(head: str, catalogue: Catalogue) -> Column | None:
    """What a head names; None for the id and for what the catalogue does not know."""
    for beside, field in ((as_of(""), _DAYS), (source_of(""), _TEXT)):
        if head.endswith(beside) and _field_of(head.removesuffix(beside), catalogue):
            return Column(head, field)
    if head in (ASKED_ON, "申报日"):
        return Column(ASKED_ON, _DAYS)
    if head in (JUDGEMENTS, _JUDGEMENTS.label):
        return Column(JUDGEMENTS, _JUDGEMENTS)
    return _field_of(head, catalogue)


def _field_of(head: str, catalogue: Catalogue) -> Column | None:
    name, _, year = head.rpartition("_")
    if year.isdecimal() and name in catalogue.by_name and catalogue[name].yearly:
        return Column(head, catalogue[name])
    known = catalogue.by_word.get(head)
    if known is not None:
        return None if known.value is not None or known.yearly else Column(known.name, known)
    return _labelled_year(head, catalogue)


def _labelled_year(head: str, catalogue: Catalogue) -> Column | None:
    """营业收入[2025]: a label with a year written out."""
    operands = OperandReader(Scanner(head, catalogue), Parameters())
    try:
        found = operands.scanner.field()
        at = None if found is None else operands.year_of(found, 0)
    except RuleTextRefused:
        return None
    if found is None or at is None or not isinstance(at.year, int) or found.value is not None:
        return None
    return Column(yearly(found.name, at.year), found)


# --- formats


def _csv(path: Path) -> Iterator[Sequence[object]]:
    csv.field_size_limit(_LARGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.reader(stream, strict=True)
    except UnicodeDecodeError:
        raise UnreadableRows(path.name, "不是 UTF-8 编码，请另存为“CSV UTF-8”后重试") from None
    except csv.Error as error:
        raise UnreadableRows(path.name, f"不是规范的 CSV，请核对引号和逗号（{error}）") from None


def _xlsx(path: Path) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook  # here, for most tables come as CSV

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        lines: Iterable[Sequence[object]] = sheet.to_python()
    except CalamineError as error:
        raise UnreadableRows(path.name, f"打不开，请用 Excel 或 WPS 另存为 xlsx 后重试（{error}）") from None
    yield from lines

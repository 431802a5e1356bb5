"""A file of any office's making, read into the rows of a ledger."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath

from guatu.kernel.units import Directory
from guatu.reading.errors import MarkedSecret
from guatu.reading.loading.columns import ColumnRole
from guatu.reading.loading.heads import Head
from guatu.reading.marked import is_marked_name
from guatu.reading.secrecy import is_mark
from guatu.reading.tables.errors import NoLedger
from guatu.reading.tables.finding import Table, find_tables
from guatu.reading.tables.grids import Grid, Place, open_book
from guatu.reading.tables.headwords import head_role
from guatu.reading.tables.noise import noise_of
from guatu.reading.tables.owners import UnitReader
from guatu.reading.tables.roles import guess_columns, layout_key
from guatu.reading.tables.rows import RowReader, Setting
from guatu.reading.tables.shapes import (
    Column,
    Reject,
    SheetKind,
    SheetReading,
    TableReading,
    TableRow,
)
from guatu.reading.tables.states import read_legend
from guatu.reading.tables.years import year_of

Mappings = Mapping[str, Mapping[int, ColumnRole | None]]
"""By layout key or by the name of a sheet."""
_SUBJECTS = {"problem", "task", "measure", "goal"}
_INFERRED = 0.5
"""How sure a column is that the look of its cells alone told."""
_NOTES = 8
"""Rows at the end of a sheet in which notes stand."""
_MOST_LOOKED_AT = 200
_OWED = {"lead_unit", "responsible_unit", "cooperating_unit", "due", "status", "progress", "lead_leader"}
_CONTACTS = re.compile(r"电话|手机|联系方式|邮箱|微信")
_COUNTS = re.compile(r"[数率]$|个数|数量|占比|合计")
_HAN = re.compile("[\u4e00-\u9fff]")
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名)?(?:在)?(?:首位|第一位?|最前|首|前)的?(?:单位|部门)?的?(?:为|是|系)?牵头|首位(?:单位)?(?:为|是)?牵头|第一(?:个|家|位)?(?:单位|部门|责任单位)?(?:为|是)?牵头"
)
_MARK_LEADS = re.compile(
    r"([★☆▲△●◆■*※#])[”\"]?(?:号|符号|标记|标注|的|者)*(?:单位|部门)?(?:为|是|表示|系)?.{0,2}牵头"
)
_BOLD_LEADS = re.compile(r"(?:加粗|黑体|粗体).{0,8}牵头")


def read_table(
    data: bytes,
    *,
    name: str,
    units: Directory | None = None,
    day: date | None = None,
    mappings: Mappings | None = None,
) -> TableReading:
    """The rows of every ledger in a workbook or csv; raises a `ReadingRefusal` where there is none.

    `units` are the units by whose names owners are called; a row that names another is given back. `day` is
    the day from which terms count. `mappings` are what people said of the columns, by layout or by sheet.
    """
    if is_marked_name(name):
        raise MarkedSecret
    book = open_book(data, name=name)
    if any(_is_marked(grid) for grid in book.grids):
        raise MarkedSecret
    sheets: list[SheetReading] = []
    rows: list[TableRow] = []
    rejects: list[Reject] = []
    warnings = list(book.warnings)
    for grid in book.grids:
        reader = _SheetReader(grid, name, units, day, mappings or {})
        sheets += reader.sheets
        rows += reader.rows
        rejects += reader.rejects
        warnings += reader.warnings
    for hidden in book.hidden:
        sheets.append(SheetReading(name=hidden, kind="hidden", reason="工作表已隐藏，没有读取", layout=""))
        warnings.append(f"工作表“{hidden}”已隐藏，没有读取；如需读取，请取消隐藏后重新上传")
    if not any(sheet.kind == "ledger" for sheet in sheets):
        raise NoLedger
    return TableReading(
        name=PurePath(name).name,
        sheets=tuple(sheets),
        rows=tuple(rows),
        rejects=tuple(rejects),
        warnings=tuple(warnings),
    )


class _SheetReader:
    """One sheet: its tables, their kinds and columns, its rows."""

    def __init__(
        self, grid: Grid, name: str, units: Directory | None, day: date | None, mappings: Mappings
    ) -> None:
        self.sheets: list[SheetReading] = []
        self.rows: list[TableRow] = []
        self.rejects: list[Reject] = []
        self.warnings: list[str] = []
        self._grid, self._anchors, self._mappings = grid, grid.anchors(), mappings
        tables = find_tables(grid, self._anchors)
        if not tables:
            self.sheets.append(_without_head(grid))
            return
        self._setting = _setting(grid, tables[0].head, name, units, day)
        for table in tables:
            self._read(table)
        self._warn()

    def _read(self, table: Table) -> None:
        head, grid = table.head, self._grid
        layout = layout_key(head.words)
        cells = _below(grid, self._anchors, table)
        head.words.update({column: "" for column in cells if column not in head.words})
        said = self._mappings.get(layout) or self._mappings.get(grid.name)
        columns = guess_columns(head.words, cells, hidden=grid.markup.hidden_columns, said=said)
        kind, reason = _kind(columns, cells)
        place = (head.first + 1, head.last + 1)
        self.sheets.append(
            SheetReading(name=grid.name, kind=kind, reason=reason, layout=layout, head=place, columns=columns)
        )
        if kind != "ledger":
            return
        above = ["".join(text.split()) for row in grid.rows[: head.first] for text in row if text]
        reader = RowReader(grid, columns, dict(head.words), above, self._setting, self._anchors)
        reader.read(head.last + 1, table.end)
        self.rows += reader.rows
        self.rejects += reader.rejects

    def _warn(self) -> None:
        name = self._grid.name
        columns = [column for sheet in self.sheets for column in sheet.columns]
        if hidden := [column.head for column in columns if column.is_hidden and column.role]:
            self.warnings.append(f"工作表“{name}”有隐藏列：{'、'.join(hidden)}，请核对是否要读")
        hidden_rows = self._grid.markup.hidden_rows
        if count := sum(row.sheet_row - 1 in hidden_rows for row in self.rows):
            self.warnings.append(f"工作表“{name}”有{count}行被隐藏或筛选掉，已一并读入，请核对")


def _without_head(grid: Grid) -> SheetReading:
    if any(any(row) for row in grid.rows):
        return SheetReading(
            name=grid.name, kind="notes", reason="没有找到表头，不是台账，没有读取", layout=""
        )
    return SheetReading(name=grid.name, kind="empty", reason="空白工作表", layout="")


def _setting(grid: Grid, head: Head, name: str, units: Directory | None, day: date | None) -> Setting:
    above = ["".join(text.split()) for row in grid.rows[: head.first] for text in row if text]
    below = [text for row in grid.rows[-_NOTES:] for text in row if len(text) > 3]
    texts = [*above, *below, *head.words.values()]
    marks = (found for text in texts if (found := _MARK_LEADS.search(text)))
    reader = UnitReader(
        units,
        division=_division(units, [*above, grid.name, PurePath(name).stem]),
        lead_mark=next((found[1] for found in marks), ""),
        first_leads=any(_FIRST_LEADS.search(text) for text in texts),
        bold_leads=bool(grid.markup.runs) or any(_BOLD_LEADS.search(text) for text in texts),
    )
    dues = (
        row[column]
        for column, words in head.words.items()
        if head_role(words).role == "due"
        for row in grid.rows[head.last + 1 :]
    )
    year = year_of(above, (grid.name, PurePath(name).stem), dues, day)
    return Setting(base=day, year=year, units=reader, lights=read_legend(texts))


def _division(units: Directory | None, texts: Sequence[str]) -> str | None:
    """The division that title, sheet or file names, else the one of most units."""
    counts = Counter(unit.division for unit in units.units if unit.division) if units else Counter()
    named = [division for division in counts if any(division in text for text in texts)]
    return max(named, key=len) if named else max(counts, key=lambda one: counts[one], default=None)


def _below(grid: Grid, anchors: Mapping[Place, Place], table: Table) -> dict[int, list[str]]:
    """By column the texts below the head, row by row, merges filled; without totals and notes."""
    numbers = [
        number
        for number in range(table.head.last + 1, table.end)
        if (own := {column: text for column, text in enumerate(grid.rows[number]) if text})
        and noise_of(own, heads=table.head.words, above=()) is None
    ]
    found = {}
    width = len(grid.rows[0]) if grid.rows else 0
    filled = {
        column
        for column in range(width)
        if sum(bool(grid.rows[n][column]) for n in numbers) * 2 > len(numbers)
    }
    for column in sorted(filled | table.head.words.keys()):
        places = (anchors.get((number, column), (number, column)) for number in numbers[:_MOST_LOOKED_AT])
        found[column] = [grid.rows[row][at] for row, at in places]
    return found


def _kind(columns: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> tuple[SheetKind, str]:
    """What a sheet with a head is."""
    roles = {column.role for column in columns}
    subjects = [column for column in columns if column.role in _SUBJECTS]
    told_by_head = [column for column in subjects if column.confidence > _INFERRED]
    if any(_CONTACTS.search(column.head) for column in columns) and not told_by_head:
        return "contacts", "表头只有单位、姓名和电话，是联系人表，没有读取"
    if not subjects:
        return "summary", "表头没有问题、任务或措施一列，不是台账，没有读取"
    if not roles & _OWED:
        return "summary", "表头没有责任单位、时限或进展中的任何一列，不是台账，没有读取"
    told = [cell for column in subjects for cell in cells[column.index] if cell]
    worded = sum(len(_HAN.findall(cell)) >= 2 for cell in told)
    if worded * 2 < len(told) or all(_COUNTS.search(column.head) for column in subjects):
        return "summary", "问题一列都是数，是汇总表，没有读取"
    return "ledger", "表头有问题或任务，也有责任单位、时限或进展"


def _is_marked(grid: Grid) -> bool:
    texts = [text for row in grid.rows[:6] for text in row if text][:12]
    return any(is_mark(text) for text in texts) or is_mark(grid.name)


__all__ = ["Mappings", "read_table"]

"""Items of tables: one for each problem or task, however many rows its cells cover."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guatu.reading.drafting.found import Field, FieldRole, FoundItem, FoundMeasure
from guatu.reading.drafting.ordinals import pieces
from guatu.reading.drafting.problems import unframed
from guatu.reading.loading.columns import ColumnRole, column_role
from guatu.reading.outlining import find_marker
from guatu.reading.source import Block

_FIELDS: dict[ColumnRole, FieldRole] = {
    "lead_unit": "lead_unit",
    "responsible_unit": "responsible_unit",
    "cooperating_unit": "cooperating_unit",
    "supervising_unit": "supervising_unit",
    "lead_leader": "lead_leader",
    "sponsor_leader": "sponsor_leader",
    "responsible_person": "responsible_person",
    "due": "due",
    "status": "status",
    "metric": "metric",
}
_LABELS: dict[ColumnRole, str] = {
    "lead_unit": "牵头单位",
    "responsible_unit": "责任单位",
    "cooperating_unit": "配合单位",
    "supervising_unit": "督导单位",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
    "responsible_person": "责任人",
}
_OWED: set[ColumnRole] = {
    "lead_unit",
    "responsible_unit",
    "cooperating_unit",
    "due",
    "status",
    "progress",
    "lead_leader",
}
_SAME = re.compile(r"^(?:同上|同前|〃|″|\"|－\"－)$")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST_WORDS = 2
_MOST_HEAD_ROWS = 4


@dataclass(slots=True)
class Table:
    """The cells of one table by row and column; a merged cell answers for every place that it covers."""

    cells: list[Block]
    places: dict[tuple[int, int], Block] = field(default_factory=dict)
    rows: list[int] = field(init=False)
    columns: list[int] = field(init=False)

    def __post_init__(self) -> None:
        for block in self.cells:
            cell = block.cell
            if cell is not None:
                for row in range(cell.row, cell.row + cell.rows):
                    for column in range(cell.column, cell.column + cell.columns):
                        self.places[row, column] = block
        self.rows = sorted({row for row, _ in self.places})
        self.columns = sorted({column for _, column in self.places})

    def row(self, row: int) -> dict[int, Block]:
        """The cell of each column in a row."""
        return {c: self.places[row, c] for c in self.columns if (row, c) in self.places}


def find_rows(
    text: str, cells: Sequence[Block], headings: Sequence[tuple[int, tuple[str, ...]]]
) -> list[FoundItem]:
    """The items of all ledger tables; `headings` are (offset, path) of the headings of the prose."""
    tables: dict[int, list[Block]] = {}
    for block in cells:
        if block.cell is not None:
            tables.setdefault(block.cell.table, []).append(block)
    items: list[FoundItem] = []
    for blocks in tables.values():
        path = next((p for at, p in reversed(headings) if at < blocks[0].start), ())
        items += _items(text, Table(blocks), path)
    return items


def _items(text: str, table: Table, path: tuple[str, ...]) -> list[FoundItem]:
    first, roles = _head(text, table)
    if not _is_ledger(roles):
        return []
    reading = _Reading(text, roles)
    group: tuple[str, ...] = ()
    for row in (r for r in table.rows if r >= first):
        cells = table.row(row)
        if _is_divider(table, cells):
            group = (_words(text, next(iter(cells.values()))),)
            continue
        reading.take(cells, (*path, *group))
    return reading.items if _tells(text, reading.items) else []


def _tells(text: str, items: Sequence[FoundItem]) -> bool:
    """Do most rows put their matter into words? A table of counts under 问题数 is no ledger."""
    worded = [
        item for item in items if item.problem and len(_HAN.findall(text, *item.problem)) >= _FEWEST_WORDS
    ]
    return len(worded) * 2 >= len(items)


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end].strip()


def _head(text: str, table: Table) -> tuple[int, dict[int, ColumnRole]]:
    """The first row below the head and the role of each column; a head may have two levels."""
    roles: dict[int, ColumnRole] = {}
    below = table.rows[0]
    for row in table.rows[:_MOST_HEAD_ROWS]:
        cells = table.row(row)
        named = {
            c: role for c, b in cells.items() if (role := column_role(re.sub(r"\s+", "", _words(text, b))))
        }
        is_marked = any(b.cell and b.cell.is_header for b in cells.values())
        is_head = is_marked or len({id(cells[c]) for c in named}) >= 2
        if not is_head and roles:
            break
        if is_head:
            roles |= named
            below = row + 1
            if not any(b.cell and (b.cell.columns > 1 or b.cell.rows > 1) for b in cells.values()):
                break
    return below, _settled(roles)


def _settled(roles: dict[int, ColumnRole]) -> dict[int, ColumnRole]:
    """Of two columns of tasks the left names the item or, beside a column of measures, its category."""
    tasks = [c for c, role in roles.items() if role in ("task", "problem")]
    if len(tasks) < 2 or {roles[c] for c in tasks} == {"task", "problem"}:
        return roles
    if "measure" in roles.values():
        return roles | {tasks[0]: "category"}
    return roles | {tasks[-1]: "measure"}


def _is_ledger(roles: dict[int, ColumnRole]) -> bool:
    held = set(roles.values())
    return bool(held & {"problem", "task", "measure", "goal"}) and bool(held & _OWED)


def _is_divider(table: Table, cells: dict[int, Block]) -> bool:
    """One cell over the whole width is a heading inside the table."""
    return len(set(map(id, cells.values()))) == 1 and len(cells) == len(table.columns) > 2


@dataclass(slots=True)
class _Reading:
    """The reading of a table from row to row: its items, and the cells that the last row was read from."""

    text: str
    roles: dict[int, ColumnRole]
    items: list[FoundItem] = field(default_factory=list)
    above: dict[int, Block | None] = field(default_factory=dict)
    """The last cell of each column that said something of its own."""
    subject: Block | None = None
    measure: Block | None = None

    def take(self, cells: dict[int, Block], path: tuple[str, ...]) -> None:
        """Add a row to the item whose cell covers it, or begin a new item."""
        by_role = self._by_role(cells)
        subject = (
            by_role.get("problem") or by_role.get("task") or by_role.get("goal") or by_role.get("measure")
        )
        if subject is None and not self.items:
            return
        is_new = subject is not None and subject is not self.subject
        if is_new and subject is not None:
            self.subject = subject
            self.items.append(_begin(self.text, subject, by_role, path))
        item = self.items[-1]
        item.end = max(item.end, *(b.end for b in cells.values()))
        measure = by_role.get("measure") or by_role.get("goal") or by_role.get("task") or subject
        if measure is None or (measure is self.measure and not is_new):
            return
        self.measure = measure
        shared, own = _fields(by_role)
        item.fields += [f for f in shared if f not in item.fields]
        progress = by_role.get("status") or by_role.get("progress")
        item.measures += _measures(self.text, measure, own, progress)

    def _by_role(self, cells: dict[int, Block]) -> dict[ColumnRole, Block]:
        """The cell for each role; 同上 stands for the cell above."""
        found: dict[ColumnRole, Block] = {}
        for column, role in self.roles.items():
            block = cells.get(column)
            if block is not None and _SAME.match(_words(self.text, block)):
                block = self.above.get(column)
            self.above[column] = block
            if block is not None:
                found.setdefault(role, block)
        return found


def _begin(text: str, subject: Block, by_role: dict[ColumnRole, Block], path: tuple[str, ...]) -> FoundItem:
    number, category = by_role.get("number"), by_role.get("category")
    marker = find_marker(text, subject.start, subject.end)
    no = _words(text, number) if number else marker.no if marker else None
    start = marker.end if marker and marker.style != "spoken" else subject.start
    group = _words(text, category) if category and category is not subject else None
    return FoundItem(
        start=min(subject.start, number.start if number else subject.start),
        end=subject.end,
        no=no or None,
        problem=unframed(text, start, subject.end),
        heading_path=(*path, group) if group else path,
        category=group,
    )


def _fields(by_role: dict[ColumnRole, Block]) -> tuple[list[Field], list[Field]]:
    """The fields of cells merged over several rows, which hold for the item, and those of the row alone."""
    shared: list[Field] = []
    own: list[Field] = []
    for role, block in by_role.items():
        if role in _FIELDS:
            one = Field(_FIELDS[role], _LABELS.get(role, ""), block.start, block.end)
            (shared if block.cell and block.cell.rows > 1 else own).append(one)
    if "due" not in by_role and (done_on := by_role.get("completed")):
        own.append(Field("due", "完成时间", done_on.start, done_on.end))
    return shared, own


def _measures(text: str, words: Block, fields: list[Field], progress: Block | None) -> Iterator[FoundMeasure]:
    status = (progress.start, progress.end) if progress else None
    found = pieces(text, words.start, words.end)
    if not found:
        marker = find_marker(text, words.start, words.end)
        start = marker.end if marker else words.start
        yield FoundMeasure(words.start, start, words.end, fields, status)
        return
    for piece in found:
        yield FoundMeasure(piece.start, piece.words_start, piece.end, fields, status)

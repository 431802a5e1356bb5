"""The rows of matters below the head of a sheet, and those that are given back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from guatu.reading.drafting.privacy import without_contacts
from guatu.reading.loading.columns import ColumnRole
from guatu.reading.outlining import find_marker
from guatu.reading.tables.cells import SAME
from guatu.reading.tables.dues import DueCell, read_due
from guatu.reading.tables.grids import Grid, Place
from guatu.reading.tables.noise import noise_of, section_of
from guatu.reading.tables.owners import CellOfUnits, Owners, UnitReader
from guatu.reading.tables.shapes import Column, Reject, RowState, TableRow, Why
from guatu.reading.tables.states import Said, Standing, counts_in_hundredths, of_ticked, read_standing

_SUBJECTS: tuple[ColumnRole, ...] = ("problem", "task", "goal", "measure")
_UNIT_ROLES: tuple[ColumnRole, ...] = (
    "lead_unit",
    "responsible_unit",
    "cooperating_unit",
    "supervising_unit",
)
_AFTER = re.compile(
    "会后|会议(?:结束)?后|(?:交办|接到|收到|下达|受理|转办|印发)(?:之日|日|后|工单)|自.{0,6}起"
)
_NARROW = str.maketrans("０１２３４５６７８９－", "0123456789-")
_DONE = re.compile("(?:已|均已|全部)(?:经|全部)?(?:完成|办结|销号|整改|解决|到位)")
"""What some write in the place of a deadline."""
_SURE = 0.7
_PERIOD = re.compile("季度|[月周旬](?!标)")
_POINT = re.compile("[、.．]")
_SECOND = re.compile(r"\n\s*[（(]?[2二②]")
_LONG_PHONE = re.compile(r"(?<![\d.])\d{17}[\dXx](?![\d])|(?<![\d.])1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a sheet's rows needs to know."""

    base: date | None
    year: int | None
    units: UnitReader
    lights: dict[str, RowState | None] = field(default_factory=dict)


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet from top to bottom."""

    grid: Grid
    columns: Sequence[Column]
    heads: dict[int, str]
    above: Sequence[str]
    setting: Setting
    anchors: dict[Place, Place]
    rows: list[TableRow] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    _roles: dict[ColumnRole, tuple[int, ...]] = field(init=False)
    _matters: list[int] = field(init=False)
    _accounts: list[int] = field(init=False)
    _told: set[int] = field(init=False)
    """Columns that are shown and say something of the matter; a code of the row's own does not."""
    _groups: set[int] = field(init=False)
    """Columns before the matter, without merges, in which an empty cell means the one above."""
    _above: dict[int, str] = field(default_factory=dict)
    """The last words that began in each column, as they stand there."""
    _last: dict[int, str] = field(default_factory=dict)
    """The last words of each column."""
    _kept: dict[int, str] = field(default_factory=dict)
    """The cells of the last row of matters."""
    _subject: dict[ColumnRole, str] = field(default_factory=dict)
    _section: str = ""
    _is_percent: bool = False

    def __post_init__(self) -> None:
        self._roles = columns_by_role(self.columns)
        self._groups = self._grouping()
        self._accounts = [
            one.index for one in self.columns if one.role in ("progress", "status") and one.confidence > _SURE
        ]
        self._told = {one.index for one in self.columns if one.role is not None and not one.is_hidden}
        self._matters = [column for role in _SUBJECTS for column in self._roles.get(role, ())]

    def _grouping(self) -> set[int]:
        subject = min(
            (self._roles[role][0] for role in ("problem", "task") if role in self._roles), default=0
        )
        merged = {left for (_, left), (height, _) in self.grid.merges.items() if height > 1}
        grouping = [column for role in ("category", *_UNIT_ROLES) for column in self._roles.get(role, ())]
        return {column for column in grouping if column < subject} - merged

    def read(self, first: int, end: int) -> None:
        """Read the rows from one to another; the latter is not read."""
        self._is_percent = counts_in_hundredths(
            self.grid.rows[number][column]
            for column in self._roles.get("progress", ())
            for number in range(first, end)
        )
        for number in range(first, end):
            own = self._own(number)
            if own:
                self._take(number, own)

    def _own(self, number: int) -> dict[int, str]:
        """The texts that begin in this row."""
        return {
            column: text
            for column, text in enumerate(self.grid.rows[number])
            if text and self.anchors.get((number, column), (number, column)) == (number, column)
        }

    def _take(self, number: int, own: dict[int, str]) -> None:
        if noise_of(own, heads=self.heads, above=self.above):
            return
        spans = {column: self.grid.merges.get((number, column), (1, 1))[1] for column in own}
        if section := section_of(own, spans=spans, width=len(self.heads), subjects=self._matters):
            self._section, self._subject = section, {}
            return
        cells = self._cells(number, own)
        if not any(
            self._own_of(own, role) for role in (*_SUBJECTS, *_UNIT_ROLES, "due", "status", "progress")
        ):
            return
        self._row(number, cells, own)
        self._above |= own

    def _own_of(self, own: dict[int, str], role: ColumnRole) -> bool:
        return any(column in own for column in self._roles.get(role, ()))

    def _cells(self, number: int, own: dict[int, str]) -> dict[int, str]:
        """What each column says in a row: its own words, those of the merge over it, or of the cell above."""
        cells = {}
        for column in range(len(self.grid.rows[number])):
            at = self.anchors.get((number, column), (number, column))
            text = self.grid.rows[at[0]][at[1]].strip()
            if SAME.fullmatch(text) or (not text and column in self._groups and own.keys() - self._groups):
                text = self._last.get(column, "")
            if text:
                self._last[column] = text
            cells[column] = text
        return cells

    def _row(self, number: int, cells: dict[int, str], own: dict[int, str]) -> None:
        texts = {role: self._text(role, cells) for role in self._roles}
        is_more = self._continues(texts, own)
        if is_more:
            for role in ("number", "category", "problem", "task", "goal"):
                texts[role] = texts.get(role) or self._subject.get(role, "")
            self._carry(cells, texts, own)
        else:
            self._subject = dict(texts)
        problem = (
            texts.get("problem")
            or texts.get("task")
            or ("" if self._names_subject() else texts.get("goal") or texts.get("measure") or "")
        )
        if not problem and len(own) == 1 and not texts.get("measure"):
            return  # a signature, a day below the table
        if not problem:
            self._subject = {}
            subject: ColumnRole = "problem" if "problem" in self._roles else "task"
            self._reject(number, "no_problem", "这一行没有写问题或任务，请补上，或删去这一行", subject)
            return
        self._matter(number, cells, texts, problem)

    def _carry(self, cells: dict[int, str], texts: dict[ColumnRole, str], own: dict[int, str]) -> None:
        """Units and deadline of the row above hold for one more measure of its problem that names none."""
        units = [column for role in _UNIT_ROLES for column in self._roles.get(role, ())]
        for columns in (units, self._roles.get("due", ())):
            if not any(column in own for column in columns):
                cells.update({column: self._kept.get(column, "") for column in columns})
        if "due" in self._roles:
            texts["due"] = self._text("due", cells)

    def _names_subject(self) -> bool:
        return bool({"problem", "task"} & set(self._roles))

    def _continues(self, texts: dict[ColumnRole, str], own: dict[int, str]) -> bool:
        """Whether the row is one more measure of the problem above."""
        if texts.get("problem") or texts.get("task") or not self._subject or not texts.get("measure"):
            return False
        subject = min(
            (self._roles[role][0] for role in ("problem", "task") if role in self._roles), default=0
        )
        left = {column: text for column, text in own.items() if column < subject and column in self._told}
        return all(text == self._above.get(column) for column, text in left.items())

    def _text(self, role: ColumnRole, cells: dict[int, str]) -> str:
        return next((text for column in self._roles[role] if (text := cells.get(column, ""))), "")

    def _matter(self, number: int, cells: dict[int, str], texts: dict[ColumnRole, str], problem: str) -> None:
        self._kept = cells
        due = self._due(texts)
        owners = self._owners(number, cells)
        completed = read_due(texts.get("completed", ""), base=self.setting.base, year=self.setting.year)
        standing = self._standing(cells, due, completed)
        if due.is_bad:
            self._reject(number, "bad_date", f"时限“{_clean(due.text)}”不是日历上的日子，请核对后改正", "due")
        for name, column in owners.unknown:
            words = f"单位“{_clean(name)}”不在单位名录中，请改用名录中的名称，或补进名录"
            self._reject(number, "unknown_unit", words, column)
        if standing.is_bad:
            said = _clean(texts.get("progress", ""))
            self._reject(number, "bad_progress", f"进度“{said}”不能低于零，请改正", "progress")
        if due.is_bad or owners.unknown or standing.is_bad:
            return
        self.rows.append(self._table_row(number, texts, problem, due, completed, owners, standing))

    def _table_row(
        self,
        number: int,
        texts: dict[ColumnRole, str],
        problem: str,
        due: DueCell,
        completed: DueCell,
        owners: Owners,
        standing: Standing,
    ) -> TableRow:
        measure = texts.get("measure") or None
        no, words = _numbered(_number(texts.get("number", "")), problem)
        return TableRow(
            sheet=self.grid.name,
            sheet_row=number + 1,
            no=no,
            problem=_clean(words),
            measure=_clean(measure) if measure and measure != problem else None,
            owners=owners.owners,
            lead=owners.lead,
            due=due.value,
            due_text=_clean("".join(due.text.splitlines())),
            due_on=due.on,
            progress=standing.progress,
            state=standing.state,
            category=_clean(texts.get("category", "") or self._section),
            goal=_clean(texts.get("goal", "")),
            leaders=tuple(_leaders(texts)),
            progress_text=_clean(texts.get("progress", "") or texts.get("status", "")),
            remark=_clean(texts.get("remark", "")),
            completed_on=completed.on,
        )

    def _owners(self, number: int, cells: dict[int, str]) -> Owners:
        said = []
        for role in _UNIT_ROLES:
            for column in sorted(self._roles.get(role, ())):
                at = self.anchors.get((number, column), (number, column))
                runs, is_bold = self.grid.markup.runs.get(at, ()), at in self.grid.markup.bold
                words = cells.get(column, "")
                said.append(CellOfUnits(column, self.heads[column], role, words, runs, is_bold))
        return self.setting.units.read(said)

    def _due(self, texts: dict[ColumnRole, str]) -> DueCell:
        """The deadline; 会后十日内 counts from the day that another column tells."""
        words, base = texts.get("due", ""), self.setting.base
        if _AFTER.search(words) and (other := texts.get("started")):
            base = read_due(other, base=base, year=self.setting.year).on or base
        return read_due(words, base=base, year=self.setting.year)

    def _texts(self, role: ColumnRole, cells: dict[int, str]) -> tuple[str, ...]:
        """What the cells of a role say; a tick says what stands at the head of its column."""
        told = (of_ticked(cells.get(at, ""), self.heads[at]) for at in self._roles.get(role, ()))
        return tuple(text for text in told if text)

    def _standing(self, cells: dict[int, str], due: DueCell, completed: DueCell) -> Standing:
        return read_standing(
            Said(
                status=self._texts("status", cells),
                progress=self._texts("progress", cells),
                is_completed=completed.on is not None or (due.value is None and bool(_DONE.match(due.text))),
                account=next((text for column in self._accounts if (text := cells.get(column, ""))), ""),
                is_lasting=due.value == "recurring:ongoing",
                lights=self.setting.lights,
                is_percent=self._is_percent,
            )
        )

    def _reject(self, number: int, why: Why, words: str, at: ColumnRole | int) -> None:
        column = at if isinstance(at, int) else next(iter(self._roles.get(at, ())), None)
        self.rejects.append(
            Reject(
                sheet=self.grid.name,
                sheet_row=number + 1,
                why=why,
                words=words,
                column=column,
            )
        )


def _lateness(column: Column) -> int:
    """Of 一季度进展, 二季度进展 … the last that says anything counts."""
    return -column.index if column.role == "progress" and _PERIOD.search(column.head) else column.index


def columns_by_role(columns: Sequence[Column]) -> dict[ColumnRole, tuple[int, ...]]:
    """The columns of each role; a hidden one counts only where no shown one has its role."""
    found: dict[ColumnRole, tuple[int, ...]] = {}
    for is_hidden in (False, True):
        here: dict[ColumnRole, list[Column]] = {}
        for column in columns:
            if column.role is not None and column.is_hidden == is_hidden:
                here.setdefault(column.role, []).append(column)
        for role, alike in here.items():
            surest = sorted(alike, key=lambda column: (-column.confidence, _lateness(column)))
            found.setdefault(role, tuple(column.index for column in surest))
    return found


def _clean(words: str) -> str:
    """Lines trimmed, phones and identity numbers left out."""
    lines = "\n".join(line.strip() for line in words.split("\n") if line.strip())
    return without_contacts(_LONG_PHONE.sub("（略）", lines))


def _number(words: str) -> str | None:
    return words.translate(_NARROW).strip().strip("、.．。") or None


def _numbered(no: str | None, problem: str) -> tuple[str | None, str]:
    """The number and the words of a problem; a number before the words is the row's where it has none."""
    marker = find_marker(problem, 0, len(problem))
    if marker is None or marker.style == "spoken" or marker.end >= len(problem):
        return no, problem
    if (marker.style == "arabic" and not _POINT.search(marker.text)) or _SECOND.search(problem):
        return no, problem
    is_same = no is None or no == marker.no
    return (no or marker.no, problem[marker.end :]) if is_same else (no, problem)


def _leaders(texts: dict[ColumnRole, str]) -> Iterator[tuple[str, str]]:
    for role, kind in (("lead_leader", "lead"), ("sponsor_leader", "sponsor")):
        for name in re.split(r"[、，,；;\n\s]+", _clean(texts.get(role, "")).replace("（略）", "")):  # type: ignore[call-overload]
            if name:
                yield name, kind

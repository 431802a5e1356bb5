"""The rows of a table as matters: what one problem with its measures, units and day would be in a ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from guatu.accounts.queries import UnitBook
from guatu.ledgers.intake.entries import line
from guatu.ledgers.models import Item

if TYPE_CHECKING:
    from guatu.reading.tables.shapes import SheetReading, TableReading, TableRow

Due = Item.DueKind
_AT_ONCE: Final = ("立行立改", "立即", "即知即改", "马上")
_CATEGORY, _LEADER, _DUE_TEXT, _NUMBER, _WORDS = 60, 80, 80, 60, 1000
NO_CATEGORY: Final = "未分类"
UNIT_ROLES: Final = frozenset(("lead_unit", "responsible_unit", "cooperating_unit", "supervising_unit"))


@dataclass(slots=True, kw_only=True)
class Owed:
    """What a unit owes."""

    unit_id: int
    unit: str
    duty: str


@dataclass(slots=True, kw_only=True)
class Step:
    """A row of a matter: one measure, or the matter itself where the row names none."""

    row: int
    text: str
    due: str | None
    """The day, ISO."""
    progress: int | None
    is_done: bool
    owners: list[Owed] = field(default_factory=list)
    pk: int | None = None
    """The measure of the ledger, where the matter is told from there."""


@dataclass(slots=True, kw_only=True)
class Matter:
    """One problem as a table tells it, or as a ledger would tell it in a table."""

    sheet: str
    row: int
    number: str
    problem: str
    category: str = ""
    goal: str = ""
    lead_leader: str = ""
    sponsor_leader: str = ""
    due_kind: str = Due.UNDATED.value
    due_text: str = ""
    state: str = "in_progress"
    completed_on: str | None = None
    told: str = ""
    """How far it is and what else was noted, in the table's words."""
    steps: list[Step] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Names of units that no directory has."""
    roles: list[str] = field(default_factory=list)
    """What the columns of the table hold; of the rest it says nothing."""

    @property
    def deadline(self) -> date | None:
        """The last day of its steps."""
        days = [one.due for one in self.steps if one.due]
        return date.fromisoformat(max(days)) if days else None

    @property
    def lead(self) -> Owed | None:
        """The unit that leads; the first that answers, where none is said to lead."""
        owners = [one for step in self.steps for one in step.owners]
        named = (one for one in owners if one.duty == "lead")
        return next(named, None) or next((one for one in owners if one.duty == "responsible"), None)

    @property
    def title(self) -> str:
        """Its problem as one line."""
        return line(self.problem)

    @property
    def is_long_term(self) -> bool:
        return self.due_kind == Due.LONG_TERM

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def from_plain(plain: dict[str, Any]) -> Matter:
    """A matter as it was saved."""
    steps = [Step(**{**step, "owners": [Owed(**one) for one in step["owners"]]}) for step in plain["steps"]]
    return Matter(**{**plain, "steps": steps})


def gather(reading: "TableReading", book: UnitBook) -> list[Matter]:
    """The matters of a table; rows of one problem, and the same problem in other sheets, are one."""
    ids = {unit.name: pk for unit, pk in book.ids.items()}
    roles = {sheet.name: _roles(sheet) for sheet in reading.sheets}
    found: dict[tuple[str, str], Matter] = {}
    for row in reading.rows:
        number = (row.no or "").strip()[:_NUMBER]
        key = (number, " ".join(row.problem.split()))
        if key in found and found[key].sheet != row.sheet:
            _add_to(found[key], row, ids, roles[row.sheet])
            continue
        matter = found.setdefault(key, _begun(row, number, roles[row.sheet]))
        matter.steps.append(_step(row, ids))
        matter.unknown += [one.written for one in row.owners if one.unit not in ids]
        _settle(matter, row)
    return list(found.values())


def _roles(sheet: "SheetReading") -> list[str]:
    return sorted({one.role for one in sheet.columns if one.role is not None})


def _begun(row: "TableRow", number: str, roles: Sequence[str]) -> Matter:
    return Matter(
        sheet=row.sheet,
        row=row.sheet_row,
        number=number,
        problem=row.problem.strip(),
        category=_category(row),
        goal=row.goal.strip(),
        lead_leader=_leaders(row.leaders, "lead"),
        sponsor_leader=_leaders(row.leaders, "sponsor"),
        state=row.state,
        roles=list(roles),
    )


def _category(row: "TableRow") -> str:
    """Our own lists write where there is none, for an empty cell goes on with the one above."""
    words = line(row.category, _CATEGORY)
    return "" if words == NO_CATEGORY else words


def _leaders(leaders: Iterable[tuple[str, str]], part: str) -> str:
    return line("、".join(name for name, what in leaders if what == part), _LEADER)


def _step(row: "TableRow", ids: dict[str, int]) -> Step:
    owners: dict[int, Owed] = {}
    for one in row.owners:
        if one.unit in ids:
            owners.setdefault(ids[one.unit], Owed(unit_id=ids[one.unit], unit=one.unit, duty=one.duty))
    done = row.state == "done"
    progress = None if row.progress is None else max(0, min(100, round(row.progress * 100)))
    return Step(
        row=row.sheet_row,
        text=(row.measure or "").strip(),
        due=row.due_on.isoformat() if row.due_on else None,
        progress=100 if done and progress is None else progress,
        is_done=done,
        owners=list(owners.values()),
    )


def _settle(matter: Matter, row: "TableRow") -> None:
    """What a further row of the matter adds to the whole."""
    states = {matter.state, row.state}
    matter.state = states.pop() if len(states) == 1 else "in_progress"
    kind = _due_kind(row)
    if kind == Due.DATED or matter.due_kind == Due.UNDATED:
        matter.due_kind, matter.due_text = kind.value, line(row.due_text, _DUE_TEXT)
    matter.category = matter.category or _category(row)
    matter.goal = matter.goal or row.goal.strip()
    if row.completed_on:
        matter.completed_on = max(matter.completed_on or "", row.completed_on.isoformat())
    said = [words.strip() for words in (row.progress_text, row.remark) if words.strip()]
    for words in said:
        if words not in matter.told:
            matter.told = f"{matter.told}\n{words}".strip()[:_WORDS]


def _due_kind(row: "TableRow") -> Due:
    if row.due_on is not None:
        return Due.DATED
    if row.state == "long_term":
        return Due.LONG_TERM
    if row.due and row.due.startswith("recurring"):
        return Due.RECURRING
    return Due.IMMEDIATE if any(word in row.due_text for word in _AT_ONCE) else Due.UNDATED


def _add_to(matter: Matter, row: "TableRow", ids: dict[str, int], roles: Sequence[str]) -> None:
    """Another sheet of the file tells of the same matter: what was not told before is added."""
    told = set(matter.roles)
    step = _step(row, ids)
    own = next((one for one in matter.steps if one.text == step.text), None)
    if own is None and not step.text and matter.steps:
        own = matter.steps[0]
    if own is None:
        matter.steps = [one for one in matter.steps if one.text]
        matter.steps.append(step)
    else:
        own.due, own.progress = own.due or step.due, step.progress if own.progress is None else own.progress
        own.owners = own.owners or step.owners
        own.is_done = own.is_done or step.is_done
    if "status" not in told and "progress" not in told:
        matter.state = row.state
    if row.state != matter.state and matter.state == "not_started":
        matter.state = row.state
    _fill(matter, row)
    matter.roles = sorted(told | set(roles))


def _fill(matter: Matter, row: "TableRow") -> None:
    matter.lead_leader = matter.lead_leader or _leaders(row.leaders, "lead")
    matter.sponsor_leader = matter.sponsor_leader or _leaders(row.leaders, "sponsor")
    state = matter.state
    _settle(matter, row)
    matter.state = state

"""Bringing a table in: one transaction, one deed of the import, and a deed of each item that it touches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from guatu.accounts.queries import Acting, Held
from guatu.history import rows as writing
from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.ledgers import fitting
from guatu.ledgers.actions.adding import next_numbers
from guatu.ledgers.errors import NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.imports import changing, making, memories, planning, standing
from guatu.ledgers.imports.errors import ImportNotReady, ImportStale, NothingToDo, RowsHeldBack
from guatu.ledgers.imports.planning import Line, Plan
from guatu.ledgers.lights import nightly, relighting
from guatu.ledgers.models import Import, ImportDraft, ImportLine, Item, Ledger
from guatu.ledgers.permissions import actor, role_in_office

State = ImportDraft.State
_AT_ONCE: Final = 500
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a table is to be brought in."""

    shown: str
    """The token of the preview that somebody saw."""
    reason: str
    good_only: bool = False
    done_as: str = "in_progress"
    """What becomes of matters that the file tells as done: `in_progress` with 100 %, or `closed`."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who brings what into which ledger, when."""

    ledger: Ledger
    name: str
    asked: Asked
    acting: Acting
    role: Held
    at: datetime
    on: date

    @property
    def by(self) -> Actor:
        return actor(self.acting, self.role)

    def source(self, sheet: str, row: int) -> str:
        """Where something stands in the file."""
        return f"导入“{self.name}”（{sheet}，第 {row} 行）：{self.asked.reason}"[:1000]


def coordinating(ledger: Ledger, by: Acting) -> Held:
    """The role by which somebody brings a table into a ledger, or takes it back; refuses everybody else."""
    role = role_in_office(by, "coordinator", ledger.office_id)
    if role is None:
        raise NotYours(deed=str(Event.IMPORT_APPLIED.label), who=["督办员"])
    if ledger.is_archived:
        raise WrongDay(field="ledger", why=f"“{ledger.name}”已归档，请选在用的台账")
    return role


@transaction.atomic
def apply(
    *,
    draft: ImportDraft,
    asked: Asked,
    by: Acting,
    at: datetime,
    on: date,
    tell: Tell = lambda done, total: None,
) -> Import:
    """Bring the table in as it was shown, all or nothing, or its good rows; once only."""
    locked = (
        ImportDraft.objects.select_for_update(of=("self",)).select_related("ledger__office").get(pk=draft.pk)
    )
    if locked.state not in (State.READY, State.APPLYING) or locked.plan_id is None:
        raise ImportNotReady(name=locked.name, state=str(locked.get_state_display()))
    role = coordinating(locked.ledger, by)
    Ledger.objects.select_for_update(of=("self",)).get(pk=locked.ledger_id)
    plan = _checked(locked, asked, on)
    doing = Doing(locked.ledger, locked.name, asked, by, role, at, on)
    made = _bring(doing, locked, plan, tell)
    _remember(locked, plan, by, at)
    locked.state, locked.result, locked.failure = State.APPLIED, made, ""
    locked.revision += 1
    locked.save(update_fields=["state", "result", "failure", "revision"])
    return made


def _checked(draft: ImportDraft, asked: Asked, on: date) -> Plan:
    """The plan as the ledger stands now; it is the one that was shown."""
    saved = planning.load(str(draft.plan_id))
    plan = planning.plan(saved.matters, draft.ledger, on=on)
    plan.sheets, plan.rejects = saved.sheets, saved.rejects
    if not plan.token == draft.shown == asked.shown:
        raise ImportStale(name=draft.name)
    if not plan.does_something:
        raise NothingToDo
    if plan.rejects and not asked.good_only:
        raise RowsHeldBack(count=plan.counts["rejected"])
    if not asked.reason.strip():
        raise WrongDay(field="reason", why="请填写转入说明，例如“2025年旧台账转入”")
    return plan


def _bring(doing: Doing, draft: ImportDraft, plan: Plan, tell: Tell) -> Import:
    counts = plan.counts
    made = Import(
        ledger=doing.ledger,
        name=draft.name,
        file_id=draft.file_id,
        reading_id=draft.plan_id,
        reason=doing.asked.reason.strip(),
        added=counts["new"],
        changed=counts["changed"],
        unchanged=counts["same"] + counts["told"],
        rejected=counts["rejected"],
        applied_on=doing.on,
    )
    deed = Deed(
        Event.IMPORT_APPLIED.value,
        made,
        chain=doing.ledger.office.chain,
        by=doing.by,
        at=doing.at,
        on=doing.on,
    )
    fitting.commit([deed.add(made)])
    todo = [one for one in plan.lines if one.verdict in ("new", "changed")]
    done = 0
    for batch in _batches([one for one in todo if one.verdict == "new"]):
        _keep_lines(made, plan, batch, _add(doing, plan, batch))
        tell(done := done + len(batch), len(todo))
    nightly.light_new(doing.ledger, on=localdate(doing.at), at=doing.at)
    for batch in _batches([one for one in todo if one.verdict == "changed"]):
        _keep_lines(made, plan, batch, _change(doing, plan, batch))
        tell(done := done + len(batch), len(todo))
    return made


def _remember(draft: ImportDraft, plan: Plan, by: Acting, at: datetime) -> None:
    """What was said of the columns holds for the office's next table of the same heads."""
    for sheet in plan.sheets:
        if sheet["layout"] and (said := draft.columns.get(sheet["name"])):
            memories.keep(draft, memories.Kind.COLUMNS, sheet["layout"], said, by=by, at=at)


def _batches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), _AT_ONCE):
        yield lines[start : start + _AT_ONCE]


def _add(doing: Doing, plan: Plan, lines: Sequence[Line]) -> list[Item]:
    numbers = next_numbers(doing.ledger, len(lines))
    made: list[Deed] = []
    items: list[Item] = []
    for one, number in zip(lines, numbers, strict=True):
        matter = plan.matters[one.at]
        item, rows = making.make(
            matter, doing.ledger, number, done_as=doing.asked.done_as, at=doing.at, on=doing.on
        )
        deed = Deed(
            Event.IMPORTED.value, item, chain=doing.ledger.office.chain, by=doing.by, at=doing.at, on=doing.on
        )
        for row in (item, *rows):
            deed.add(row)
        made.append(deed.say(reason=doing.source(matter.sheet, matter.row), words=matter.told))
        items.append(item)
    fitting.commit(made)
    return items


def _change(doing: Doing, plan: Plan, lines: Sequence[Line]) -> list[Item]:
    found = {one.item.pk: one for one in standing.load([one.item or 0 for one in lines])}
    when: dict[str, Any] = {"by": doing.acting, "role": doing.role, "at": doing.at, "on": doing.on}
    made = []
    for one in lines:
        matter = plan.matters[one.at]
        act = changing.act_of(one, matter, found[one.item or 0], **when)
        made.append(act.say(reason=doing.source(matter.sheet, matter.row), words=matter.told))
    fitting.commit(made)
    relighting.relight(made, ())
    return [found[one.item or 0].item for one in lines]


def _keep_lines(made: Import, plan: Plan, lines: Sequence[Line], items: Sequence[Item]) -> None:
    writing.insert(
        ImportLine(
            brought_by=made,
            item=item,
            is_new=one.verdict == "new",
            sheet=plan.matters[one.at].sheet[:120],
            row=plan.matters[one.at].row,
            own_number=plan.matters[one.at].number,
            revision=item.revision,
        )
        for one, item in zip(lines, items, strict=True)
    )

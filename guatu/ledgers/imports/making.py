"""A new item as an old ledger tells it: its state, its measures, who owes them, how far they are."""

from collections.abc import Sequence
from datetime import date, datetime

from guatu.history.models import Tracked
from guatu.ledgers.cases import Case
from guatu.ledgers.events import Event
from guatu.ledgers.imports import planning
from guatu.ledgers.imports.matters import Matter, Owed, Step
from guatu.ledgers.imports.standing import mean
from guatu.ledgers.models import Assignment, Item, Ledger, Measure

Duty, State = Assignment.Duty, Item.State


def make(
    matter: Matter, ledger: Ledger, number: str, *, done_as: str, at: datetime, on: date
) -> tuple[Item, Sequence[Tracked]]:
    """The item with its rows, ready to be written."""
    state, lead, deadline = planning.entry_state(matter, done_as=done_as), matter.lead, matter.deadline
    item = Item(
        ledger=ledger,
        number=number,
        title=matter.title,
        problem="" if matter.problem == matter.title else matter.problem,
        goal=matter.goal,
        category=matter.category,
        lead_leader=matter.lead_leader,
        sponsor_leader=matter.sponsor_leader,
        due_kind=Item.DueKind.DATED if deadline else matter.due_kind,
        due_text=matter.due_text,
        deadline=deadline,
        first_promise=deadline,
        is_long_term=matter.is_long_term and deadline is None,
        state=state,
        lead_unit_id=lead.unit_id if lead else None,
        last_at=at,
        last_kind=Event.IMPORTED.value,
    )
    if state != State.DRAFT:
        item.dispatched_on = on
    if state == State.CLOSED:
        item.closed_before, item.closed_on = True, _closed_on(matter, on)
    measures = _measures(matter, item)
    assignments = _assignments(matter, item, measures)
    item.progress = (
        100 if state == State.CLOSED else Case(item, list(measures.values()), assignments).progress()
    )
    return item, (*measures.values(), *assignments)


def _closed_on(matter: Matter, on: date) -> date:
    """The day of the old ledger, as far as it has come."""
    return min(date.fromisoformat(matter.completed_on), on) if matter.completed_on else on


def _measures(matter: Matter, item: Item) -> dict[int, Measure]:
    """Place of a step → its measure."""
    made: dict[int, Measure] = {}
    for at, step in enumerate(matter.steps):
        if step.text:
            day = date.fromisoformat(step.due) if step.due else None
            own = day if day != item.deadline else None
            made[at] = Measure(item=item, position=len(made) + 1, text=step.text, deadline=own)
    return made


def _assignments(matter: Matter, item: Item, measures: dict[int, Measure]) -> list[Assignment]:
    """Who owes the whole, and who owes single measures: whoever stands at each of them owes the whole."""
    lead, made = matter.lead, []
    if lead is not None:
        made.append(_row(item, None, lead.unit_id, Duty.LEAD, matter.steps))
    whole = _of_all(matter.steps)
    for one in whole:
        if lead is None or one.unit_id != lead.unit_id:
            made.append(_row(item, None, one.unit_id, one.duty, matter.steps))
    settled = {row.unit_id for row in made}
    for at, step in enumerate(matter.steps):
        for one in step.owners:
            if one.unit_id in settled and not _is_own(one, lead, matter.steps, whole):
                continue
            if at in measures:
                made.append(_row(item, measures[at], one.unit_id, one.duty, [step]))
            else:
                made.append(_row(item, None, one.unit_id, one.duty, matter.steps))
                settled.add(one.unit_id)
    return made


def _of_all(steps: Sequence[Step]) -> list[Owed]:
    """The units that stand at every step under the same duty, but for leads."""
    first, rest = steps[0].owners, steps[1:]
    return [
        one
        for one in first
        if one.duty != Duty.LEAD and all(any(_same(one, each) for each in step.owners) for step in rest)
    ]


def _same(one: Owed, other: Owed) -> bool:
    return (one.unit_id, one.duty) == (other.unit_id, other.duty)


def _is_own(one: Owed, lead: Owed | None, steps: Sequence[Step], whole: Sequence[Owed]) -> bool:
    """Whether the lead of the whole owes this measure in particular, beside others."""
    if lead is None or one.unit_id != lead.unit_id or one.duty in (Duty.LEAD, lead.duty):
        return False
    return one not in whole and len(steps) > 1


def _row(item: Item, measure: Measure | None, unit_id: int, duty: str, steps: Sequence[Step]) -> Assignment:
    state = Assignment.State.DRAFT if item.state == State.DRAFT else Assignment.State.WORKING
    progress = mean([one.progress or 0 for one in steps])
    return Assignment(item=item, measure=measure, unit_id=unit_id, duty=duty, state=state, progress=progress)

"""What a file changes of an item that stands: one act, with everything in it that the preview has shown."""

from datetime import date, datetime

from guatu.accounts.queries import Acting, Held
from guatu.ledgers import acts
from guatu.ledgers.acts import Act
from guatu.ledgers.cases import OWING, Case
from guatu.ledgers.events import Event
from guatu.ledgers.imports.comparing import Change
from guatu.ledgers.imports.matters import Matter, Step
from guatu.ledgers.imports.planning import Line
from guatu.ledgers.imports.standing import Standing, mean
from guatu.ledgers.intake.entries import line as one_line
from guatu.ledgers.models import Assignment, Item, Measure

Duty, State = Assignment.Duty, Assignment.State


def act_of(
    line: Line, matter: Matter, standing: Standing, *, by: Acting, role: Held, at: datetime, on: date
) -> Act:
    """The act that takes up what the file says anew."""
    one = acts.act(Event.IMPORT_CHANGED, standing.case, by=by, role=role, at=at, on=on)
    taken = [change for change in line.changes if change.is_taken]
    for change in taken:
        _take(one, change, matter)
    if any(change.what == "progress" for change in taken):
        _progress(one, taken, matter)
    if any(change.what in ("progress", "measure", "unit") for change in taken):
        one.recount()
    return one


def _take(one: Act, change: Change, matter: Matter) -> None:
    item = one.case.item
    if change.what == "problem":
        _problem(one, item, matter)
    elif change.what in ("category", "goal", "lead_leader", "sponsor_leader"):
        one.set(item, **{change.what: change.new})
    elif change.what == "measure":
        _measure(one, matter.steps[change.step or 0])
    elif change.what == "measure_text":
        one.set(_standing(one.case, change.measure), text=change.new)
    elif change.what == "deadline":
        _deadline(one, item, date.fromisoformat(change.new))
    elif change.what == "measure_deadline":
        day = date.fromisoformat(change.new)
        one.set(_standing(one.case, change.measure), deadline=day if day != item.deadline else None)
    elif change.what == "unit":
        _unit(one, change)


def _problem(one: Act, item: Item, matter: Matter) -> None:
    """The title follows where it was no more than the beginning of the problem."""
    if not item.problem or item.title == one_line(item.problem):
        problem = "" if matter.problem == matter.title else matter.problem
        one.set(item, title=matter.title, problem=problem)
    else:
        one.set(item, problem=matter.problem)


def _measure(one: Act, step: Step) -> None:
    case = one.case
    day = date.fromisoformat(step.due) if step.due else None
    last = Measure.objects.filter(item=case.item).order_by("position").last()
    position = max([one.position for one in case.measures], default=last.position if last else 0)
    position = max(position, last.position if last else 0) + 1
    measure = Measure(
        item=case.item,
        position=position,
        text=step.text,
        deadline=day if day != case.item.deadline else None,
    )
    one.add(measure)
    case.measures.append(measure)
    whole = {row.unit_id for row in case.standing if row.measure_id is None and row.measure is None}
    holding = {row.unit_id for row in case.standing}
    for owed in step.owners:
        may = case.item.state == Item.State.DRAFT or owed.unit_id in holding  # others must sign first
        if owed.unit_id not in whole and may:
            _assign(one, measure, owed.unit_id, owed.duty, step.progress or 0)


def _deadline(one: Act, item: Item, day: date) -> None:
    """The first promise stays once units hold the item."""
    first = item.first_promise if item.state != Item.State.DRAFT else None
    one.set(item, deadline=day, first_promise=first or day, due_kind=Item.DueKind.DATED)


def _unit(one: Act, change: Change) -> None:
    case = one.case
    measure = _standing(case, change.measure) if change.measure else None
    if change.duty == Duty.LEAD and measure is None:
        if case.lead is not None:
            one.set(case.lead, state=State.RELEASED)
        one.set(case.item, lead_unit_id=change.unit_id)
    place = measure.pk if measure else None
    own = next((r for r in case.standing if r.unit_id == change.unit_id and r.measure_id == place), None)
    if own is not None:
        one.set(own, duty=change.duty)
    else:
        _assign(one, measure, change.unit_id or 0, change.duty, 0)


def _assign(one: Act, measure: Measure | None, unit_id: int, duty: str, progress: int) -> None:
    case = one.case
    state = State.DRAFT if case.item.state == Item.State.DRAFT else State.WORKING
    row = Assignment(
        item=case.item, measure=measure, unit_id=unit_id, duty=duty, state=state, progress=progress
    )
    case.assignments.append(row)
    one.add(row)


def _progress(one: Act, taken: list[Change], matter: Matter) -> None:
    """What units owe of a measure follows its row; what they owe of the whole, the mean of the rows."""
    case, told = one.case, {change.measure: change.step or 0 for change in taken if change.what == "progress"}
    for row in case.standing:
        if row.duty in OWING and row.measure_id in told and row.measure_id is not None:
            one.set(row, progress=matter.steps[told[row.measure_id]].progress or 0)
    percents = [step.progress for step in matter.steps if step.progress is not None]
    for row in case.standing:
        if row.duty in OWING and row.measure_id is None and row.measure is None:
            one.set(row, progress=mean(percents))


def _standing(case: Case, pk: int | None) -> Measure:
    return next(one for one in case.measures if one.pk == pk)

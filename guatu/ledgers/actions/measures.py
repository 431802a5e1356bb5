"""Measures of an item that stands already: added, reworded, dropped (措施)."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.ledgers import acts, fitting
from guatu.ledgers.actions import lapsing
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.actions.assignments import state_of
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, NotNow, WrongFigure, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Measure
from guatu.ledgers.transitions import BY_EVENT


@transaction.atomic
def add(*, pk: int, new: NewMeasure, by: Acting, at: datetime, on: date, seen: int | None = None) -> Measure:
    """One more thing to be done; units get their duties in it by `assignments.assign`."""
    one, measure = entering(acts.load_one(pk, seen=seen), new, by=by, at=at, on=on)
    acts.commit(lapsing.with_lapse(one))
    return measure


def entering(case: Case, new: NewMeasure, *, by: Acting, at: datetime, on: date) -> tuple[Act, Measure]:
    """The act that adds a measure; whether a request for close-out lapses by it is asked after."""
    one = act(Event.EDITED, case, by=by, at=at, on=on)
    _check(new)
    last = Measure.objects.filter(item=case.item).order_by("position").last()
    measure = Measure(
        item=case.item,
        position=last.position + 1 if last else 1,
        text=new.text.strip(),
        deadline=new.deadline,
        target=new.target,
        quantity_unit=new.quantity_unit,
    )
    one.add(measure)
    case.measures.append(measure)
    return one, measure


@transaction.atomic
def change(
    *, measure: Measure, new: NewMeasure, by: Acting, at: datetime, on: date, seen: int | None = None
) -> Measure:
    """Other words, another day, another figure; what its units achieved stays."""
    case = acts.load_one(measure.item_id, seen=seen)
    one, measure = changing(case, measure, new, by=by, at=at, on=on)
    if measure in one.changed:
        acts.commit(lapsing.with_lapse(one))
    return measure


def changing(
    case: Case, measure: Measure, new: NewMeasure, *, by: Acting, at: datetime, on: date
) -> tuple[Act, Measure]:
    """The act that changes a measure; whether a request for close-out lapses by it is asked after."""
    one, measure = _editing(case, measure, by=by, at=at, on=on)
    _check(new)
    one.set(
        measure,
        text=new.text.strip(),
        deadline=new.deadline,
        target=new.target,
        quantity_unit=new.quantity_unit,
    )
    return one, measure


@transaction.atomic
def drop(
    *, measure: Measure, reason: str, by: Acting, at: datetime, on: date, seen: int | None = None
) -> Measure:
    """It need not be done any more: its units are released from it, what they reported stays."""
    case = acts.load_one(measure.item_id, seen=seen)
    one, measure = _editing(case, measure, by=by, at=at, on=on)
    one.say(reason=acts.given(reason)).set(measure, is_dropped=True)
    case.measures.remove(measure)
    made = lapsing.with_lapse(one)
    if rows := [row for row in case.standing if row.measure_id == measure.pk]:
        made.append(released := Act(BY_EVENT[Event.RELEASED], case, by=by, role=one.role, at=at, on=on))
        for row in rows:
            released.set(row, state=Assignment.State.RELEASED)
        if not case.standing:
            raise WrongUnit(field="units", why="取消后本事项没有承办单位了，请先增加承办单位")
        lapsing.end_extensions(released, [row.pk for row in rows])
        released.lead_to(state_of(case))
    made[-1].recount()
    acts.commit(made)
    return measure


def _editing(case: Case, measure: Measure, *, by: Acting, at: datetime, on: date) -> tuple[Act, Measure]:
    one = act(Event.EDITED, case, by=by, at=at, on=on)
    standing = next((row for row in case.measures if row.pk == measure.pk), None)
    if standing is None:
        raise NotNow(number=case.item.number, deed="改这条措施", state="已取消这条措施")
    return one, standing


def _check(new: NewMeasure) -> None:
    if not new.text.strip():
        raise Incomplete(field="text", what="措施内容")
    if not fitting.is_amount(new.target):
        raise WrongFigure(field="target", why="目标数应大于 0；没有目标数请留空")

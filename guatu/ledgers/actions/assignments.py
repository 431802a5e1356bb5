"""What units owe: signed for, added, released, handed over."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting, working_calendar
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import NotNow, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item, Measure


@transaction.atomic
def sign(*, pks: Iterable[int], unit: Unit, by: Acting, at: datetime, on: date) -> list[Item]:
    """A unit signs for what was dispatched to it, in one or many items."""
    return acts.commit([signing(case, unit.pk, by=by, at=at, on=on) for case in cases.load(pks)])


def signing(case: Case, unit_id: int, *, by: Acting, at: datetime, on: date) -> Act:
    """The act of signing one item; when the last unit has signed, the item is in progress."""
    one = act(Event.SIGNED, case, by=by, at=at, on=on, unit_id=unit_id)
    waiting = [row for row in case.of_unit(unit_id) if row.state == Assignment.State.AWAITING_SIGNATURE]
    if not waiting:
        raise NotNow(number=case.item.number, deed="再签收", state="本单位已签收")
    for row in waiting:
        one.set(row, state=Assignment.State.WORKING, signed_on=on, signed_by_id=by.person_id)
    one.lead_to(Item.State.IN_PROGRESS if case.has_all_signed() else Item.State.DISPATCHED)
    return one


@transaction.atomic
def assign(
    *,
    pk: int,
    unit: Unit,
    duty: str,
    by: Acting,
    at: datetime,
    on: date,
    measure: Measure | None = None,
    deadline: date | None = None,
    target_share: Decimal | None = None,
) -> Item:
    """Give one more unit a duty in an item that is under way; it must sign too."""
    case = acts.load_one(pk)
    one = act(Event.ASSIGNED, case, by=by, at=at, on=on)
    if unit.valid_to is not None and unit.valid_to <= on:
        raise WrongUnit(field="unit", why=f"{unit.name}已于 {unit.valid_to} 撤销，请选承接它职能的单位")
    if duty == Assignment.Duty.LEAD and measure is None and case.lead is not None:
        raise WrongUnit(field="duty", why="已有牵头单位，要换请用移交")
    if any(row.measure_id == (measure.pk if measure else None) for row in case.of_unit(unit.pk)):
        raise WrongUnit(field="unit", why=f"{unit.name}已经承办，不必再加")
    row = Assignment(
        item=case.item,
        measure=measure,
        unit=unit,
        duty=duty,
        deadline=deadline,
        target_share=target_share,
        state=Assignment.State.AWAITING_SIGNATURE,
        sign_by=_sign_by(case, on),
    )
    case.assignments.append(row)
    one.add(row).lead_to(Item.State.DISPATCHED)
    if duty == Assignment.Duty.LEAD and measure is None:
        one.set(case.item, lead_unit=unit)
    one.recount()
    return acts.commit([one])[0]


@transaction.atomic
def release(*, pk: int, unit: Unit, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Take a unit out of an item; what it reported stays. The lead must be handed over instead."""
    case = acts.load_one(pk)
    one = act(Event.RELEASED, case, by=by, at=at, on=on)
    rows = case.of_unit(unit.pk)
    if not rows:
        raise WrongUnit(field="unit", why=f"{unit.name}没有承办本事项")
    if case.lead in rows:
        raise WrongUnit(field="unit", why=f"{unit.name}是牵头单位，请先移交给别的单位")
    one.say(reason=acts.given(reason))
    for row in rows:
        one.set(row, state=Assignment.State.RELEASED)
    one.recount()
    one.lead_to(Item.State.IN_PROGRESS if case.has_all_signed() else Item.State.DISPATCHED)
    return acts.commit([one])[0]


@transaction.atomic
def hand_over(
    *, pks: Iterable[int], giver: Unit, taker: Unit, reason: str, by: Acting, at: datetime, on: date
) -> list[Item]:
    """Hand one unit's duties in many items to another (移交, 职能划转); the taker signs anew.

    What the giver achieved goes along, so no figure is lost.
    """
    words = acts.given(reason)
    if taker.valid_to is not None and taker.valid_to <= on:
        raise WrongUnit(field="taker", why=f"{taker.name}已于 {taker.valid_to} 撤销，请选承接它职能的单位")
    made = [
        _handing_over(case, giver, taker, by=by, at=at, on=on).say(reason=words) for case in cases.load(pks)
    ]
    return acts.commit(made)


def _handing_over(case: Case, giver: Unit, taker: Unit, *, by: Acting, at: datetime, on: date) -> Act:
    one = act(Event.HANDED_OVER, case, by=by, at=at, on=on)
    rows = case.of_unit(giver.pk)
    if not rows:
        raise WrongUnit(field="giver", why=f"{giver.name}没有承办 {case.item.number}")
    if case.of_unit(taker.pk):
        raise WrongUnit(field="taker", why=f"{taker.name}已承办 {case.item.number}，请先合并两家的职责")
    for row in rows:
        one.set(row, state=Assignment.State.RELEASED)
        taken = Assignment(
            item=case.item,
            measure=row.measure,
            unit=taker,
            duty=row.duty,
            deadline=row.deadline,
            target_share=row.target_share,
            achieved=row.achieved,
            progress=row.progress,
            state=Assignment.State.AWAITING_SIGNATURE,
            sign_by=_sign_by(case, on),
        )
        case.assignments.append(taken)
        one.add(taken)
        if row.duty == Assignment.Duty.LEAD and row.measure_id is None:
            one.set(case.item, lead_unit=taker)
    one.lead_to(Item.State.DISPATCHED)
    return one


def _sign_by(case: Case, on: date) -> date:
    return working_calendar().add(on, case.item.ledger.office.sign_within)

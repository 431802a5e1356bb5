"""What units owe: signed for, added, released, handed over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting, working_calendar
from guatu.history.deeds import Deed
from guatu.ledgers import acts, cases, custody, fitting
from guatu.ledgers.actions import lapsing
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import NotNow, WrongFigure, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item, Measure
from guatu.papers import actions as papers
from guatu.papers.models import Paper


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
    """Give one more unit a duty, in a draft or in an item that is under way, where it must sign too."""
    case = acts.load_one(pk)
    one = act(Event.ASSIGNED, case, by=by, at=at, on=on)
    _check_stands(unit, "unit", on)
    _check_free(case, unit, duty, measure)
    if not fitting.is_amount(target_share):
        raise WrongFigure(field="target_share", why="分配数应大于 0；不分配请留空")
    row = Assignment(
        item=case.item,
        measure=measure,
        unit=unit,
        duty=duty,
        deadline=deadline,
        target_share=target_share,
        **_given_out(case, on),
    )
    case.assignments.append(row)
    one.add(row).lead_to(state_of(case))
    if duty == Assignment.Duty.LEAD and measure is None:
        one.set(case.item, lead_unit=unit)
    one.recount()
    return acts.commit([one])[0]


def _check_free(case: Case, unit: Unit, duty: str, measure: Measure | None) -> None:
    """The measure is of this item, the unit does not owe it yet, and there is one lead."""
    if measure is not None and measure.pk not in {row.pk for row in case.measures}:
        raise WrongUnit(field="measure", why="所选措施不在本事项里，请重新选择")
    if duty == Assignment.Duty.LEAD and measure is None and case.lead is not None:
        raise WrongUnit(field="duty", why="已有牵头单位，要换请用移交")
    place = measure.pk if measure else None
    if any(row.measure_id == place and row.unit_id == unit.pk for row in case.standing):
        raise WrongUnit(field="unit", why=f"{unit.name}已经承办，不必再加")


def leading(case: Case, unit: Unit | None, *, by: Acting, at: datetime, on: date) -> Act:
    """The act that gives a draft another lead, or none yet; what units owe in single measures stays."""
    one = act(Event.ASSIGNED, case, by=by, at=at, on=on)
    if case.item.state != Item.State.DRAFT:
        raise WrongUnit(field="lead", why=f"{case.item.number} 已交办，换牵头单位请用移交")
    if unit is not None:
        _check_stands(unit, "lead", on)
    if case.lead is not None:
        one.set(case.lead, state=Assignment.State.RELEASED)
    own = next(
        (row for row in case.standing if unit and row.measure_id is None and row.unit_id == unit.pk), None
    )
    if own is not None:
        one.set(own, duty=Assignment.Duty.LEAD)
    elif unit is not None:
        row = Assignment(item=case.item, unit=unit, duty=Assignment.Duty.LEAD, **_given_out(case, on))
        case.assignments.append(row)
        one.add(row)
    one.set(case.item, lead_unit=unit)
    one.recount()
    one.lead_to(state_of(case))
    return one


@transaction.atomic
def release(*, pk: int, unit: Unit, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Take a unit out of an item; what it reported stays. Once dispatched, a lead is handed over instead."""
    case = acts.load_one(pk)
    one = act(Event.RELEASED, case, by=by, at=at, on=on)
    rows = [row for row in case.standing if row.unit_id == unit.pk]
    is_draft = case.item.state == Item.State.DRAFT
    if not rows:
        raise WrongUnit(field="unit", why=f"{unit.name}没有承办本事项")
    if case.lead in rows and not is_draft:
        raise WrongUnit(field="unit", why=f"{unit.name}是牵头单位，请先移交给别的单位")
    one.say(reason=acts.given(reason))
    if case.lead in rows:
        one.set(case.item, lead_unit=None)
    for row in rows:
        one.set(row, state=Assignment.State.RELEASED)
    lapsing.end_extensions(one, [row.pk for row in rows])
    one.recount()
    one.lead_to(state_of(case))
    return acts.commit([one])[0]


@transaction.atomic
def hand_over(
    *, pks: Iterable[int], giver: Unit, taker: Unit, reason: str, by: Acting, at: datetime, on: date
) -> list[Item]:
    """Hand one unit's duties in many items to another (移交, 职能划转); the taker signs anew.

    What the giver achieved goes along, so no figure is lost; where the taker owes the same already, the two
    duties become one. A custody list of all that was handed over is issued as a paper of each office.
    """
    words = acts.given(reason)
    if giver.pk == taker.pk:
        raise WrongUnit(field="taker", why="移交和承接的是同一单位，请另选承接单位")
    _check_stands(taker, "taker", on)
    by_office: dict[int, list[Case]] = {}
    for case in (found := cases.load(pks)):
        by_office.setdefault(case.item.ledger.office_id, []).append(case)
    lists = {pk: custody.listed(giver, taker, words, those) for pk, those in sorted(by_office.items())}
    made = {
        case.item.pk: _handing_over(case, giver, taker, by=by, at=at, on=on).say(reason=words)
        for case in found
    }
    issued = [
        _issuing(lists[pk], giver, taker, [made[case.item.pk] for case in those])
        for pk, those in sorted(by_office.items())
    ]
    acts.commit([*made.values()], along=issued)
    return [case.item for case in found]


def _issuing(listed: Mapping[str, object], giver: Unit, taker: Unit, made: Sequence[Act]) -> Deed:
    """The deed that issues the custody list of one office; its acts say which paper it is."""
    first = made[0]
    paper, deed = papers.issuing(
        office=first.case.item.ledger.office,
        kind=Paper.Kind.CUSTODY_LIST,
        title=custody.title(giver, taker, [one.case for one in made]),
        body=listed,
        by=first.by,
        at=first.at,
        on=first.on,
    )
    for one in made:
        one.say(custody_list=paper.mark)
    return deed


def _handing_over(case: Case, giver: Unit, taker: Unit, *, by: Acting, at: datetime, on: date) -> Act:
    one = act(Event.HANDED_OVER, case, by=by, at=at, on=on)
    rows = [row for row in case.standing if row.unit_id == giver.pk]
    if not rows:
        raise WrongUnit(field="giver", why=f"{giver.name}没有承办 {case.item.number}")
    own = {row.measure_id: row for row in case.standing if row.unit_id == taker.pk}
    for row in rows:
        one.set(row, state=Assignment.State.RELEASED)
        if standing := own.get(row.measure_id):
            one.set(
                standing, **_joined(standing, row), **_given_out(case, on), signed_on=None, signed_by=None
            )
        else:
            case.assignments.append(taken := _taken(row, taker, case, on))
            one.add(taken)
        if row.duty == Assignment.Duty.LEAD and row.measure_id is None:
            one.set(case.item, lead_unit=taker)
    lapsing.end_extensions(one, [row.pk for row in rows])
    one.recount()
    one.lead_to(state_of(case))
    return one


def _taken(row: Assignment, taker: Unit, case: Case, on: date) -> Assignment:
    """The giver's duty as the taker's."""
    return Assignment(
        item=case.item,
        measure=row.measure,
        unit=taker,
        duty=row.duty,
        deadline=row.deadline,
        target_share=row.target_share,
        achieved=row.achieved,
        progress=row.progress,
        **_given_out(case, on),
    )


def _joined(own: Assignment, given: Assignment) -> dict[str, object]:
    """Two duties in one thing: the weightier, both shares, both figures, and no more percent than either."""
    shares = [row.target_share for row in (own, given) if row.target_share]
    duty = min((own.duty, given.duty), key=Assignment.Duty.values.index)
    achieved = own.achieved + given.achieved
    target = sum(shares, Decimal(0))
    progress = min(100, int(100 * achieved / target)) if target else min(own.progress, given.progress)
    return {"duty": duty, "target_share": target or None, "achieved": achieved, "progress": progress}


def _check_stands(unit: Unit, field: str, on: date) -> None:
    if not unit.stands(on=on):
        ended = f"已于 {unit.valid_to} 撤销" if unit.valid_to and unit.valid_to <= on else "尚未成立"
        raise WrongUnit(field=field, why=f"{unit.name}{ended}，请选承接它职能的单位")


def _given_out(case: Case, on: date) -> dict[str, Any]:
    """How a duty stands that is given to a unit now: to be signed for, or still a draft."""
    if case.item.state == Item.State.DRAFT:
        return {"state": Assignment.State.DRAFT, "sign_by": None}
    sign_by = working_calendar().add(on, case.item.ledger.office.sign_within)
    return {"state": Assignment.State.AWAITING_SIGNATURE, "sign_by": sign_by}


def state_of(case: Case) -> Item.State:
    """Where an item stands by its signatures."""
    if case.item.state == Item.State.DRAFT:
        return Item.State.DRAFT
    return Item.State.IN_PROGRESS if case.has_all_signed() else Item.State.DISPATCHED

"""Look-back (回头看): taken into the plan, done by somebody else than the doer, dropped with a reason.

When the problem is back the item opens again under its number.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history.models import StoredFile
from guatu.ledgers import acts, cases, keys, risks
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import LookerNotFree, NotNow, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item, LookBack
from guatu.ledgers.permissions import Part

State = LookBack.State


@transaction.atomic
def plan(
    *, pk: int, due_on: date, by: Acting | None, at: datetime, on: date, looker: Person | None = None
) -> LookBack:
    """Set or move the day on which a closed item is looked at again, or name who looks.

    Where a coordinator does it, it is in the plan.
    """
    case = acts.load_one(pk)
    one = act(Event.LOOK_BACK_PLANNED, case, by=by, at=at, on=on)
    planned = _planned(case)
    if planned is None or planned.due_on != due_on:
        _check_day(due_on, on)
    values: dict[str, object] = {"due_on": due_on} | ({"looker": looker} if looker else {})
    if looker is not None:
        _check_looker(case, looker, on)
    if by is not None and by.holds(Role.Kind.COORDINATOR, office_id=case.item.ledger.office_id):
        values |= _accepted(planned, case, on)
    row = put(one, planned, values)
    acts.commit([one])
    return row


@transaction.atomic
def accept(
    *,
    pks: Iterable[int],
    by: Acting,
    at: datetime,
    on: date,
    due_on: date | None = None,
    looker: Person | None = None,
) -> list[LookBack]:
    """Take closed items into the plan, each on the day that its risk proposes, or all on one day."""
    if due_on is not None:
        _check_day(due_on, on)
    found = cases.load(pks)
    judged = risks.judge([case.item for case in found], on=on)
    planned = planned_of(found)
    made, rows = [], []
    for case in found:
        one = act(Event.LOOK_BACK_PLANNED, case, by=by, at=at, on=on)
        _refuse_verifiers(one)
        if looker is not None:
            _check_looker(case, looker, on)
        said, old = judged[case.item.pk], planned.get(case.item.pk)
        day = due_on or (old.due_on if old else said.due_on(case.item.closed_on or on, on))
        values = {"due_on": day, "risk": said.risk.value, "why": said.why, "accepted_on": on}
        rows.append(put(one, old, values | ({"looker": looker} if looker else {})))
        made.append(one)
    acts.commit(made)
    return rows


@transaction.atomic
def drop(*, pks: Iterable[int], reason: str, by: Acting, at: datetime, on: date) -> list[Item]:
    """Look at these no more; the reason stands in the trail."""
    words, found = acts.given(reason), cases.load(pks)
    planned = planned_of(found)
    made = [act(Event.LOOK_BACK_DROPPED, case, by=by, at=at, on=on) for case in found]
    for one in made:
        one.say(reason=words)
        dropped(one, planned.get(one.case.item.pk), words, by)
    return acts.commit(made)


def dropped(one: Act, planned: LookBack | None, words: str, by: Acting, **values: object) -> LookBack:
    """The row of a look-back that will not be."""
    ended = {"state": State.DROPPED, "finding": words, "done_by_id": by.person_id, "done_on": one.on}
    return put(one, planned, ended | values)


@transaction.atomic
def hold(
    *,
    pk: int,
    finding: str,
    by: Acting,
    at: datetime,
    on: date,
    is_mostly: bool = False,
    files: Sequence[StoredFile] = (),
) -> Item:
    """Looked again, and it holds, or mostly does; `files` prove it."""
    case = acts.load_one(pk)
    one = act(Event.LOOK_BACK_HELD, case, by=by, at=at, on=on)
    _done(one, State.MOSTLY if is_mostly else State.HOLDS, finding, by, files)
    return acts.commit([one])[0]


@transaction.atomic
def reopen(
    *,
    pk: int,
    finding: str,
    deadline: date,
    by: Acting,
    at: datetime,
    on: date,
    files: Sequence[StoredFile] = (),
) -> Item:
    """Looked again, and the problem is back: the item is in progress under the same number.

    The first promise stays; every unit that stood in it when it closed owes again, from what it had achieved.
    """
    case = acts.load_one(pk)
    one = act(Event.REOPENED, case, by=by, at=at, on=on)
    if deadline < on:
        raise WrongDay(field="deadline", why="新时限早于今天，请改为今天或之后")
    _done(one, State.RELAPSED, finding, by, files)
    item = case.item
    for row in case.active:
        one.set(row, state=Assignment.State.WORKING, deadline=None)
    one.lead_to(
        Item.State.IN_PROGRESS,
        closed_on=None,
        deadline=deadline,
        first_promise=item.first_promise or deadline,
        due_kind=Item.DueKind.DATED,
        is_long_term=False,
        times_reopened=item.times_reopened + 1,
        restarted_on=on,
    )
    return acts.commit([one])[0]


def _done(one: Act, state: LookBack.State, finding: str, by: Acting, files: Sequence[StoredFile]) -> None:
    words = acts.given(finding, what="回头看情况", field="finding")
    planned, hands = _planned(one.case), _hands(one, by)
    _refuse_unnamed(one.case, planned, hands)
    if why := keys.why_not_look(one.case, hands):
        raise LookerNotFree(number=one.case.item.number, why=f"您{why}，不能回头看，请换一名核查员")
    one.say(finding=words).attach("look_back", *files)
    done = {"state": state, "finding": words, "done_by_id": by.person_id, "done_on": one.on}
    put(one, planned, done if planned else done | {"due_on": one.on})


def _hands(one: Act, by: Acting) -> set[int]:
    """Who acts, and for whom."""
    return {by.person_id} | ({one.by.principal_id} if one.by.principal_id else set())


def _refuse_unnamed(case: Case, planned: LookBack | None, hands: set[int]) -> None:
    """Where somebody was named, nobody else looks."""
    if planned is not None and planned.looker_id is not None and planned.looker_id not in hands:
        name = Person.objects.get(pk=planned.looker_id).name
        raise LookerNotFree(
            number=case.item.number, why=f"已指定{name}回头看，请由其办理，或请督办员另行指定"
        )


def _refuse_verifiers(one: Act) -> None:
    """Verifiers set days; what is in the plan is the coordinator's."""
    if one.role is None or one.role.kind != Role.Kind.COORDINATOR:
        raise NotNow(
            number=one.case.item.number, deed="定回头看计划", state=f"由{Part.COORDINATOR.label}确认"
        )


def _check_day(due_on: date, on: date) -> None:
    if due_on < on:
        raise WrongDay(field="due_on", why="回头看日期早于今天，请改为今天或之后")


def _check_looker(case: Case, looker: Person, on: date) -> None:
    """Named is a verifier of the office, or of the one with the second key, who had no hand in the item."""
    ledger = case.item.ledger
    offices = [ledger.office_id, *([ledger.second_office_id] if ledger.second_office_id else [])]
    held = Role.objects.in_force(on=on).filter(Q(office__in=offices), kind=Role.Kind.VERIFIER, person=looker)
    if not held.exists():
        raise LookerNotFree(number=case.item.number, why=f"不能由{looker.name}回头看：不是本办公室的核查员")
    if why := keys.why_not_look(case, {looker.pk}):
        raise LookerNotFree(
            number=case.item.number, why=f"不能由{looker.name}回头看：{why}，请另选一名核查员"
        )


def _accepted(planned: LookBack | None, case: Case, on: date) -> dict[str, object]:
    if planned is not None and planned.accepted_on is not None:
        return {}
    said = risks.judge([case.item], on=on)[case.item.pk]
    return {"risk": said.risk.value, "why": said.why, "accepted_on": on}


def put(one: Act, planned: LookBack | None, values: dict[str, object]) -> LookBack:
    """The planned row with these values, or a new one."""
    if planned is not None:
        one.set(planned, **values)
        return planned
    row = LookBack(item=one.case.item, **({"due_on": one.on} | values))
    one.add(row)
    return row


def _planned(case: Case) -> LookBack | None:
    return planned_of([case]).get(case.item.pk)


def planned_of(found: Iterable[Case]) -> dict[int, LookBack]:
    rows = LookBack.objects.filter(item__in=[case.item.pk for case in found], state=State.PLANNED)
    return {row.item_id: row for row in rows}

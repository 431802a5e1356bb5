"""Look-back (回头看): planned, held, and when the problem is back the item opens again under its number."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.ledgers import acts
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item, LookBack


@transaction.atomic
def plan(*, pk: int, due_on: date, by: Acting | None, at: datetime, on: date) -> LookBack:
    """Set or move the day on which a closed item is looked at again."""
    case = acts.load_one(pk)
    one = act(Event.LOOK_BACK_PLANNED, case, by=by, at=at, on=on)
    if due_on < on:
        raise WrongDay(field="due_on", why="回头看日期早于今天，请改为今天或之后")
    planned = _planned(case)
    if planned is None:
        planned = LookBack(item=case.item, due_on=due_on)
        one.add(planned)
    else:
        one.set(planned, due_on=due_on)
    acts.commit([one])
    return planned


@transaction.atomic
def hold(*, pk: int, finding: str, by: Acting, at: datetime, on: date) -> Item:
    """Looked again, and it holds."""
    case = acts.load_one(pk)
    one = act(Event.LOOK_BACK_HELD, case, by=by, at=at, on=on)
    _done(one, LookBack.State.HOLDS, finding, by)
    return acts.commit([one])[0]


@transaction.atomic
def reopen(*, pk: int, finding: str, deadline: date, by: Acting, at: datetime, on: date) -> Item:
    """Looked again, and the problem is back: the item is in progress under the same number.

    The first promise stays; every unit that stood in it when it closed owes again, from what it had achieved.
    """
    case = acts.load_one(pk)
    one = act(Event.REOPENED, case, by=by, at=at, on=on)
    if deadline < on:
        raise WrongDay(field="deadline", why="新时限早于今天，请改为今天或之后")
    _done(one, LookBack.State.RELAPSED, finding, by)
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
    )
    return acts.commit([one])[0]


def _done(one: Act, state: LookBack.State, finding: str, by: Acting) -> None:
    words = acts.given(finding, what="回头看情况", field="finding")
    one.say(finding=words)
    planned = _planned(one.case)
    if planned is None:
        one.add(
            LookBack(
                item=one.case.item,
                due_on=one.on,
                state=state,
                finding=words,
                done_by_id=by.person_id,
                done_on=one.on,
            )
        )
    else:
        one.set(planned, state=state, finding=words, done_by_id=by.person_id, done_on=one.on)


def _planned(case: Case) -> LookBack | None:
    return LookBack.objects.filter(item=case.item, state=LookBack.State.PLANNED).first()

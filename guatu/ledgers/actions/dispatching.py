"""Handing items to their units (交办)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting, working_calendar
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import DeadlineMissing, LeadMissing, SignOffMissing, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item, SignOff

NO_DEADLINE: Final = (Item.DueKind.IMMEDIATE, Item.DueKind.RECURRING, Item.DueKind.LONG_TERM)
"""Kinds of time that need no day."""


@transaction.atomic
def dispatch(
    *, pks: Iterable[int], by: Acting, at: datetime, on: date, even_past: bool = False
) -> list[Item]:
    """Hand items to their units; all of them, or none with the reason of the first that cannot go.

    A deadline that has gone by goes out only where somebody has said so (`even_past`).
    """
    calendar = working_calendar()
    made = [dispatching(case, calendar, by=by, at=at, on=on, even_past=even_past) for case in cases.load(pks)]
    return acts.commit(made)


def dispatching(
    case: Case, calendar: WorkingCalendar, *, by: Acting, at: datetime, on: date, even_past: bool = False
) -> Act:
    """The act of dispatching one item: it has a lead, a deadline or a word that it has none, and sign-off."""
    one, item = act(Event.DISPATCHED, case, by=by, at=at, on=on), case.item
    if case.lead is None:
        raise LeadMissing(number=item.number)
    if item.deadline is None and item.due_kind not in NO_DEADLINE:
        raise DeadlineMissing(number=item.number)
    if item.deadline is not None and item.deadline < on and not even_past:
        raise WrongDay(
            field="deadline", why=f"{item.number} 的时限 {item.deadline} 早于交办日期 {on}，请改时限"
        )
    for row in case.standing:
        if not row.unit.stands(on=on):
            raise WrongUnit(
                field="units", why=f"{item.number} 的{row.unit.name}已撤销或未成立，请换成承接它职能的单位"
            )
    is_asked = item.state == Item.State.APPROVING
    if (item.ledger.needs_sign_off or is_asked) and not _is_signed_off(item):
        raise SignOffMissing(number=item.number)
    sign_by = calendar.add(on, item.ledger.office.sign_within)
    for assignment in case.assignments:
        if assignment.state == Assignment.State.DRAFT:
            one.set(assignment, state=Assignment.State.AWAITING_SIGNATURE, sign_by=sign_by)
    one.lead_to(Item.State.DISPATCHED, dispatched_on=on, first_promise=item.first_promise or item.deadline)
    return one


def _is_signed_off(item: Item) -> bool:
    return item.sign_off is not None and item.sign_off.state == SignOff.State.APPROVED

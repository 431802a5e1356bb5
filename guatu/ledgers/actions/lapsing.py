"""A request for close-out lapses when what it asked about changes, and ends when the item goes elsewhere."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.ledgers import acts
from guatu.ledgers.acts import Act, act
from guatu.ledgers.errors import NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.freezing import is_changed
from guatu.ledgers.models import CloseOut, Extension, Item
from guatu.ledgers.transitions import BY_EVENT

RUNNING = (
    CloseOut.State.LEAD_REVIEW,
    CloseOut.State.VERIFYING,
    CloseOut.State.APPROVING,
    CloseOut.State.PUBLICITY,
)


@transaction.atomic
def lapse(*, pk: int, by: Acting | None, at: datetime, on: date, why_earlier: str = "") -> CloseOut:
    """End a request of which the content has changed behind it; the item is in progress again."""
    case = acts.load_one(pk)
    one = act(Event.CLOSE_LAPSED, case, by=by, at=at, on=on)
    close_out = running_request(case.item)
    if close_out is None or not is_changed(case, close_out):
        raise NotNow(number=case.item.number, deed="使销号申请失效", state="所报内容没有变")
    one.say(why_earlier=why_earlier)
    _end(one, close_out)
    acts.commit([one])
    return close_out


def with_lapse(one: Act) -> list[Act]:
    """The act and, where it changes what was asked to be closed, the lapse of the request after it."""
    close_out = running_request(one.case.item)
    if close_out is None or not is_changed(one.case, close_out):
        return [one]
    lapsed = Act(BY_EVENT[Event.CLOSE_LAPSED], one.case, by=one.acting, role=one.role, at=one.at, on=one.on)
    _end(lapsed, close_out)
    return [one, lapsed]


def running_request(item: Item) -> CloseOut | None:
    """The request of an item that is on its way."""
    return CloseOut.objects.filter(item=item, state__in=RUNNING).order_by("-number").first()


def end_requests(one: Act) -> None:
    """The item is no longer worked on here: whatever was asked about it ends unanswered."""
    if close_out := running_request(one.case.item):
        one.set(close_out, state=CloseOut.State.WITHDRAWN, ended_on=one.on)
    end_extensions(one)


def end_extensions(one: Act, assignments: Iterable[int] | None = None) -> None:
    """Requests for more time, of the item or of some assignments, end unanswered."""
    asked = Extension.objects.filter(item=one.case.item, state=Extension.State.ASKED)
    for extension in asked if assignments is None else asked.filter(assignment__in=assignments):
        one.set(extension, state=Extension.State.WITHDRAWN, answered_on=one.on)


def _end(one: Act, close_out: CloseOut) -> None:
    one.set(close_out, state=CloseOut.State.LAPSED, ended_on=one.on)
    one.lead_to(Item.State.IN_PROGRESS)

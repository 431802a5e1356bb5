"""A request for close-out lapses when what it asked about changes, and ends when the item goes elsewhere."""

from guatu.ledgers.acts import Act
from guatu.ledgers.events import Event
from guatu.ledgers.models import CloseOut, Extension, Item

RUNNING = (
    CloseOut.State.LEAD_REVIEW,
    CloseOut.State.VERIFYING,
    CloseOut.State.APPROVING,
    CloseOut.State.PUBLICITY,
)


def lapse_if_closing(one: Act) -> None:
    """The act changes what was asked to be closed: the request lapses and the item is in progress again."""
    if one.case.item.state in Item.CLOSING:
        _end(one, CloseOut.State.LAPSED)
        one.say(lapsed=str(Event.CLOSE_LAPSED.label))
        one.set(one.case.item, state=Item.State.IN_PROGRESS)


def end_requests(one: Act) -> None:
    """The item is no longer worked on here: whatever was asked about it ends unanswered."""
    _end(one, CloseOut.State.WITHDRAWN)
    for extension in Extension.objects.filter(item=one.case.item, state=Extension.State.ASKED):
        one.set(extension, state=Extension.State.WITHDRAWN, answered_on=one.on)


def _end(one: Act, state: CloseOut.State) -> None:
    for close_out in CloseOut.objects.filter(item=one.case.item, state__in=RUNNING):
        one.set(close_out, state=state, ended_on=one.on)

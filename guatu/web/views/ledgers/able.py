"""What can be done with the rows of a list from there: for each row, and for the bar over all ticked ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from guatu.ledgers.actions.dispatching import NO_DEADLINE
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, SignOff
from guatu.ledgers.permissions import Part, parts_in
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import Row
from guatu.ledgers.transitions import offered

CODES: Final[Mapping[Event, str]] = {
    Event.DISPATCHED: "dispatch",
    Event.SIGN_OFF_ASKED: "sign-off",
    Event.URGED: "urge",
    Event.PAPER_ISSUED: "paper",
    Event.DEADLINE_CHANGED: "deadline",
    Event.HANDED_OVER: "hand-over",
    Event.SIGNED: "sign",
}
"""The events that a list can bring about, and what its acts are called in addresses."""
_HANDS: Final = frozenset((Part.COORDINATOR, Part.UNIT_LIAISON))


def able(book: Book, rows: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    """Item → the codes of the acts that it is open to now; one statement where lists are signed off."""
    if book.is_past:
        return {}
    approved = _approved(book, rows)
    return {row.item.pk: tuple(_codes(book, row, approved)) for row in rows}


def _approved(book: Book, rows: Sequence[Row]) -> frozenset[int]:
    """The lists among these that a leader approved."""
    asked = {row.item.sign_off_id for row in rows if row.item.sign_off_id}
    if not asked:
        return frozenset()
    found = SignOff.objects.filter(pk__in=asked, state=SignOff.State.APPROVED)
    return frozenset(found.values_list("pk", flat=True))


def _codes(book: Book, row: Row, approved: frozenset[int]) -> Iterator[str]:
    held = [part for part in parts_in(row.item, list(row.assignments), book.who) if part in _HANDS]
    for line in offered(row.item, held):
        if line.event in CODES and _fits(line.event, book, row, approved):
            yield CODES[line.event]


def _fits(event: Event, book: Book, row: Row, approved: frozenset[int]) -> bool:
    """What must be there beside the state, as far as a row shows it; the action looks at all of it."""
    match event:
        case Event.SIGNED:
            unsigned = {one.unit_id for one in row.assignments if one.state == "awaiting_signature"}
            return bool(unsigned & book.who.units("liaison"))
        case Event.SIGN_OFF_ASKED:
            return row.item.ledger.needs_sign_off
        case Event.DISPATCHED:
            return _may_go_out(book, row.item, approved)
    return True


def _may_go_out(book: Book, item: Item, approved: frozenset[int]) -> bool:
    if item.lead_unit_id is None:
        return False
    if item.deadline is None and item.due_kind not in NO_DEADLINE:
        return False
    if item.deadline is not None and item.deadline < book.on:
        return False
    needs = item.ledger.needs_sign_off or item.state == Item.State.APPROVING
    return item.sign_off_id in approved if needs else True

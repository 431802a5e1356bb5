"""How much waits for somebody: the counts of the rail, by a constant number of statements.

They are remembered until one of the chains moves on: every change of what somebody sees or owes is an event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from django.db.models import Count, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.events import Event
from guatu.ledgers.models import Draft, Ledger
from guatu.ledgers.queries import blocks, duties, listing
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.duty import Duty, When
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.remembering import Memory, heads
from guatu.ledgers.queries.standing import is_open

Kind = Role.Kind
memory: Final = Memory(1000)
_UNSETTLED = (Draft.State.WAITING, Draft.State.READING, Draft.State.READY, Draft.State.FAILED)


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """A ledger and how many of its items are open."""

    pk: int
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person today."""

    ledgers: Sequence[LedgerCount]
    to_do: int
    to_verify: int
    to_decide: int
    drafts: int


def counted(who: Acting, *, on: date, owed: Sequence[Duty] | None = None) -> Waiting:
    """Everything that the rail counts; `owed` is what the person owes, where that was read already."""
    if owed is None:
        owes = memory.get(("owed", who, on), lambda: _owes(duties.of(who, on=on)), at=heads())
    else:
        owes = _owes(owed)
    return Waiting(
        ledgers=ledger_counts(who),
        to_do=owes[0],
        to_verify=owes[1],
        to_decide=owes[2],
        drafts=drafts(who),
    )


def ledger_counts(who: Acting) -> Sequence[LedgerCount]:
    """The ledgers that somebody can open, with the open items that he sees in them."""
    book = listing.everything(who, on=who.on)
    return book.remembered("ledgers", lambda: _ledger_counts(book))


def _owes(owed: Sequence[Duty]) -> tuple[int, int, int]:
    """How much is to be done today, how much is to be verified, and how much waits for a leader's word."""
    to_verify = sum(duty.event == Event.CLOSE_VERIFIED for duty in owed)
    return to_do(owed), to_verify, sum(duties.is_leaders(duty) for duty in owed)


def _ledger_counts(book: Book) -> Sequence[LedgerCount]:
    counts: dict[int, int] = {}
    for _, ledger, n_open in book.parts("ledgers", partial(_open_in, book)):
        counts[ledger] = counts.get(ledger, 0) + n_open
    shown = Ledger.objects.filter(pk__in=counts.keys() | book.whole, is_archived=False)
    names = shown.order_by("pk").values_list("pk", "name")
    return tuple(LedgerCount(pk, name, counts.get(pk, 0)) for pk, name in names)


def _open_in(book: Book, rows: "QuerySet[Any]") -> Rows:
    """Where only parts are seen, a ledger shows although nothing in it is open any more."""
    rows = rows.filter(is_open()) if book.is_whole else rows
    return blocks.counted(rows, "ledger", n=Count("pk", filter=is_open()))


def to_do(owed: Sequence[Duty]) -> int:
    """What somebody must do today."""
    return sum(duty.when is When.TODAY for duty in owed)


def drafts(who: Acting) -> int:
    """Documents that are not settled yet."""
    offices = who.offices(Kind.COORDINATOR)
    found = Draft.objects.filter(office__in=offices, state__in=_UNSETTLED)
    return found.count() if offices else 0

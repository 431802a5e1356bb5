"""How much waits for somebody: the counts of the rail, by a constant number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.models import Chain
from guatu.ledgers.events import Event
from guatu.ledgers.models import Draft, Item
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.duties import Duty, When
from guatu.ledgers.queries.remembering import Memory

Kind = Role.Kind
memory: Final = Memory(200)
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
    drafts: int


def counted(who: Acting, *, on: date, owed: Sequence[Duty] | None = None) -> Waiting:
    """Everything that the rail counts; `owed` is what the person owes, where that was read already."""
    found = duties.of(who, on=on) if owed is None else owed
    return Waiting(
        ledgers=ledger_counts(who),
        to_do=to_do(found),
        to_verify=sum(duty.event == Event.CLOSE_VERIFIED for duty in found),
        drafts=drafts(who),
    )


def ledger_counts(who: Acting) -> list[LedgerCount]:
    """The ledgers that somebody can open, with the open items that he sees in them.

    Remembered until the chain of one of their offices moves on: without an event no item opens or closes.
    """
    ledgers = visibility.ledgers(who).filter(is_archived=False).select_related("office").order_by("pk")
    found = {ledger.pk: ledger for ledger in ledgers}
    codes = sorted({ledger.office.chain for ledger in found.values()})
    heads = tuple(Chain.objects.filter(code__in=codes).order_by("code").values_list("code", "head"))
    whole = frozenset(visibility.whole_ledgers(who).filter(pk__in=found).values_list("pk", flat=True))
    units = who.units(Kind.LIAISON, Kind.REVIEWER) if len(whole) < len(found) else frozenset()
    key = (tuple(found), heads, whole, units)
    open_in = memory.get(key, lambda: _open_in(who, whole, found.keys() - whole))
    return [LedgerCount(pk, ledger.name, open_in.get(pk, 0)) for pk, ledger in found.items()]


def _open_in(who: Acting, whole: Collection[int], others: Collection[int]) -> dict[int, int]:
    seen = Q(ledger__in=whole)
    if others:
        seen |= visibility.owed(who) & Q(ledger__in=others)
    return dict(Item.objects.open().filter(seen).order_by().values_list("ledger").annotate(n=Count("pk")))


def to_do(owed: Sequence[Duty]) -> int:
    """What somebody must do today."""
    return sum(duty.when is When.TODAY for duty in owed)


def drafts(who: Acting) -> int:
    """Documents that are not settled yet."""
    offices = who.offices(Kind.COORDINATOR)
    found = Draft.objects.filter(office__in=offices, state__in=_UNSETTLED)
    return found.count() if offices else 0

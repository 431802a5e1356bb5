"""How much waits for somebody: the counts of the rail, by a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.events import Event
from guatu.ledgers.models import Draft
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.duties import Duty, When

Kind = Role.Kind
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
    """The ledgers that somebody can open, with the open items that he sees in them."""
    names = dict(visibility.ledgers(who).filter(is_archived=False).order_by("pk").values_list("pk", "name"))
    found = visibility.items(who).open().filter(ledger__in=names).order_by()
    open_in = dict(found.values_list("ledger").annotate(n=Count("pk")))
    return [LedgerCount(pk, name, open_in.get(pk, 0)) for pk, name in names.items()]


def to_do(owed: Sequence[Duty]) -> int:
    """What somebody must do today."""
    return sum(duty.when is When.TODAY for duty in owed)


def drafts(who: Acting) -> int:
    """Documents that are not settled yet."""
    offices = who.offices(Kind.COORDINATOR)
    found = Draft.objects.filter(office__in=offices, state__in=_UNSETTLED)
    return found.count() if offices else 0

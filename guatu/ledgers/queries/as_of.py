"""Items as they were on a past day: as was seen then, or as corrected by what became known since.

A day has two answers. As seen then, the list is what a screen of that day showed; as corrected, what was
recorded late is in its place. Both come from the facts alone, whatever the items are today.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, Value, When

from guatu.accounts.queries import Acting
from guatu.history.timelines import as_of
from guatu.ledgers.models import Item, ItemFacts
from guatu.ledgers.queries import visibility


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which a list is asked, and the day on whose knowledge it rests, never an earlier one."""

    day: date
    known: date

    @classmethod
    def as_seen(cls, day: date) -> "Day":
        """What a screen of that day showed in the end."""
        return cls(day, day)

    @classmethod
    def as_corrected(cls, day: date, *, today: date) -> "Day":
        """What is known by now of that day."""
        return cls(day, max(day, today))


def items(
    who: Acting,
    of: Day,
    *,
    ledger: int | None = None,
    state: str = "",
    lead_unit: int | None = None,
    is_overdue: bool = False,
) -> QuerySet[ItemFacts]:
    """The facts of the items that somebody sees whole ledgers of; what is empty does not narrow."""
    rows = ItemFacts.objects.filter(as_of(ItemFacts, day=of.day, known=of.known))
    whole = visibility.whole_ledgers(who)
    if ledger is None:
        rows = rows.filter(ledger__in=whole.values("pk"))
    else:
        rows = rows.filter(ledger=ledger) if whole.filter(pk=ledger).exists() else rows.none()
    if state:
        rows = rows.filter(state=state)
    if lead_unit is not None:
        rows = rows.filter(lead_unit=lead_unit)
    return rows.filter(overdue(on=of.day)) if is_overdue else rows


def overdue(*, on: date) -> Q:
    """Owed, and the deadline has passed; a suspended or long-term item is never late by date alone."""
    return is_open() & Q(deadline__lt=on, is_suspended=False, is_long_term=False)


def is_open() -> Q:
    """What was still owed."""
    return Q(state__in=Item.OPEN, merged_into=None, transferred_to=None)


def counts(rows: QuerySet[ItemFacts]) -> dict[str, int]:
    """How many there were in each state; what had gone elsewhere counts as `gone`."""
    gone = Q(merged_into__isnull=False) | Q(transferred_to__isnull=False)
    stood = Case(When(gone, then=Value("gone")), default="state")
    return dict(rows.order_by().annotate(stood=stood).values_list("stood").annotate(n=Count("pk")))

"""The ledgers that somebody can open, office by office, with what is open and late in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db.models import Count, Q

from guatu.accounts.queries import Acting
from guatu.ledgers.models import Ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.remembering import Memory, heads
from guatu.ledgers.queries.standing import due_is, is_here, is_open

memory: Final = Memory(200)
_COUNTS = ("total", "open", "overdue", "near", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCard:
    """A ledger with the counts of what the person sees in it."""

    ledger: Ledger
    total: int = 0
    open: int = 0
    overdue: int = 0
    near: int = 0
    closed: int = 0

    @property
    def share_closed(self) -> int:
        return 100 * self.closed // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ledgers of one office; archived ones last."""

    office: str
    cards: Sequence[LedgerCard]


def of(who: Acting, *, on: date) -> list[Shelf]:
    """All of them, by three statements; the counts are remembered until a chain moves on."""
    ledgers = list(visibility.ledgers(who).select_related("office").order_by("office", "is_archived", "pk"))
    pks = [one.pk for one in ledgers]
    counts = memory.get(("shelf", who, on, heads()), lambda: _counts(who, pks, on))
    cards = [LedgerCard(ledger=one, **counts.get(one.pk, {})) for one in ledgers]
    return [
        Shelf(name, list(those)) for name, those in groupby(cards, key=lambda card: card.ledger.office.name)
    ]


def _counts(who: Acting, ledgers: Sequence[int], on: date) -> dict[int, dict[str, int]]:
    seen = visibility.items(who).filter(is_here(), ledger__in=ledgers)
    rows = (
        seen.order_by()
        .values_list("ledger")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=is_open()),
            overdue=Count("pk", filter=due_is("overdue", on)),
            near=Count("pk", filter=due_is("near", on)),
            closed=Count("pk", filter=Q(state="closed")),
        )
    )
    return {pk: dict(zip(_COUNTS, values, strict=True)) for pk, *values in rows}

"""The ledgers that somebody can open, office by office, with what is open and late in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from guatu.accounts.queries import Acting
from guatu.ledgers.models import Ledger
from guatu.ledgers.queries import blocks, listing, visibility
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standing import due_is, is_here, is_open

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
    """All of them, the counts are remembered until a chain moves on."""
    ledgers = list(visibility.ledgers(who).select_related("office").order_by("office", "is_archived", "pk"))
    book = listing.everything(who, on=on)
    counts = book.remembered("shelf", lambda: _counts(book))
    cards = [LedgerCard(ledger=one, **counts.get(one.pk, {})) for one in ledgers]
    return [
        Shelf(name, list(those)) for name, those in groupby(cards, key=lambda card: card.ledger.office.name)
    ]


def _counts(book: Book) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for _, ledger, *numbers in book.parts("shelf", partial(_counted, book.on)):
        counts = found.setdefault(ledger, dict.fromkeys(_COUNTS, 0))
        for name, number in zip(_COUNTS, numbers, strict=True):
            counts[name] += number
    return found


def _counted(on: date, rows: "QuerySet[Any]") -> Rows:
    return blocks.counted(
        rows.filter(is_here()),
        "ledger",
        total=Count("pk"),
        open=Count("pk", filter=is_open()),
        overdue=Count("pk", filter=due_is("overdue", on)),
        near=Count("pk", filter=due_is("near", on)),
        closed=Count("pk", filter=Q(state="closed")),
    )

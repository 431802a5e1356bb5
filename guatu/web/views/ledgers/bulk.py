"""What can be done with many rows at once: who may, through which dialog, and what came of it."""

from typing import Final

from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries.listing import Book
from guatu.web import parts

_COORDINATOR: Final = (
    parts.Act("交办", "dispatch", "send"),
    parts.Act("催办", "urge", "bell"),
    parts.Act("改时限", "deadline", "calendar"),
    parts.Act("移交", "hand-over", "merge"),
)


def may_write(book: Book) -> bool:
    """Whether this person enters items here; nobody does on a past day."""
    return not book.is_past and Part.COORDINATOR in parts_in_ledger(book.ledger, book.who)


def bulk_acts(book: Book) -> list[parts.Act]:
    """The acts of the bulk bar for this person."""
    return []

"""One thing that one person is to do, and how soon."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from guatu.ledgers.events import Event
from guatu.ledgers.models import Extension, Item

SOON = timedelta(days=7)
WITH_ITEM = ("item__ledger__office", "item__lead_unit")
"""What is read with a row, so that its item can be told."""
AT_WORK = (Item.State.DISPATCHED, Item.State.IN_PROGRESS)
"""States in which units owe something."""


class When(StrEnum):
    """How soon a duty is due."""

    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that one person is to do."""

    event: Event
    """The deed that is waited for."""
    item: Item
    when: When
    deadline: date | None = None
    since: date | None = None
    """The day from which it waits."""
    row: int | None = None
    """The key of the assignment, request, report or list that it is about."""
    count: int = 1
    """How many items it is about: a list that is signed off is one duty."""
    unit_id: int | None = None
    unit_name: str = ""
    principal: str = ""
    """For whom it is done, where the role is delegated."""
    progress: int = 0
    achieved: Decimal | None = None
    target: Decimal | None = None
    quantity_unit: str = ""
    extension: Extension | None = None
    """The request for more time that it answers."""
    is_returned: bool = False
    """What was sent before came back."""
    note: str = ""

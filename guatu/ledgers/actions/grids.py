"""Many cells of a ledger at once, as a coordinator fills a sheet: all of them are saved, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.history.models import StoredFile
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import adding, assignments, deadlines, items, measures
from guatu.ledgers.actions.adding import NewItem, NewMeasure
from guatu.ledgers.errors import LineRefused
from guatu.ledgers.models import Item, Ledger, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLead:
    """Another lead unit of a draft; none leaves it open."""

    unit: Unit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What changes in one item; what is left empty stays."""

    item: Item
    """As it was compared: another revision is refused."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Fields, as `items.edit` takes them."""
    deadline: date | None = None
    """Another deadline of what is dispatched already."""
    lead: NewLead | None = None
    measures: Sequence[tuple[Measure | None, NewMeasure]] = ()
    """Measures with what they become; none is a new one."""


@transaction.atomic
def save(
    *,
    ledger: Ledger,
    edits: Sequence[Edit],
    new: Sequence[NewItem],
    reason: str,
    paper: StoredFile | None,
    by: Acting,
    at: datetime,
    on: date,
) -> list[Item]:
    """Do every edit and enter every new item; the first refusal undoes all, and names its item.

    Each change is an event of its own, as if it had been made on the page of the item.
    """
    for one in edits:
        try:
            _edit(one, reason, paper, by=by, at=at, on=on)
        except Refusal as refusal:
            raise LineRefused(number=one.item.number, item=one.item.pk, refusal=refusal) from refusal
    return adding.add(ledger=ledger, items=new, by=by, at=at, on=on) if new else []


def _edit(one: Edit, reason: str, paper: StoredFile | None, *, by: Acting, at: datetime, on: date) -> None:
    pk, seen = one.item.pk, one.item.revision
    items.edit(pk=pk, seen=seen, values=dict(one.values), by=by, at=at, on=on)  # locks, whatever it changes
    for measure, becomes in one.measures:
        if measure is None:
            measures.add(pk=pk, new=becomes, by=by, at=at, on=on)
        else:
            measures.change(measure=measure, new=becomes, by=by, at=at, on=on)
    if one.lead is not None:
        assignments.give_lead(pk=pk, unit=one.lead.unit, by=by, at=at, on=on)
    if one.deadline is not None:
        deadlines.change(pk=pk, new_deadline=one.deadline, reason=reason, paper=paper, by=by, at=at, on=on)

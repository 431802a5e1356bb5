"""Many cells of a ledger at once, as a coordinator fills a sheet: all of them are saved, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.history.models import StoredFile
from guatu.kernel.errors import Refusal
from guatu.ledgers import acts, cases
from guatu.ledgers.actions import adding, assignments, deadlines, items, lapsing, measures
from guatu.ledgers.actions.adding import NewItem, NewMeasure
from guatu.ledgers.acts import Act
from guatu.ledgers.cases import Case
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
    made: list[Act] = []
    with_cases = zip(edits, cases.load([one.item.pk for one in edits]), strict=True)
    for one, case in with_cases:
        try:
            acts.check_seen(case, one.item.revision)
            made += _acts(one, case, reason, paper, by=by, at=at, on=on)
        except Refusal as refusal:
            raise LineRefused(number=one.item.number, item=one.item.pk, refusal=refusal) from refusal
    acts.commit(made)
    return adding.add(ledger=ledger, items=new, by=by, at=at, on=on) if new else []


def _acts(
    one: Edit, case: Case, reason: str, paper: StoredFile | None, *, by: Acting, at: datetime, on: date
) -> Iterator[Act]:
    """The acts of one item in their order; a request for close-out lapses once, by all that was edited."""
    edited = []
    if one.values:
        edited.append(items.editing(case, one.values, by=by, at=at, on=on))
    for measure, becomes in one.measures:
        if measure is None:
            edited.append(measures.entering(case, becomes, by=by, at=at, on=on)[0])
        else:
            edited.append(measures.changing(case, measure, becomes, by=by, at=at, on=on)[0])
    yield from edited[:-1]
    if edited:
        yield from lapsing.with_lapse(edited[-1])
    if one.lead is not None:
        yield assignments.leading(case, one.lead.unit, by=by, at=at, on=on)
    if one.deadline is not None:
        yield deadlines.changing(case, one.deadline, reason, paper, by=by, at=at, on=on)

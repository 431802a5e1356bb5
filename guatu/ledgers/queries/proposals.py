"""What a local model proposed for the entries of a draft."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from guatu.ledgers.models import Draft, Proposal

Field = Proposal.Field
_HELD: Final = 60
"""Characters of a quote that stand on each side of what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal with the words of the document, parted where the value stands in them."""

    pk: int
    field: str
    label: str
    value: str
    before: str
    held: str
    """What of the words holds the value; the whole quote where it stands there in other words."""
    after: str


def of_entry(draft: Draft, entry: int) -> list[Proposed]:
    """What waits for a person, in the order of the fields."""
    rows = _waiting(draft).filter(entry=entry).select_related("unit")
    order = list(Field)
    return [_proposed(one) for one in sorted(rows, key=lambda one: order.index(Field(one.field)))]


def open_of(draft: Draft) -> list[Proposal]:
    """All that wait, entry by entry."""
    return list(_waiting(draft).order_by("entry", "pk"))


def _waiting(draft: Draft) -> QuerySet[Proposal]:
    return Proposal.objects.filter(draft=draft, state=Proposal.State.OPEN)


def _proposed(one: Proposal) -> Proposed:
    names = [one.value]
    if one.unit is not None:
        names += sorted(one.unit.short_names.values_list("name", flat=True), key=len, reverse=True)
    held = next((name for name in names if name in one.quote), one.quote)
    before, _, after = one.quote.partition(held)
    return Proposed(
        pk=one.pk,
        field=one.field,
        label=str(Field(one.field).label),
        value=one.value,
        before=before[-_HELD:],
        held=held,
        after=after[:_HELD],
    )

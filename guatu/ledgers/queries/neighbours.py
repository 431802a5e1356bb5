"""What stands beside an item in the list of its ledger."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from guatu.accounts.queries import Acting
from guatu.ledgers.models import Item
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.standing import is_here, standing_of


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The items before and after one in its ledger, as the person sees it."""

    position: int | None
    """None for an item that no longer counts: void, merged or handed to another ledger."""
    total: int
    previous: int | None
    next: int | None


def of(who: Acting, item: Item) -> Neighbours:
    """The items beside this one in its ledger, of those that its list counts; one statement."""
    seen = visibility.items(who).filter(is_here(), ledger=item.ledger_id)
    found = seen.aggregate(
        total=Count("pk"),
        before=Count("pk", filter=Q(pk__lt=item.pk)),
        previous=Max("pk", filter=Q(pk__lt=item.pk)),
        next=Min("pk", filter=Q(pk__gt=item.pk)),
    )
    is_counted = standing_of(item) != "gone"
    position = found["before"] + 1 if is_counted else None
    return Neighbours(position, found["total"], found["previous"], found["next"])

"""Which requests for more time the office grants by itself, and which only its leader does.

A ledger may say from which extension of an item on it is the leader's; the lead's request is the item's.
"""

from django.db.models import F, Q

from guatu.ledgers.models import Assignment, Item


def is_leaders(item: Item, row: Assignment) -> bool:
    """Whether a request for this row is beyond the office."""
    first = item.ledger.leader_extends_from
    leads = row.duty == Assignment.Duty.LEAD and row.measure_id is None
    return bool(first) and leads and item.extensions + 1 >= first


def leaders_own() -> Q:
    """The same of requests, as a condition."""
    return Q(
        assignment__duty=Assignment.Duty.LEAD,
        assignment__measure=None,
        item__ledger__leader_extends_from__gt=0,
        item__extensions__gte=F("item__ledger__leader_extends_from") - 1,
    )

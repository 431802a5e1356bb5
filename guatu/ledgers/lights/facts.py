"""What a regime of lights may ask of an item, read off its own fields and those of its units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.db.models import Max, Q

from guatu.kernel.pacing import Curve, percent_gone
from guatu.ledgers import schedules
from guatu.ledgers.models import Assignment, Item
from guatu.rules.rows import Row, Value

_STATES: Mapping[str, str] = MappingProxyType(
    {
        Item.State.DRAFT: "未交办",
        Item.State.APPROVING: "未交办",
        Item.State.DISPATCHED: "待签收",
        Item.State.IN_PROGRESS: "办理中",
        Item.State.LEAD_REVIEW: "待核查",
        Item.State.VERIFYING: "待核查",
        Item.State.APPROVING_CLOSE: "待核查",
        Item.State.PUBLICITY: "待核查",
        Item.State.CLOSED: "已销号",
    }
)
"""The states of items in the words of the shipped regimes."""
_IMPORTANCES: Mapping[str, str] = {value: str(label) for value, label in Item.Importance.choices}
_PERCENT = Decimal(100)


ITEM_FIELDS: Final = (
    "ledger",
    "state",
    "deadline",
    "dispatched_on",
    "restarted_on",
    "closed_on",
    "progress",
    "extensions",
    "importance",
    "is_returned",
    "is_long_term",
    "is_suspended",
    "merged_into",
    "transferred_to",
)
"""What rows are read off an item, and what says whether it shows a light at all."""
UNLIT: Final = (Item.State.DRAFT, Item.State.APPROVING, Item.State.VOIDED)
"""States in which an item has no light: not dispatched yet, or void."""
LIT: Final = Q(merged_into=None, transferred_to=None) & ~Q(state__in=UNLIT)
"""Items that show a light."""


def is_lit(item: Item) -> bool:
    """Whether an item shows a light at all: dispatched, and neither void nor dealt with elsewhere."""
    return item.state not in UNLIT and not item.is_frozen


def row_of_item(
    item: Item, assignments: Iterable[Assignment], *, on: date, curve: Curve | None = None
) -> Row:
    """The item as a row of `data/regimes/matters.fields.yaml`, at the end of the day.

    `curve` is that of its plan; none goes straight on.
    """
    active = [one for one in assignments if one.state in Assignment.ACTIVE]
    told = [one.reported_on for one in active if one.reported_on is not None and one.reported_on <= on]
    return row_of(item, max(told, default=None), on=on, curve=curve)


def rows_of(items: Sequence[Item], *, on: date) -> list[Row]:
    """The rows of many items, by two statements."""
    told, curves = _told(items, on), schedules.curves(items, on=on)
    return [row_of(item, told.get(item.pk), on=on, curve=curves.get(item.pk)) for item in items]


def _told(items: Sequence[Item], on: date) -> Mapping[int, date]:
    """When a unit reported last on each item, among those between the first and the last of their keys."""
    if not items:
        return {}
    pks = [item.pk for item in items]
    told = Assignment.objects.filter(item__gte=min(pks), item__lte=max(pks), reported_on__lte=on)
    active = told.filter(state__in=Assignment.ACTIVE).order_by()
    return dict(active.values_list("item").annotate(last=Max("reported_on")))


def row_of(item: Item, told: date | None, *, on: date, curve: Curve | None = None) -> Row:
    """The same where it is known when one of its units reported last."""
    is_returned = item.state == Item.State.IN_PROGRESS and item.is_returned
    row = _clock(item, item.deadline, item.closed_on or on, told, curve)
    return row | {
        "state": _STATES.get(item.state),
        "progress": Decimal(item.progress) / _PERCENT,
        "extensions": item.extensions,
        "quality": "较差" if is_returned else "一般",
        "importance": _IMPORTANCES.get(item.importance),
        "long_term": item.is_long_term,
        "suspended": item.is_suspended,
    }


def row_of_assignment(
    item: Item,
    one: Assignment,
    deadline: date | None,
    *,
    on: date,
    curve: Curve | None = None,
    progress: int | None = None,
) -> Row:
    """One unit's part of the item as a row; the deadline is the one that holds for it.

    The item's curve is the unit's too, unless its deadline is another. `progress` is what a lead answers for
    where others do the work; else it is the unit's own.
    """
    done = one.progress if progress is None else progress
    told = one.reported_on if one.reported_on is not None and one.reported_on <= on else None
    own = curve if deadline == item.deadline else None
    row = _clock(item, deadline, item.closed_on or on, told, own)
    is_over = item.state == Item.State.CLOSED or done >= _PERCENT
    return row | {
        "state": "已销号" if is_over else "待签收" if one.signed_on is None else "办理中",
        "progress": Decimal(done) / _PERCENT,
        "extensions": item.extensions,
        "quality": "较差" if one.state == Assignment.State.RETURNED else "一般",
        "importance": _IMPORTANCES.get(item.importance),
        "long_term": item.is_long_term,
        "suspended": item.is_suspended,
    }


def _clock(
    item: Item, deadline: date | None, on: date, told: date | None, curve: Curve | None
) -> dict[str, Value]:
    """What follows from days: without a deadline nothing is ever late, and no schedule is to be kept.

    Nobody owed a report while it was closed or suspended.
    """
    begun = (item.dispatched_on, item.restarted_on, told)
    since = max((day for day in begun if day is not None), default=None)
    planned = percent_gone(item.dispatched_on, deadline, on=on, curve=curve)
    return {
        "deadline": deadline,
        "days_left": None if deadline is None else (deadline - on).days,
        "days_overdue": 0 if deadline is None else max(0, (on - deadline).days),
        "planned": None if deadline is None else Decimal(planned) / _PERCENT,
        "days_since_report": None if since is None else max(0, (on - since).days),
    }

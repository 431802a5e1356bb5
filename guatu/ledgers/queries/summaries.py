"""What changed in a reporting period, item by item: states, deadlines, and what each unit reported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.cadences import goes_by
from guatu.ledgers.models import Assignment, AssignmentFacts, Item, ItemFacts, Report
from guatu.ledgers.queries.periods import Sheet, Standing

_UNSEEN: Final = (Item.State.DRAFT, Item.State.APPROVING)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """How an item stood on a day."""

    state: str
    deadline: date | None

    @property
    def is_out(self) -> bool:
        """Whether it was dispatched."""
        return self.state not in _UNSEEN


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What one unit's duty came to in the period."""

    assignment: Assignment
    standing: str
    before: int
    after: int
    report: Report | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of which something was reported, or whose state or deadline changed."""

    item: Item
    before: Standpoint | None
    after: Standpoint
    units: Sequence[UnitChange]

    @property
    def is_new(self) -> bool:
        return self.after.is_out and (self.before is None or not self.before.is_out)

    @property
    def is_closed(self) -> bool:
        return self.after.state == Item.State.CLOSED and not self._was(Item.State.CLOSED)

    @property
    def is_reopened(self) -> bool:
        return self._was(Item.State.CLOSED) and self.after.state != Item.State.CLOSED

    @property
    def is_moved(self) -> bool:
        """Whether its deadline moved while it was under way."""
        before = self.before
        return before is not None and before.is_out and before.deadline != self.after.deadline

    def _was(self, state: str) -> bool:
        return self.before is not None and self.before.state == state


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The period of a ledger: what changed, and who gave nothing."""

    sheet: Sheet
    changes: Sequence[ItemChange]
    missing: Mapping[str, Sequence[Item]]
    """The items of which a unit gave nothing, by the name of the unit."""

    def count(self, what: str) -> int:
        """How many items are `is_new`, `is_closed`, `is_reopened` or `is_moved`."""
        return sum(getattr(one, what) for one in self.changes)


def summary(sheet: Sheet, *, on: date, seen: QuerySet[Item]) -> Summary:
    """What changed from the evening before the period to its last day, or to today; six statements."""
    first, last = sheet.period.first - timedelta(days=1), min(sheet.period.last, on)
    items = seen.filter(goes_by(sheet.ledger, sheet.code), ledger=sheet.ledger)
    before, after = _stood(items, first), _stood(items, last)
    reported: dict[int, list[UnitChange]] = {}
    for unit in _units(sheet, first):
        reported.setdefault(unit.assignment.item_id, []).append(unit)
    told = {pk for pk, now in after.items() if now.is_out and now != before.get(pk)}
    told |= {pk for pk, units in reported.items() if any(one.report for one in units)}
    shown = items.filter(pk__in=told).select_related("lead_unit").order_by("pk")
    changes = [
        ItemChange(item, before.get(item.pk), after[item.pk], reported.get(item.pk, ()))
        for item in shown
        if item.pk in after
    ]
    return Summary(sheet=sheet, changes=changes, missing=_missing(sheet))


def _stood(items: QuerySet[Item], day: date) -> dict[int, Standpoint]:
    """How items stood at the end of a day, as was known then."""
    facts = ItemFacts.objects.filter(as_of(PastDay.as_seen(day)), item__in=items.values("pk"))
    rows = facts.filter(merged_into=None, transferred_to=None).values_list("item", "state", "deadline")
    return {pk: Standpoint(state, deadline) for pk, state, deadline in rows}


def _units(sheet: Sheet, first: date) -> Iterator[UnitChange]:
    keys = [line.assignment.pk for line in sheet.lines]
    before: dict[int, int] = {}
    for start in range(0, len(keys), _MANY):
        some = keys[start : start + _MANY]
        facts = AssignmentFacts.objects.filter(as_of(PastDay.as_seen(first)), assignment__in=some)
        before |= dict(facts.values_list("assignment", "progress"))
    for line in sheet.lines:
        was = before.get(line.assignment.pk, 0)
        counts = line.standing == Standing.REPORTED and line.report is not None
        after = line.report.progress if counts and line.report else was
        report = line.report if counts else None
        yield UnitChange(line.assignment, line.standing, was, after, report)


_MANY: Final = 500


def _missing(sheet: Sheet) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for line in sheet.lines:
        if line.standing != Standing.REPORTED:
            items = found.setdefault(line.assignment.unit.name, [])
            if line.assignment.item not in items:
                items.append(line.assignment.item)
    return found

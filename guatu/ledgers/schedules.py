"""The plan by which an item is to move (序时计划), as a curve: by months, by milestones, else straight on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from django.db.models import Q

from guatu.kernel.days.arithmetic import month_end
from guatu.kernel.pacing import Curve, by_milestones, by_months, straight
from guatu.ledgers.models import Item, Measure, Schedule, SchedulePoint

STRAIGHT: Final = "straight"
"""The word for no plan at all, beside the kinds of plans."""
NAME: Final = 60
"""Characters that the name of a milestone may have."""
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Point:
    """A month with its total to date, or a milestone with what it adds; in percent.

    A month that is given may be named by any of its days; one that stands is at its end, or at the deadline.
    """

    day: date
    share: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in force, its points in the order of days."""

    kind: str
    points: Sequence[Point]
    deadline: date
    """The deadline of the item for which it was made."""
    set_on: date

    @property
    def label(self) -> str:
        return str(Schedule.Kind(self.kind).label)

    @property
    def until(self) -> date:
        """The day by which all of it is due."""
        return self.points[-1].day


def plans(items: Iterable[int], *, on: date) -> dict[int, Plan]:
    """Item → the plan in force at the end of the day; one statement, however many items."""
    wanted = frozenset(items)
    if not wanted:
        return {}
    rows = SchedulePoint.objects.filter(_in_force(on), _of(wanted)).select_related("schedule")
    found: dict[int, tuple[Schedule, list[Point]]] = {}
    for row in rows.order_by("schedule__item", "day"):
        if row.schedule.item_id in wanted:
            _, points = found.setdefault(row.schedule.item_id, (row.schedule, []))
            points.append(Point(row.day, row.share, row.name))
    return {pk: Plan(one.kind, points, one.deadline, one.set_on) for pk, (one, points) in found.items()}


def _of(items: Collection[int]) -> Q:
    """The plans of these items; of very many those between the first and the last of them."""
    if len(items) <= _MANY:
        return Q(schedule__item__in=list(items))
    return Q(schedule__item__gte=min(items), schedule__item__lte=max(items))


def _in_force(on: date) -> Q:
    still = Q(schedule__ended_on=None) | Q(schedule__ended_on__gt=on)
    return still & Q(schedule__set_on__lte=on)


def curves(items: Iterable[Item], *, on: date) -> dict[int, Curve]:
    """Item → the curve of its plan on a day; those that go straight on are left out."""
    by_pk = {item.pk: item for item in items}
    found = ((pk, curve_of(by_pk[pk], plan)) for pk, plan in plans(by_pk, on=on).items())
    return {pk: curve for pk, curve in found if curve is not None}


def curve_of(item: Item, plan: Plan | None) -> Curve | None:
    """The curve of a plan; None without one, which is straight on, and without a deadline to keep.

    Whatever the plan says, all of it is due by the deadline of the item.
    """
    if plan is None or item.deadline is None:
        return None
    start = item.dispatched_on or plan.points[0].day
    return _curve(plan.kind, plan.points, start).by(item.deadline)


def _curve(kind: str, points: Sequence[Point], start: date) -> Curve:
    if kind == Schedule.Kind.MILESTONES:
        return by_milestones((one.day, Fraction(one.share, 100)) for one in points)
    totals = {(one.day.year, one.day.month): Fraction(one.share, 100) for one in points}
    return by_months(start, totals, until=points[-1].day)


def planned(item: Item, curve: Curve | None, *, on: date) -> int:
    """Whole percent of the item that is due by the end of the day; 0 without a deadline."""
    if item.deadline is None:
        return 0
    return (curve or straight(item.dispatched_on or item.deadline, item.deadline)).percent(on)


def doubt(item: Item, plan: Plan | None) -> str:
    """What people should look at again: the deadline moved after the plan was made; else empty."""
    if plan is None or item.deadline is None or item.deadline == plan.deadline:
        return ""
    return f"序时计划到 {plan.until} 为止，时限是 {item.deadline}，请核对"


def months(start: date, deadline: date) -> Iterator[date]:
    """The ends of the months from one day to another, the last one cut off at the deadline."""
    day = start
    while day <= deadline:
        yield min(month_end(day.year, day.month), deadline)
        day = month_end(day.year, day.month) + timedelta(days=1)


def even_months(start: date, deadline: date) -> list[Point]:
    """A draft of a month plan: evenly by days."""
    curve = straight(start, deadline)
    return [Point(day, curve.percent(day)) for day in months(start, deadline)]


def from_measures(measures: Iterable[Measure], deadline: date) -> list[Point]:
    """A draft of milestones: each measure an equal part on its day, those of one day together."""
    texts: dict[date, list[str]] = {}
    for one in measures:
        texts.setdefault(min(one.deadline or deadline, deadline), []).append(one.text)
    total = sum(len(those) for those in texts.values())
    found, given, so_far = [], 0, 0
    for day, those in sorted(texts.items()):
        so_far += len(those)
        share, given = 100 * so_far // total - given, 100 * so_far // total
        found.append(Point(day, share, "、".join(those)[:NAME]))
    return found

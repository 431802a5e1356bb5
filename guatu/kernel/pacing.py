"""How much of a matter should be done by a day (序时进度): straight on, by months, or by milestones."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from guatu.kernel.days.arithmetic import month_end

WHOLE = Fraction(1)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares (0 to 1) that are due by the end of given days, in the order of days; they never fall.

    Before the first point nothing is due, after the last what it says. Between two points a curve in steps
    stays, any other rises evenly by days.
    """

    points: tuple[tuple[date, Fraction], ...]
    in_steps: bool = False

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("序时进度至少要有一个日期")
        for (day, share), (later, more) in pairwise(self.points):
            if later <= day or more < share:
                raise ValueError(f"{later} 的进度不能早于或低于 {day} 的")
        if any(not NOTHING <= share <= WHOLE for _, share in self.points):
            raise ValueError("序时进度应在 0 到 100% 之间")

    def at(self, day: date) -> Fraction:
        """The share due by the end of the day."""
        place = bisect_right(self.points, day, key=lambda point: point[0])
        if place == 0:
            return NOTHING
        (since, share) = self.points[place - 1]
        if place == len(self.points) or self.in_steps:
            return share
        until, more = self.points[place]
        return share + (more - share) * Fraction((day - since).days, (until - since).days)

    def percent(self, day: date) -> int:
        """The same in whole percent; fractions are dropped."""
        return int(self.at(day) * 100)

    def by(self, deadline: date) -> "Curve":
        """The same curve, but all of it is due on a day at the latest."""
        if self.points[-1][0] <= deadline:
            return self
        before = (point for point in self.points if point[0] < deadline)
        return Curve((*before, (deadline, WHOLE)), self.in_steps)


def straight(start: date, deadline: date) -> Curve:
    """Nothing on the day it was given, all of it by the deadline, evenly between.

    What is given on its deadline or after it is due at once.
    """
    if deadline <= start:
        return Curve(((deadline, WHOLE),), in_steps=True)
    return Curve(((start, NOTHING), (deadline, WHOLE)))


def by_months(start: date, targets: Mapping[tuple[int, int], Fraction], *, until: date = date.max) -> Curve:
    """Totals to date at the end of each (year, month), rising evenly from `start` on and between them.

    `until` is a day in the last month by which its total is due, where that is not the month's end.
    """
    ends = [(min(month_end(*month), until), share) for month, share in sorted(targets.items())]
    before = [(start, NOTHING)] if ends and start < ends[0][0] else []
    return Curve((*before, *ends))


def by_milestones(milestones: Iterable[tuple[date, Fraction]]) -> Curve:
    """Steps: by each day its share is added to what was due before."""
    total, points = NOTHING, dict[date, Fraction]()
    for day, share in sorted(milestones):
        total += share
        points[day] = total
    return Curve(tuple(points.items()), in_steps=True)


def percent_gone(start: date | None, deadline: date | None, *, on: date, curve: Curve | None = None) -> int:
    """Whole percent that should be done by the end of the day, by the curve or else straight on.

    Fractions are dropped. Without a start all of it is due on the deadline, without a deadline nothing
    ever is.
    """
    if deadline is None:
        return 0
    return (curve or straight(start or deadline, deadline)).percent(on)

"""How often something is to be reported, and the days on which it falls due.

A cadence names a nominal day in each week, fortnight, half-month or month. Where that day is not worked, the
rule says what happens: it stays, it comes forward to the working day before, or it moves on to the one after.
Two nominal days that a long holiday moves to one day are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guatu.kernel.working_days import WorkingCalendar

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_AROUND = timedelta(days=75)
"""Farther than two months with the longest holiday: due days on both sides of any day lie within."""


class Rhythm(StrEnum):
    """How long a period is."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    HALF_MONTHLY = "half_monthly"
    MONTHLY = "monthly"


class Shift(StrEnum):
    """What becomes of a due day that is not worked."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from the one after the last due day to the next due day, both counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """A rhythm with its due day.

    `weekday` is 1 (Monday) to 7, for weeks and fortnights; `anchor` is a day of the first fortnight. `day` is
    the day of the month, 1 to 31, or of the half-month, 1 to 15; where there is no such day, and for 0, the
    last one.
    """

    rhythm: Rhythm
    anchor: date
    weekday: int = 5
    day: int = 0
    shift: Shift = Shift.BEFORE

    def period(self, on: date, calendar: WorkingCalendar) -> Period:
        """The period in which a day lies."""
        due = self._due_days(on - _AROUND, on + _AROUND, calendar)
        last = min(day for day in due if day >= on)
        return Period(max(day for day in due if day < on) + _ONE_DAY, last)

    def before(self, period: Period, calendar: WorkingCalendar) -> Period:
        """The period before one."""
        return self.period(period.first - _ONE_DAY, calendar)

    def due_days(self, first: date, last: date, calendar: WorkingCalendar) -> list[date]:
        """The due days from one day to another, both counted."""
        found = self._due_days(first - _AROUND, last + _AROUND, calendar)
        return sorted(day for day in found if first <= day <= last)

    def _due_days(self, first: date, last: date, calendar: WorkingCalendar) -> set[date]:
        return {self._shifted(day, calendar) for day in self._nominal(first, last)}

    def _shifted(self, day: date, calendar: WorkingCalendar) -> date:
        step = {Shift.NONE: timedelta(0), Shift.BEFORE: -_ONE_DAY, Shift.AFTER: _ONE_DAY}[self.shift]
        while step and not calendar.is_working(day):
            day += step
        return day

    def _nominal(self, first: date, last: date) -> Iterator[date]:
        if self.rhythm in (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY):
            yield from self._by_week(first, last)
            return
        start = first.replace(day=1)
        while start <= last:
            end = _end_of_month(start)
            if self.rhythm == Rhythm.MONTHLY:
                yield start.replace(day=min(self.day or end.day, end.day))
            else:
                yield start.replace(day=min(self.day or 15, 15))
                yield start.replace(day=min(15 + (self.day or 16), end.day) if self.day < 15 else end.day)
            start = end + _ONE_DAY

    def _by_week(self, first: date, last: date) -> Iterator[date]:
        step = 1 if self.rhythm == Rhythm.WEEKLY else 2
        monday = self.anchor - timedelta(days=self.anchor.weekday())
        weeks = (first - monday) // _WEEK
        day = monday + _WEEK * (weeks - weeks % step + step - 1) + timedelta(days=self.weekday - 1)
        while day <= last:
            yield day
            day += _WEEK * step


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _ONE_DAY

"""Days counted on and back; a day that would leave the calendar (year 1 to 9999) does not exist."""

from collections.abc import Iterable
from datetime import date, timedelta

from guatu.kernel.days.arithmetic import add_months
from guatu.kernel.working_days import WorkingCalendar
from guatu.rules.language.syntax import Shift, Span

_MONTHS = 12
_ONE_DAY = timedelta(days=1)


def shifted(day: date, shifts: Iterable[Shift], calendar: WorkingCalendar) -> date | None:
    """The day after all shifts in their order; None where one of them leaves the calendar."""
    try:
        for shift in shifts:
            day = _moved(day, shift.count, shift.span, calendar)
    except (ValueError, OverflowError):
        return None
    return day


def _moved(day: date, count: int, span: Span, calendar: WorkingCalendar) -> date:
    if span == "年":
        return add_months(day, count * _MONTHS)
    if span == "个月":
        return add_months(day, count)
    if span == "天":
        return day + timedelta(days=count)
    return calendar.add(day, count) if count >= 0 else _working_day_before(day, -count, calendar)


def _working_day_before(day: date, n: int, calendar: WorkingCalendar) -> date:
    """The n-th working day before `day`, which itself is not counted."""
    while n:
        day -= _ONE_DAY
        n -= calendar.is_working(day)
    return day

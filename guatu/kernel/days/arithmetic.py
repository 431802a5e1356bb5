"""Days counted forward, and the spelling of days, months and periods."""

from calendar import monthrange
from datetime import date

from guatu.kernel.days.phrases import Reading


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month (民法典 第二百零二条)."""
    years, month = divmod(day.month - 1 + months, 12)
    end = month_end(day.year + years, month + 1)
    return end.replace(day=min(day.day, end.day))


def day_reading(year: int | None, month: int, day: int, *, is_limit: bool = False) -> Reading:
    """A day of the calendar; without value where the year is unknown or the day does not exist."""
    if year is None or day > month_end(year, month).day:
        return Reading(None, None, "day", is_limit)
    on = date(year, month, day)
    return Reading(on.isoformat(), on, "day", is_limit)


def month_reading(year: int | None, month: int) -> Reading:
    if year is None:
        return Reading(None, None, "month")
    return Reading(f"{year}-{month:02}", month_end(year, month), "month")


def period_reading(year: int | None, month: int, *, is_limit: bool = False) -> Reading:
    """A period that ends with a month, such as a quarter."""
    if year is None:
        return Reading(None, None, "period", is_limit)
    end = month_end(year, month)
    return Reading(end.isoformat(), end, "period", is_limit)

"""Columns of days counted on and back, as `guatu.rules.meaning.days` counts one day."""

from collections.abc import Iterable
from datetime import date
from typing import Final, cast

import numpy as np

from guatu.kernel.working_days import WorkingCalendar
from guatu.rules.engine.columns import DAY_ZERO, Flags, Integers
from guatu.rules.engine.tables import number_of
from guatu.rules.language.syntax import Shift

_FIRST: Final = date.min.toordinal() - DAY_ZERO
_LAST: Final = date.max.toordinal() - DAY_ZERO
_MONTHS: Final = 12
_EPOCH_YEAR: Final = 1970
_WEEK: Final = 7
_WORKED: Final = 5
_WEEKDAY_ZERO: Final = 3 + _WEEK * (-_FIRST // _WEEK + 1)
"""1970-01-01 was a Thursday; whole weeks keep every day above zero."""


def shifted_days(
    days: Integers, known: Flags, shifts: Iterable[Shift], calendar: WorkingCalendar
) -> tuple[Integers, Flags]:
    """The days after all shifts in their order; a day that one of them moves off the calendar is missing."""
    for shift in shifts:
        if shift.span == "工作日":
            days, inside = _working_days(days, known, shift.count, calendar)
        elif shift.span == "天":
            days, inside = days + shift.count, np.ones(len(days), np.bool_)
        else:
            days, inside = _months(days, shift.count * (_MONTHS if shift.span == "年" else 1))
        known = known & inside & (days >= _FIRST) & (days <= _LAST)
        days = np.where(known, days, 0)
    return days, known


def _months(days: Integers, count: int) -> tuple[Integers, Flags]:
    """The same day so many months on, or the last day of a shorter month."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    into = (dates - months.astype("datetime64[D]")).astype(np.int64)
    ahead = months.astype(np.int64) + count
    years = ahead // _MONTHS + _EPOCH_YEAR
    inside = (years >= date.min.year) & (years <= date.max.year)
    first = np.where(inside, ahead, 0).astype("datetime64[M]")
    begins = first.astype("datetime64[D]").astype(np.int64)
    length = (first + 1).astype("datetime64[D]").astype(np.int64) - begins
    return begins + np.minimum(into, length - 1), inside


def _working_days(
    days: Integers, known: Flags, count: int, calendar: WorkingCalendar
) -> tuple[Integers, Flags]:
    """The day of which so many working days come after (or before) each day."""
    inside = np.ones(len(days), np.bool_)
    if count == 0 or not known.any():
        return days, inside
    low, high = int(days[known].min()), int(days[known].max())
    reach = 2 * abs(count) + 30
    while True:
        first, last = max(_FIRST, low - reach), min(_LAST, high + reach)
        worked = _worked(first, last, calendar)
        places = np.clip(days, low, high) - first
        wanted = worked[places] + count if count > 0 else worked[np.maximum(places - 1, 0)] + count + 1
        if count < 0:
            wanted = np.where(places > 0, wanted, count + 1)
        inside = (wanted >= 1) & (wanted <= worked[-1])
        is_whole = (first, last) == (_FIRST, _LAST)
        is_enough = last == _LAST if count > 0 else first == _FIRST
        if is_whole or is_enough or inside[known].all():
            return first + np.searchsorted(worked, wanted), inside
        reach *= 2


def _worked(first: int, last: int, calendar: WorkingCalendar) -> Integers:
    """How many working days there are from `first` up to each day: Monday to Friday but for days named."""
    flags = np.arange(first + _WEEKDAY_ZERO, last + _WEEKDAY_ZERO + 1) % _WEEK < _WORKED
    for day, is_working in {**calendar.notices, **calendar.overrides}.items():
        if first <= number_of(day) <= last:
            flags[number_of(day) - first] = is_working
    return cast("Integers", np.cumsum(flags, dtype=np.int64))

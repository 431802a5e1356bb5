"""Due days follow the calendar of 2025: the National Day holiday ran from 1 to 8 October."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.cadence import Cadence, Period, Rhythm, Shift
from guatu.kernel.working_days import WorkingCalendar

OFFICIAL = WorkingCalendar.official()
MONDAY = date(2025, 9, 1)
RHYTHMS = st.sampled_from(Rhythm)


def cadence(rhythm: Rhythm, *, weekday: int = 5, day: int = 0, shift: Shift = Shift.BEFORE) -> Cadence:
    return Cadence(rhythm=rhythm, anchor=MONDAY, weekday=weekday, day=day, shift=shift)


@pytest.mark.parametrize(
    ("shift", "due"),
    [
        (Shift.NONE, [date(2025, 9, 26), date(2025, 10, 3), date(2025, 10, 10)]),
        (Shift.BEFORE, [date(2025, 9, 26), date(2025, 9, 30), date(2025, 10, 10)]),
        (Shift.AFTER, [date(2025, 9, 26), date(2025, 10, 9), date(2025, 10, 10)]),
    ],
)
def test_a_friday_in_the_holiday_stays_comes_forward_or_moves_on(shift: Shift, due: list[date]) -> None:
    weekly = cadence(Rhythm.WEEKLY, shift=shift)

    assert weekly.due_days(date(2025, 9, 22), date(2025, 10, 12), OFFICIAL) == due


def test_two_thursdays_that_the_holiday_moves_to_one_day_are_one() -> None:
    weekly = cadence(Rhythm.WEEKLY, weekday=4, shift=Shift.AFTER)

    assert weekly.period(date(2025, 10, 5), OFFICIAL) == Period(date(2025, 9, 26), date(2025, 10, 9))
    assert weekly.period(date(2025, 10, 10), OFFICIAL) == Period(date(2025, 10, 10), date(2025, 10, 16))


def test_a_week_begins_on_the_day_after_the_last_one_was_due() -> None:
    weekly = cadence(Rhythm.WEEKLY)
    week = weekly.period(date(2025, 9, 17), OFFICIAL)

    assert week == Period(date(2025, 9, 13), date(2025, 9, 19))
    assert weekly.before(week, OFFICIAL) == Period(date(2025, 9, 6), date(2025, 9, 12))
    assert date(2025, 9, 13) in week
    assert date(2025, 9, 20) not in week


def test_a_fortnight_is_due_in_its_second_week() -> None:
    found = cadence(Rhythm.FORTNIGHTLY, shift=Shift.NONE).due_days(MONDAY, date(2025, 10, 10), OFFICIAL)

    assert found == [date(2025, 9, 12), date(2025, 9, 26), date(2025, 10, 10)]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (0, [date(2025, 2, 15), date(2025, 2, 28)]),
        (5, [date(2025, 2, 5), date(2025, 2, 20)]),
        (14, [date(2025, 2, 14), date(2025, 2, 28)]),
        (15, [date(2025, 2, 15), date(2025, 2, 28)]),
    ],
)
def test_a_half_month_is_due_on_its_day_or_its_last(day: int, due: list[date]) -> None:
    half = cadence(Rhythm.HALF_MONTHLY, day=day, shift=Shift.NONE)

    assert half.due_days(date(2025, 2, 1), date(2025, 2, 28), OFFICIAL) == due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (0, [date(2025, 10, 31), date(2025, 11, 28)]),  # 30 November is a Sunday
        (31, [date(2025, 10, 31), date(2025, 11, 28)]),
        (5, [date(2025, 9, 30), date(2025, 11, 5)]),  # 5 October lies in the holiday
        (25, [date(2025, 10, 24), date(2025, 11, 25)]),  # 25 October is a Saturday
    ],
)
def test_a_month_is_due_on_its_day_or_its_last_by_the_working_days(day: int, due: list[date]) -> None:
    first = date(2025, 9, 30) if day == 5 else date(2025, 10, 1)

    assert cadence(Rhythm.MONTHLY, day=day).due_days(first, date(2025, 11, 30), OFFICIAL) == due


@given(
    rhythm=RHYTHMS,
    weekday=st.integers(1, 7),
    day=st.integers(0, 31),
    shift=st.sampled_from(Shift),
    on=st.dates(date(2006, 1, 1), date(2035, 12, 31)),
)
def test_every_day_lies_in_one_period_and_the_periods_adjoin(
    rhythm: Rhythm, weekday: int, day: int, shift: Shift, on: date
) -> None:
    given_ = cadence(rhythm, weekday=weekday, day=day, shift=shift)
    found = given_.period(on, OFFICIAL)

    assert on in found
    assert given_.period(found.first, OFFICIAL) == given_.period(found.last, OFFICIAL) == found
    assert given_.before(found, OFFICIAL).last == found.first - timedelta(days=1)
    assert shift == Shift.NONE or OFFICIAL.is_working(found.last)

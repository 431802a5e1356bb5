"""Expected days follow the holiday notices of the State Council for 2024 and 2025."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.working_days import WorkingCalendar

DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2035, 12, 31))
OFFICIAL = WorkingCalendar.official()


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2025, 9, 28), True),  # a Sunday worked for the National Day week
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),  # the last day of that holiday, a Wednesday
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # the second make-up Saturday
        (date(2025, 1, 28), False),  # the eve of the Spring Festival, a holiday since 2025
        (date(2024, 2, 9), True),  # the year before, the eve was an ordinary Friday
        (date(2025, 6, 14), False),
    ],
)
def test_holidays_and_make_up_days_follow_the_notices(day: date, *, is_working: bool) -> None:
    assert OFFICIAL.is_working(day) is is_working


def test_five_working_days_from_the_eve_of_the_national_day_reach_past_the_holiday() -> None:
    assert OFFICIAL.add(date(2025, 9, 30), 5) == date(2025, 10, 14)  # 9, 10, 11, 13, 14 October


def test_the_day_itself_is_not_counted() -> None:
    assert OFFICIAL.add(date(2025, 6, 9), 0) == date(2025, 6, 9)
    assert OFFICIAL.add(date(2025, 6, 9), 1) == date(2025, 6, 10)
    assert OFFICIAL.count(date(2025, 6, 9), date(2025, 6, 9)) == 0


def test_a_term_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        OFFICIAL.add(date(2025, 6, 9), -1)


def test_counting_backwards_is_negative() -> None:
    assert OFFICIAL.count(date(2025, 6, 13), date(2025, 6, 9)) == -4


def test_a_day_decided_by_the_office_wins_over_the_notice() -> None:
    shifted = OFFICIAL.with_overrides({date(2025, 10, 9): False, date(2025, 10, 8): True})

    assert not shifted.is_working(date(2025, 10, 9))
    assert shifted.is_working(date(2025, 10, 8))
    assert OFFICIAL.is_working(date(2025, 10, 9))


def test_a_later_decision_replaces_an_earlier_one_and_keeps_the_others() -> None:
    calendar = OFFICIAL.with_overrides({date(2025, 6, 9): False, date(2025, 6, 10): False})
    calendar = calendar.with_overrides({date(2025, 6, 9): True})

    assert calendar.is_working(date(2025, 6, 9))
    assert not calendar.is_working(date(2025, 6, 10))


def test_a_year_without_a_notice_goes_by_weekdays_and_says_so() -> None:
    assert OFFICIAL.covers(2025)
    assert not OFFICIAL.covers(2040)
    assert OFFICIAL.is_working(date(2040, 10, 1))  # a Monday; the holiday is not yet decreed
    assert not OFFICIAL.is_working(date(2040, 10, 6))
    assert OFFICIAL.provisional_years(date(2025, 12, 1), date(2026, 1, 5)) == ()
    assert WorkingCalendar().provisional_years(date(2025, 12, 1), date(2027, 1, 5)) == (2025, 2026, 2027)


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_adding_ends_on_a_working_day_and_counting_gives_the_term_back(day: date, n: int) -> None:
    end = OFFICIAL.add(day, n)

    assert OFFICIAL.is_working(end)
    assert OFFICIAL.count(day, end) == n


@given(DAYS, st.integers(min_value=0, max_value=30), st.integers(min_value=0, max_value=30))
def test_two_terms_in_a_row_are_one_longer_term(day: date, n: int, m: int) -> None:
    assert OFFICIAL.add(OFFICIAL.add(day, n), m) == OFFICIAL.add(day, n + m)


@given(DAYS, st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=200))
def test_counts_of_neighbouring_stretches_add_up(day: date, a: int, b: int) -> None:
    middle, end = day + timedelta(days=a), day + timedelta(days=a + b)

    assert OFFICIAL.count(day, middle) + OFFICIAL.count(middle, end) == OFFICIAL.count(day, end)
    assert OFFICIAL.count(end, day) == -OFFICIAL.count(day, end)


@given(named=st.sets(DAYS, max_size=5), day=DAYS, is_working=st.booleans())
def test_only_the_days_named_in_the_table_change(*, named: set[date], day: date, is_working: bool) -> None:
    changed = OFFICIAL.with_overrides(dict.fromkeys(named, is_working))

    assert changed.is_working(day) is (is_working if day in named else OFFICIAL.is_working(day))


def test_the_table_of_holidays_is_loaded_only_when_asked_for() -> None:
    code = "import sys, guatu.kernel.working_days; print('chinese_calendar' in sys.modules)"
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code

    assert answer.stdout.strip() == "False"

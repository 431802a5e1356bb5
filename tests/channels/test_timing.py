"""When something may be sent: night, days off, the day's one mail."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import make_aware

from guatu.channels.timing import NIGHT, next_digest, next_moment
from guatu.kernel.working_days import WorkingCalendar

FRIDAY = date(2026, 3, 6)
OFF = WorkingCalendar.official().with_overrides({date(2026, 3, 9): False})
"""The Monday after is a day off by the county's own decision."""


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return make_aware(datetime(2026, 3, day, hour, minute))  # noqa: DTZ001 - made aware in the county's zone


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (moment(6, 10, 5), moment(6, 10, 5)),
        (moment(6, 7, 59), moment(6, 8)),
        (moment(6, 8), moment(6, 8)),
        (moment(6, 20), moment(10, 8)),
        (moment(5, 23, 30), moment(6, 8)),
        (moment(7, 12), moment(10, 8)),
    ],
)
def test_night_and_days_off_put_it_off_to_the_next_working_morning(at: datetime, due: datetime) -> None:
    assert next_moment(at, quiet=NIGHT, calendar=OFF) == due


def test_who_wants_it_on_days_off_has_it_there_but_not_at_night() -> None:
    assert next_moment(moment(7, 12), quiet=NIGHT, calendar=None) == moment(7, 12)
    assert next_moment(moment(7, 21), quiet=NIGHT, calendar=None) == moment(8, 8)


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    assert next_moment(moment(6, 12, 30), quiet=(time(12), time(14)), calendar=None) == moment(6, 14)
    assert next_moment(moment(6, 3), quiet=(time(0), time(0)), calendar=None) == moment(6, 3)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (moment(6, 8), moment(6, 8, 30)),
        (moment(6, 8, 30), moment(10, 8, 30)),
        (moment(5, 17), moment(6, 8, 30)),
    ],
)
def test_the_day_s_one_mail_goes_in_the_morning_of_a_working_day(at: datetime, due: datetime) -> None:
    assert next_digest(at, calendar=OFF) == due

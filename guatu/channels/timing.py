"""When something may be sent: not at night, not on days off, once a day where that is wished."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.timezone import localtime, make_aware

from guatu.kernel.working_days import WorkingCalendar

DIGEST_AT: Final = time(8, 30)
NIGHT: Final = (time(20), time(8))
"""When chat groups are left in peace."""


def next_moment(at: datetime, *, quiet: tuple[time, time], calendar: WorkingCalendar | None) -> datetime:
    """The first moment from `at` on that is not quiet; with a calendar it is on a working day."""
    local = localtime(at)
    if _is_quiet(local.time(), quiet):
        day = local.date() if local.time() < quiet[1] else local.date() + timedelta(days=1)
        local = make_aware(datetime.combine(day, quiet[1]))
    if calendar is None or calendar.is_working(local.date()):
        return local
    return make_aware(datetime.combine(_next_working(calendar, local.date()), quiet[1]))


def next_digest(at: datetime, *, calendar: WorkingCalendar | None) -> datetime:
    """When the day's one mail goes that tells of what came until `at`."""
    local = localtime(at)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    if calendar is not None and not calendar.is_working(day):
        day = _next_working(calendar, day)
    return make_aware(datetime.combine(day, DIGEST_AT))


def _is_quiet(now: time, quiet: tuple[time, time]) -> bool:
    """Whether it lies in the quiet hours, which may go over midnight; the same hour twice is none."""
    begins, ends = quiet
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def _next_working(calendar: WorkingCalendar, day: date) -> date:
    return next(found for n in range(60) if calendar.is_working(found := day + timedelta(days=n)))

"""The year of the demonstration: working days before and after its day, and moments within them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from guatu.kernel.working_days import WorkingCalendar

_COUNTY: Final = timedelta(hours=8)
"""The county keeps China's time, eight hours before UTC, all the year."""
_EVENING: Final = 18 * 60
"""The minute of the day by which the last thing of a day has happened."""


@dataclass(frozen=True, slots=True)
class Days:
    """The day of the demonstration, the moment at which it is filled, and which days are worked."""

    on: date
    now: datetime
    calendar: WorkingCalendar

    def ago(self, days: int) -> date:
        """The working day so many days before, or the one before that; negative days lie ahead."""
        return self.worked(self.on - timedelta(days=days))

    def worked(self, day: date) -> date:
        """The day, or the last working day before it."""
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def before(self, day: date, working_days: int) -> date:
        """The n-th working day before a day."""
        for _ in range(working_days):
            day = self.worked(day - timedelta(days=1))
        return day

    def after(self, day: date, working_days: int) -> date:
        """The n-th working day after a day, yet never after the day of the demonstration's last work."""
        return min(self.calendar.add(day, working_days), max(self.last, day))

    @property
    def last(self) -> date:
        """The last working day that has come: today, or Friday on a Sunday."""
        return self.worked(self.on)

    def moment(self, day: date, minute: int, second: int = 0) -> datetime:
        """A minute of a day in the county; today's are drawn together, so that none lies ahead of now."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - _COUNTY
        seconds = minute * 60 + second
        gone = (self.now - midnight).total_seconds()
        if gone < _EVENING * 60:
            return midnight + timedelta(seconds=max(0, int(gone * seconds / (_EVENING * 60))))
        return midnight + timedelta(seconds=seconds)

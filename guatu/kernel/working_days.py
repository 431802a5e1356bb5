"""Working days by the yearly holiday notices of the State Council, and what an office corrects by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Self

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def _nothing() -> Mapping[date, bool]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked. A year without an official notice is provisional: Monday to Friday count."""

    years: frozenset[int] = frozenset()
    """The years whose holidays and make-up days are known."""
    notices: Mapping[date, bool] = field(default_factory=_nothing, hash=False, repr=False)
    """Days that the notices name: False for a holiday, True for a make-up working day."""
    overrides: Mapping[date, bool] = field(default_factory=_nothing, hash=False)
    """Days that an office decided itself; they win over the notices."""

    @staticmethod
    def official() -> "WorkingCalendar":
        """The notices as the chinesecalendar package holds them."""
        return _official()

    def with_overrides(self, overrides: Mapping[date, bool]) -> Self:
        """The same calendar with more days decided by hand; a day named again takes the new value."""
        return replace(self, overrides=MappingProxyType({**self.overrides, **overrides}))

    def is_working(self, day: date) -> bool:
        decided = self.overrides.get(day, self.notices.get(day))
        return day.weekday() < _SATURDAY if decided is None else decided

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself is not counted; `day` where n is 0."""
        if n < 0:
            raise ValueError(n)
        while n:
            day += _ONE_DAY
            n -= self.is_working(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative where `last` comes before `first`."""
        if last < first:
            return -self.count(last, first)
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def covers(self, year: int) -> bool:
        """Whether the notice of that year is known; if not, its days are provisional."""
        return year in self.years

    def provisional_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years from `first` to `last` that go by weekdays alone and must be recounted one day."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.covers(year))


@cache
def _official() -> WorkingCalendar:
    from chinese_calendar import constants  # here, for most documents never count a working day

    named = dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
    years = frozenset(day.year for day in constants.holidays)
    return WorkingCalendar(years=years, notices=MappingProxyType(named))

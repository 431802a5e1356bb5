"""What the words around a time already settled: the base day, the year, the month."""

from dataclasses import dataclass
from datetime import date
from re import Match

from guatu.kernel.numbers import parse_number
from guatu.kernel.working_days import WorkingCalendar

_SHIFTS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "本年度": 0, "明年": 1, "来年": 1}
_AFTER_STATED = {"同年": 0, "当年": 0, "当年度": 0, "次年": 1, "翌年": 1}


@dataclass(slots=True)
class Frame:
    """The state of reading one text from left to right."""

    base: date | None
    year: int | None
    calendar: WorkingCalendar | None
    stated_year: int | None = None
    """The year named last, for 同年 and 次年."""
    sentence_year: int | None = None
    """The year that later months of this sentence share."""
    sentence_month: tuple[int, int] | None = None
    """Year and month that later days of this sentence share."""
    in_range: bool = False
    """Whether the words end a range, so that a bare 30日 is a time."""

    @property
    def own_year(self) -> int | None:
        """The year of the document."""
        if self.year is not None:
            return self.year
        return self.base.year if self.base else None

    @property
    def working_calendar(self) -> WorkingCalendar:
        return self.calendar or WorkingCalendar.official()

    def new_sentence(self) -> None:
        self.sentence_year = self.sentence_month = None

    def year_of(self, match: Match[str]) -> int | None:
        """The year that a match names (groups `y` and `ry`), or else the one in force."""
        if written := match["y"]:
            year = number(written)
            self.stated_year = year if year > 99 else 2000 + year
            return self.stated_year
        if relative := match["ry"]:
            return self._relative_year(relative)
        return self.sentence_year or self.own_year

    def year_is_assumed(self, match: Match[str]) -> bool:
        return not (match["y"] or match["ry"] or self.sentence_year)

    def _relative_year(self, word: str) -> int | None:
        if word in _AFTER_STATED:
            origin, shift = self.stated_year or self.own_year, _AFTER_STATED[word]
        else:
            origin, shift = self.own_year, _SHIFTS[word]
        return None if origin is None else origin + shift

    def share(self, match: Match[str], year: int | None, month: int | None = None) -> None:
        """Let the rest of the sentence take over a year named with a month, unless it is past."""
        named = match["y"] or match["ry"]
        if named and year and year >= (self.own_year or year):
            self.sentence_year = year
        if year and month:
            self.sentence_month = (year, month)


def number(written: str) -> int:
    """A whole number of digits or Chinese numerals that a pattern has already vetted."""
    if written.isdecimal():
        return int(written)
    return int(parse_number(written) or 0)

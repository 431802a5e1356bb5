"""A deadline as it is typed: a day of the calendar or the words of a document, with what to mind about it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django import forms

from guatu.kernel.days import find_times
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.models import Item
from guatu.web.shell import day_words

DueKind = Item.DueKind
_PLAIN: Final = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?$")
_KINDS: Final = (
    (re.compile("长期"), DueKind.LONG_TERM),
    (re.compile("立行立改|立即|即知即改|马上"), DueKind.IMMEDIATE),
    (re.compile("每(?:年|季|月|周|旬|日|半)|定期"), DueKind.RECURRING),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a typed deadline means."""

    text: str
    kind: DueKind
    day: date | None = None

    def words(self, today: date, calendar: WorkingCalendar) -> str:
        """The day in full with what is left of it, for the hint below the field."""
        if self.day is None:
            return f"{self.kind.label}，没有固定日期"
        left = (self.day - today).days
        told = f"{self.day:%Y} 年 {day_words(self.day)}，" + (f"还有 {left} 天" if left > 0 else "就是今天")
        return told if calendar.is_working(self.day) else f"{told}。{_rest_words(self.day, calendar)}"


def said(text: str, *, today: date, calendar: WorkingCalendar) -> Said | None:
    """What the words mean; None where nothing in them is a time."""
    given = text.strip()
    if day := _plain(given, today):
        return Said(given, DueKind.DATED, day)
    phrases = find_times(given, base=today, year=today.year, calendar=calendar)
    days = [
        one.last_day
        for one in phrases
        if one.last_day and not one.superseded and one.precision != "recurrence"
    ]
    if days:
        return Said(given, DueKind.DATED, days[-1])
    kind = next((kind for pattern, kind in _KINDS if pattern.search(given)), None)
    return Said(given, kind) if kind else None


def _plain(given: str, today: date) -> date | None:
    match = _PLAIN.match(given)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year or today.year), int(month), int(day))
    except ValueError:
        return None


def _rest_words(day: date, calendar: WorkingCalendar) -> str:
    before, after = day, day
    while not calendar.is_working(before):
        before -= timedelta(days=1)
    while not calendar.is_working(after):
        after += timedelta(days=1)
    return f"当天不上班，可改为 {before.month}-{before.day} 或 {after.month}-{after.day}"


class SaidField(forms.CharField):
    """A deadline in words or as a day; its value is a `Said`, or None for an empty one."""

    def __init__(
        self, *, today: date, calendar: WorkingCalendar, must_be_day: bool = False, **kwargs: object
    ) -> None:
        super().__init__(max_length=80, **kwargs)  # type: ignore[arg-type]
        self.today, self.calendar, self.must_be_day = today, calendar, must_be_day

    def clean(self, value: object) -> Said | None:
        text = super().clean(value)
        if not text:
            return None
        found = said(text, today=self.today, calendar=self.calendar)
        if found is None or (self.must_be_day and found.day is None):
            raise forms.ValidationError(f"“{text}”看不出是哪一天，可写 2026-09-30、6月底前、收文后两个月内")
        if found.day is not None and found.day < self.today:
            again = _next_year(found.day, self.today)
            raise forms.ValidationError(f"{found.day} 已经过去，可改为 {again}，或写明年份")
        return found


def _next_year(day: date, today: date) -> date:
    year = today.year if (today.month, today.day) <= (day.month, day.day) else today.year + 1
    return (
        day.replace(year=year, day=min(day.day, 28))
        if (day.month, day.day) == (2, 29)
        else day.replace(year=year)
    )

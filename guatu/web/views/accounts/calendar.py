"""The working days of a year: the notices, and what the county decided itself."""

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Final, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guatu.accounts import permissions
from guatu.accounts.models import CalendarDay
from guatu.http.requests import Request
from guatu.kernel.working_days import WorkingCalendar
from guatu.web.shell import Crumb
from guatu.web.views.accounts.acts import Button, shown
from guatu.web.views.accounts.dialogs import answer
from guatu.web.views.accounts.forms.offices import DecideDay
from guatu.web.views.accounts.places import frame, tabs

_FIRST: Final = 2004
_AHEAD: Final = 5
_SATURDAY: Final = 5
Look = Literal["work", "weekend", "holiday", "makeup"]
_WORDS: Final = {"holiday": "休", "makeup": "班"}
_SAID: Final = {"work": "上班", "weekend": "周末", "holiday": "放假", "makeup": "调休上班"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A square of the calendar."""

    day: date
    look: Look
    mark: str
    is_own: bool
    is_today: bool
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in weeks from Monday; None stands for days of other months."""

    label: str
    working: int
    weeks: Sequence[Sequence[Day | None]]


@require_safe
def calendar(request: Request) -> HttpResponse:
    """A year, month by month."""
    clock = request.clock
    year = _year(request)
    may = permissions.may_keep_calendar(clock.by) and clock.as_of is None
    decided = {one.day: one for one in CalendarDay.objects.filter(day__year=year).order_by("day")}
    shown_months = list(_months(clock.calendar, year, decided, today=clock.on, may=may))
    decide = Button(label="登记调整", url=reverse("web:calendar-decide"), icon="add", kind="primary", key="N")
    context = {
        "shell": frame(request, "calendar", Crumb("工作日")),
        "tabs": tabs(request, "calendar"),
        "year": year,
        "years": _years(year, clock.on.year),
        "is_provisional": not clock.calendar.covers(year),
        "months": shown_months,
        "working": sum(one.working for one in shown_months),
        "decided": list(decided.values()),
        "acts": shown(request, [decide], may=may),
    }
    return render(request, "web/accounts/calendar.html", context)


def _year(request: Request) -> int:
    given = request.GET.get("year", "")
    if not given:
        return request.clock.day.year
    if not (given.isascii() and given.isdecimal() and len(given) == len(str(MAXYEAR))):
        raise Http404
    year = int(given)
    if not _FIRST <= year <= request.clock.on.year + _AHEAD:
        raise Http404
    return year


def _years(year: int, now: int) -> dict[str, int]:
    """The years before and after, where there are any."""
    return {
        "before": year - 1 if year > _FIRST else 0,
        "after": year + 1 if year < now + _AHEAD else 0,
    }


def _months(
    working: WorkingCalendar, year: int, decided: dict[date, CalendarDay], *, today: date, may: bool
) -> Iterator[Month]:
    for number in range(1, 13):
        weeks = [
            [_day(day, working, decided, today, may=may) if day.month == number else None for day in week]
            for week in months.Calendar().monthdatescalendar(year, number)
        ]
        count = sum(working.is_working(one.day) for week in weeks for one in week if one)
        yield Month(label=f"{number}月", working=count, weeks=weeks)


def _day(
    day: date, working: WorkingCalendar, decided: dict[date, CalendarDay], today: date, *, may: bool
) -> Day:
    own, is_working, is_weekend = decided.get(day), working.is_working(day), day.weekday() >= _SATURDAY
    look: Look = "makeup" if is_working and is_weekend else "work"
    if not is_working:
        is_named = day in working.notices or own is not None or not is_weekend
        look = "holiday" if is_named else "weekend"
    said = f"{day.month}月{day.day}日 {_SAID[look]}"
    return Day(
        day=day,
        look=look,
        mark=_WORDS.get(look, ("班" if is_working else "休") if own else ""),
        is_own=own is not None,
        is_today=day == today,
        title=f"{said}，依据 {own.note}" if own else said,
        url=f"{reverse('web:calendar-decide')}?day={day}" if may else "",
    )


@require_http_methods(["GET", "POST"])
def decide(request: Request) -> HttpResponse:
    """Decide whether a day is worked."""
    given = request.GET.get("day", "")[:4]
    back = reverse("web:calendar") + (f"?year={given}" if given.isdecimal() else "")
    return answer(request, DecideDay, None, back=back, current="calendar")

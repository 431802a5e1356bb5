"""The working days: the notices of a year, and what the county decided itself."""

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.accounts.actions import calendar as deeds
from guatu.accounts.models import CalendarDay, Role
from guatu.accounts.permissions import may_keep_calendar
from guatu.accounts.queries import working_calendar
from guatu.api import keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.shapes.base import Asking, Day, Given, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request

router = Router(tags=["工作日"])


class YearAsked(Asking):
    """Which year."""

    year: Annotated[int, Field(ge=2004, le=2100)] | None = Field(None, description="不写为今年")


class DayTold(Told):
    """A day that is not what its weekday says."""

    day: Day
    is_working: bool
    note: str = Field(description="依据；空为国务院办公厅的放假安排")


class CalendarTold(Told):
    """A year of working days."""

    year: int
    is_provisional: bool = Field(description="当年放假安排还没有收录，暂按周一至周五计")
    days: list[DayTold] = Field(description="放假、调休和本地登记的日子；其余按星期")


class DayDecided(Given):
    """Whether a day is worked, and by which paper."""

    day: date
    is_working: bool
    note: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="依据：文件名称和文号")


@router.get("/calendar", response=answers(CalendarTold), summary="工作日")
def calendar(request: Request, asked: Query[YearAsked]) -> HttpResponse:
    asked.refuse_unknown(request)
    return _told(asked.year or request.clock.day.year)


def _told(year: int) -> HttpResponse:
    working = working_calendar()
    decided = {one.day: one for one in CalendarDay.objects.filter(day__year=year)}
    named = {on: (is_working, "") for on, is_working in working.notices.items() if on.year == year}
    named |= {on: (one.is_working, one.note) for on, one in decided.items()}
    days = [
        {"day": day(on), "is_working": is_working, "note": note}
        for on, (is_working, note) in sorted(named.items())
    ]
    return answered({"year": year, "is_provisional": not working.covers(year), "days": days})


@router.post(
    "/calendar/days",
    response=answers(CalendarTold),
    summary="登记工作日调整",
    openapi_extra={"parameters": [ONCE]},
)
def decide_day(request: Request, body: DayDecided) -> HttpResponse:
    """由任一办公室的管理员办理；还在计的期限次日重算。"""
    clock = request.clock
    if not may_keep_calendar(clock.by):
        raise Absent
    deed = clock.registry_deed(Role.Kind.ADMINISTRATOR)

    def do() -> None:
        deeds.decide(**body.model_dump(), **deed)

    def told() -> HttpResponse:
        return _told(body.day.year)

    return keys.only_once(request, do, told) or told()

"""What was asked of each unit in a month, and by whom."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.accounts.models import Role
from guatu.accounts.permissions import divisions_seen_by
from guatu.api.answers import answered
from guatu.api.shapes.base import Asking, Named, Told, answers
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.queries import burden
from guatu.ledgers.queries.burden import Burden

router = Router(tags=["基层负担"])


class Share(Told):
    """So many of the askings."""

    name: str
    times: int


class BurdenTold(Told):
    """What was asked of one unit."""

    unit: Named
    times: int
    items: int
    fields: int = Field(description="要填的栏数，按每类的起步值")
    minutes: int = Field(description="约用时，按每类的起步值")
    is_over: bool = Field(description="超过限额")
    by_office: list[Share]
    by_kind: list[Share] = Field(description="类别的代码，如 urged、period")


class Burdens(Told):
    """The most burdened first."""

    month: str
    cap: int
    units: list[BurdenTold]


class BurdensAsked(Asking):
    """Of which month."""

    month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$", description="如 2026-03；不写为本月")


@router.get("/burden", response=answers(Burdens), summary="各单位一个月被要数的情况")
def burdens(request: Request, asked: Annotated[BurdensAsked, Query()]) -> HttpResponse:
    """任职办公室所在区划及以下的单位。"""
    asked.refuse_unknown(request)
    who = request.clock.by
    if not who.offices(*Role.IN_OFFICE):
        raise Absent
    first = _first(asked.month) if asked.month else request.clock.on.replace(day=1)
    seen = divisions_seen_by(who)
    found = [_told(one) for one in burden.of_month(first) if one.unit.division_id in seen]
    return answered({"month": f"{first:%Y-%m}", "cap": burden.rules().cap, "units": found})


def _first(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as wrong:
        raise Malformed({"month": "没有这个月份"}) from wrong


def _told(one: Burden) -> dict[str, Any]:
    return {
        "unit": {"id": one.unit.pk, "name": one.unit.name},
        "times": one.times,
        "items": one.items,
        "fields": one.fields,
        "minutes": one.minutes,
        "is_over": one.is_over,
        "by_office": _shares(one.by_office),
        "by_kind": _shares(one.by_kind),
    }


def _shares(counted: dict[str, int]) -> list[dict[str, Any]]:
    order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"name": name, "times": times} for name, times in order]

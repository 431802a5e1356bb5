"""What somebody owes today: to sign, report, review, verify, approve or answer."""

from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from guatu.api.answers import answered, day, decimal
from guatu.api.shapes.base import Day, Figure, ItemNamed, Told, answers
from guatu.api.telling import event_of
from guatu.http.requests import Request
from guatu.ledgers.queries import duties
from guatu.ledgers.queries.duty import Duty

router = Router(tags=["本人"])


class DutyTold(Told):
    """One thing that is to be done."""

    event: str = Field(description="等着办的事；办理时地址的最后一段")
    item: ItemNamed
    when: str = Field(description="today 今天、soon 七天内、later 以后")
    deadline: Day | None
    since: Day | None
    row_id: int | None = Field(description="所涉的承办、申请或清单")
    count: int
    unit_id: int | None
    unit: str
    principal: str = Field(description="代谁办理")
    progress: int
    achieved: Figure | None
    target: Figure | None
    quantity_unit: str
    is_returned: bool
    note: str


class Duties(Told):
    """The most pressing first."""

    duties: list[DutyTold]


@router.get("/me/duties", response=answers(Duties), summary="我的待办、待核查")
def my_duties(request: Request) -> HttpResponse:
    """待核查的是其中 event 为 close_verified 的。"""
    clock = request.clock
    return answered({"duties": [duty_told(one) for one in duties.of(clock.by, on=clock.on)]})


def duty_told(one: Duty) -> dict[str, Any]:
    """One duty as plain values."""
    item = one.item
    return {
        "event": event_of(one.event),
        "item": {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id},
        "when": str(one.when),
        "deadline": day(one.deadline),
        "since": day(one.since),
        "row_id": one.row,
        "count": one.count,
        "unit_id": one.unit_id,
        "unit": one.unit_name,
        "principal": one.principal,
        "progress": one.progress,
        "achieved": decimal(one.achieved),
        "target": decimal(one.target),
        "quantity_unit": one.quantity_unit,
        "is_returned": one.is_returned,
        "note": one.note,
    }

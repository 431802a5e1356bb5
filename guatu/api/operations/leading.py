"""The leader's screen in one answer: what waits for his word, what is stuck, how it stands, what he said."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from guatu.accounts.models import Role
from guatu.api.answers import answered, day
from guatu.api.operations.work import DutyTold, duty_told
from guatu.api.shapes.base import Day, ItemNamed, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.queries import duties, leading
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.leading import Said, Trouble

router = Router(tags=["本人"])


class DecisionTold(DutyTold):
    """What waits for the leader's word, and what is said about it."""

    statement: str = Field(description="承办单位的销号说明，或办结报告的正文")


class StuckTold(Told):
    """An item that is overdue, or of which a unit says what holds it up."""

    item: ItemNamed
    deadline: Day | None
    unit: str
    why: str
    urged: int


class LineTold(Told):
    """How the items of one unit stand; the sum of all of them without a unit."""

    unit_id: int | None
    unit: str
    open: int
    overdue: int
    near: int
    closed: int


class SaidTold(Told):
    """The leader's words on an item, and what came of them."""

    id: int
    item: ItemNamed
    words: str
    given_on: Day
    reply_by: Day | None
    is_late: bool = Field(description="过了回报期限还没有呈报")
    report_id: int | None
    read_on: Day | None


class Decisions(Told):
    """The leader's screen."""

    decisions: list[DecisionTold] = Field(description="等得最久的在前；办理用各自的地址")
    stuck: list[StuckTold]
    is_own: bool = Field(description="合计的是本人牵头、包保的；否则是看得到的全部")
    total: LineTold
    units: list[LineTold]
    said: list[SaidTold]


@router.get("/decisions", response=answers(Decisions), summary="待我定")
def decisions(request: Request) -> HttpResponse:
    """领导的屏幕；不是领导的答 404。"""
    who, on = request.clock.by, request.clock.on
    if not who.offices(Role.Kind.LEADER):
        raise Absent
    mine = leading.decisions(duties.of(who, on=on), on=on)
    closing = [one for one in mine if one.event == Event.CLOSE_APPROVED]
    reported = [one for one in mine if one.event == Event.CLOSING_REPORT_READ]
    statements, reports = leading.statements(closing), leading.reports(reported)
    stuck = leading.stuck(who, on=on, beside=[one.item.pk for one in mine])
    troubles, board = leading.troubles(stuck), leading.board(who, on=on)
    return answered(
        {
            "decisions": [_decision(one, statements, reports) for one in mine],
            "stuck": [_stuck(one, troubles.get(one.pk, Trouble())) for one in stuck],
            "is_own": board.is_own,
            "total": asdict(board.total),
            "units": [asdict(one) for one in board.units],
            "said": [_said(one, on) for one in leading.said(who)],
        }
    )


def _decision(one: Duty, statements: Mapping[int, str], reports: Mapping[int, str]) -> dict[str, Any]:
    said = {Event.CLOSE_APPROVED: statements, Event.CLOSING_REPORT_READ: reports}.get(one.event, {})
    return duty_told(one) | {"statement": said.get(one.row or 0, "")}


def _stuck(item: Item, trouble: Trouble) -> dict[str, Any]:
    return {"item": _item(item), "deadline": day(item.deadline), **asdict(trouble)}


def _said(one: Said, on: date) -> dict[str, Any]:
    given, report = one.instruction, one.report
    return {
        "id": given.pk,
        "item": _item(given.item),
        "words": given.words,
        "given_on": day(given.given_on),
        "reply_by": day(given.reply_by),
        "is_late": report is None and (given.reply_by or on) < on,
        "report_id": report.pk if report else None,
        "read_on": day(report.read_on) if report else None,
    }


def _item(item: Item) -> dict[str, Any]:
    return {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id}

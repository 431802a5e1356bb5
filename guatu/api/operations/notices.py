"""What somebody was told inside the application, and the receipts he gives."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.api.answers import answered, day, moment
from guatu.api.shapes.base import Asking, Day, Id, ItemNamed, Moment, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import receipts
from guatu.ledgers.queries import notices as told_of
from guatu.notices import queries
from guatu.notices.models import Notice

router = Router(tags=["本人"])
_MOST = 100


class NoticeTold(Told):
    """One thing that somebody was told; of what he no longer sees there is no item and there are no words."""

    id: int
    kind: str = Field(description="固定的代码，如 urged")
    label: str
    item: ItemNamed | None
    sign_off_id: int | None = Field(description="请审签的清单")
    meeting_id: int | None = Field(description="通知的是哪次会议")
    site_check_id: int | None = Field(description="请去的是哪次现场核查")
    unit_id: int | None = Field(description="告诉的是哪个单位的人")
    words: str
    day: Day | None = Field(description="快到期的是哪一天")
    made_at: Moment
    seen_at: Moment | None
    receipt_at: Moment | None
    is_over: bool = Field(description="所说的事已办结或移出")
    waits: bool = Field(description="待看，或待签收")
    needs_receipt: bool


class Notices(Told):
    """The latest first; `next` is where to read on."""

    waiting: int
    notices: list[NoticeTold]
    next: int | None


class NoticesAsked(Asking):
    """What is looked for."""

    waiting: bool = Field(default=False, description="只看待看、待签收的")
    before: Id | None = Field(None, description="上一页的 next")


@router.get("/me/notices", response=answers(Notices), summary="我的消息")
def my_notices(request: Request, asked: Annotated[NoticesAsked, Query()]) -> HttpResponse:
    """取回不算看过；看过以打开事项或签收为准。"""
    asked.refuse_unknown(request)
    who = request.clock.by
    found = queries.of_person(who.person_id, only_waiting=asked.waiting)
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    rows = list(found[: _MOST + 1])
    page = rows[:_MOST]
    return answered(
        {
            "waiting": queries.waiting(who.person_id),
            "notices": [_told(one) for one in told_of.told(who, page)],
            "next": page[-1].pk if len(rows) > _MOST else None,
        }
    )


class NoticesSeen(Told):
    """How many were new."""

    seen: int


@router.post("/me/notices/seen", response=answers(NoticesSeen), summary="全部标为已看")
def see_notices(request: Request) -> HttpResponse:
    """等签收的仍等签收。"""
    deed = request.clock.deed()
    return answered({"seen": receipts.see_all(by=deed["by"], at=deed["at"])})


@router.post("/me/notices/{notice_id}/receipt", response=answers(NoticeTold), summary="签收或知道了")
def give_receipt(request: Request, notice_id: Id) -> HttpResponse:
    """催办和批示的签收进留痕链；退回的只记“知道了”。"""
    try:
        notice = receipts.receive(pk=notice_id, **request.clock.deed())
    except Notice.DoesNotExist as absent:
        raise Absent from absent
    return answered(_told(told_of.told(request.clock.by, [notice])[0]))


def _told(told: told_of.Told) -> dict[str, Any]:
    one, item = told.notice, told.item
    named = item and {
        "id": item.pk,
        "number": item.number,
        "title": item.title,
        "ledger_id": item.ledger_id,
    }
    return {
        "id": one.pk,
        "kind": one.kind,
        "label": str(one.get_kind_display()),
        "item": named,
        "sign_off_id": told.sign_off.pk if told.sign_off else None,
        "meeting_id": told.meeting.pk if told.meeting else None,
        "site_check_id": told.site_check.pk if told.site_check else None,
        "unit_id": one.unit_id,
        "words": told.words,
        "day": day(one.day),
        "made_at": moment(one.made_at),
        "seen_at": moment(one.seen_at),
        "receipt_at": moment(one.receipt_at),
        "is_over": one.over_at is not None,
        "waits": one.waits,
        "needs_receipt": one.needs_receipt,
    }

"""Items: listed over all ledgers that somebody sees, or in one; one of them with all that its page shows."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import Field

from guatu.api import cursors, revisions, telling
from guatu.api.answers import answered
from guatu.api.auth import caller
from guatu.api.shapes import lists
from guatu.api.shapes.base import Asking, Id, answers
from guatu.api.shapes.items import ItemTold, TrailTold
from guatu.api.shapes.lists import Asked, ItemList
from guatu.history.timelines import PastDay
from guatu.http.errors import Absent
from guatu.http.handing_out import handed_out
from guatu.http.requests import Request
from guatu.ledgers import sights
from guatu.ledgers.queries import briefs, item_page, keyset, trail, visibility
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.keyset import Listing

router = Router(tags=["事项"])


class DayAsked(Asking):
    """Which day is looked at."""

    as_of: date | None = Field(None, description="看过去的某一天")
    known: Literal["now"] | None = Field(None, description="now 为按今天所知；不写为按当日所知")


KNOWN = {
    "parameters": [
        {
            "in": "header",
            "name": "If-None-Match",
            "required": False,
            "description": "上次答复的 ETag",
            "schema": {"type": "string", "maxLength": 200},
        }
    ]
}


@router.get("/items", response=answers(ItemList), summary="看得到的所有台账里的事项")
def items(request: Request, asked: Query[Asked]) -> HttpResponse:
    """筛选、排序同台账页面。接着读时把答复里的 next 作为 cursor 带回，其余不变。"""
    return listed(request, asked)


@router.get("/ledgers/{ledger_id}/items", response=answers(ItemList), summary="一本台账里的事项")
def ledger_items(request: Request, ledger_id: Id, asked: Query[Asked]) -> HttpResponse:
    """筛选、排序、接着读同 /items。"""
    if not visibility.ledgers(request.clock.by).filter(pk=ledger_id).exists():
        raise Absent
    return listed(request, asked, ledger=ledger_id)


def listed(request: Request, asked: Asked, *, ledger: int | None = None) -> HttpResponse:
    """A stretch of the list, and the word by which to read on."""
    asked.refuse_unknown(request)
    who, past, known = request.clock.by, request.clock.past, caller(request).heads
    wanted = Listing(
        who=who, heads=known, filters=asked.filters(), order=asked.order, ledger=ledger, past=past
    )
    after = cursors.read(asked.cursor, order=asked.order)
    found = keyset.stretch(wanted, after=after, limit=asked.limit)
    if past is not None:
        lines = briefs.then(who, ledger, found.pks, past)
    else:
        lines = briefs.read(who, found.pks, whole=keyset.whole_ledgers(who, known))
    names = briefs.names_of(lines, known)
    return answered(
        {
            "items": [lists.told(one, names) for one in lines],
            "next": cursors.written(found.place, order=asked.order),
        }
    )


@router.get(
    "/items/{item_id}", response=answers(ItemTold) | {304: None}, summary="一个事项", openapi_extra=KNOWN
)
def item(request: Request, item_id: Id, asked: Query[DayAsked]) -> HttpResponse:
    """答复带 ETag；以 If-None-Match 带回，没有变化时答 304。as_of 看过去的某一天。"""
    asked.refuse_unknown(request)
    row = visibility.items(request.clock.by).filter(pk=item_id).values_list("revision", flat=True).first()
    if row is None:
        raise Absent
    known = caller(request).heads
    tag = revisions.etag(request, row, known)
    if revisions.is_known(request, tag):
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "private, no-cache"})
    page = loaded(request, item_id, past=request.clock.past)
    if page.past is None:
        tag = revisions.etag(request, page.item.revision, known)
    sights.seen(page, at=request.clock.at)
    return answered(telling.told(page), etag=tag)


def loaded(request: Request, pk: int, *, past: PastDay | None = None) -> ItemPage:
    """The item as it stands now or stood on a past day, for somebody who may see it; else there is none."""
    page = item_page.item_page(request.clock.by, pk, on=request.clock.on, past=past)
    if page is None:
        raise Absent
    return page


class TrailAsked(DayAsked):
    """Which part of a trail is wanted."""

    before: Id | None = Field(None, description="只要这一环之前的")
    limit: Annotated[int, Field(ge=1, le=lists.MOST)] = 50


@router.get("/items/{item_id}/trail", response=answers(TrailTold), summary="事项的留痕，新的在前")
def item_trail(request: Request, item_id: Id, asked: Query[TrailAsked]) -> HttpResponse:
    asked.refuse_unknown(request)
    page = loaded(request, item_id, past=request.clock.past)
    found = trail.of_item(
        item_id, until=page.past, before=asked.before, limit=asked.limit, may_see=page.trail_filter
    )
    links = telling.links_told(found.links)
    return answered({"links": links, "total": found.total, "older": found.older})


@router.get(
    "/items/{item_id}/evidence/{evidence_id}/content",
    response=answers(None),
    summary="一份佐证的文件",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
def evidence_content(request: Request, item_id: Id, evidence_id: Id) -> HttpResponseBase:
    found = item_page.seen_evidence(request.clock.by, item_id, evidence_id)
    if found is None:
        raise Absent
    sights.file_seen(request.clock.by, item_id, at=request.clock.at)
    return handed_out(found.file, found.name, is_saved=True)

"""Problems that were struck off and are like one at hand."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from guatu.api.answers import answered, day
from guatu.api.operations.items import loaded, router
from guatu.api.shapes.base import Asking, Day, Id, ItemNamed, Named, Told, answers
from guatu.api.telling import named
from guatu.http.requests import Request
from guatu.ledgers.queries import similar
from guatu.ledgers.queries.similar import Similar

Limit = Annotated[int, Field(ge=1, le=20)]


class SimilarAsked(Asking):
    """What is sought, and by which unit."""

    text: Annotated[str, Field(min_length=1, max_length=1000, description="问题的文字")]
    unit: Id | None = Field(None, description="承办的牵头单位；它自己的排在前面")
    limit: Limit = similar.FEW


class FewAsked(Asking):
    """How many are wanted."""

    limit: Limit = similar.FEW


class SimilarTold(Told):
    """A closed item with a problem like the one at hand."""

    item: ItemNamed
    lead_unit: Named | None
    closed_on: Day | None
    closeness: str = Field(description="same 几乎相同，close 相近")
    is_same_unit: bool = Field(description="同一牵头单位的，可能是反弹")
    look_back: str | None = Field(
        description="最近一次回头看：planned 已安排，holds 稳定，mostly 基本稳定，relapsed 反弹"
    )


class SimilarProblems(Told):
    """Those of the same unit first, then the closest."""

    similar: list[SimilarTold]


@router.get("/items/{item_id}/similar", response=answers(SimilarProblems), summary="相似的已销号问题")
def similar_to_item(request: Request, item_id: Id, asked: Query[FewAsked]) -> HttpResponse:
    """只列看得到的事项；新销号的一分钟内可以查到。"""
    asked.refuse_unknown(request)
    item = loaded(request, item_id).item
    return _answered(similar.to_item(request.clock.by, item, limit=asked.limit))


@router.get("/similar", response=answers(SimilarProblems), summary="按文字找相似的已销号问题")
def similar_to_text(request: Request, asked: Query[SimilarAsked]) -> HttpResponse:
    """入账之前查这个问题是不是办结过；只列看得到的事项。"""
    asked.refuse_unknown(request)
    found = similar.to_text(request.clock.by, asked.text, unit=asked.unit, limit=asked.limit)
    return _answered(found)


def _answered(found: list[Similar]) -> HttpResponse:
    return answered({"similar": [_told(one) for one in found]})


def _told(one: Similar) -> dict[str, Any]:
    item = one.item
    return {
        "item": {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id},
        "lead_unit": named(item.lead_unit),
        "closed_on": day(item.closed_on),
        "closeness": one.closeness.value,
        "is_same_unit": one.is_same_unit,
        "look_back": one.look_back.state if one.look_back else None,
    }

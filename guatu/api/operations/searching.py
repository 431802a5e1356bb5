"""Finding what somebody may see by a few letters."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.api.answers import answered
from guatu.api.shapes.base import Asking, Named, Told, answers
from guatu.http.requests import Request
from guatu.ledgers.models import Item
from guatu.ledgers.queries import searching
from guatu.ledgers.queries.standing import due_of, is_owed, standing_of

router = Router(tags=["搜索"])


class SearchAsked(Asking):
    """A few letters."""

    q: Annotated[str, Field(max_length=searching.LONGEST)] = Field("", description="不写为最近有动态的事项")
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class ItemFound(Told):
    """An item."""

    id: int
    number: str
    title: str
    ledger: Named
    standing: str
    due: str
    light: str = Field(description="灯的代码；不在办的、缺数据的为空")


class Found(Told):
    """What was found, the likeliest first."""

    items: list[ItemFound]
    ledgers: list[Named]
    directives: list[Named]


@router.get("/search", response=answers(Found), summary="搜索事项、台账、来文")
def search(request: Request, asked: Query[SearchAsked]) -> HttpResponse:
    """单位和人员另在 /units、/people 按 q 查找。"""
    asked.refuse_unknown(request)
    who, words = request.clock.by, " ".join(asked.q.split())
    found = searching.search(who, words, limit=asked.limit)
    items = found.items if words else searching.recent(who, limit=asked.limit)
    return answered(
        {
            "items": [_item(one, request) for one in items],
            "ledgers": [{"id": one.pk, "name": one.name} for one in found.ledgers],
            "directives": [{"id": one.pk, "name": str(one)} for one in found.directives],
        }
    )


def _item(one: Item, request: Request) -> dict[str, Any]:
    return {
        "id": one.pk,
        "number": one.number,
        "title": one.title,
        "ledger": {"id": one.ledger_id, "name": one.ledger.name},
        "standing": standing_of(one),
        "due": due_of(one, request.clock.on),
        "light": one.light if is_owed(one) else "",
    }

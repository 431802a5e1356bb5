"""Items: listed over all ledgers that somebody sees, or in one."""

from django.http import HttpResponse
from ninja import Query, Router

from guatu.api import cursors
from guatu.api.answers import answered
from guatu.api.auth import caller
from guatu.api.shapes import lists
from guatu.api.shapes.base import Id, answers
from guatu.api.shapes.lists import Asked, ItemList
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.queries import briefs, keyset, visibility
from guatu.ledgers.queries.keyset import Listing

router = Router(tags=["事项"])


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
    only_known(request)
    who = request.clock.by
    known = caller(request).heads
    wanted = Listing(who=who, heads=known, filters=asked.filters(), order=asked.order, ledger=ledger)
    after = cursors.read(asked.cursor, order=asked.order)
    found = keyset.stretch(wanted, after=after, limit=asked.limit)
    lines = briefs.read(who, found.pks, whole=keyset.whole_ledgers(who, known))
    names = briefs.names_of(lines, known)
    return answered(
        {
            "items": [lists.told(one, names) for one in lines],
            "next": cursors.written(found.place, order=asked.order),
        }
    )


def only_known(request: Request) -> None:
    """A filter that is spelled wrong would let everything through: it is refused."""
    if unknown := request.GET.keys() - Asked.model_fields.keys():
        raise Malformed(dict.fromkeys(sorted(unknown), "不是这里的筛选条件"))

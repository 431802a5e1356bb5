"""What stands around a list: its counts, by what it can be narrowed, and the list as a sheet."""

from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import Field

from guatu.api import files
from guatu.api.answers import answered
from guatu.api.shapes.base import Given, Id, Told, answers
from guatu.api.shapes.lists import Narrowed
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.queries import exporting, facets, filter_words, listing, tallies
from guatu.ledgers.queries.listing import Book

router = Router(tags=["事项"])
FacetName = Literal["lead", "unit", "category", "phase", "kind"]
Columns = Annotated[list[str], Field(max_length=40)]
_LAST = "last"


class Counts(Told):
    """How many items of a list stand how."""

    total: int = Field(description="筛选后的项数")
    by_standing: dict[str, int] = Field(description="按状态；不受 state、due、light 筛选影响")
    by_due: dict[str, int] = Field(description="在办的按到期情况；不受 state、due、light 筛选影响")
    by_light: dict[str, int] = Field(
        description="在办的按灯的代码，unknown 为缺数据；不受 state、due、light 筛选影响"
    )
    until_month_end: int = Field(description="本月底前到期，不论筛选")
    extended: int = Field(description="延期两次以上，不论筛选")
    quiet: int = Field(description="久无动态，不论筛选")
    mine: int = Field(description="待我批，不论筛选")


class FacetTold(Told):
    """A value to narrow by, and how many items it would leave."""

    value: str
    label: str
    count: int


class Facets(Told):
    """The values of a field, the most frequent first."""

    values: list[FacetTold]


class ListExported(Given):
    """The sheet: which columns, in which order, under which heads; all that is listed, or some items."""

    columns: Columns = Field([], description="列的代码；不写为全部，写错的答复里列出能用的")
    order: Literal[
        "due", "-due", "number", "-number", "progress", "-progress", "state", "-state", "lead", "-lead",
        "last", "-last", "extensions", "-extensions", "light", "-light",
    ] = "due"  # fmt: skip
    group: Literal["none", "category", "lead", "state", "phase"] = "none"
    item_ids: Annotated[list[Id], Field(max_length=5000)] = Field([], description="只要这些；不写为全部")


def _book(request: Request, pk: int | None) -> Book:
    clock = request.clock
    book = listing.of(clock.by, pk, on=clock.on, past=clock.past)
    if book is None:
        raise Absent
    return book


@router.get("/items/counts", response=answers(Counts), summary="所有台账的各项计数")
def counts(request: Request, asked: Query[Narrowed]) -> HttpResponse:
    """台账页上的数：按状态、到期情况和常用视图。"""
    return _counts(request, None, asked)


@router.get("/ledgers/{ledger_id}/items/counts", response=answers(Counts), summary="一本台账的各项计数")
def ledger_counts(request: Request, ledger_id: Id, asked: Query[Narrowed]) -> HttpResponse:
    return _counts(request, ledger_id, asked)


def _counts(request: Request, pk: int | None, asked: Narrowed) -> HttpResponse:
    asked.refuse_unknown(request)
    book, filters = _book(request, pk), asked.filters()
    tally, views = tallies.tally(book, filters), tallies.views(book)
    plain = ("until_month_end", "extended", "quiet", "mine")
    return answered(
        {
            "total": tally.asked(filters).total,
            "by_standing": tally.by_standing(),
            "by_due": tally.by_due(),
            "by_light": tally.by_light(),
            **{name: getattr(views, name) for name in plain},
        }
    )


@router.get("/items/facets/{name}", response=answers(Facets), summary="可以怎样筛选")
def item_facets(request: Request, name: FacetName, asked: Query[Narrowed]) -> HttpResponse:
    """某一栏有哪些值、各有几项；其他筛选照用。"""
    return _facets(request, None, name, asked)


@router.get(
    "/ledgers/{ledger_id}/items/facets/{name}", response=answers(Facets), summary="一本台账可以怎样筛选"
)
def ledger_facets(request: Request, ledger_id: Id, name: FacetName, asked: Query[Narrowed]) -> HttpResponse:
    return _facets(request, ledger_id, name, asked)


def _facets(request: Request, pk: int | None, name: str, asked: Narrowed) -> HttpResponse:
    asked.refuse_unknown(request)
    found = facets.of(_book(request, pk), asked.filters(), name)
    return answered(
        {"values": [{"value": one.value, "label": one.label, "count": one.count} for one in found]}
    )


@router.post(
    "/ledgers/{ledger_id}/export",
    response=answers(None),
    summary="导出台账",
    openapi_extra=files.of_kind(files.XLSX),
)
def export_list(
    request: Request, ledger_id: Id, asked: Query[Narrowed], body: ListExported
) -> HttpResponseBase:
    """筛选写在地址里，同列表；导出先留痕。过去某一天的也可导出。"""
    return _exported(request, ledger_id, asked, body)


@router.post(
    "/items/export",
    response=answers(None),
    summary="导出所有台账的事项",
    openapi_extra=files.of_kind(files.XLSX),
)
def export_items(request: Request, asked: Query[Narrowed], body: ListExported) -> HttpResponseBase:
    """看得到的各台账的事项在一张表里；各台账分别留痕。"""
    return _exported(request, None, asked, body)


def _exported(request: Request, pk: int | None, asked: Narrowed, body: ListExported) -> HttpResponseBase:
    asked.refuse_unknown(request)
    book, clock, filters = _book(request, pk), request.clock, asked.filters()
    columns = _columns(book, body.columns)
    words = filter_words.told(book, filters)
    shown: dict[str, Any] = {"sort": body.order, "group": body.group, "columns": columns}
    made = exporting.sheet(book, filters, **shown, words=words, at=clock.at, only=body.item_ids)
    recording.record_all(
        rows=made.by_ledger,
        words="；".join(words) or "全部",
        columns="、".join(head for one in made.columns for head in one.heads),
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=book.on,
    )
    name = f"{made.title}-{book.on:%Y%m%d}.xlsx"
    return files.written(partial(exporting.write, made), name=name, kind=files.XLSX)


def _columns(book: Book, asked: list[str]) -> list[str]:
    """Those that were named, in the order of the sheet; a past day does not know what moved last."""
    if strange := [one for one in asked if one not in exporting.COLUMNS]:
        raise Malformed({"columns": f"没有“{strange[0][:20]}”，能用的是 {'、'.join(exporting.COLUMNS)}"})
    chosen = [one for one in exporting.COLUMNS if not asked or one in asked]
    return [one for one in chosen if not (book.is_past and one == _LAST)]

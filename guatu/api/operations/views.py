"""Views over a list: kept under a name for oneself or an office, changed, opened first, dropped."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from ninja import Query, Router
from pydantic import Field

from guatu.api import keys, revisions
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE, header
from guatu.api.shapes.base import Asking, Given, Id, Told, answers
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import views as actions
from guatu.ledgers.errors import NotYours
from guatu.ledgers.models import Ledger, SavedView
from guatu.ledgers.queries import views, visibility
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.sorting import known_group, known_sort

router = Router(tags=["视图"])
_Name = Annotated[str, Field(min_length=1, max_length=actions.LONGEST)]
_Words = Annotated[
    str,
    Field(max_length=2000, description="列表地址里的条件，如 due=overdue&sort=-progress&cols=number.title"),
]
_SEEN: Final = header("If-Match", "所看视图的 etag", is_needed=True)


class ViewsAsked(Asking):
    """Of which list."""

    ledger: Id | None = Field(None, description="不写为所有台账的总表")


class ViewTold(Told):
    """A view as one person finds it."""

    id: int
    name: str
    query: str
    is_shared: bool
    may_change: bool
    is_first: bool = Field(description="本人打开列表就用它")
    etag: str = Field(description="改的时候写在 If-Match 里")


class Views(Told):
    """Shared ones first."""

    views: list[ViewTold]


class ViewGiven(Given):
    """A list under a name."""

    name: _Name
    query: _Words = ""
    ledger_id: Id | None = Field(None, description="不写为所有台账的总表")
    is_shared: bool = Field(default=False, description="共享给本办公室，由督办员办理")
    is_first: bool = False


class ViewChanged(Given):
    """What is not named stays as it is."""

    name: _Name | None = None
    query: _Words | None = None
    is_shared: bool | None = None


class ViewFirst(Given):
    """With which view the list opens, for oneself alone."""

    is_first: bool = True


@router.get("/views", response=answers(Views), summary="列表的视图")
def list_views(request: Request, asked: Query[ViewsAsked]) -> HttpResponse:
    """本人的，和所任职办公室共享的。"""
    asked.refuse_unknown(request)
    ledger = _ledger(request, asked.ledger)
    return _views(request, ledger)


@router.post(
    "/views", response=answers(Views, status=201), summary="存为视图", openapi_extra={"parameters": [ONCE]}
)
def save_view(request: Request, body: ViewGiven) -> HttpResponse:
    """只存条件，不存内容；看到什么仍按各人权限。"""
    ledger, clock = _ledger(request, body.ledger_id), request.clock
    words = _normal(body.query)
    deed = clock.deed()

    def do() -> None:
        office = _shared_with(request, ledger) if body.is_shared else None
        view = actions.save(
            ledger=ledger, office=office, name=body.name, words=words, by=deed["by"], at=deed["at"]
        )
        if body.is_first:
            actions.open_first(view=view, by=deed["by"])

    def told() -> HttpResponse:
        return _views(request, ledger, status=201)

    return keys.only_once(request, do, told) or told()


@router.post(
    "/views/{view_id}/changed",
    response=answers(Views, 412, 428),
    summary="改视图",
    openapi_extra={"parameters": [_SEEN, ONCE]},
)
def change_view(request: Request, view_id: Id, body: ViewChanged) -> HttpResponse:
    """改名、改条件、共享或收回。共享的由本办公室督办员改。"""
    view, deed = _found(request, view_id), request.clock.deed()
    words = None if body.query is None else _normal(body.query)

    def do() -> None:
        now = SavedView.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=view.pk)
        revisions.refuse_unless_seen(request, _tag(now), is_needed=True)
        if body.name is not None:
            actions.rename(view=now, name=body.name, by=deed["by"])
        if words is not None:
            actions.update(view=now, words=words, by=deed["by"], at=deed["at"])
        if body.is_shared is not None:
            office = _shared_with(request, now.ledger) if body.is_shared else None
            actions.share(view=now, office=office, by=deed["by"])

    def told() -> HttpResponse:
        return _views(request, view.ledger)

    return keys.only_once(request, do, told) or told()


@router.post("/views/{view_id}/first", response=answers(Views), summary="打开列表就用这个视图")
def open_first(request: Request, view_id: Id, body: ViewFirst) -> HttpResponse:
    """只对本人；is_first 为假的，以后打开为全部。"""
    view, deed = _found(request, view_id), request.clock.deed()
    if body.is_first:
        actions.open_first(view=view, by=deed["by"])
    else:
        actions.open_plainly(ledger=view.ledger_id, by=deed["by"])
    return _views(request, view.ledger)


@router.delete("/views/{view_id}", response=answers(Views), summary="删除视图")
def drop_view(request: Request, view_id: Id) -> HttpResponse:
    """事项不受影响。"""
    view, deed = _found(request, view_id), request.clock.deed()
    actions.drop(view=view, by=deed["by"])
    return _views(request, view.ledger)


def _ledger(request: Request, pk: int | None) -> Ledger | None:
    """The ledger whose list it is; none for the list of all of them."""
    if pk is None:
        return None
    found = visibility.ledgers(request.clock.by).filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def _found(request: Request, pk: int) -> SavedView:
    """A view that somebody finds, over a list that he still may open."""
    view = views.one(request.clock.by, pk)
    if view is None:
        raise Absent
    _ledger(request, view.ledger_id)
    return view


def _shared_with(request: Request, ledger: Ledger | None) -> int:
    office = views.office_of(request.clock.by, ledger)
    if office is None:
        raise NotYours(deed="共享视图", who=["督办员"])
    return office


def _normal(query: str) -> str:
    """The words as a list understands them; what it does not understand is refused."""
    given = QueryDict(query)
    said = list(Filters.read(given).pairs())
    for name, known in (("sort", known_sort), ("group", known_group)):
        if name in given:
            said.append((name, known(given[name])))
    if "cols" in given:
        said.append(("cols", given["cols"]))
    pairs = {(name, value) for name, values in given.lists() for value in values}
    if lost := sorted(pairs - set(said)):
        raise Malformed({"query": f"列表不认得 {lost[0][0][:20]}={lost[0][1][:20]}"})
    return urlencode(said)


def _tag(view: SavedView) -> str:
    return revisions.tag(view.name, view.words, view.office_id)


def _views(request: Request, ledger: Ledger | None, *, status: int = 200) -> HttpResponse:
    found = views.of(request.clock.by, ledger.pk if ledger else None)
    rows = {one.pk: one for one in SavedView.objects.filter(pk__in=[one.pk for one in found])}
    plain = ("name", "is_shared", "may_change", "is_first")
    told: list[dict[str, Any]] = [
        {
            "id": one.pk,
            **{name: getattr(one, name) for name in plain},
            "query": one.words,
            "etag": _tag(rows[one.pk]),
        }
        for one in found
    ]
    return answered({"views": told}, status=status)

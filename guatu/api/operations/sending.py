"""From a draft to the units: the sheets looked at, sign-off asked for, dispatched or kept as drafts."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.models import Person
from guatu.api import keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.operations.documents import loaded, router
from guatu.api.operations.drafting import Revision
from guatu.api.shapes.base import Day, Given, Id, ItemNumbered, Named, Told, answers
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import dispatching
from guatu.ledgers.errors import NotNow
from guatu.ledgers.intake import accepting, queries
from guatu.ledgers.intake.accepting import SheetLine
from guatu.ledgers.intake.errors import LeaderMissing
from guatu.ledgers.models import Draft, Item, Ledger, SignOff
from guatu.ledgers.queries import visibility


class SheetLineTold(Told):
    """One entry on the sheet of a unit."""

    entry: int
    title: str
    duty: str
    measures: list[str]
    deadline: Day | None
    due_words: str
    shares: list[str]


class SheetTold(Told):
    """交办单: what one unit is to get, and by which day it must sign."""

    unit: Named
    sign_by: Day
    lines: list[SheetLineTold]


class Sheets(Told):
    """Those with most to do first."""

    sheets: list[SheetTold]


class DraftSent(Given):
    """Which confirmed entries go, and where."""

    revision: Revision
    ledger_id: Id
    entries: Annotated[list[Id], Field(min_length=1, max_length=2000, description="已确认的条目")]
    dispatch: bool = Field(default=True, description="当即交办；须审签的台账送审签。false 只入账为草稿")
    leader_id: Id | None = Field(None, description="台账须审签时由谁审签")
    even_past: bool = Field(default=False, description="时限已过的也照发")


class EntriesSent(Told):
    """What they became."""

    items: list[ItemNumbered]
    sign_off_id: int | None


class SignOffList(Told):
    """A list that a leader looks at before it goes out."""

    id: int
    ledger: Named
    leader: Named
    asked_by: Named
    state: str
    asked_on: Day
    answered_on: Day | None
    remark: str
    items: list[ItemNumbered]


class Dispatch(Given):
    """Whether what should have been done already goes out all the same."""

    even_past: bool = False


@router.get("/drafts/{draft_id}/sheets", response=answers(Sheets), summary="预览交办单")
def preview(request: Request, draft_id: Id) -> HttpResponse:
    """已确认的条目如果今天交办，各单位会收到什么；不写任何东西。"""
    found = accepting.preview(draft=loaded(request, draft_id), on=request.clock.on)
    told = [
        {
            "unit": {"id": one.unit_id, "name": one.unit},
            "sign_by": day(one.sign_by),
            "lines": [_line(line) for line in one.lines],
        }
        for one in found
    ]
    return answered({"sheets": told})


def _line(line: SheetLine) -> dict[str, Any]:
    plain = ("entry", "title", "duty", "due_words")
    return {
        **{name: getattr(line, name) for name in plain},
        "measures": list(line.measures),
        "deadline": day(line.deadline),
        "shares": list(line.shares),
    }


@router.post(
    "/drafts/{draft_id}/sent",
    response=answers(EntriesSent),
    summary="草稿入账、交办或送审签",
    openapi_extra={"parameters": [ONCE]},
)
def send_draft(request: Request, draft_id: Id, body: DraftSent) -> HttpResponse:
    """由督办员办理；点到的条目一起办成，或一条也不办。"""
    found, deed = loaded(request, draft_id), request.clock.deed()
    ledger = next((one for one in queries.ledgers_for(found, deed["by"]) if one.pk == body.ledger_id), None)
    if ledger is None:
        raise Malformed({"ledger_id": "不能选"})
    sent: list[SignOff | None] = []
    items: list[Item] = []

    def do() -> None:
        how: dict[str, Any] = {"ledger": ledger, "revision": body.revision, "only": body.entries, **deed}
        sign_off, made = _sent(request, found, ledger, body, how)
        sent.append(sign_off)
        items.extend(made)

    again = keys.only_once(request, do)
    return again or answered({"items": _numbered(items), "sign_off_id": sent[0].pk if sent[0] else None})


def _sent(
    request: Request, draft: Draft, ledger: Ledger, body: DraftSent, how: dict[str, Any]
) -> tuple[SignOff | None, Sequence[Item]]:
    if not body.dispatch:
        return None, accepting.enter(draft=draft, **how)
    if ledger.needs_sign_off:
        leader = _leader(request, ledger, body.leader_id)
        made = accepting.send_for_sign_off(draft=draft, leader=leader, even_past=body.even_past, **how)
        return made, list(made.items.order_by("pk"))
    return None, accepting.dispatch(draft=draft, even_past=body.even_past, **how)


def _leader(request: Request, ledger: Ledger, pk: int | None) -> Person:
    """Who signs the list off; refuses where nobody who may was chosen."""
    may = queries.leaders_of([ledger.office_id], on=request.clock.on)
    leader = next((one for _, one in may if one.pk == pk), None)
    if leader is None:
        raise LeaderMissing(ledger=ledger.name)
    return leader


def _numbered(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [{"id": one.pk, "number": one.number} for one in items]


@router.get("/sign-offs/{sign_off_id}", response=answers(SignOffList), summary="一份审签清单")
def sign_off(request: Request, sign_off_id: Id) -> HttpResponse:
    """同意和退回是其中事项的 sign_off_approved、sign_off_returned。"""
    return _told(_found(request, sign_off_id))


@router.post(
    "/sign-offs/{sign_off_id}/dispatched",
    response=answers(SignOffList),
    summary="交办审签同意的清单",
    openapi_extra={"parameters": [ONCE]},
)
def dispatch_sign_off(request: Request, sign_off_id: Id, body: Dispatch) -> HttpResponse:
    """由督办员办理。"""
    found, deed = _found(request, sign_off_id), request.clock.deed()
    waiting = list(found.items.filter(state=Item.State.APPROVING).values_list("pk", flat=True))

    def do() -> None:
        if not waiting:
            raise NotNow(number=found.ledger.name, deed="再交办这份清单", state="没有等待交办的事项")
        dispatching.dispatch(pks=waiting, even_past=body.even_past, **deed)

    def told() -> HttpResponse:
        return _told(_found(request, sign_off_id))

    return keys.only_once(request, do, told) or told()


def _found(request: Request, pk: int) -> SignOff:
    seen = visibility.whole_ledgers(request.clock.by)
    rows = SignOff.objects.filter(pk=pk, ledger__in=seen).select_related("ledger", "leader", "asked_by")
    found = rows.first()
    if found is None:
        raise Absent
    return found


def _told(one: SignOff) -> HttpResponse:
    people = ("ledger", "leader", "asked_by")
    named = {name: {"id": getattr(one, name).pk, "name": getattr(one, name).name} for name in people}
    return answered(
        {
            "id": one.pk,
            **named,
            "state": one.state,
            "asked_on": day(one.asked_on),
            "answered_on": day(one.answered_on),
            "remark": one.remark,
            "items": _numbered(one.items.order_by("pk")),
        }
    )

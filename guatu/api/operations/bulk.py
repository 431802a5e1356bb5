"""What can be done with many items of a ledger at once: what is refused stays as it was, the others go."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from guatu.accounts.models import Person, Unit
from guatu.accounts.queries import divisions_below
from guatu.api import keys
from guatu.api.acts.base import FileWord
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen, kept
from guatu.api.shapes.base import Given, Id, ItemNumbered, Problem, Told, Words, answers
from guatu.http import refusals
from guatu.http.errors import Absent
from guatu.http.requests import Deed, Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import assignments, deadlines, dispatching, reports, sign_offs
from guatu.ledgers.errors import NotNow
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries import listing
from guatu.ledgers.queries.listing import Book

router = Router(tags=["成批办理"])
Keys = Annotated[list[Id], Field(min_length=1, max_length=500, description="事项，最多 500 个")]


class Chosen(Given):
    """Which items."""

    item_ids: Keys


class ManyUrged(Chosen):
    """What is asked of all their units."""

    words: Words


class ManyMoved(Chosen):
    """One new day for all, by one paper."""

    new_deadline: date
    reason: Words
    paper: FileWord


class ManyHandedOver(Chosen):
    """One unit's duties in all of them become another's."""

    giver_id: Id
    taker_id: Id
    reason: Words


class ManySignedOff(Chosen):
    """One list for one leader; what is no draft stays behind."""

    leader_id: Id


class ItemRefused(ItemNumbered):
    """An item that stayed as it was, and why."""

    error: Problem


class Outcome(Told):
    """What went, and what was refused."""

    done: list[ItemNumbered]
    refused: list[ItemRefused]


One = Callable[[Item, Deed], object]
Operate = TypeVar("Operate", bound=Callable[..., HttpResponse])
_OPEN_TO: Final = "由督办员办理；办不成的留在原样，逐项说明原因。"


def _done(
    request: Request, ledger_id: int, body: Chosen, one: Callable[[Book], One], *, is_own: bool = False
) -> HttpResponse:
    """Each item by itself, in the order of entry."""
    book = listing.opened(request.clock.by, ledger_id, on=request.clock.on)
    if book is None or not _may(book, is_own=is_own):
        raise Absent
    do, deed = one(book), request.clock.deed()
    items = list(
        Item.objects.filter(pk__in=book.rows.filter(pk__in=body.item_ids).values("pk")).order_by("pk")
    )
    done: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []

    def each() -> None:
        for item in items:
            told = {"id": item.pk, "number": item.number}
            try:
                do(item, deed)
            except Refusal as refusal:
                refused.append(told | refusals.payload(refusal))
            else:
                done.append(told)

    return keys.only_once(request, each) or answered({"done": done, "refused": refused})


def _may(book: Book, *, is_own: bool) -> bool:
    """Coordinators of the office; to sign, who speaks for a unit."""
    return (
        bool(book.who.units("liaison"))
        if is_own
        else Part.COORDINATOR in parts_in_ledger(book.ledger, book.who)
    )


def _post(name: str, summary: str, about: str = _OPEN_TO) -> Callable[[Operate], Operate]:
    register: Callable[[Operate], Operate] = router.post(
        f"/ledgers/{{ledger_id}}/acts/{name}",
        response=answers(Outcome),
        summary=summary,
        description=about,
        openapi_extra={"parameters": [ONCE]},
    )
    return register


@_post("dispatched", "成批交办")
def dispatch_many(request: Request, ledger_id: Id, body: Chosen) -> HttpResponse:
    return _done(
        request, ledger_id, body, lambda _: lambda item, deed: dispatching.dispatch(pks=[item.pk], **deed)
    )


@_post("urged", "成批催办")
def urge_many(request: Request, ledger_id: Id, body: ManyUrged) -> HttpResponse:
    return _done(
        request,
        ledger_id,
        body,
        lambda _: lambda item, deed: reports.urge(pks=[item.pk], words=body.words, **deed),
    )


@_post("deadline_changed", "成批调整时限")
def move_many(request: Request, ledger_id: Id, body: ManyMoved) -> HttpResponse:
    def by_paper(_: Book) -> One:
        paper = kept(request, ledger_id, body.paper)
        return lambda item, deed: deadlines.change(
            pk=item.pk, new_deadline=body.new_deadline, reason=body.reason, paper=paper, **deed
        )

    return _done(request, ledger_id, body, by_paper)


@_post("handed_over", "成批移交")
def hand_over_many(request: Request, ledger_id: Id, body: ManyHandedOver) -> HttpResponse:
    def between(book: Book) -> One:
        below = divisions_below([book.ledger.office.unit.division_id])
        units = Unit.objects.filter(division__in=below)
        giver = chosen(units, body.giver_id, "giver_id")
        taker = chosen(units, body.taker_id, "taker_id")
        return lambda item, deed: assignments.hand_over(
            pks=[item.pk], giver=giver, taker=taker, reason=body.reason, **deed
        )

    return _done(request, ledger_id, body, between)


@_post("sign_off_asked", "成批送审签", "由督办员办理；草稿合为一份送审，不是草稿的留在原样。")
def ask_sign_off_of_many(request: Request, ledger_id: Id, body: ManySignedOff) -> HttpResponse:
    def to_leader(book: Book) -> One:
        leaders = Person.objects.filter(roles__office=book.ledger.office_id, roles__kind="leader").distinct()
        leader = chosen(leaders, body.leader_id, "leader_id")
        drafts = _drafts(book, body.item_ids)
        asked: list[Refusal | None] = []

        def ask(item: Item, deed: Deed) -> None:
            if item.pk not in drafts:
                raise NotNow(number=item.number, deed="送审签", state=str(item.get_state_display()))
            if not asked:
                asked.append(_refusal_of(drafts, leader, deed))
            if asked[0] is not None:
                raise asked[0]

        return ask

    return _done(request, ledger_id, body, to_leader)


def _refusal_of(drafts: Sequence[int], leader: Person, deed: Deed) -> Refusal | None:
    """Send the list, which goes or stays as a whole."""
    try:
        sign_offs.ask(pks=drafts, leader=leader, **deed)
    except Refusal as refusal:
        return refusal
    return None


def _drafts(book: Book, pks: Sequence[int]) -> list[int]:
    found = book.rows.filter(pk__in=pks, state=Item.State.DRAFT).order_by("pk")
    return list(found.values_list("pk", flat=True))


@_post("signed", "成批签收", "由承办单位联络员办理，代表自己的各个单位签收。")
def sign_many(request: Request, ledger_id: Id, body: Chosen) -> HttpResponse:
    return _done(request, ledger_id, body, lambda _: _sign, is_own=True)


def _sign(item: Item, deed: Deed) -> None:
    """For each of one's own units that still has to sign."""
    waiting = Assignment.objects.filter(
        item=item, unit__in=deed["by"].units("liaison"), state=Assignment.State.AWAITING_SIGNATURE
    )
    units = list(Unit.objects.filter(pk__in=waiting.values("unit")))
    if not units:
        raise NotNow(number=item.number, deed="签收", state="本单位已签收或没有承办")
    for unit in units:
        assignments.sign(pks=[item.pk], unit=unit, **deed)

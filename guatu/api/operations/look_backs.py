"""回头看: what waits for a decision, what is planned, due and found; decided for many at once, or drawn."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.accounts.models import Person, Role
from guatu.api import keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.operations.bulk import Keys
from guatu.api.operations.entering import chosen
from guatu.api.shapes.base import Asking, Day, Given, Id, ItemNamed, ItemNumbered, Named, Told, Words, answers
from guatu.api.shapes.lists import Kind
from guatu.api.telling import named
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Deed, Request
from guatu.ledgers import risks
from guatu.ledgers.actions import look_backs as deeds
from guatu.ledgers.actions import sampling
from guatu.ledgers.models import Item, Ledger, LookBack, LookBackDraw
from guatu.ledgers.queries import look_backs
from guatu.ledgers.queries.look_backs import Rate
from guatu.ledgers.risks import Judged

router = Router(tags=["回头看"])
_Risk = Literal["high", "middle", "low"]
_Show = Literal["undecided", "due", "planned", "looked", "dropped"]
_COORDINATOR: Final = Role.Kind.COORDINATOR


class LookBacksAsked(Asking):
    """Which part of the plan, and what narrows it."""

    show: _Show = Field(
        "undecided",
        description="undecided 待确认，due 到期，planned 计划中，looked 已看，dropped 不看",
    )
    ledger: Id | None = None
    unit: Id | None = Field(None, description="牵头单位")
    kind: Kind | None = Field(None, description="类别；不筛待确认的")
    category: Annotated[str, Field(max_length=60)] = Field("", description="分类；不筛待确认的")
    risk: _Risk | None = None
    result: Literal["holds", "mostly", "relapsed"] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class LookBackTold(Told):
    """A closed item, with what is proposed, decided or found of it."""

    id: int | None = Field(description="还没有计划的为空")
    item: ItemNamed
    lead_unit: Named | None
    closed_on: Day | None
    risk: str = Field(description="high 高，middle 中，low 低；没有判断过的为空")
    why: str = Field(description="风险依据")
    due_on: Day = Field(description="计划日期；待确认的是按风险建议的日期")
    state: str = Field(
        description="undecided、planned、holds 稳定、mostly 基本稳定、relapsed 反弹、dropped 不看"
    )
    looker: Named | None = Field(description="指定谁看；为空的任一核查员可看")
    done_by: Named | None
    done_on: Day | None
    finding: str
    draw_id: int | None = Field(description="哪次抽查")


class DrawTold(Told):
    """A sample, which anybody can draw again."""

    id: int
    ledger: Named
    risk: str
    share: int
    checkpoint: int
    seed: str
    pool: int
    taken: int
    drawn_on: Day


class LookBackPlan(Told):
    """Part of the plan, and how much every part holds."""

    counts: dict[str, int]
    look_backs: list[LookBackTold]
    lookers: list[Named] = Field(description="可指定的核查员")
    draws: list[DrawTold] = Field(description="最近五次抽查")
    days: dict[str, int] = Field(description="各风险在销号后多少天看")


class RateTold(Told):
    """How much came back of what was looked at again."""

    id: int
    name: str
    looked: int
    relapsed: int
    percent: int


class TypeRateTold(Told):
    """The same by a type: the kind of the items, or their category."""

    code: str
    name: str
    looked: int
    relapsed: int
    percent: int


class RelapseRates(Told):
    """The highest share first."""

    units: list[RateTold]
    kinds: list[TypeRateTold] = Field(description="按类别")
    categories: list[TypeRateTold] = Field(description="按分类；没有分类的不计")
    ledgers: list[RateTold]


class LookBacksAccepted(Given):
    """Into the plan: each on the day that its risk proposes, or all on one; by anybody, or by one."""

    item_ids: Keys
    due_on: date | None = Field(None, description="不写的各按风险定")
    looker_id: Id | None = Field(None, description="不写的任一核查员可看；原来指定的不变")


class LookBacksDropped(Given):
    """Why these are not looked at."""

    item_ids: Keys
    reason: Words


class SampleDrawn(Given):
    """Which pool, and how much of it."""

    ledger_id: Id
    risk: _Risk
    share: Annotated[int, Field(ge=1, le=99, description="百分之几")]


class LookBacksDecided(Told):
    """What was decided upon."""

    items: list[ItemNumbered]


@router.get("/look-backs", response=answers(LookBackPlan), summary="回头看计划")
def look_back_plan(request: Request, asked: Query[LookBacksAsked]) -> HttpResponse:
    """督办员、核查员、领导、纪检监督员可看；看哪些台账同页面。"""
    asked.refuse_unknown(request)
    those, on = _seen(request), request.clock.on
    those = those.filter(pk=asked.ledger) if asked.ledger else those
    waiting = look_backs.waiting(those, asked.unit)
    counts = look_backs.counts(those, unit=asked.unit, on=on)
    return answered(
        {
            "counts": counts | {"undecided": len(waiting)},
            "look_backs": _undecided(waiting, asked, on)
            if asked.show == "undecided"
            else _rows(those, asked, on),
            "lookers": [{"id": pk, "name": name} for pk, name in look_backs.lookers(list(those), on=on)],
            "draws": [_draw(one) for one in look_backs.draws(those)[:5]],
            "days": dict(risks.rules().days),
        }
    )


@router.get("/look-backs/rates", response=answers(RelapseRates), summary="反弹率")
def relapse_rates(request: Request) -> HttpResponse:
    """按牵头单位、按类别、按分类、按台账。"""
    found = look_backs.rates(_seen(request))
    return answered(
        {
            "units": [_rate(one, "id") for one in found.units],
            "kinds": [_rate(one, "code") for one in found.kinds],
            "categories": [_rate(one, "code") for one in found.categories],
            "ledgers": [_rate(one, "id") for one in found.ledgers],
        }
    )


def _post(name: str, summary: str, shape: Any) -> Callable[[Any], Any]:
    register: Callable[[Any], Any] = router.post(
        f"/look-backs/{name}",
        response=answers(shape),
        summary=summary,
        openapi_extra={"parameters": [ONCE]},
    )
    return register


@_post("accepted", "确认回头看、改日期、指定谁看", LookBacksDecided)
def accept_look_backs(request: Request, body: LookBacksAccepted) -> HttpResponse:
    """由督办员办理，全部办成或全部不变。办理人和承办单位的人不能看。"""
    items = _items(request, body.item_ids)
    named_ones = [pk for pk, _ in look_backs.lookers(_ledgers_of(items), on=request.clock.on)]
    looker = chosen(Person.objects.filter(pk__in=named_ones), body.looker_id, "looker_id")
    pks = [one.pk for one in items]
    return _decided(
        request, items, lambda deed: deeds.accept(pks=pks, due_on=body.due_on, looker=looker, **deed)
    )


@_post("dropped", "不回头看", LookBacksDecided)
def drop_look_backs(request: Request, body: LookBacksDropped) -> HttpResponse:
    """由督办员办理，理由留痕。"""
    items = _items(request, body.item_ids)
    pks = [one.pk for one in items]
    return _decided(request, items, lambda deed: deeds.drop(pks=pks, reason=body.reason, **deed))


@_post("drawn", "抽查", DrawTold)
def draw_look_backs(request: Request, body: SampleDrawn) -> HttpResponse:
    """这一台账、这一风险里待确认的全部参加；次序由最近检查点算出，没抽中的不看。由督办员办理。"""
    ledger: Ledger | None = chosen(_own(request), body.ledger_id, "ledger_id")
    assert ledger is not None  # noqa: S101 - it was named
    made: list[LookBackDraw] = []

    def do() -> None:
        made.append(sampling.draw(ledger=ledger, risk=body.risk, share=body.share, **request.clock.deed()))

    return keys.only_once(request, do) or answered(_draw(made[0]))


def _decided(request: Request, items: list[Item], do: Callable[[Deed], object]) -> HttpResponse:
    told = answered({"items": [{"id": one.pk, "number": one.number} for one in items]})
    return keys.only_once(request, lambda: do(request.clock.deed()), lambda: told) or told


def _seen(request: Request) -> QuerySet[Ledger]:
    """The ledgers whose look-backs somebody sees; for who has no part in any there is nothing."""
    if not request.clock.by.offices(*look_backs.READERS):
        raise Absent
    return look_backs.ledgers(request.clock.by)


def _own(request: Request) -> QuerySet[Ledger]:
    """Those for which somebody decides, today."""
    offices = request.clock.deed()["by"].offices(_COORDINATOR)
    if not offices:
        raise Absent
    return _seen(request).filter(office__in=offices)


def _items(request: Request, pks: list[int]) -> list[Item]:
    """All of these items, of one's own ledgers."""
    own = Item.objects.filter(pk__in=pks, ledger__in=_own(request).values("pk"))
    items = list(own.select_related("ledger").order_by("pk"))
    if len(items) != len(set(pks)):
        raise Malformed({"item_ids": "有的事项不存在，或不在本办公室的台账里"})
    return items


def _ledgers_of(items: list[Item]) -> list[Ledger]:
    return list({one.ledger_id: one.ledger for one in items}.values())


def _undecided(waiting: list[Item], asked: LookBacksAsked, on: date) -> list[dict[str, Any]]:
    found = look_backs.by_risk(waiting, risk=asked.risk or "", on=on)[: asked.limit]
    planned = look_backs.planned_of([item for item, _ in found])
    return [_proposed(item, judged, planned.get(item.pk), on) for item, judged in found]


def _proposed(item: Item, judged: Judged, planned: LookBack | None, on: date) -> dict[str, Any]:
    """A closed item with the day that its risk proposes, or that its ledger has set."""
    due = planned.due_on if planned else judged.due_on(item.closed_on or on, on)
    nobody = dict.fromkeys(("looker", "done_by", "done_on", "draw_id"))
    return {
        "id": planned.pk if planned else None,
        **_item(item),
        "risk": judged.risk.value,
        "why": judged.why,
        "due_on": day(due),
        "state": "undecided",
        "finding": "",
        **nobody,
    }


def _rows(those: QuerySet[Ledger], asked: LookBacksAsked, on: date) -> list[dict[str, Any]]:
    narrowing = look_backs.Asked(
        unit=asked.unit,
        kind=asked.kind or "",
        category=asked.category,
        risk=asked.risk or "",
        result=asked.result or "",
    )
    found = look_backs.told(narrowing.narrowed(look_backs.part(those, asked.show, on=on)))
    return [_told(one) for one in found[: asked.limit]]


def _told(one: LookBack) -> dict[str, Any]:
    plain = ("risk", "why", "state", "finding", "draw_id")
    return {
        "id": one.pk,
        **_item(one.item),
        **{name: getattr(one, name) for name in plain},
        "due_on": day(one.due_on),
        "looker": named(one.looker),
        "done_by": named(one.done_by),
        "done_on": day(one.done_on),
    }


def _item(item: Item) -> dict[str, Any]:
    told = {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id}
    return {"item": told, "lead_unit": named(item.lead_unit), "closed_on": day(item.closed_on)}


def _draw(one: LookBackDraw) -> dict[str, Any]:
    plain = ("risk", "share", "checkpoint", "seed", "pool", "taken")
    told = {name: getattr(one, name) for name in plain}
    return {"id": one.pk, "ledger": named(one.ledger), **told, "drawn_on": day(one.drawn_on)}


def _rate(one: Rate, key: str) -> dict[str, Any]:
    return {
        key: one.key,
        "name": one.name,
        "looked": one.looked,
        "relapsed": one.relapsed,
        "percent": one.percent,
    }

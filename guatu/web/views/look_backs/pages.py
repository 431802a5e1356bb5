"""The page of look-backs: what waits for a decision, what is due, what was found, how much came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers import risks
from guatu.ledgers.models import Item, Ledger, LookBack, Risk
from guatu.ledgers.queries import look_backs
from guatu.ledgers.queries.look_backs import Rate
from guatu.web import framing, parts
from guatu.web.shell import Crumb
from guatu.web.views.look_backs import rows
from guatu.web.views.look_backs.asking import RESULTS, TABS, Asked, ledgers_of
from guatu.web.views.look_backs.rows import Row

SHOWN: Final = 200
"""So many rows at once; the rest is narrowed to."""
ACTS: Final = (
    parts.Act("按计划确认", "accept", "check"),
    parts.Act("改日期", "move", "calendar"),
    parts.Act("指定谁看", "name", "user"),
    parts.Act("不看", "drop", "minus"),
)


@require_safe
def look_back_page(request: Request) -> HttpResponse:
    """The page; `show` names its part."""
    those, asked = ledgers_of(request), Asked.read(request)
    names = {one.pk: one for one in those}
    chosen = those.filter(pk=asked.ledger) if asked.ledger in names else those
    waiting = look_backs.waiting(chosen, asked.unit)
    counts = {"undecided": len(waiting), "rates": 0}
    counts |= look_backs.counts(chosen, unit=asked.unit, on=request.clock.on)
    show = asked.show or next((code for code in ("undecided", "due") if counts[code]), "planned")
    keeps = request.clock.as_of is None and bool(request.clock.by.offices(Role.Kind.COORDINATOR))
    context: dict[str, Any] = {
        "shell": framing.shell(request, Crumb("回头看"), current="look-backs"),
        "show": show,
        "tabs": _tabs(asked, show, counts),
        "filters": list(_filters(asked, show, names.values())),
        "may_decide": keeps and show in ("undecided", "due", "planned"),
        "may_draw": keeps and show == "undecided" and bool(waiting),
        "acts": [one for one in ACTS if show == "undecided" or one.value != "accept"],
        "back": asked.url(show=show),
        "total": counts[show],
        "draws": list(look_backs.draws(chosen)[:5]) if show in ("undecided", "dropped") else [],
        "days": risks.rules().days,
    }
    return render(request, "web/look_backs/page.html", context | _part(request, show, asked, chosen, waiting))


def _tabs(asked: Asked, show: str, counts: dict[str, int]) -> list[parts.Option]:
    return [
        parts.Option(
            label,
            asked.url(show=code, risk="", result=""),
            None if code == "rates" else counts[code],
            is_current=code == show,
        )
        for code, label in TABS.items()
    ]


@dataclass(frozen=True, slots=True)
class Filter:
    """A chip in force, or a menu."""

    label: str
    value: str = ""
    url: str = ""
    options: Sequence[parts.Option] = ()


def _filters(asked: Asked, show: str, those: Any) -> Iterator[Filter]:
    """What narrows the part: the ledger, the unit where a figure led here, the risk, the result."""
    names: dict[object, str] = {one.pk: one.name for one in those}
    if len(names) > 1:
        yield _filter("台账", "ledger", names, asked.ledger, asked, show)
    if asked.unit and (unit := asked.unit_name()):
        yield Filter("牵头单位", unit, asked.url(show=show, unit=""))
    if asked.kind and show in ("looked", "planned", "due", "dropped"):
        yield Filter("类别", str(Item.Kind(asked.kind).label), asked.url(show=show, kind=""))
    if asked.category and show in ("looked", "planned", "due", "dropped"):
        yield Filter("分类", asked.category, asked.url(show=show, category=""))
    if show not in ("rates", "dropped"):
        risk: dict[object, str] = dict(Risk.choices)
        yield _filter("风险", "risk", risk, asked.risk, asked, show)
    if show == "looked":
        yield _filter("结果", "result", dict(RESULTS), asked.result, asked, show)


def _filter(label: str, name: str, values: dict[Any, str], chosen: object, asked: Asked, show: str) -> Filter:
    if chosen in values:
        return Filter(label, values[chosen], asked.url(show=show, **{name: ""}))
    options = [parts.Option(word, asked.url(show=show, **{name: code})) for code, word in values.items()]
    return Filter(label, options=options)


def _part(
    request: Request, show: str, asked: Asked, chosen: QuerySet[Ledger], waiting: Sequence[Item]
) -> dict[str, Any]:
    on = request.clock.on
    if show == "undecided":
        return _of_undecided(request, asked, waiting)
    if show == "rates":
        return {"rates": _rates(chosen)}
    narrowed = look_backs.told(asked.narrowed(look_backs.part(chosen, show, on=on)))
    mine = look_backs.due(request.clock.by) if request.clock.as_of is None else LookBack.objects.none()
    may_look = frozenset(mine.values_list("pk", flat=True)) if show in ("due", "planned") else frozenset()
    shown = list(narrowed[: SHOWN + 1])
    return {
        "rows": list(rows.looked(shown[:SHOWN], on=on, may_look=may_look)),
        "has_more": len(shown) > SHOWN,
    }


def _of_undecided(request: Request, asked: Asked, waiting: Sequence[Item]) -> dict[str, Any]:
    """The riskiest first, then what was closed first."""
    on = request.clock.on
    wanted = look_backs.by_risk(waiting, risk=asked.risk, on=on)
    shown = wanted[:SHOWN]
    planned = look_backs.planned_of([item for item, _ in shown])
    made: list[Row] = [rows.undecided(item, judged, planned.get(item.pk), on=on) for item, judged in shown]
    return {"rows": made, "has_more": len(wanted) > SHOWN, "draw_url": reverse("web:look-backs-draw")}


def _rates(chosen: QuerySet[Ledger]) -> list[dict[str, Any]]:
    """Cards with what they compare by, and its rows."""
    found = look_backs.rates(chosen)
    cards = (
        ("按牵头单位", "单位", "unit", found.units),
        ("按类别", "类别", "kind", found.kinds),
        ("按台账", "台账", "ledger", found.ledgers),
        ("按分类", "分类", "category", found.categories),
    )
    return [
        {"heading": heading, "head": head, "rows": _rated(name, those)}
        for heading, head, name, those in cards
        if those or name != "category"
    ]


def _rated(name: str, those: Sequence[Rate]) -> list[dict[str, Any]]:
    return [
        {
            "rate": one,
            "looked_url": rows.rate_url(name, one.key, relapsed=False),
            "relapsed_url": rows.rate_url(name, one.key, relapsed=True),
        }
        for one in those
    ]

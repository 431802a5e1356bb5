"""My work: what one person owes, today first."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.kernel.pacing import Curve
from guatu.ledgers.queries import duties
from guatu.ledgers.queries.duty import Duty, When
from guatu.web import burdens, parts
from guatu.web.framing import address, role_name, shell
from guatu.web.shell import Crumb, day_words
from guatu.web.views.items import posting
from guatu.web.views.work.cards import Card, card, curves_of

FULL: Final = 60
"""So many cards at once; more are a press away."""
FEW: Final = 5
"""So many of the coming days below today's."""
TITLES: Final = {When.TODAY: "今天要办", When.SOON: "7 日内到期", When.LATER: "其他在办"}
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Cards of one unit; without a name where there is only one."""

    name: str
    cards: Sequence[Card]
    unsigned: int = 0
    unit_pk: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Cards of one degree of haste."""

    title: str
    bundles: Sequence[Bundle]
    more: parts.Option | None = None


@require_safe
def my_work(request: Request) -> HttpResponse:
    """The page; for htmx the list alone."""
    owed = duties.of(request.clock.by, on=request.clock.on)
    context = filled(request, owed)
    if request.htmx:
        return render(request, "web/work/_my_work.html", context)
    page = render(request, "web/work/my_work.html", context | {"shell": _shell(request, owed)})
    return posting.named(page, request)


def answer(request: Request, *, status: int = 200, **toast: object) -> HttpResponse:
    """The list anew, after something was done in it, with a toast that says what."""
    context = filled(request, duties.of(request.clock.by, on=request.clock.on))
    response = render(request, "web/work/_my_work.html", context, status=status)
    response.headers["HX-Trigger"] = json.dumps({"guatu:toast": toast})
    return response


def _shell(request: Request, owed: Sequence[Duty]) -> object:
    return shell(request, Crumb("我的待办"), current="my-work", owed=owed)


def filled(request: Request, owed: Sequence[Duty]) -> dict[str, Any]:
    """What the list is filled with."""
    show = request.POST.get("show") or request.GET.get("show", "")
    counts = {when: sum(one.when is when for one in owed) for when in When}
    sections = list(_sections(request, owed, show))
    return {
        "headline": _headline(request, owed, counts[When.TODAY]),
        "today": day_words(request.clock.on),
        "role": role_name(request.clock.by),
        "name": request.clock.by.name,
        "has_role": bool(request.clock.by.roles),
        "tiles": _tiles(counts, len(owed), show),
        "sections": sections,
        "empty": None if sections else _empty(show, counts, len(owed)),
        "show": show,
        "as_of": request.clock.as_of,
        "waiting": counts[When.TODAY],
        "burden": burdens.line(request.clock.by.units(Role.Kind.LIAISON), request.clock.on),
    }


def _headline(request: Request, owed: Sequence[Duty], today: int) -> str:
    units = {one.unit_name for one in owed if one.unit_id}
    others = any(not one.unit_id for one in owed)
    who = request.clock.by
    if not others and len(units) == 1:
        name = next(iter(units))
    elif not others and len(units) > 1:
        name = f"{len(units)} 个单位"
    else:
        name = who.name
    return f"{name}，今天 {today} 件要办" if today else f"{name}，今天没有要办的"


def _tiles(counts: dict[When, int], total: int, show: str) -> list[parts.Option]:
    url = reverse("web:my-work")
    return [
        parts.Option(
            TITLES[When.TODAY], f"{url}?show=today", counts[When.TODAY], is_current=show in ("", "today")
        ),
        parts.Option(TITLES[When.SOON], f"{url}?show=soon", counts[When.SOON], is_current=show == "soon"),
        parts.Option("全部在办", f"{url}?show={ALL}", total, is_current=show == ALL),
    ]


def _sections(request: Request, owed: Sequence[Duty], show: str) -> Iterator[Section]:
    """Today's alone, the coming days' alone, all; or, as it opens, today's with the first of the coming."""
    wanted = {"today": [When.TODAY], "soon": [When.SOON], ALL: list(When)}.get(show, [When.TODAY, When.SOON])
    upto = int(request.GET["upto"]) if request.GET.get("upto", "").isdecimal() else FULL
    left, curves = upto, curves_of(owed, on=request.clock.on)
    for when in wanted:
        found = [one for one in owed if one.when is when]
        most = FEW if when is When.SOON and show == "" and len(found) > FEW + 1 else left
        if found and most > 0:
            yield _section(request, when, found, curves, most=most, show=show, upto=upto)
            left -= len(found)


def _section(
    request: Request,
    when: When,
    found: Sequence[Duty],
    curves: Mapping[int, Curve],
    *,
    most: int,
    show: str,
    upto: int,
) -> Section:
    clock = request.clock
    shown = [card(one, clock, curves) for one in found[:most]]
    hidden = len(found) - len(shown)
    url = f"{reverse('web:my-work')}?show={show or when}" + (f"&upto={upto + FULL}" if show else "")
    return Section(
        TITLES[when],
        list(_bundles(clock.by.units(Role.Kind.LIAISON), found, shown)),
        parts.Option(f"再看 {hidden} 件", url) if hidden else None,
    )


def _bundles(units: Iterable[int], found: Sequence[Duty], shown: Sequence[Card]) -> Iterator[Bundle]:
    """By unit where somebody answers for several; what is owed in no unit's name comes first."""
    several = len(set(units)) > 1
    waiting: dict[int | None, int] = {}
    for one in duties.unsigned(found):
        waiting[one.unit_id] = waiting.get(one.unit_id, 0) + 1
    by_unit: dict[int | None, list[Card]] = {}
    for each in shown:
        by_unit.setdefault(each.unit_pk, []).append(each)
    for unit in sorted(by_unit, key=lambda pk: pk or 0):
        cards = by_unit[unit]
        name = cards[0].unit_name if several and unit else ""
        yield Bundle(name, cards, waiting.get(unit, 0), unit)


def _empty(show: str, counts: dict[When, int], total: int) -> dict[str, str]:
    """What is true, and one next step."""
    url = reverse("web:my-work")
    if counts[When.SOON] and show != "soon":
        soon = counts[When.SOON]
        return {"title": "今天没有要办的", "text": f"7 日内到期 {soon} 件。", "action": f"看这 {soon} 件",
                "url": f"{url}?show=soon"}  # fmt: skip
    if total and show != ALL:
        title = "7 日内没有到期的" if show == "soon" else "今天没有要办的"
        return {"title": title, "text": f"在办 {total} 件，都还没到期。", "action": f"看全部在办 {total} 件",
                "url": f"{url}?show={ALL}"}  # fmt: skip
    text = "新交办、催办和退回的会出现在这里。"
    return {"title": "手上没有在办的事", "text": text, "action": "看台账", "url": address("ledgers") or url}

"""The division tree beside the table of units; the page of one unit; what is done there."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guatu.accounts import permissions
from guatu.accounts.lists import trail, units
from guatu.accounts.lists.units import Branch, UnitFilter, UnitPage
from guatu.accounts.models import Division, Unit
from guatu.http.requests import Request
from guatu.web.parts import Column, Option, PageOf
from guatu.web.shell import Crumb
from guatu.web.views.accounts import owing, telling
from guatu.web.views.accounts.acts import Button, shown
from guatu.web.views.accounts.addresses import Address
from guatu.web.views.accounts.dialogs import answer
from guatu.web.views.accounts.forms.units import CODE_NAMES, DIVISION_DEEDS, SCHEME_NAMES, UNIT_DEEDS, AddUnit
from guatu.web.views.accounts.handing import HandOver
from guatu.web.views.accounts.places import divisions_seen, frame, tabs

_NAMES = ("division", "kind", "state", "liaison", "q", "page")
_STATES = [("", "存续"), ("ended", "已撤销"), ("all", "全部")]
_PAGE = 100
_COLUMNS = (
    Column("单位"),
    Column("简称", 160),
    Column("类型", 60),
    Column("代码", 110),
    Column("联络员", 100),
    Column("人员", 56, is_number=True),
    Column("在办", 56, is_number=True, hint="承办中的事项，点开可看"),
    Column("存续", 150),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """The table, narrowed by the address."""
    seen, day = divisions_seen(request), request.clock.day
    address = Address.read(request.path, request.GET, _NAMES)
    branches = units.tree(seen, on=day)
    division = _chosen(branches, address)
    wanted = _wanted(address, division)
    where = units.scope(seen, division.pk if division else None)
    lines = units.lines(where, wanted, on=day, is_past=request.clock.as_of is not None)
    first = max(0, min(((address.key("page") or 1) - 1) * _PAGE, (len(lines) - 1) // _PAGE * _PAGE))
    rows = lines[first : first + _PAGE]
    context = {
        "shell": frame(request, "units", Crumb("单位")),
        "tabs": tabs(request, "units"),
        "branches": [(one, address.but(division=one.division.pk)) for one in branches],
        "division": division,
        "scheme": SCHEME_NAMES.get(division.scheme, "") if division else "",
        "rows": [(line, owed) for line, owed in owing.beside(request, rows)],
        "columns": _COLUMNS,
        "menus": _menus(address, wanted),
        "chips": list(_chips(address, wanted)),
        "address": address,
        "query": address.get("q"),
        "bare_url": f"{request.path}?division={division.pk}" if division else request.path,
        "acts": _acts(request, division),
        "division_acts": _division_acts(request, division),
        "page": _page(address, first, len(rows), len(lines)),
    }
    return render(request, "web/accounts/units.html", context)


def _chosen(branches: list[Branch], address: Address) -> Division | None:
    """The division that is looked at; the topmost where there is only one tree."""
    key = address.key("division")
    found = next((one.division for one in branches if one.division.pk == key), None)
    if found is None and key:
        raise Http404
    return found or (branches[0].division if branches else None)


def _wanted(address: Address, division: Division | None) -> UnitFilter:
    state, kind = address.get("state"), address.get("kind")
    return UnitFilter(
        division=division.pk if division else None,
        kind=kind if kind in Unit.Kind.values else "",
        standing="ended" if state == "ended" else "all" if state == "all" else "standing",
        words=address.get("q"),
        without_liaison=address.get("liaison") == "none",
    )


def _menus(address: Address, wanted: UnitFilter) -> list[tuple[str, list[Option]]]:
    """The filters that are not in force."""
    menus = []
    if not wanted.kind:
        menus.append(("类型", address.options("kind", [(one.value, str(one.label)) for one in Unit.Kind])))
    if wanted.standing == "standing":
        menus.append(("存续", address.options("state", _STATES)))
    if not wanted.without_liaison:
        menus.append(("联络员", address.options("liaison", [("none", "未配联络员")])))
    return menus


def _chips(address: Address, wanted: UnitFilter) -> Iterator[tuple[str, str, str]]:
    if wanted.kind:
        yield "类型", str(Unit.Kind(wanted.kind).label), address.but(kind="")
    if wanted.standing != "standing":
        yield "状态", dict(_STATES)[wanted.standing], address.but(state="")
    if wanted.without_liaison:
        yield "联络员", "未配", address.but(liaison="")
    if wanted.words:
        yield "名称含", wanted.words, address.but(q="")


def _page(address: Address, first: int, count: int, total: int) -> PageOf:
    number = first // _PAGE + 1
    return PageOf(
        first=first + 1 if count else 0,
        last=first + count,
        total=total,
        previous_url=address.but(page=number - 1) if number > 1 else "",
        next_url=address.but(page=number + 1) if first + count < total else "",
    )


def _acts(request: Request, division: Division | None) -> list[Button]:
    if division is None or permissions.keeper_of(request.clock.by, division.pk) is None:
        return []
    new = f"{reverse('web:unit-new')}?division={division.pk}"
    return shown(request, [Button(label="新增单位", url=new, icon="add", kind="primary", key="N")], may=True)


def _division_acts(request: Request, division: Division | None) -> list[Button]:
    if division is None or permissions.keeper_of(request.clock.by, division.pk) is None:
        return []
    add, end = (reverse("web:division-do", args=[division.pk, deed]) for deed in ("add", "end"))
    return shown(
        request,
        [Button(label="加下级区划", url=add, icon="add"), Button(label="停用区划", url=end, icon="close")],
        may=True,
    )


def _loaded(request: Request, pk: int) -> UnitPage:
    clock = request.clock
    page = units.unit_page(pk, divisions_seen(request), on=clock.day, is_past=clock.as_of is not None)
    if page is None:
        raise Http404
    return page


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: facts, names, successions, people, what it owes, what happened to it."""
    page, clock = _loaded(request, pk), request.clock
    told = trail.of_unit(page.unit, until=clock.as_of)
    may = permissions.keeper_of(clock.by, page.unit.division_id) is not None
    above = f"{reverse('web:units')}?division={page.unit.division_id}"
    context = {
        "shell": frame(request, "units", Crumb("单位", above), Crumb(page.unit.name)),
        "page": page,
        "unit": page.unit,
        "code_name": CODE_NAMES.get(page.unit.code_scheme, page.unit.code_scheme),
        "stands": page.unit.stands(on=clock.day),
        "may_keep": may and clock.as_of is None,
        "may_see_people": bool(clock.by.offices("administrator")),
        "acts": shown(request, _unit_acts(page), may=may),
        "owed": owing.items(request, page.unit),
        "hand_over": owing.hand_over_button(request, page),
        "entries": telling.entries(told, on=clock.on),
        "told": told,
    }
    return render(request, "web/accounts/unit.html", context)


def _unit_acts(page: UnitPage) -> list[Button]:
    def at(deed: str) -> str:
        return reverse("web:unit-do", args=[page.unit.pk, deed])

    if page.unit.valid_to is not None:
        return [Button(label="职能划转", url=at("succeed"), icon="merge")]
    return [
        Button(label="更名", url=at("rename")),
        Button(label="修改", url=at("change"), icon="edit"),
        Button(label="职能划转", url=at("succeed"), icon="merge"),
        Button(label="撤销", url=at("end"), kind="danger"),
    ]


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """A new unit in the division that the address names."""
    given = request.GET.get("division", "")
    key = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    division = _division(request, key)
    back = f"{reverse('web:units')}?division={division.pk}"
    return answer(request, AddUnit, division, back=back)


@require_http_methods(["GET", "POST"])
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """A deed on a unit."""
    page = _loaded(request, pk)
    back = reverse("web:unit", args=[pk])
    if deed == "hand-over":
        return answer(request, HandOver, page, back=back)
    if deed not in UNIT_DEEDS:
        raise Http404
    return answer(request, UNIT_DEEDS[deed], page.unit, back=back)


@require_http_methods(["GET", "POST"])
def do_division(request: Request, pk: int, deed: str) -> HttpResponse:
    """A deed on a division."""
    if deed not in DIVISION_DEEDS:
        raise Http404
    division = _division(request, pk)
    return answer(request, DIVISION_DEEDS[deed], division, back=f"{reverse('web:units')}?division={pk}")


def _division(request: Request, pk: int) -> Division:
    found = units.division_of(pk, divisions_seen(request))
    if found is None:
        raise Http404
    return found

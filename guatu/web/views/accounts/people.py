"""The table of people, the page of one person, and what an administrator does there."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from guatu.accounts.actions import totp
from guatu.accounts.lists import people, trail
from guatu.accounts.lists.people import PeopleFilter, PersonPage
from guatu.accounts.models import Office, Person, Role, Unit
from guatu.http import sessions
from guatu.http.requests import Request
from guatu.web.parts import Column, Option, PageOf
from guatu.web.shell import Crumb
from guatu.web.views.accounts import telling
from guatu.web.views.accounts.acts import Button, shown
from guatu.web.views.accounts.addresses import Address
from guatu.web.views.accounts.dialogs import answer
from guatu.web.views.accounts.forms.people import PERSON_DEEDS, AddPerson
from guatu.web.views.accounts.forms.roles import ROLE_DEEDS
from guatu.web.views.accounts.places import frame, keeping, tabs
from guatu.web.views.accounts.terms import DelegationRow, RoleRow

_NAMES = ("office", "unit", "role", "state", "q", "page")
_STATES = [("", "启用"), ("inactive", "已停用"), ("all", "全部")]
_DEEDS = {**PERSON_DEEDS, **ROLE_DEEDS}
_COLUMNS = (
    Column("姓名", 150),
    Column("用户名", 150),
    Column("所在单位", 210),
    Column("角色"),
    Column("状态", 130),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """The table, narrowed by the address."""
    kept, clock = keeping(request), request.clock
    address = Address.read(request.path, request.GET, _NAMES)
    wanted = _wanted(address)
    found = people.people(
        kept, wanted, on=clock.day, is_past=clock.as_of is not None, page=address.key("page") or 1
    )
    offices = dict(Office.objects.filter(pk__in=kept.offices).order_by("pk").values_list("pk", "name"))
    context = {
        "shell": frame(request, "people", Crumb("人员")),
        "tabs": tabs(request, "people"),
        "rows": found.rows,
        "columns": _COLUMNS,
        "menus": _menus(address, wanted, offices),
        "chips": list(_chips(address, wanted, offices)),
        "address": address,
        "query": address.get("q"),
        "acts": shown(request, [_add_button()], may=True),
        "page": _page(address, found),
    }
    return render(request, "web/accounts/people.html", context)


def _add_button() -> Button:
    return Button(label="新增人员", url=reverse("web:person-new"), icon="add", kind="primary", key="N")


def _wanted(address: Address) -> PeopleFilter:
    state, kind = address.get("state"), address.get("role")
    return PeopleFilter(
        office=address.key("office"),
        unit=address.key("unit"),
        kind=kind if kind in (*Role.Kind.values, "none") else "",
        state="inactive" if state == "inactive" else "all" if state == "all" else "active",
        words=address.get("q"),
    )


def _menus(address: Address, wanted: PeopleFilter, offices: dict[int, str]) -> list[tuple[str, list[Option]]]:
    """The filters that are not in force."""
    menus = []
    if not wanted.office:
        menus.append(("办公室", address.options("office", [(str(pk), name) for pk, name in offices.items()])))
    if not wanted.kind:
        kinds = [(one.value, str(one.label)) for one in Role.Kind]
        menus.append(("角色", address.options("role", [*kinds, ("none", "没有角色")])))
    if wanted.state == "active":
        menus.append(("状态", address.options("state", _STATES)))
    return menus


def _chips(address: Address, wanted: PeopleFilter, offices: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    if wanted.office:
        yield "办公室", offices.get(wanted.office, "—"), address.but(office="")
    if wanted.unit:
        unit = Unit.objects.filter(pk=wanted.unit).first()
        yield "单位", unit.name if unit else "—", address.but(unit="")
    if wanted.kind:
        label = "没有角色" if wanted.kind == "none" else str(Role.Kind(wanted.kind).label)
        yield "角色", label, address.but(role="")
    if wanted.state != "active":
        yield "状态", dict(_STATES)[wanted.state], address.but(state="")
    if wanted.words:
        yield "姓名、用户名含", wanted.words, address.but(q="")


def _page(address: Address, found: people.People) -> PageOf:
    number, last = found.first // people.PAGE + 1, found.first + len(found.rows)
    return PageOf(
        first=found.first + 1 if found.rows else 0,
        last=last,
        total=found.total,
        previous_url=address.but(page=number - 1) if number > 1 else "",
        next_url=address.but(page=number + 1) if last < found.total else "",
    )


def _loaded(request: Request, pk: int) -> PersonPage:
    clock = request.clock
    page = people.person_page(pk, keeping(request), on=clock.day, is_past=clock.as_of is not None)
    if page is None:
        raise Http404
    return page


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """One person: roles and delegations with their days, how often signed in, what happened."""
    page, clock = _loaded(request, pk), request.clock
    told = trail.of_person(page.person, until=clock.as_of)
    may = clock.as_of is None
    context = {
        "shell": frame(request, "people", Crumb("人员", reverse("web:people")), Crumb(page.person.name)),
        "person": page.person,
        "roles": [RoleRow.of(one, on=clock.day, may=may) for one in page.roles],
        "given": [DelegationRow.of(one, on=clock.day, may=may) for one in page.given],
        "taken": [DelegationRow.of(one, on=clock.day, may=False) for one in page.taken],
        "sign_ins": len(sessions.of_person(request, pk, at=clock.at)),
        "has_device": totp.enrolled(page.person),
        "acts": shown(request, _acts(page.person), may=True),
        "role_acts": shown(request, _role_acts(page), may=page.person.is_active),
        "entries": telling.entries(told, on=clock.on),
        "told": told,
    }
    return render(request, "web/accounts/person.html", context)


def _acts(person: Person) -> list[Button]:
    def at(deed: str) -> str:
        return reverse("web:person-do", args=[person.pk, deed])

    if not person.is_active:
        return [Button(label="启用", url=at("reactivate"), icon="check", kind="primary")]
    return [
        Button(label="修改", url=at("change"), icon="edit"),
        Button(label="调动", url=at("move")),
        Button(label="重置密码", url=at("reset-password"), icon="key"),
        Button(label="重置动态口令", url=at("reset-code"), icon="phone"),
        Button(label="停用", url=at("deactivate"), kind="danger"),
    ]


def _role_acts(page: PersonPage) -> list[Button]:
    pk = page.person.pk
    grant, delegate = (reverse("web:person-do", args=[pk, deed]) for deed in ("grant", "delegate"))
    why_not = "" if page.roles else "还没有角色可以委托"
    return [
        Button(label="授予角色", url=grant, icon="add", kind="primary"),
        Button(label="委托", url=delegate, icon="users", why_not=why_not),
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Somebody new."""
    return answer(request, AddPerson, None, back=reverse("web:people"), current="people")


@never_cache
@require_http_methods(["GET", "POST"])
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """A deed on a person."""
    if deed not in _DEEDS:
        raise Http404
    page = _loaded(request, pk)
    back = reverse("web:person", args=[pk])
    return answer(request, _DEEDS[deed], page.person, back=back, current="people")

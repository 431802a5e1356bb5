"""Ctrl K and the page behind it: what somebody may see by a few letters, and the pages by their names."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import Acting, divisions_below
from guatu.http.requests import Request
from guatu.ledgers.models import Item
from guatu.ledgers.queries import searching
from guatu.ledgers.queries.standing import is_owed, standing_of
from guatu.web import framing
from guatu.web.shell import Crumb
from guatu.web.views.ledgers.lines import state
from guatu.web.views.ledgers.units import initials

_ON_PAGE: Final = 50
_PAGES: Final = (
    ("我的待办", "my-work", "home"), ("读文件", "directives", "inbox"), ("台账", "ledgers", "list"),
    ("待核查", "to-verify", "shield"), ("销号标准", "standards", "stamp"), ("单位", "units", "folder"),
    ("人员", "people", "users"), ("留痕核验", "trail", "key"), ("我的账号", "account", "user"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    label: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    label: str
    hits: list[Hit]


@require_safe
def search(request: Request) -> HttpResponse:
    """Hits for the palette, or a page of them."""
    asked = " ".join(request.GET.get("q", "").split())[: searching.LONGEST]
    limit = searching.FEW if request.htmx else _ON_PAGE
    groups = hits(request, asked, limit) if asked else pages(request, "")
    if request.htmx:
        return render(request, "web/_components/hits.html", {"groups": groups})
    context = {
        "shell": framing.shell(request, Crumb("搜索")),
        "groups": groups if asked else [*_recent(request), *groups],
        "asked": asked,
    }
    return render(request, "web/ledgers/search.html", context)


def _recent(request: Request) -> list[Group]:
    """Before anything is asked: where something happened last."""
    found = searching.recent(request.clock.by)
    return [Group("最近动态", [_item_hit(one, request) for one in found])] if found else []


def hits(request: Request, asked: str, limit: int) -> list[Group]:
    """Everything found, kind by kind; kinds without a hit are left out."""
    who = request.clock.by
    found = searching.search(who, asked, limit=limit)
    groups = [
        Group("事项", [_item_hit(one, request) for one in found.items]),
        Group(
            "台账",
            [
                Hit(one.name, reverse("web:ledger", args=[one.pk]), "list", one.prefix)
                for one in found.ledgers
            ],
        ),
        Group("来文", [_directive_hit(one.pk, str(one), one.reference_number) for one in found.directives]),
        *_registry(who, asked, limit),
    ]
    return [*(group for group in groups if group.hits), *pages(request, asked)]


def _item_hit(item: Item, request: Request) -> Hit:
    light = request.clock.regimes.light(item.ledger_id, item.light) if is_owed(item) else None
    is_told = light is not None and light.polarity != "normal"
    note = light.word if light and is_told else state(standing_of(item)).word
    return Hit(
        f"{item.number} {item.title}",
        framing.address("item", item.pk),
        "file",
        f"{item.ledger.name} · {note}",
    )


def _directive_hit(pk: int, title: str, number: str) -> Hit:
    url = framing.address("directive", pk) or framing.address("directives")
    return Hit(title, url, "inbox", number)


def _registry(who: Acting, asked: str, limit: int) -> list[Group]:
    """Units and people of one's division, for those who keep the registry."""
    offices = who.offices("administrator", "coordinator")
    if not offices:
        return []
    divisions = Office.objects.filter(pk__in=offices).values_list("unit__division", flat=True)
    below = divisions_below(divisions)
    units = Unit.objects.in_force(on=who.on).filter(division__in=below)
    named = Q(name__contains=asked) | Q(short_names__name__contains=asked, short_names__dropped_on=None)
    pks = set(units.filter(named).values_list("pk", flat=True))
    if asked.isascii() and len(asked) > 1:
        pks |= {pk for pk, name in units.values_list("pk", "name") if asked.lower() in initials(name)}
    url = framing.address("units")
    shown = [
        Hit(one.name, f"{url}?q={one.name}", "folder", str(one.get_kind_display()))
        for one in units.filter(pk__in=pks)[:limit]
    ]
    groups = [Group("单位", shown)] if url else []
    people_url = framing.address("people")
    if who.offices("administrator") and people_url:
        people = Person.objects.filter(
            Q(name__contains=asked) | Q(username__icontains=asked), unit__division__in=below
        )
        rows = people.select_related("unit").order_by("pk")[:limit]
        groups.append(
            Group(
                "人员", [Hit(one.name, f"{people_url}?q={one.name}", "user", one.unit.name) for one in rows]
            )
        )
    return groups


def pages(request: Request, asked: str) -> list[Group]:
    """Pages of this server by name or by the first letters of its pinyin."""
    frame = {entry.label for group in framing.shell(request).nav for entry in group.entries} | {"我的账号"}
    found = [
        Hit(label, url, icon)
        for label, name, icon in _PAGES
        if label in frame
        and (asked in label or asked.lower() in initials(label))
        and (url := framing.address(name))
    ]
    return [Group("页面", found)] if found else []

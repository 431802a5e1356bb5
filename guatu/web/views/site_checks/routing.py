"""The route sheet (核查路线单): what somebody is to look at, place after place, on a phone and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.history.models import Chain
from guatu.http.requests import Request
from guatu.ledgers.models import SiteCheck, StandardCheck
from guatu.ledgers.site_checks import queries, routes
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb
from guatu.web.views.items import posting
from guatu.web.views.site_checks import pages, telling

_HASH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One check on the way."""

    check: SiteCheck
    number: int
    name: str
    title: str
    place: str
    due: parts.Due
    lines: Sequence[StandardCheck]
    url: str
    record_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The stops at one unit."""

    unit: str
    stops: Sequence[Stop]


@require_safe
def route(request: Request) -> HttpResponse:
    """On a phone: the stops with their forms, which the device keeps for where there is no signal."""
    groups = _groups(request)
    context = {
        "shell": framing.shell(
            request, Crumb("现场核查", framing.address("site-checks")), Crumb("核查路线单"),
            current="site-checks",
        ),
        "groups": groups,
        "count": sum(len(one.stops) for one in groups),
        "print_url": reverse("web:site-check-route-print"),
    }  # fmt: skip
    return posting.named(render(request, "web/site_checks/route.html", context), request)


@require_safe
def print_route(request: Request) -> HttpResponse:
    """The same on paper; the codes stay on the phone, a sheet may lie about."""
    who = request.clock.by
    groups = _groups(request)
    chains = {stop.check.office.chain for group in groups for stop in group.stops}
    heads = Chain.objects.filter(code__in=chains).order_by("code").values_list("head", flat=True)
    context = {
        "groups": groups,
        "person": who.name,
        "day": request.clock.on,
        "heads": "，".join(head[:_HASH] for head in heads),
        "back": reverse("web:site-check-route"),
    }
    return render(request, "web/site_checks/print.html", context)


def _groups(request: Request) -> list[Group]:
    """What this person may do, unit by unit, each unit where its first stop stands on the way."""
    if not request.clock.by.offices(Role.Kind.VERIFIER):
        raise Http404
    who = request.clock.by
    able = [one for one in queries.due(who) if not queries.why_not(who, one, queries.case_of(one))]
    able.sort(key=lambda one: (telling.unit_of(one), one.due_on, one.pk))
    lines = queries.lines_of(able)
    way = routes.ordered(able, place_of=queries.place_of)
    units = dict.fromkeys(telling.unit_of(one) for one in way)
    number = {
        one.pk: at
        for at, one in enumerate(sorted(way, key=lambda o: list(units).index(telling.unit_of(o))), 1)
    }
    return [
        Group(
            unit=unit or "没有写明单位",
            stops=[
                _stop(one, number[one.pk], lines.get(one.pk, []), request.clock.on)
                for one in way
                if telling.unit_of(one) == unit
            ],
        )
        for unit in units
    ]


def _written(check: SiteCheck) -> str:
    """Where the item is, as the office wrote it down."""
    if check.item is None:
        return ""
    return " ".join(filter(None, [check.item.place, str(check.item.coordinates or "")]))


def _stop(check: SiteCheck, number: int, lines: Sequence[StandardCheck], on: date) -> Stop:
    return Stop(
        check=check,
        number=number,
        name=telling.name_of(check),
        title=telling.title_of(check),
        place=check.place or _written(check),
        due=wording.due(check.due_on, on=on),
        lines=lines,
        url=reverse("web:site-check", args=[check.pk]),
        record_url=pages.record_url(check),
    )

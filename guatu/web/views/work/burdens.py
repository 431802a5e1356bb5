"""How much was asked of whom in a month (基层负担)."""

from datetime import date, timedelta
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.permissions import divisions_seen_by
from guatu.http.requests import Request
from guatu.ledgers.queries import burden
from guatu.ledgers.queries.burden import Burden
from guatu.notices.models import Notice
from guatu.web import wording
from guatu.web.framing import STAFF, shell
from guatu.web.shell import Crumb

_MONTH: Final = 7
"""Letters of 2026-03."""


@require_safe
def burdens(request: Request) -> HttpResponse:
    """The units of one's divisions, the most burdened first."""
    if not request.clock.by.offices(*STAFF):
        raise Http404
    first = _month(request.GET.get("month", ""), request.clock.on)
    seen = divisions_seen_by(request.clock.by)
    rows = [one for one in burden.of_month(first) if one.unit.division_id in seen]
    context = {
        "shell": shell(request, Crumb("基层负担"), current="burdens"),
        "month": f"{first.year}年{first.month}月",
        "earlier": _address((first - timedelta(days=1)).replace(day=1)),
        "later": _address(burden.next_month(first)) if burden.next_month(first) <= request.clock.on else "",
        "rows": [(one, wording.duration(one.minutes), _by_office(one), _by_kind(one)) for one in rows],
        "times": sum(one.times for one in rows),
        "over": sum(one.is_over for one in rows),
        "cap": burden.rules().cap,
    }
    return render(request, "web/burden/page.html", context)


def _month(given: str, on: date) -> date:
    """The month of the address; this one where it names none, or one to come."""
    try:
        first = date.fromisoformat(f"{given}-01") if len(given) == _MONTH else on.replace(day=1)
    except ValueError:
        first = on.replace(day=1)
    return min(first, on.replace(day=1))


def _address(first: date) -> str:
    return f"{reverse('web:burdens')}?month={first:%Y-%m}"


def _by_office(one: Burden) -> str:
    return "，".join(f"{name} {times} 次" for name, times in sorted(one.by_office.items(), key=_most))


def _by_kind(one: Burden) -> str:
    names = {str(kind.value): str(kind.label) for kind in Notice.Kind} | dict(burden.KINDS)
    return "，".join(f"{names[kind]} {times}" for kind, times in sorted(one.by_kind.items(), key=_most))


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]

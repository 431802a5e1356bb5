"""Where somebody begins, and in which office somebody works."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers.events import Event
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.duty import When
from guatu.web.framing import LEDGER, OFFICE, address

Kind = Role.Kind


@require_safe
def home(request: Request) -> HttpResponse:
    """To the first screen of the first role; whoever has none finds there what to do about it."""
    roles = request.clock.by.roles
    first = _FIRST.get(roles[0].kind, _my_work) if roles else _my_work
    return redirect(first(request) or _my_work(request))


def _waits(request: Request) -> frozenset[Event]:
    """What waits for the person today."""
    owed = duties.of(request.clock.by, on=request.clock.on)
    return frozenset(one.event for one in owed if one.when is When.TODAY)


@require_POST
def switch_office(request: Request) -> HttpResponse:
    """Work in another of one's own offices from here on."""
    chosen = request.POST.get("office", "")
    if not chosen.isdecimal() or int(chosen) not in request.clock.by.offices():
        raise Http404
    request.session[OFFICE] = int(chosen)
    request.session.pop(LEDGER, None)
    return redirect("web:home")


def _my_work(_: Request) -> str:
    return address("my-work")


def _ledgers(_: Request) -> str:
    return address("ledgers")


def _decisions(_: Request) -> str:
    return address("decisions")


def _ledger(request: Request) -> str:
    """The ledger that was opened last, else the first of the office, else the list of ledgers."""
    found = visibility.ledgers(request.clock.by).filter(is_archived=False).order_by("pk")
    rows = dict(found.values_list("pk", "office"))
    last, office = request.session.get(LEDGER), request.session.get(OFFICE)
    own = [pk for pk, of in rows.items() if office in (None, of)]
    best = last if last in rows else next(iter(own), None)
    return (address("ledger", best) if best else "") or _ledgers(request)


def _to_verify(request: Request) -> str:
    """To the queue; while it is empty to whatever else waits."""
    waits = _waits(request)
    is_elsewhere = waits and Event.CLOSE_VERIFIED not in waits
    return _my_work(request) if is_elsewhere else address("to-verify")


def _trail(request: Request) -> str:
    return address("trail") or _ledgers(request)


def _people(request: Request) -> str:
    return address("people") or _ledgers(request)


_FIRST: Final[Mapping[str, Callable[[Request], str]]] = {
    Kind.COORDINATOR: _ledger,
    Kind.VERIFIER: _to_verify,
    Kind.LEADER: _decisions,
    Kind.INSPECTOR: _trail,
    Kind.ADMINISTRATOR: _people,
}

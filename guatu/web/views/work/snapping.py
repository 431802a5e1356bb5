"""Photographs first, then the duty that they prove (随手传): they stay on the device until it is reported."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers.events import Event
from guatu.ledgers.queries import duties
from guatu.web.framing import shell
from guatu.web.shell import Crumb
from guatu.web.views.work.cards import card, curves_of
from guatu.web.views.work.todo import FULL


@require_safe
def snap(request: Request) -> HttpResponse:
    """The camera, and below it what the person's units report on, the most pressing first."""
    clock = request.clock
    if not clock.by.units(Role.Kind.LIAISON):
        raise Http404
    owed = [one for one in duties.of(clock.by, on=clock.on) if one.event == Event.REPORTED]
    shown = owed[:FULL]
    curves = curves_of(shown, on=clock.on)
    context = {
        "shell": shell(request, Crumb("随手传"), current="snap"),
        "cards": [card(one, clock, curves) for one in shown],
        "names_units": len({one.unit_id for one in owed}) > 1,
    }
    return render(request, "web/work/snap.html", context)

"""The ledgers that somebody can open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.http.requests import Request
from guatu.ledgers.queries import shelves
from guatu.web import framing
from guatu.web.shell import Crumb


@require_safe
def ledgers(request: Request) -> HttpResponse:
    who, day = request.clock.by, request.clock.on
    context = {
        "shell": framing.shell(request, Crumb("台账"), current="ledgers"),
        "shelves": shelves.of(who, on=day),
        "may_open": bool(who.offices("coordinator", "administrator")) and not request.clock.as_of,
    }
    return render(request, "web/ledgers/ledgers.html", context)

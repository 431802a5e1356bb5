"""The channels of the county (送达渠道), for those who keep the system: how they fare, and once more."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.channels import queries
from guatu.channels.retrying import retry
from guatu.http.requests import Request
from guatu.web.framing import shell
from guatu.web.shell import Crumb


def _keepers_only(request: Request) -> None:
    if not request.clock.by.offices(Role.Kind.ADMINISTRATOR):
        raise Http404


@require_safe
def channels(request: Request) -> HttpResponse:
    """Each channel, what waits, what was sent and what failed in the last days."""
    _keepers_only(request)
    context = {
        "shell": shell(request, Crumb("送达渠道"), current="channels"),
        "channels": queries.standings(at=request.clock.at),
        "days": queries.LOOKED_AT.days,
    }
    return render(request, "web/accounts/channels.html", context)


@require_POST
def again(request: Request, name: str) -> HttpResponse:
    """Try once more what was given up."""
    _keepers_only(request)
    if name not in {one.name for one in settings.CHANNELS}:
        raise Http404
    count = retry(name, at=request.clock.at)
    messages.success(request, f"{count} 条重新送，一分钟内送出" if count else "没有可重送的，都已办理或移出")
    return redirect("web:channels")

"""How the server stands, for those who keep the accounts: what runs, what is behind, what is to be done."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.http.serving import standing
from guatu.web.framing import shell
from guatu.web.shell import Crumb


@require_safe
def server(request: Request) -> HttpResponse:
    """Each thing that was looked at, in words; the troubles first."""
    if not request.clock.by.offices(Role.Kind.ADMINISTRATOR):
        raise Http404
    checks = standing.looked_at(at=request.clock.at)
    context = {
        "shell": shell(request, Crumb("运行状况"), current="server"),
        "checks": sorted(checks, key=lambda check: (check.is_well, not check.is_needed)),
        "behind": sum(not check.is_well for check in checks),
        "at": request.clock.at,
    }
    return render(request, "web/accounts/server.html", context)

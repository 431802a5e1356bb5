"""One's own account: roles, delegations, where one is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.actions import totp
from guatu.accounts.models import Office, Role, Unit
from guatu.http import sessions
from guatu.http.requests import Request
from guatu.web.framing import shell
from guatu.web.shell import Crumb


@require_safe
def account(request: Request) -> HttpResponse:
    """Who one is here, and in which browsers one is signed in."""
    who = request.clock.by
    offices = Office.objects.in_bulk(who.offices())
    units = Unit.objects.in_bulk(who.units())
    roles = [
        (
            Role.Kind(held.kind).label,
            offices[held.office_id].name if held.office_id else units[held.unit_id].name,
            next((one.principal_name for one in who.mandates if one.principal_id == held.principal_id), ""),
        )
        for held in who.roles
    ]
    context = {
        "shell": shell(request, Crumb("我的账号")),
        "person": request.user,
        "roles": roles,
        "has_device": totp.enrolled(request.user),
        "sessions": sessions.of_person(request, request.user.pk, at=request.clock.at),
    }
    return render(request, "web/accounts/account.html", context)


@require_POST
def end_session(request: Request) -> HttpResponse:
    """Sign oneself out of another browser, or of all others."""
    handle = request.POST.get("handle", "")
    if handle:
        ended = int(sessions.end_one(request, request.user.pk, handle=handle))
    else:
        ended = sessions.end_others(request, request.user.pk)
    messages.success(request, f"已退出 {ended} 处登录" if ended else "那处登录已经结束")
    return redirect("web:account")

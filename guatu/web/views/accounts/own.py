"""One's own account: roles, delegations, where one is reached, where one is signed in."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.accounts.actions import totp
from guatu.accounts.lists import people
from guatu.accounts.models import Office, Role, Unit
from guatu.http import sessions
from guatu.http.identity.doors import PASSWORD
from guatu.http.identity.providers import door_of
from guatu.http.requests import Request
from guatu.web.framing import shell
from guatu.web.shell import Crumb
from guatu.web.views.accounts.acts import Button, shown
from guatu.web.views.accounts.dialogs import answer
from guatu.web.views.accounts.forms import wishes
from guatu.web.views.accounts.forms.base import DeedForm
from guatu.web.views.accounts.forms.roles import DelegateOwn, WithdrawForm
from guatu.web.views.accounts.terms import DelegationRow

DEEDS: Final[dict[str, type[DeedForm]]] = {
    "delegate": DelegateOwn,
    "withdraw": WithdrawForm,
    "wish": wishes.WishForm,
}


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
    given, taken = people.delegations(request.user, on=request.clock.day)
    may, day = request.clock.as_of is None, request.clock.day
    delegate = Button(label="委托他人", url=reverse("web:account-do", args=["delegate"]), icon="users")
    has_own = any(held.principal_id is None for held in who.roles)
    context = {
        "shell": shell(request, Crumb("我的账号")),
        "given": [DelegationRow.of(one, on=day, may=may, own=True) for one in given],
        "taken": [DelegationRow.of(one, on=day, may=False) for one in taken],
        "acts": shown(request, [delegate], may=has_own),
        "person": request.user,
        "roles": roles,
        "has_password": door_of(PASSWORD) is not None and request.user.has_usable_password(),
        "wished": wishes.in_words(request.user.pk) if wishes.offers_anything() else "",
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


@require_http_methods(["GET", "POST"])
def do(request: Request, deed: str) -> HttpResponse:
    """Let somebody act for oneself for a time, or take that back; say where one is reached."""
    if deed not in DEEDS:
        raise Http404
    return answer(request, DEEDS[deed], request.user, back=reverse("web:account"), current="account")

"""Signing in and out; the password and the one-time code that the gates ask for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guatu.accounts.actions import totp
from guatu.http import signing_in
from guatu.http.forms import CodeForm, PasswordForm, SignInForm, refuse
from guatu.http.gates import before_gates, missing
from guatu.http.identity.doors import PASSWORD
from guatu.http.identity.providers import door_of
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.web.views.accounts import entering
from guatu.web.views.accounts.codes import pictured


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page of all doors: user name and password, and the providers."""
    target = signing_in.next_address(request, reverse("web:home"))
    if request.user.is_authenticated:
        return redirect(target)
    if request.method != "POST":
        return entering.front(request, target=target)
    if door_of(PASSWORD) is None:
        raise Http404
    form = SignInForm(request.POST)
    if not form.is_valid():
        return entering.front(request, target=target, form=form)
    given = form.cleaned_data
    try:
        signing_in.sign_in(request, username=given["username"], password=given["password"], at=now())
        return redirect(target)
    except Refusal as refusal:
        return entering.front(request, target=target, form=form, problem=refusal)


@require_POST
@before_gates
def sign_out(request: Request) -> HttpResponse:
    """End the session of this browser."""
    door = signing_in.sign_out(request)
    page = reverse("web:sign-in")
    return redirect(f"{page}?left={door}" if door else page)


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@before_gates
def password(request: Request) -> HttpResponse:
    """Choose a new password; after a first sign-in nothing else is open before that."""
    form, status = PasswordForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            signing_in.change_password(request, old=given["old"], new=given["new"])
            messages.success(request, "密码已改，其他浏览器上的登录已退出")
            return redirect(signing_in.next_address(request, reverse("web:home")))
        except Refusal as refusal:
            refuse(form, refusal)
            status = status_of(refusal)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "is_first": request.user.must_change_password,
        "can_leave": missing(request) is None,
    }
    return render(request, "web/accounts/password.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@before_gates
def code(request: Request) -> HttpResponse:
    """The one-time code; who has no device yet enrols one here."""
    is_enrolled, status = totp.enrolled(request.user), 200
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give = signing_in.check_code if is_enrolled else signing_in.enrol
        try:
            give(request, code=form.cleaned_data["code"])
            return redirect(signing_in.next_address(request, reverse("web:home")))
        except Refusal as refusal:
            refuse(form, refusal)
            status = status_of(refusal)
    elif request.method == "POST":
        status = 422
    secret, address = ("", "") if is_enrolled else signing_in.begin_enrolling(request)
    context = {
        "form": form,
        "is_enrolled": is_enrolled,
        "can_leave": missing(request) is None,
        "secret": secret,
        "address": address,
        "picture": "" if is_enrolled else pictured(address),
    }
    return render(request, "web/accounts/code.html", context, status=status)

"""Addresses as the doors have them, for tests of what they share."""

from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from guatu.accounts.actions import calendar
from guatu.accounts.errors import NameTaken
from guatu.http import health, sessions, signing_in
from guatu.http.forms import CodeForm, PasswordForm, SignInForm, refuse
from guatu.http.gates import before_gates
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal


def _said(problem: Refusal | None) -> HttpResponse:
    return HttpResponse(str(problem or "好"), status=status_of(problem))


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors.as_text()), status=422)
    clock = cast("Request", request).clock
    try:
        signing_in.sign_in(request, **form.cleaned_data, at=clock.at)
    except Refusal as refusal:
        return _said(refusal)
    return HttpResponse(signing_in.next_address(request, "/work"))


@before_gates
def password(request: Request) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            signing_in.change_password(request, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except Refusal as refusal:
            refuse(form, refusal)
    return JsonResponse(form.errors, status=422 if form.errors else 200)


@before_gates
def code(request: Request) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return JsonResponse(form.errors, status=422)
    signing_in.check_code(request, code=form.cleaned_data["code"])
    return _said(None)


@before_gates
def enrol(request: Request) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(" ".join(signing_in.begin_enrolling(request)))
    signing_in.enrol(request, code=request.POST["code"])
    return _said(None)


def work(request: Request) -> HttpResponse:
    clock = request.clock
    return JsonResponse({"name": clock.by.name, "day": str(clock.day), "as_of": str(clock.as_of)})


def refusing(request: Request) -> HttpResponse:
    raise NameTaken(division="云桥县", name="县住建局")


def writing(request: Request) -> HttpResponse:
    calendar.decide(
        day=date(2026, 10, 10), is_working=False, note="县政府通知", **request.clock.registry_deed()
    )
    return _said(None)


def sessions_list(request: Request) -> HttpResponse:
    found = sessions.of_person(request, request.user.pk, at=request.clock.at)
    return JsonResponse([[one.device, one.is_this, one.handle] for one in found], safe=False)


def end_others(request: Request) -> HttpResponse:
    return HttpResponse(str(sessions.end_others(request, request.user.pk)))


def end_one(request: Request) -> HttpResponse:
    return HttpResponse(str(sessions.end_one(request, request.user.pk, handle=request.POST["handle"])))


def sign_out(request: Request) -> HttpResponse:
    signing_in.sign_out(request)
    return _said(None)


pages = [
    path("sign-in", sign_in, name="sign-in"),
    path("password", password, name="password"),
    path("code", code, name="code"),
    path("enrol", enrol, name="enrol"),
    path("", work, name="home"),
]
urlpatterns = [
    path("", include((pages, "web"))),
    path("health", health.health),
    path("work", work),
    path("api/work", work),
    path("refusing", refusing),
    path("api/refusing", refusing),
    path("writing", writing),
    path("sessions", sessions_list),
    path("sessions/end", end_others),
    path("sessions/end-one", end_one),
    path("sign-out", sign_out),
]

"""A deed of the registry in its dialog: shown, done once, refused at the field; without scripts a page."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.errors import NotAllowed
from guatu.http import once
from guatu.http.once import ActedAlready
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.web.shell import Crumb
from guatu.web.views.accounts.forms.base import DeedForm, Done
from guatu.web.views.accounts.places import frame


def answer(
    request: Request, form_class: type[DeedForm], subject: object, *, back: str, current: str = "units"
) -> HttpResponse:
    """Show what the deed asks for, or do it; `back` is the page it belongs to."""
    data = request.POST if request.method == "POST" else None
    form = form_class(data, request=request, subject=subject)
    if data is None or not form.is_valid():
        return _shown(request, form, back, current, status=422 if form.errors else 200)
    try:
        with once.only_once(person_id=request.user.pk, key=data.get(once.FIELD, ""), at=request.clock.at):
            done = form.perform()
    except ActedAlready as again:
        messages.info(request, str(again))
        return _leave(request, back)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(request, form, back, current, status=status_of(refusal))
    return _told(request, done, done.address or back, current)


def _told(request: Request, done: Done, back: str, current: str) -> HttpResponse:
    """Back to the page with a word; what is shown once is shown before."""
    if done.secret is None:
        messages.success(request, done.words)
        return _leave(request, back)
    context = {"secret": done.secret, "title": done.words, "back": back}
    return _dialog(request, "web/accounts/_secret.html", context, current)


def _leave(request: Request, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def _shown(request: Request, form: DeedForm, back: str, current: str, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "title": form.heading,
        "action": request.get_full_path(),
        "form_key": request.POST.get(once.FIELD) or once.new_key(),
        "back": back,
    }
    return _dialog(request, "web/accounts/_deed.html", context, current, status=status)


def _dialog(
    request: Request, template: str, context: dict[str, object], current: str, *, status: int = 200
) -> HttpResponse:
    if request.htmx:
        return render(request, template, context, status=status)
    crumbs = Crumb("返回", str(context["back"])), Crumb(str(context["title"]))
    context |= {"is_inline": True, "dialog": template, "shell": frame(request, current, *crumbs)}
    return render(request, "web/accounts/dialog_page.html", context, status=status)

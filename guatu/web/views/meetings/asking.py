"""A dialog of a meeting: it asks, does one thing once, and goes back to the meeting."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from guatu.http.once import FIELD, ActedAlready, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.models import Meeting
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb, Shell
from guatu.web.views.meetings.showing import frame

Perform = Callable[[dict[str, Any]], tuple[str, str]]
"""Do it; answers what to tell, and where to go then."""


def ask(
    request: Request,
    form: forms.Form,
    *,
    title: str,
    do: Perform,
    meeting: Meeting | None = None,
    **more: Any,
) -> HttpResponse:
    """The dialog, or what came of it; a refusal stands at its field, with everything typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _done(request, form, do)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    back = reverse("web:meeting", args=[meeting.pk]) if meeting else reverse("web:meetings")
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "url": request.get_full_path(),
        "back": back,
        "form_key": new_key(),
        "dialog": "web/meetings/_ask.html",
        "confirm": "确定",
        **more,
    }
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    context |= {"is_inline": True, "shell": _frame(request, meeting, title)}
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


def _done(request: Request, form: forms.Form, do: Perform) -> HttpResponse:
    clock = request.clock
    deed = clock.deed()
    address = reverse("web:meetings")
    try:
        with only_once(person_id=deed["by"].person_id, key=request.POST.get(FIELD, ""), at=clock.at):
            words, address = do(form.cleaned_data)
            messages.success(request, words)
    except ActedAlready as again:
        messages.info(request, str(again))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _frame(request: Request, meeting: Meeting | None, title: str) -> Shell:
    if meeting is not None:
        return frame(request, meeting, title)
    return framing.shell(request, Crumb("会议", reverse("web:meetings")), Crumb(title), current="meetings")


def page_of(meeting: Meeting) -> str:
    """The address of a meeting."""
    return reverse("web:meeting", args=[meeting.pk])

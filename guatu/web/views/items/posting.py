"""A form that a script sends, perhaps hours after it was written: the same deed, told as JSON."""

from collections.abc import Mapping
from typing import Final

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from guatu.http import refusals
from guatu.http.errors import AnotherPerson
from guatu.http.requests import Request
from guatu.web.views.items.forms.base import ActForm

PERSON: Final = "X-Guatu-Person"
"""For whom a script sends, and whose page an answer is: a device may pass from hand to hand."""


def is_sent_by_script(request: Request) -> bool:
    """Whether an answer for a program is wanted."""
    return refusals.wants_json(request)


def is_later(request: Request) -> bool:
    """Whether nobody waits for the next page: the script tells by itself what came of it."""
    return "X-Guatu-Later" in request.headers


def refuse_another(request: Request) -> None:
    """What one person wrote is never handed in by another."""
    wrote = request.headers.get(PERSON, "")
    if wrote and wrote != str(request.user.pk):
        raise AnotherPerson


def done(form: ActForm, told: str, *, again: bool = False) -> HttpResponse:
    """It is done; or it was done before, when only the answer was lost."""
    return done_at(reverse("web:item", args=[form.item.pk]), told, again=again)


def done_at(address: str, told: str, *, again: bool = False) -> HttpResponse:
    """The same, with the page that shows what came of it."""
    return _answer({"done": told, "again": again, "address": address}, 200)


def refused(form: Form, *, status: int) -> HttpResponse:
    """What stands against it, field by field; the words of no field come first."""
    fields = {name: "；".join(map(str, errors)) for name, errors in form.errors.items()}
    first = next(iter(fields.values()), "没有提交成，请打开表单再看")
    code = "malformed" if status == 422 else "refused"
    return _answer({"error": {"code": code, "message": first, "fields": fields}}, status)


def _answer(told: Mapping[str, object], status: int) -> HttpResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def named(response: HttpResponse, request: Request) -> HttpResponse:
    """Say whose page this is, so that what a device keeps of it is shown to nobody else."""
    response.headers[PERSON] = str(request.user.pk)
    return response

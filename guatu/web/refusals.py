"""How a page answers a refusal: at the field where it has one, else over the form; nothing typed is lost."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guatu.kernel.errors import Refusal


def status_of(refusal: Refusal) -> int:
    """422 for what was given, 403 for who gave it, 409 for when: the family says."""
    return int(getattr(refusal, "status", 422))


def into(form: Form, refusal: Refusal) -> None:
    """Put the sentence at the field that the refusal names, or over the form."""
    field = refusal.details().get("field")
    form.add_error(str(field) if field in form.fields else None, str(refusal))


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page of its own, or as a toast for htmx."""
    context = {"refusal": refusal}
    template = "web/_refusal.html" if getattr(request, "htmx", False) else "web/refusal.html"
    return render(request, template, context, status=status_of(refusal))

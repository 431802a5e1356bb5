"""Acting on rows from the list: a dialog asks, the answer says how many went and what was refused and why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.ledgers.models import Assignment
from guatu.ledgers.queries.listing import Book
from guatu.web import burdens, framing
from guatu.web.shell import Crumb
from guatu.web.views.ledgers.bulk import Do, DoForm, Outcome, allowed
from guatu.web.views.ledgers.listing import book_of
from guatu.web.views.ledgers.units import choices

_NAMED = 6
_ASKING = ("urge", "dispatch")
"""Acts by which units are asked for something."""


@require_http_methods(["GET", "POST"])
def do(request: Request, pk: int, code: str) -> HttpResponse:
    book = book_of(request, pk)
    deed = request.clock.deed()
    one = next((one for one in allowed(book) if one.code == code), None)
    if one is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    items = list(book.rows.filter(pk__in=_keys(given)).order_by("pk").values_list("pk", "number"))
    if "go" not in given or request.method == "GET" or not items:
        return _dialog(request, book, one, one.form(book=book, request=request), items, 200 if items else 422)
    form = one.form(request.POST, request.FILES, book=book, request=request)
    if not form.is_valid():
        return _dialog(request, book, one, form, items, 422)
    with only_once(person_id=request.clock.by.person_id, key=given.get(FIELD, ""), at=request.clock.at):
        outcome = one.run(book, [key for key, _ in items], form.cleaned_data, deed)
    return _answer(request, book, one, outcome)


def _keys(given: QueryDict) -> list[int]:
    return [int(one) for one in given.getlist("item") if one.isdecimal()][:500]


def _dialog(
    request: Request, book: Book, one: Do, form: DoForm, items: list[tuple[int, str]], status: int
) -> HttpResponse:
    units = form.units()
    numbers = "、".join(number for _, number in items[:_NAMED])
    context: dict[str, Any] = {
        "title": f"{one.label} {len(items)} 项" if items else one.label,
        "do": one,
        "form": form,
        "items": items,
        "numbers": f"{numbers} 等" if len(items) > _NAMED else numbers,
        "url": reverse("web:ledger-do", args=[book.ledger.pk, one.code]),
        "back": _back(request, book),
        "form_key": new_key(),
        "warning": burdens.warning(_asked(items), request.clock.on) if one.code in _ASKING else "",
        "units": choices(units) if units else [],
        "ledger": book.ledger,
        "dialog": "web/ledgers/_do.html",
    }
    return shown(request, book, context, status=status)


def _asked(items: list[tuple[int, str]]) -> frozenset[int]:
    """The units that owe something in these items."""
    rows = Assignment.objects.filter(item__in=[key for key, _ in items])
    rows = rows.exclude(state=Assignment.State.RELEASED)
    return frozenset(rows.values_list("unit", flat=True))


def shown(request: Request, book: Book, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A dialog for htmx; without scripts a page with the same form."""
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    here = [Crumb(book.of.name, reverse("web:ledger", args=[book.of.pk]))] if book.of else []
    crumbs = (Crumb("台账", framing.address("ledgers")), *here, Crumb(context["title"]))
    ledger = book.of.pk if book.of else None
    context |= {
        "is_inline": True,
        "shell": framing.shell(request, *crumbs, current="ledgers", ledger=ledger),
    }
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


def _back(request: Request, book: Book) -> str:
    """Where the person came from, if it is a page of this house."""
    given = (
        request.POST.get("back")
        or request.headers.get("HX-Current-URL")
        or request.headers.get("Referer", "")
    )
    if given and url_has_allowed_host_and_scheme(given, {request.get_host()}):
        return given
    return reverse("web:ledger", args=[book.ledger.pk])


def _answer(request: Request, book: Book, one: Do, outcome: Outcome) -> HttpResponse:
    words = f"已{one.label} {len(outcome.done)} 项"
    if outcome.refused:
        failed = f"{len(outcome.refused)} 项没有办成"
        context = {
            "title": f"{words}，{failed}" if outcome.done else failed,
            "refused": outcome.by_reason(),
            "back": _back(request, book),
            "dialog": "web/ledgers/_outcome.html",
        }
        return trigger_client_event(shown(request, book, context), "guatu:changed")
    if request.htmx:
        answer = trigger_client_event(HttpResponse(), "guatu:changed")
        return trigger_client_event(answer, "guatu:toast", {"text": words})
    messages.success(request, words)
    return redirect(_back(request, book))

"""From the draft to the units: the sheets looked at, sign-off asked for, dispatched, all or some."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Person
from guatu.http import once
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import Incomplete
from guatu.ledgers.intake import accepting, queries
from guatu.ledgers.intake.doubting import past
from guatu.ledgers.intake.entries import Entry, label, lead_of
from guatu.ledgers.intake.errors import LeaderMissing
from guatu.ledgers.models import Draft, Item, Ledger
from guatu.web import burdens
from guatu.web.views.intake import drafting


@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The sheets as they would go out (交办单), unit by unit; nothing is written."""
    found = drafting.loaded(request, pk)
    problem, sheets = None, []
    try:
        sheets = accepting.preview(draft=found, on=request.clock.on)
    except Refusal as refusal:
        problem = refusal
    context = {"draft": found, "sheets": sheets, "problem": problem, "title": "预览交办单"}
    return _dialog(request, found, "web/intake/preview.html", context, 200)


@dataclass(frozen=True, slots=True)
class Row:
    """A confirmed entry that may go."""

    pk: int
    number: str
    title: str
    lead: str
    due: str
    past: str
    """What of it should have been done already, in words."""
    is_chosen: bool


@require_http_methods(["GET", "POST"])
def send(request: Request, pk: int) -> HttpResponse:
    """Enter the chosen entries into a ledger; then to a leader for sign-off, or to the units at once."""
    found = drafting.loaded(request, pk)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            return _sent(request, found)
        except Refusal as refusal:
            problem = refusal
    ledgers, rows = queries.ledgers_for(found, request.clock.by), _rows(request, found)
    offices = {one.office_id for one in ledgers}
    context = {
        "draft": found,
        "title": "交办",
        "rows": rows,
        "late": [row for row in rows if row.past],
        "ledgers": ledgers,
        "has_offices": len(offices) > 1,
        "ledger": request.POST.get("ledger") or str(found.ledger_id or ""),
        "leaders": queries.leaders_of(offices, on=request.clock.on),
        "leader": request.POST.get("leader", ""),
        "even_past": "even_past" in request.POST,
        "warning": burdens.warning(_asked(found), request.clock.on),
        "problem": problem,
        "problem_field": problem.details().get("field") if problem else None,
        "form_key": once.new_key(),
    }
    return _dialog(request, found, "web/intake/send.html", context, status_of(problem))


def _asked(found: Draft) -> frozenset[int]:
    """The units that the confirmed entries ask."""
    duties = (one for entry in found.entries if entry["status"] == "confirmed" for one in entry["duties"])
    return frozenset(one["unit_id"] for one in duties if one["unit_id"] is not None)


def _rows(request: Request, found: Draft) -> list[Row]:
    chosen = request.POST.getlist("only") if request.method == "POST" else None
    return [
        _row(entry, at, request.clock.on, is_chosen=chosen is None or str(entry["id"]) in chosen)
        for at, entry in enumerate(found.entries)
        if entry["status"] == "confirmed"
    ]


def _row(entry: Entry, at: int, on: date, *, is_chosen: bool) -> Row:
    lead, due = lead_of(entry), entry["due"]
    return Row(
        pk=entry["id"],
        number=label(entry, at),
        title=entry["title"],
        lead=lead["unit"] if lead else "",
        due=due["on"] or str(Item.DueKind(due["kind"]).label),
        past="；".join(past(entry, on)),
        is_chosen=is_chosen,
    )


def _sent(request: Request, found: Draft) -> HttpResponse:
    given, deed = request.POST, request.clock.deed()
    ledgers = queries.ledgers_for(found, deed["by"])
    ledger = next((one for one in ledgers if one.pk == _key(given.get("ledger"))), None)
    if ledger is None:
        raise Incomplete(field="ledger", what="入哪本台账")
    how: How = {
        "draft": found,
        "revision": _key(given.get("revision")),
        "ledger": ledger,
        "only": [int(one) for one in given.getlist("only") if one.isdecimal()],
        "even_past": "even_past" in given,
    }
    with once.only_once(person_id=deed["by"].person_id, key=given.get(once.FIELD, ""), at=deed["at"]):
        if ledger.needs_sign_off:
            leader = _leader(request, ledger)
            paper = accepting.send_for_sign_off(leader=leader, **how, **deed)
            messages.success(request, f"已送{leader.name}审签，共 {len(how['only'])} 条")
            return _to(request, reverse("web:sign-off", args=[paper.pk]))
        items = accepting.dispatch(**how, **deed)
    messages.success(request, f"已交办 {len(items)} 条到{ledger.name}")
    return _to(request, reverse("web:ledger", args=[ledger.pk]))


class How(TypedDict):
    """What goes where, as both ways out take it."""

    draft: Draft
    revision: int
    ledger: Ledger
    only: list[int]
    even_past: bool


def _leader(request: Request, ledger: Ledger) -> Person:
    """Who signs the list off; refuses where nobody who may was chosen."""
    asked = _key(request.POST.get("leader"))
    may = queries.leaders_of([ledger.office_id], on=request.clock.on)
    leader = next((one for _, one in may if one.pk == asked), None)
    if leader is None:
        raise LeaderMissing(ledger=ledger.name)
    return leader


def _to(request: Request, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


def _dialog(
    request: Request, found: Draft, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    """A dialog over the draft, or a page of its own where there are no scripts."""
    if request.htmx:
        return render(request, template, context, status=status)
    page = context | {"shell": drafting.frame(request, found), "dialog": template, "is_inline": True}
    return render(request, "web/intake/dialog_page.html", page, status=status)

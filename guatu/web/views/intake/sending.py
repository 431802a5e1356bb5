"""From the draft to the units: the sheets looked at, sign-off asked for, dispatched, all or some."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Person, Role
from guatu.http import once
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import Incomplete
from guatu.ledgers.intake import accepting
from guatu.ledgers.models import Draft, Ledger
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
    confirmed = [entry for entry in found.entries if entry["status"] == "confirmed"]
    chosen = request.POST.getlist("only") or [str(entry["id"]) for entry in confirmed]
    context = {
        "draft": found,
        "title": "交办",
        "entries": [(entry, str(entry["id"]) in chosen) for entry in confirmed],
        "ledgers": Ledger.objects.filter(office=found.office_id, is_archived=False).order_by("pk"),
        "ledger": request.POST.get("ledger") or str(found.ledger_id or ""),
        "leaders": leaders(found, request),
        "leader": request.POST.get("leader", ""),
        "problem": problem,
        "form_key": once.new_key(),
        "revision": request.POST.get("revision") or found.revision,
    }
    return _dialog(request, found, "web/intake/send.html", context, status_of(problem))


def leaders(found: Draft, request: Request) -> list[Person]:
    """The leaders of the draft's office, who may sign a list off."""
    roles = Role.objects.in_force(on=request.clock.on).filter(office=found.office_id, kind=Role.Kind.LEADER)
    return list(Person.objects.filter(pk__in=roles.values("person"), is_active=True).order_by("pk"))


def _sent(request: Request, found: Draft) -> HttpResponse:
    given, deed = request.POST, request.clock.deed()
    ledger = Ledger.objects.filter(pk=_key(given.get("ledger")), office=found.office_id).first()
    if ledger is None:
        raise Http404
    only = [int(one) for one in given.getlist("only") if one.isdecimal()]
    revision = int(given.get("revision") or 0)
    with once.only_once(person_id=deed["by"].person_id, key=given.get(once.FIELD, ""), at=deed["at"]):
        if ledger.needs_sign_off:
            leader = Person.objects.filter(pk=_key(given.get("leader"))).first()
            if leader is None or leader not in leaders(found, request):
                raise Incomplete(field="leader", what="审签领导")
            paper = accepting.send_for_sign_off(
                draft=found, revision=revision, ledger=ledger, leader=leader, only=only, **deed
            )
            messages.success(request, f"已送{leader.name}审签，共 {len(only)} 条")
            return _to(request, reverse("web:sign-off", args=[paper.pk]))
        items = accepting.dispatch(draft=found, revision=revision, ledger=ledger, only=only, **deed)
    messages.success(request, f"已交办 {len(items)} 条到{ledger.name}")
    return _to(request, reverse("web:ledger", args=[ledger.pk]))


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

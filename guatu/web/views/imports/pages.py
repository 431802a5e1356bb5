"""The tables of a ledger, and one of them on its way: read, its columns, its preview, what came of it."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.imports import queries, receiving, rejecting
from guatu.ledgers.imports.errors import SameTable
from guatu.ledgers.models import ImportDraft
from guatu.web import framing
from guatu.web.shell import Crumb, Shell
from guatu.web.views.imports import showing
from guatu.web.views.ledgers.entering import writable
from guatu.web.views.ledgers.export import XLSX

State = ImportDraft.State
_SHOWN = 40


@require_http_methods(["GET", "POST"])
def desk(request: Request, pk: int) -> HttpResponse:
    """Put a table down, and the tables that came before."""
    ledger = writable(request, pk).ledger
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            return _received(request, pk)
        except Refusal as refusal:
            problem = refusal
    same = problem.draft if isinstance(problem, SameTable) else None
    context = {
        "shell": framing.shell(
            request,
            Crumb(ledger.name, reverse("web:ledger", args=[pk])),
            Crumb("导入台账"),
            current="ledgers",
        ),
        "ledger": ledger,
        "problem": problem,
        "same_url": reverse("web:import", args=[same]) if same else "",
        "rows": [showing.row(one) for one in queries.of_ledger(request.clock.by, ledger)[:_SHOWN]],
    }
    return render(request, "web/imports/desk.html", context, status=status_of(problem) if problem else 200)


def _received(request: Request, pk: int) -> HttpResponse:
    ledger, file = writable(request, pk).ledger, request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, "还没有选文件，请选 xlsx、xls 或 csv")
        return redirect("web:ledger-imports", pk)
    draft = receiving.receive(
        upload=file,
        name=file.name or "台账.xlsx",
        ledger=ledger,
        again=request.POST.get("again") == "1",
        **request.clock.deed(),
    )
    return redirect("web:import", draft.pk)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Where it stands: being read, to be looked at, being brought in, brought in."""
    found = loaded(request, pk)
    if found.state in ImportDraft.WORKED_ON:
        context = {"draft": found, "name": queries.shown_name(found), "pace": queries.pace(found)}
        return render(request, "web/imports/waiting.html", context | {"shell": frame(request, found)})
    if request.htmx and request.htmx.target == "main":  # the page that waited for it
        return HttpResponseClientRedirect(reverse("web:import", args=[pk]))
    return shown(request, found)


def shown(
    request: Request, found: ImportDraft, *, problem: Refusal | None = None, **more: Any
) -> HttpResponse:
    """The page of a table that is not being worked on, with what was refused."""
    context = showing.context(request, found) | more | {"problem": problem, "shell": frame(request, found)}
    name = {
        State.READY: "columns.html" if context.get("is_columns") else "preview.html",
        State.APPLIED: "result.html",
    }.get(State(found.state), "ended.html")
    return render(request, f"web/imports/{name}", context, status=status_of(problem) if problem else 200)


@require_safe
def rejects(request: Request, pk: int) -> HttpResponse:
    """The file back, wrong cells marked, the reasons beside."""
    found = loaded(request, pk)
    if found.plan_id is None or found.file_id is None:
        raise Http404
    made = rejecting.sheet(found)
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type=XLSX)
    answer.headers["Content-Disposition"] = rejecting.disposition(found)
    return answer


def loaded(request: Request, pk: int) -> ImportDraft:
    """The table, for a coordinator of its office; else there is none."""
    found = queries.draft(request.clock.by, pk)
    if found is None:
        raise Http404
    return found


def frame(request: Request, found: ImportDraft) -> Shell:
    """The frame of its pages."""
    return framing.shell(
        request,
        Crumb(found.ledger.name, reverse("web:ledger", args=[found.ledger_id])),
        Crumb("导入台账", reverse("web:ledger-imports", args=[found.ledger_id])),
        Crumb(queries.shown_name(found)),
        current="ledgers",
    )

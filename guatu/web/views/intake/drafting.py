"""The draft beside its source: shown, changed act by act; nothing typed is lost to a second window."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.queries import Acting, office_unit_book
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.intake import matching, queries, receiving, saving
from guatu.ledgers.intake.entries import Entries
from guatu.ledgers.intake.errors import DraftChanged
from guatu.ledgers.intake.stages import Stage
from guatu.ledgers.models import Draft
from guatu.ledgers.proposals import deciding
from guatu.web import framing
from guatu.web.shell import Crumb, Shell
from guatu.web.views.intake import editing, showing, versions
from guatu.web.views.intake.showing import View

_NEXT: Final = ("confirm", "drop", "later", "merge")
"""After these acts the next entry is opened."""


@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    """The page: source on the left, entries on the right; while it is read, how far."""
    found = loaded(request, pk)
    if found.state in (Draft.State.WAITING, Draft.State.READING, Draft.State.FAILED):
        return _waiting(request, found)
    if request.htmx and request.htmx.target == "main":  # the page that waited for it
        return HttpResponseClientRedirect(reverse("web:draft", args=[pk]))
    context = showing.context(request, found, _view(request)) | _whole(request, found)
    return render(request, "web/intake/draft.html", context | {"shell": frame(request, found)})


def _whole(request: Request, found: Draft) -> dict[str, object]:
    """What the page has beside the entries: the source, and which version it is."""
    directive = found.directive
    return showing.source(found) | (versions.context(request, directive) if directive else {})


def _waiting(request: Request, found: Draft) -> HttpResponse:
    """Which steps of the reading are behind it, which one is being done."""
    reached = Stage.of(found.progress)
    steps = [
        {"word": stage.label, "state": "ok" if stage < reached else "now" if stage == reached else "todo"}
        for stage in Stage
    ]
    context = {
        "shell": frame(request, found),
        "draft": found,
        "name": receiving.shown_name(found),
        "steps": steps,
        "stage": queries.stage_words(found),
    }
    return render(request, "web/intake/waiting.html", context)


@require_POST
def edit(request: Request, pk: int) -> HttpResponse:
    """One act on the draft; the pane comes back, with the refusal where there is one."""
    found, view = loaded(request, pk), _view(request)
    given = editing.given_by({name: str(value) for name, value in request.POST.items()})
    before: Entries | None = found.entries
    problem: Refusal | None = None
    try:
        found = _done(request, found, given)
        if given.get("act") in _NEXT:
            view = View(view.order, None)
    except DraftChanged as changed:
        problem, found, before = changed, changed.draft, None
    except Refusal as refusal:
        problem = refusal
    if not request.htmx and problem is None:
        return redirect(f"{reverse('web:draft', args=[pk])}?order={view.order}&open={view.open or ''}")
    context = showing.context(request, found, view) | {
        "problem": problem,
        "problem_field": problem.details().get("field") if problem else None,
        "tried": {name: value for name, value in given.items() if name not in _HOUSE},
        "is_conflict": isinstance(problem, DraftChanged),
    }
    status = status_of(problem)
    if request.htmx:
        context["moved"] = showing.moved(found, before)
        return render(request, "web/intake/_pane.html", context, status=status)
    page = context | _whole(request, found) | {"shell": frame(request, found)}
    return render(request, "web/intake/draft.html", page, status=status)


def _done(request: Request, found: Draft, given: Mapping[str, str]) -> Draft:
    """Do what the page asked for, on the revision that it has shown."""
    revision, clock = _number(given.get("revision", "")), request.clock
    by, at = clock.deed()["by"], clock.at
    if given.get("act") == "undo":
        return saving.undo(draft=found, revision=revision, by=by, at=at)
    if given.get("act") in ("take", "dismiss"):
        return _decided(found, given, revision, by=by, at=at)
    change = editing.change_of(found, given, clock)
    return saving.save(draft=found, revision=revision, change=change, by=by, at=at)


def _decided(found: Draft, given: Mapping[str, str], revision: int, *, by: Acting, at: datetime) -> Draft:
    """What becomes of a proposal of the local model."""
    proposal = _number(given.get("proposal", ""))
    if given["act"] == "take":
        return deciding.take(draft=found, revision=revision, proposal=proposal, by=by, at=at)
    return deciding.dismiss(draft=found, proposal=proposal, by=by, at=at)


_HOUSE: Final = ("csrfmiddlewaretoken", "revision", "order", "open")


@require_safe
def units(request: Request, pk: int) -> HttpResponse:
    """Units for what is typed, with the reason of each."""
    found = loaded(request, pk)
    assert found.office is not None  # noqa: S101 - the draft of an office
    typed = request.GET.get("typed", "")[:40]
    book = office_unit_book(found.office, on=request.clock.on)
    context = {
        "suggestions": matching.suggestions(book, typed),
        "typed": typed.strip(),
        "entry": request.GET.get("entry", ""),
        "at": request.GET.get("at", ""),
        "duty": request.GET.get("duty", "responsible"),
        "edit_url": reverse("web:draft-edit", args=[pk]),
    }
    return render(request, "web/intake/_suggestions.html", context)


def loaded(request: Request, pk: int) -> Draft:
    """The draft, for a coordinator of its office; else there is none."""
    found = queries.draft(request.clock.by, pk)
    if found is None:
        raise Http404
    return found


def frame(request: Request, found: Draft) -> Shell:
    """The frame of a draft's pages."""
    name = str(found.directive) if found.directive else receiving.shown_name(found)
    desk = Crumb("读文件", reverse("web:directives"))
    return framing.shell(request, desk, Crumb(name), current="directives")


def _view(request: Request) -> View:
    given = request.POST if request.method == "POST" else request.GET
    order = given.get("order", "")
    known = order if order in (showing.DOUBTS_FIRST, showing.AS_WRITTEN) else showing.DOUBTS_FIRST
    return View(known, _number(given.get("open", "")) or None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0

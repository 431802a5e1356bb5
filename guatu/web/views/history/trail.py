"""The trail of the chains that somebody may look through: read, verified, taken along."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.history.models import Checkpoint, Event
from guatu.http import verification
from guatu.http.requests import Request
from guatu.ledgers.events import Event as Kind
from guatu.ledgers.queries import chains
from guatu.ledgers.queries.chains import Asked, Page
from guatu.web import framing, wording
from guatu.web.shell import Crumb
from guatu.web.views.accounts.telling import word_of


@require_safe
def trail(request: Request) -> HttpResponse:
    """The events, newest first, with what narrows them; beside them how the chains stand."""
    who = request.clock.by
    mine = list(chains.visible(who))
    if not mine:
        raise Http404
    asked = _asked(request)
    names, page = chains.names(mine), chains.page(who, mine, asked)
    context = {
        "shell": framing.shell(request, Crumb("留痕核验"), current="trail"),
        "chains": [(one, names[one.code], f"{one.head[:8]}") for one in mine],
        "checkpoint": Checkpoint.objects.order_by("-number").first(),
        "verified": verification.last(),
        "may_redact": bool(who.offices(Role.Kind.ADMINISTRATOR)) and request.clock.as_of is None,
        "may_verify": chains.may_verify(who),
        "asked": asked,
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "rows": list(_rows(page, names, request.clock.on)),
        "older_url": _older(request, page),
    }
    return render(request, "web/history/trail.html", context)


@require_POST
def verify(request: Request) -> HttpResponse:
    """Have everything looked at; the page says when it is done."""
    if not chains.may_verify(request.clock.by):
        raise Http404
    verification.ask()
    messages.success(request, "正在核验，完成后结果显示在本页")
    return redirect("web:trail")


@require_safe
def export(request: Request) -> FileResponse:
    """The trail as a zip with the script that checks it without this program; one's own chains only."""
    from guatu.history import exporting  # here, for other pages have no need of cryptography

    who, code = request.clock.by, request.GET.get("chain", "")
    mine = {one.code for one in chains.visible(who)} if chains.may_verify(who) else set()
    if code not in mine:
        raise Http404
    folder = tempfile.TemporaryDirectory(prefix="guatu-trail-")
    path = exporting.export(Path(folder.name) / "trail.zip", at=request.clock.at, chain=code)
    file = path.open("rb")
    folder.cleanup()  # the open file stays readable, and nothing is left behind
    return FileResponse(file, as_attachment=True, filename=f"留痕-{code}-{request.clock.on}.zip")


def _asked(request: Request) -> Asked:
    given = request.GET
    before = given.get("before", "")
    return Asked(
        chain=given.get("chain", ""),
        kind=given.get("kind", "") if given.get("kind", "") in Kind.values else "",
        person=given.get("person", "").strip(),
        first=_day(given.get("first", "")),
        last=_day(given.get("last", "")),
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rows(page: Page, names: dict[str, str], on: date) -> Iterator[dict[str, object]]:
    for event in page.events:
        yield {
            "event": event,
            "chain": names.get(event.chain.code, event.chain.code),
            "when": wording.when(event.recorded_at, on=on),
            "happened": wording.short_day(event.happened_on, near=on),
            "who": page.people.get(event.actor_id or 0, "系统"),
            "principal": page.people.get(event.principal_id or 0, ""),
            "unit": page.units.get(event.unit_id or 0, ""),
            "what": _word(event),
            "about": (about := page.subjects[event.subject_kind, event.subject_id]),
            "about_url": framing.address(*about.page) if about.page else "",
            "code": f"{event.hash[:4]}…{event.hash[-4:]}",
        }


def _word(event: Event) -> str:
    return str(Kind(event.kind).label) if event.kind in Kind.values else word_of(event.kind)


def _older(request: Request, page: Page) -> str:
    if not page.older:
        return ""
    given = {name: value for name, value in request.GET.items() if name != "before" and value}
    return f"{reverse('web:trail')}?{urlencode(given | {'before': page.events[-1].pk})}"

"""The trail of the chains that somebody may look through: read, verified, taken along."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.history.errors import PeriodEmpty
from guatu.history.models import Checkpoint, Event
from guatu.http import verification
from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.events import Event as Kind
from guatu.ledgers.queries import chains
from guatu.ledgers.queries.chains import Asked, Page
from guatu.web import framing, wording
from guatu.web.shell import Crumb
from guatu.web.views.accounts.telling import word_of
from guatu.web.views.history.inspecting import tabs


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
        "tabs": tabs(request, "trail"),
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
    return redirect("web:trail-checks" if request.POST.get("back") == "checks" else "web:trail")


@require_safe
def export(request: Request) -> HttpResponseBase:
    """The trail as a zip with the script that checks it without this program; one's own chains only."""
    from guatu.history import exporting  # here, for other pages have no need of cryptography

    who, code = request.clock.by, request.GET.get("chain", "")
    if not chains.taken_by(who).filter(code=code).exists():
        raise Http404
    days = _days(request)
    with tempfile.TemporaryDirectory(prefix="guatu-trail-") as folder:
        try:
            path = exporting.export(Path(folder) / "trail.zip", at=request.clock.at, chain=code, days=days)
        except PeriodEmpty as refusal:
            messages.error(request, str(refusal))
            return redirect("web:trail-checks")
        file = path.open("rb")  # it stays readable when its folder is gone
    recording.record_trail(chain=code, days=days, **request.clock.deed())
    name = f"留痕-{code}-{f'{days[0]}至{days[1]}' if days else request.clock.on}.zip"
    return FileResponse(file, as_attachment=True, filename=name)


def _days(request: Request) -> tuple[date, date] | None:
    """The period that is asked for; none for the whole chain."""
    first, last = _day(request.GET.get("first", "")), _day(request.GET.get("last", ""))
    if "all" in request.GET or (first is None and last is None):
        return None
    last = min(last or request.clock.on, request.clock.on)
    return min(first or last, last), last


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

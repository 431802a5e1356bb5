"""Beside the trail: whether it is whole and how to check that outside, who exported, and who looked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.models import Checkpoint
from guatu.http import verification
from guatu.http.requests import Request
from guatu.ledgers.queries import chains, inspecting
from guatu.ledgers.queries.inspecting import SHOWN, Asked
from guatu.ledgers.sights import KEPT
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb

_CHECKPOINTS: Final = 24
_TABS: Final[tuple[tuple[str, str, Callable[[Acting], bool]], ...]] = (
    ("trail", "留痕", lambda _: True),
    ("trail-checks", "核验与导出", chains.may_verify),
    ("trail-exports", "谁导出过", lambda who: bool(who.offices(Role.Kind.INSPECTOR))),
    ("trail-sights", "谁看过", lambda who: bool(who.offices(Role.Kind.INSPECTOR))),
)


def tabs(request: Request, current: str) -> list[parts.Option]:
    """The parts of the page that this person may open; none where there is only one."""
    who = request.clock.by
    found = [
        parts.Option(label, reverse(f"web:{name}"), is_current=name == current)
        for name, label, may in _TABS
        if may(who)
    ]
    return found if len(found) > 1 else []


def _frame(request: Request, name: str, label: str) -> dict[str, Any]:
    crumbs = (Crumb("留痕核验", framing.address("trail")), Crumb(label))
    return {"shell": framing.shell(request, *crumbs, current="trail"), "tabs": tabs(request, name)}


@require_safe
def checks(request: Request) -> HttpResponse:
    """The last verification, the public key, how to repeat it outside, the packages, the checkpoints."""
    who = request.clock.by
    if not chains.may_verify(who):
        raise Http404
    mine = list(chains.taken_by(who))
    names = chains.names(mine)
    latest = list(Checkpoint.objects.defer("body", "signature").order_by("-number")[:_CHECKPOINTS])
    folder = Path(settings.CHECKPOINTS)
    laid = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    context = _frame(request, "trail-checks", "核验与导出") | {
        "verified": verification.last(),
        "chains": [(one, names[one.code]) for one in mine],
        "checkpoints": [(one, f"checkpoint-{one.number:08d}.json" in laid) for one in latest],
        "total": latest[0].number if latest else 0,
        "folder": folder.name,
        "key": latest[0].key_id if latest else "",
        "has_key": bool(latest) and f"{latest[0].key_id[:16]}.pub.pem" in laid,
        "today": request.clock.on,
        "first": request.clock.on.replace(day=1),
    }
    return render(request, "web/history/checks.html", context)


@require_safe
def public_key(request: Request) -> HttpResponse:
    """The key by which checkpoints are checked, as it lies beside them."""
    if not chains.may_verify(request.clock.by):
        raise Http404
    last = Checkpoint.objects.defer("body", "signature").order_by("-number").first()
    path = Path(settings.CHECKPOINTS) / f"{last.key_id[:16]}.pub.pem" if last else None
    if path is None or not path.is_file():
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="{path.name}"'}
    return HttpResponse(path.read_bytes(), content_type="application/x-pem-file", headers=name)


@require_safe
def exports(request: Request) -> HttpResponse:
    """What was taken out of the house."""
    asked = _inspector(request)
    rows, has_more = inspecting.exports(request.clock.by, asked)
    context = _frame(request, "trail-exports", "谁导出过") | _narrowing(request, asked)
    context |= {
        "rows": [
            {"one": row, "when": wording.when(row.event.recorded_at, on=request.clock.on)} for row in rows
        ],
        "older_url": _older(request, "trail-exports", rows[-1].event.pk) if has_more else "",
    }
    return render(request, "web/history/exports.html", context)


@require_safe
def sights(request: Request) -> HttpResponse:
    """Who looked at which item on which day."""
    asked = _inspector(request)
    rows = list(inspecting.sights(request.clock.by, asked)[: SHOWN + 1])
    context = _frame(request, "trail-sights", "谁看过") | _narrowing(request, asked)
    context |= {
        "rows": rows[:SHOWN],
        "years": KEPT.days // 365,
        "older_url": _older(request, "trail-sights", rows[SHOWN - 1].pk) if len(rows) > SHOWN else "",
    }
    return render(request, "web/history/sights.html", context)


def _inspector(request: Request) -> Asked:
    """What is asked for; only who inspects asks."""
    if not request.clock.by.offices(Role.Kind.INSPECTOR):
        raise Http404
    given = request.GET
    return Asked(
        person=given.get("person", "").strip()[:40],
        ledger=_number(given.get("ledger", "")),
        first=_day(given.get("first", "")),
        last=_day(given.get("last", "")),
        before=_number(given.get("before", "")),
    )


def _narrowing(request: Request, asked: Asked) -> dict[str, Any]:
    return {"asked": asked, "ledgers": list(inspecting.ledgers(request.clock.by))}


def _older(request: Request, name: str, before: int) -> str:
    given = {key: value for key, value in request.GET.items() if key != "before" and value}
    return f"{reverse(f'web:{name}')}?{urlencode(given | {'before': before})}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

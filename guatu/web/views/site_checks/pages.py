"""The list of site checks, and one of them with what was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers.events import Event
from guatu.ledgers.models import SiteCheck
from guatu.ledgers.site_checks import queries
from guatu.notices import actions as notices
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb
from guatu.web.views.items import posting
from guatu.web.views.items.registry import url_of
from guatu.web.views.site_checks import coding, telling

State, Result = SiteCheck.State, SiteCheck.Result
SHOWN: Final = 200
"""So many rows at once."""
STARTING: Final = (Role.Kind.COORDINATOR, Role.Kind.VERIFIER)
"""Who sends somebody without notice."""
_CODES: Final[Mapping[str, wording.StateCode]] = {
    Result.NONE: "wait",
    Result.MATCHES: "done",
    Result.DIFFERS: "back",
    Result.NOT_SEEN: "check",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One check in the list."""

    pk: int
    kind: str
    is_secret: bool
    number: str
    title: str
    url: str
    unit: str
    who: str
    due: parts.Due
    state: parts.State
    words: str


def refuse_strangers(request: Request) -> None:
    """Whoever has no part in any check finds no page."""
    if not request.clock.by.offices(*queries.READERS):
        raise Http404


def found(request: Request, pk: int) -> SiteCheck:
    """The check, for somebody who may see it; else there is none."""
    refuse_strangers(request)
    check = queries.visible(request.clock.by).filter(pk=pk).first()
    if check is None:
        raise Http404
    return check


@require_safe
def listing(request: Request) -> HttpResponse:
    """What is to be looked at, the most pressing first; or what was found."""
    refuse_strangers(request)
    who, on = request.clock.by, request.clock.on
    show = "ended" if request.GET.get("show") == "ended" else "due"
    counts = queries.counts(who, on=on)
    rows = queries.standing(queries.visible(who)) if show == "due" else queries.ended(queries.visible(who))
    shown = list(rows[: SHOWN + 1])
    is_today = request.clock.as_of is None
    context = {
        "shell": framing.shell(request, Crumb("现场核查"), current="site-checks"),
        "show": show,
        "tabs": list(_tabs(show, counts)),
        "rows": [row(one, on) for one in shown[:SHOWN]],
        "has_more": len(shown) > SHOWN,
        "late": counts["late"],
        "route_url": reverse("web:site-check-route") if who.offices(Role.Kind.VERIFIER) else "",
        "start_url": reverse("web:site-check-start") if is_today and who.offices(*STARTING) else "",
    }
    return render(request, "web/site_checks/page.html", context)


def _tabs(show: str, counts: Mapping[str, int]) -> Iterator[parts.Option]:
    where = reverse("web:site-checks")
    yield parts.Option("待查", where, counts["due"], is_current=show == "due")
    yield parts.Option("已办结", f"{where}?show=ended", counts["ended"], is_current=show == "ended")


def row(one: SiteCheck, on: date) -> Row:
    """A check as the list tells it."""
    person = one.done_by or one.checker
    return Row(
        pk=one.pk,
        kind=str(one.get_kind_display()),
        is_secret=one.kind == SiteCheck.Kind.UNANNOUNCED,
        number=one.item.number if one.item else "",
        title=telling.title_of(one),
        url=reverse("web:site-check", args=[one.pk]),
        unit=telling.unit_of(one),
        who=person.name if person else "任一核查员",
        due=wording.due(one.due_on, on=on, is_done=one.state != State.PLANNED),
        state=parts.State(_CODES[one.result], telling.word_of(one)),
        words=one.finding or one.words,
    )


@require_safe
def site_check(request: Request, pk: int) -> HttpResponse:
    """One check: where to and what for, the draws before it, what was found, and what can be done."""
    check = found(request, pk)
    notices.see(request.clock.by.person_id, (SiteCheck.track, pk), at=request.clock.at)
    case, on = queries.case_of(check), request.clock.on
    why_not = queries.why_not(request.clock.by, check, case)
    context: dict[str, Any] = {
        "shell": framing.shell(
            request, Crumb("现场核查", framing.address("site-checks")), Crumb(telling.name_of(check)),
            current="site-checks",
        ),
        "check": check,
        "row": row(check, on),
        "name": telling.name_of(check),
        "lines": queries.lines_of([check]).get(check.pk, []),
        "draws": telling.draws(queries.draws_of(check.item_id)) if check.item_id else [],
        "told": telling.result_of(request.clock.by, check),
        "found": [(one.item, reverse("web:item", args=[one.item_id])) for one in _findings(check)],
        "why_not": why_not,
        "code": coding.code_of(request, check, case) if request.clock.as_of is None else None,
        "record_url": record_url(check) if not why_not and request.clock.as_of is None else "",
        "acts": list(_acts(request, check)),
    }  # fmt: skip
    return posting.named(render(request, "web/site_checks/check.html", context), request)


def record_url(check: SiteCheck) -> str:
    """Where the result is written: of a request as an act of its item."""
    if check.item_id is not None:
        return url_of(Event.SITE_CHECK_DONE, check.item_id)
    return reverse("web:site-check-record", args=[check.pk])


def _findings(check: SiteCheck) -> Sequence[Any]:
    return list(check.findings.select_related("item__ledger").order_by("pk"))


def _acts(request: Request, check: SiteCheck) -> Iterator[parts.Option]:
    """What the office may still change of a check that waits."""
    who = request.clock.by
    if check.state != State.PLANNED or request.clock.as_of is not None:
        return
    coordinates = who.holds(Role.Kind.COORDINATOR, office_id=check.office_id)
    verifies = who.holds(Role.Kind.VERIFIER, office_id=check.office_id)
    if check.item is None:
        if coordinates or verifies:
            yield parts.Option("改派", reverse("web:site-check-plan", args=[check.pk]), icon="calendar")
        if coordinates:
            yield parts.Option("取消", reverse("web:site-check-drop", args=[check.pk]), icon="minus")
        return
    if check.item.state != "verifying":
        return
    if coordinates or verifies:
        url = url_of(Event.SITE_CHECK_PLANNED, check.item.pk)
        yield parts.Option("安排", url, icon="calendar")
    if coordinates:
        yield parts.Option("免去", url_of(Event.SITE_CHECK_DROPPED, check.item.pk), icon="minus")

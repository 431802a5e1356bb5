"""Notices (消息): what somebody was told, opened, marked as seen, signed for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import receipts
from guatu.ledgers.queries import notices as told_of
from guatu.ledgers.queries.notices import Told
from guatu.notices import actions, queries
from guatu.notices.models import Notice
from guatu.web import parts, wording
from guatu.web.framing import shell
from guatu.web.shell import Crumb
from guatu.web.views.regimes import waiting
from guatu.web.views.site_checks.telling import title_of

_PAGE: Final = 50
_TONES: Final[dict[str, parts.Tone]] = {
    Notice.Kind.URGED: "red",
    Notice.Kind.REPORT_RETURNED: "red",
    Notice.Kind.REPORT_DECLINED: "red",
    Notice.Kind.CLOSE_RETURNED: "red",
    Notice.Kind.REOPENED: "red",
    Notice.Kind.DUE_TOMORROW: "red",
    Notice.Kind.OVERDUE: "red",
    Notice.Kind.SIGN_LATE: "red",
    Notice.Kind.LIT: "yellow",
    Notice.Kind.DUE_SOON: "yellow",
    Notice.Kind.EXTENSION_REFUSED: "yellow",
    Notice.Kind.DEADLINE_CHANGED: "yellow",
    Notice.Kind.INSTRUCTION: "primary",
    Notice.Kind.TO_VERIFY: "primary",
    Notice.Kind.TO_SIGN_OFF: "primary",
    Notice.Kind.TO_SITE_CHECK: "primary",
    Notice.Kind.TO_APPROVE: "primary",
    Notice.Kind.DISPATCHED: "primary",
    Notice.Kind.REASSIGNED: "primary",
    Notice.Kind.CLOSE_VERIFIED: "green",
    Notice.Kind.CLOSED: "green",
    Notice.Kind.EXTENSION_APPROVED: "green",
    Notice.Kind.LOOK_BACK_HELD: "green",
    Notice.Kind.MEETING_PLANNED: "primary",
    Notice.Kind.MEETING_CHANGED: "yellow",
    Notice.Kind.MEETING_CANCELLED: "yellow",
    Notice.Kind.MEETING_DROPPED: "yellow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A notice as a line of the list."""

    pk: int
    kind: str
    tone: parts.Tone
    number: str
    title: str
    words: str
    unit: str
    when: str
    url: str
    """Where it leads; empty for what is out of sight."""
    is_new: bool
    receipt: str
    """The word of the button that gives the receipt; empty where none is waited for."""
    given: str
    """When the receipt was given, in words."""


def line(told: Told, *, on: date, names_unit: bool = True) -> Line:
    """The notice in words; of which unit is told where somebody answers for several."""
    one = told.notice
    word = "签收" if one.is_signed_for else "知道了"
    is_due = one.needs_receipt and one.waits and told.item is not None
    return Line(
        pk=one.pk,
        kind=str(one.get_kind_display()),
        tone=_TONES.get(one.kind, ""),
        number=_number(told),
        title=_title(told),
        words=_words(told, on),
        unit=one.unit.name if one.unit and names_unit else "",
        when=wording.when(one.made_at, on=on),
        url=reverse("web:notice", args=[one.pk]) if told.is_in_sight else "",
        is_new=one.waits and one.seen_at is None,
        receipt=word if is_due else "",
        given=f"{wording.when(one.receipt_at, on=on)} {word}" if one.receipt_at else "",
    )


def _number(told: Told) -> str:
    item = told.site_check.item if told.site_check else told.item
    return item.number if item else ""


def _title(told: Told) -> str:
    if told.item is not None:
        return told.item.title
    if told.sign_off is not None:
        return f"{told.sign_off.ledger.name}，一批事项请您审签"
    if told.meeting is not None:
        return told.meeting.title
    if told.site_check is not None:
        return title_of(told.site_check)
    if told.regime is not None:
        return waiting.title(told.regime)
    return "这一项已移出，您看不到了"


def _words(told: Told, on: date) -> str:
    """What was said; where nothing was, the day by which it is to be done."""
    if told.site_check is not None:
        return f"{wording.short_day(told.site_check.due_on, near=on)} 前去"
    if told.regime is not None:
        return f"定自 {told.regime.starts_on} 起启用"
    if told.words or told.item is None:
        return told.words
    of_day = told.notice.kind in (Notice.Kind.DUE_SOON, Notice.Kind.DUE_TOMORROW)
    day = (told.notice.day if of_day else None) or told.item.deadline
    said = wording.short_day(day, near=on)
    return f"{said} 到期" if said and told.notice.kind in _WITH_DAY else ""


_WITH_DAY: Final = (
    Notice.Kind.DISPATCHED,
    Notice.Kind.REASSIGNED,
    Notice.Kind.DUE_SOON,
    Notice.Kind.DUE_TOMORROW,
    Notice.Kind.OVERDUE,
    Notice.Kind.DEADLINE_CHANGED,
    Notice.Kind.EXTENSION_APPROVED,
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """The page: what waits, or all."""
    frame = shell(request, Crumb("消息"), current="notices")
    return render(request, "web/work/notices.html", _filled(request) | {"shell": frame})


def _filled(request: Request) -> dict[str, object]:
    who, on = request.clock.by, request.clock.on
    shows_all = (request.POST.get("show") or request.GET.get("show")) == "all"
    found = queries.of_person(who.person_id, only_waiting=not shows_all)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: _PAGE + 1])
    page, rest = rows[:_PAGE], rows[_PAGE:]
    query = f"{'show=all&' if shows_all else ''}before={page[-1].pk}" if rest else ""
    return {
        "lines": _lines(told_of.told(who, page), on, names_unit=len(who.units()) > 1),
        "tabs": _tabs(queries.waiting(who.person_id), shows_all=shows_all),
        "shows_all": shows_all,
        "more_url": f"{reverse('web:notices')}?{query}" if rest else "",
    }


def _lines(told: Sequence[Told], on: date, *, names_unit: bool) -> list[Line]:
    return [line(one, on=on, names_unit=names_unit) for one in told]


def _tabs(waiting: int, *, shows_all: bool) -> list[parts.Option]:
    url = reverse("web:notices")
    return [
        parts.Option("待看", url, waiting, is_current=not shows_all),
        parts.Option("全部", f"{url}?show=all", is_current=shows_all),
    ]


@require_safe
def follow(request: Request, pk: int) -> HttpResponse:
    """Open what a notice is about; opened is seen."""
    notice = queries.own(request.clock.by.person_id, pk)
    found = told_of.told(request.clock.by, [notice])[0] if notice else None
    if found is None or not found.is_in_sight:
        raise Http404
    one = found.notice
    actions.see(request.clock.by.person_id, (one.subject_kind, one.subject_id), at=request.clock.at)
    if found.sign_off is not None:
        return redirect("web:sign-off", found.sign_off.pk)
    if found.meeting is not None:
        return redirect("web:meeting", found.meeting.pk)
    if found.site_check is not None:
        return redirect("web:site-check", found.site_check.pk)
    if found.regime is not None:
        return redirect(waiting.url(found.regime))
    page = "web:to-verify" if one.kind == Notice.Kind.TO_VERIFY else "web:item"
    return redirect(page, one.subject_id)


@require_POST
def see_all(request: Request) -> HttpResponse:
    """All of it was looked through; receipts go on waiting."""
    deed = request.clock.deed()
    count = receipts.see_all(by=deed["by"], at=deed["at"])
    return _answer(request, f"{count} 条标为已看" if count else "没有新的消息")


@require_POST
def receive(request: Request, pk: int) -> HttpResponse:
    """Give the receipt."""
    try:
        notice = receipts.receive(pk=pk, **request.clock.deed())
    except Notice.DoesNotExist as absent:
        raise Http404 from absent
    except Refusal as refusal:
        return _answer(request, str(refusal), status=status_of(refusal))
    return _answer(request, "已签收，督办单位看得到" if notice.is_signed_for else "已记下您知道了")


def _answer(request: Request, text: str, *, status: int = 200) -> HttpResponse:
    """The list anew with a toast, or the page again where there are no scripts."""
    if not request.htmx:
        (messages.error if status >= 400 else messages.success)(request, text)
        return redirect("web:notices")
    response = render(request, "web/work/_notices.html", _filled(request), status=status)
    response.headers["HX-Trigger"] = json.dumps({"guatu:toast": {"text": text, "bad": status >= 400}})
    return response

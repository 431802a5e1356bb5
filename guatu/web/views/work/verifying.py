"""To verify: the queue, the proofs, the standard line by line, the verdict."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions.verdicts import judge_evidence
from guatu.ledgers.models import CloseOut, Evidence, Item, SiteCheck
from guatu.ledgers.queries import verifying, visibility
from guatu.ledgers.queries.verifying import Order, Sheet, Waiting
from guatu.ledgers.site_checks import queries
from guatu.notices import actions as notices
from guatu.web import lamps, parts, wording
from guatu.web.framing import address, shell
from guatu.web.refusals import status_of
from guatu.web.shell import Crumb
from guatu.web.views.site_checks import telling
from guatu.web.views.work import proofs, verdicts, written
from guatu.web.views.work.verdicts import Given

_DECLINED: Final = "领导退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A request in the queue, or one that was judged."""

    number: str
    title: str
    url: str
    unit: str
    when: str
    tag: str = ""
    tone: parts.Tone = ""
    icon: str = ""
    mark: parts.Light | None = None
    is_current: bool = False
    key: str = ""
    """The key that leads there from the request that is open."""


@require_safe
def to_verify(request: Request, pk: int | None = None) -> HttpResponse:
    """The queue with one request open; for htmx only the proof that is asked for."""
    _refuse_strangers(request)
    order = _order(request)
    queue = verifying.queue(request.clock.by, order=order)
    open_pk = pk or (queue[0].item.pk if queue else None)
    sheet = verifying.sheet(request.clock.by, open_pk) if open_pk else None
    if pk is not None and sheet is None:
        return _gone(request, pk)
    if sheet and request.htmx:
        return render(request, "web/work/_proof.html", _proof(request, sheet, order))
    if pk is not None:
        notices.see(request.clock.by.person_id, (Item.track, pk), at=request.clock.at)
    return _page(request, queue, sheet, order, is_list=pk is None)


@require_POST
def verdict(request: Request, pk: int) -> HttpResponse:
    """Pass, return, or look at the place; then on to the next request."""
    sheet = _sheet(request, pk)
    if sheet is None:
        return _gone(request, pk)
    order = _order(request)
    queue = verifying.queue(request.clock.by, order=order)
    given = verdicts.read(request.POST, sheet)
    try:
        told = verdicts.give(sheet, given, request.clock.deed())
    except Refusal as refusal:
        return _refused(request, pk, queue, order, given, refusal)
    messages.success(request, told)
    return redirect(_next(queue, pk, order))


@require_POST
def judge(request: Request, pk: int, evidence: int) -> HttpResponse:
    """Say of one proof whether it counts."""
    sheet = _sheet(request, pk)
    if sheet is None:
        return _gone(request, pk)
    proof = next((one for one in sheet.proofs if one.evidence.pk == evidence), None)
    if proof is None:
        raise Http404
    order = _order(request)
    try:
        judge_evidence(
            evidence=proof.evidence,
            verdict=request.POST.get("verdict", ""),
            note=request.POST.get("note", ""),
            pk=pk,
            **request.clock.deed(),
        )
    except Refusal as refusal:
        queue = verifying.queue(request.clock.by, order=order)
        return _refused(request, pk, queue, order, Given(problem=refusal), refusal, evidence=evidence)
    messages.success(request, f"第 {sheet.proofs.index(proof) + 1} 份佐证已判")
    return redirect(f"{_url(pk, order)}{'&' if order is Order.READY else '?'}evidence={evidence}")


def _refuse_strangers(request: Request) -> None:
    if not request.clock.by.offices(Role.Kind.VERIFIER):
        raise Http404


def _sheet(request: Request, pk: int) -> Sheet | None:
    _refuse_strangers(request)
    return verifying.sheet(request.clock.by, pk)


def _gone(request: Request, pk: int) -> HttpResponse:
    """The request is no more: judged by another, withdrawn, or never for this person."""
    item = visibility.items(request.clock.by).filter(pk=pk).first()
    if item is None:
        raise Http404
    messages.error(request, f"{item.number} 现在是“{item.get_state_display()}”，没有等核查的申请")
    return redirect("web:to-verify")


def _order(request: Request) -> Order:
    asked = request.POST.get("order") or request.GET.get("order", "")
    return Order(asked) if asked in list(Order) else Order.LONG


def _url(pk: int | None, order: Order) -> str:
    url = reverse("web:to-verify", args=[pk] if pk else [])
    return f"{url}?order={order}" if order is not Order.LONG else url


def _next(queue: list[Waiting], pk: int, order: Order) -> str:
    """The request after this one, or the queue."""
    pks = [one.item.pk for one in queue]
    rest = pks[pks.index(pk) + 1 :] + pks[: pks.index(pk)] if pk in pks else []
    return _url(rest[0] if rest else None, order)


def _refused(
    request: Request,
    pk: int,
    queue: list[Waiting],
    order: Order,
    given: Given,
    refusal: Refusal,
    evidence: int | None = None,
) -> HttpResponse:
    """The page again with what was typed, and the sentence at its field."""
    sheet = verifying.sheet(request.clock.by, pk)
    if sheet is None:
        return _gone(request, pk)
    given = replace(given, problem=refusal)
    status = status_of(refusal)
    return _page(request, queue, sheet, order, given=given, status=status, evidence=evidence)


def _page(
    request: Request,
    queue: list[Waiting],
    sheet: Sheet | None,
    order: Order,
    *,
    given: Given | None = None,
    status: int = 200,
    is_list: bool = False,
    evidence: int | None = None,
) -> HttpResponse:
    crumbs = [Crumb("待核查", _url(None, order))]
    if sheet:
        crumbs.append(Crumb(sheet.item.number))
    context: dict[str, Any] = {
        "shell": shell(request, *(crumbs if not is_list else [Crumb("待核查")]), current="to-verify"),
        "queue": _queue(request, queue, sheet, order),
        "judged": [_judged(one, request) for one in verifying.judged(request.clock.by, on=request.clock.on)],
        "orders": [
            parts.Option("等得久", _url(None, Order.LONG), is_current=order is Order.LONG),
            parts.Option("材料齐", _url(None, Order.READY), is_current=order is Order.READY),
        ],
        "is_list": is_list,
        "ledgers_url": address("ledgers"),
    }
    if sheet:
        context |= _proof(request, sheet, order, evidence=evidence, given=given)
        context |= _standard(request, sheet, given or Given())
    return render(request, "web/work/verify.html", context, status=status)


def _proof(
    request: Request,
    sheet: Sheet,
    order: Order,
    *,
    evidence: int | None = None,
    given: Given | None = None,
) -> dict[str, Any]:
    """What the middle is filled with."""
    chosen = evidence or _number(request, "evidence")
    query = "&" + urlencode({"order": order}) if order is not Order.LONG else ""
    problem = given.problem if given and evidence else None
    return {
        "item": sheet.item,
        "look": proofs.look(
            sheet, chosen, query=query, on=request.clock.on, beside=_number(request, "beside")
        ),
        "order": order,
        "choices": _CHOICES,
        "blocked": _blocked(request, sheet),
        "proof_problem": str(problem or ""),
        "proof_note": request.POST.get("note", "") if problem else "",
    }


def _number(request: Request, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < _DIGITS else None


_DIGITS: Final = 18
_CHOICES: Final = [
    (Evidence.Verdict.COUNTS.value, "属实"),
    (Evidence.Verdict.SHARED.value, "属实，可共用"),
    (Evidence.Verdict.REJECTED.value, "不算数"),
]


def _blocked(request: Request, sheet: Sheet) -> str:
    """Why nothing can be said here at all."""
    if request.clock.as_of:
        return "正在看过去的一天，回到今天才能判"
    return f"{sheet.why_not}，请换一名核查员" if sheet.why_not else ""


def _standard(request: Request, sheet: Sheet, given: Given) -> dict[str, Any]:
    """What the right is filled with."""
    item, close_out, on = sheet.item, sheet.close_out, request.clock.on
    shown = verdicts.lines(sheet, given)
    why_no_pass = verdicts.why_no_pass(sheet, shown)
    return {
        "close_out": close_out,
        "asked": f"{wording.short_day(close_out.requested_on, near=on)} 申请销号",
        "mark": _mark(close_out, request),
        "standard": item.standard,
        "lines": shown,
        "met": verdicts.met(shown),
        "why_no_pass": why_no_pass,
        "verdict": given.verdict or (verdicts.BACK if why_no_pass else ""),
        "remark": given.remark,
        "problem": given.problem if given.outcomes or given.verdict else None,
        "problem_field": {"words": "remark"}.get(given.field, given.field),
        "doers": sheet.doers,
        "me": request.clock.by.name,
        "words": written.doubts(sheet.words),
        "why_not": sheet.why_not,
        "site_checks": [_on_site(request, one) for one in sheet.site_checks],
        "draws": telling.draws(queries.draws_of(item.pk)),
        "why_unlooked": sheet.why_unlooked,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSite:
    """A look at the place, as it stands."""

    check: SiteCheck
    told: telling.Told | None
    url: str


def _on_site(request: Request, check: SiteCheck) -> OnSite:
    url = reverse("web:site-check", args=[check.pk])
    return OnSite(check=check, told=telling.result_of(request.clock.by, check), url=url)


def _mark(close_out: CloseOut, request: Request) -> parts.Light:
    """The days left under the mark of the light."""
    item = close_out.item
    due = wording.due(item.deadline, on=request.clock.on, due_kind=item.due_kind)
    return lamps.timed(item, request.clock.regimes, due)


def _queue(request: Request, queue: list[Waiting], sheet: Sheet | None, order: Order) -> list[Row]:
    at = next((n for n, one in enumerate(queue) if sheet and one.item.pk == sheet.item.pk), None)
    return [_waiting(one, request, order, None if at is None else n - at) for n, one in enumerate(queue)]


def _waiting(one: Waiting, request: Request, order: Order, step: int | None) -> Row:
    days = (request.clock.on - one.since).days
    tag, tone, icon = _tag(one)
    return Row(
        number=one.item.number,
        title=one.item.title,
        url=_url(one.item.pk, order),
        unit=f"{one.close_out.requested_unit.name}申请",
        when=f"等 {days} 天" if days > 0 else "今天",
        tag=tag,
        tone=tone,
        icon=icon,
        mark=_mark(one.close_out, request),
        is_current=step == 0,
        key={1: "j", -1: "k"}.get(step or 0, ""),
    )


def _tag(one: Waiting) -> tuple[str, parts.Tone, str]:
    if one.repeated:
        return f"佐证重复 {one.repeated}", "red", "alert"
    if one.rejected:
        return f"不算数 {one.rejected}", "yellow", ""
    if one.is_on_site:
        return "现场中", "primary", "pin"
    return "材料齐", "green", "check"


def _judged(one: CloseOut, request: Request) -> Row:
    words = "已通过" if one.verified_on else "已退回"
    if one.verified_on and one.state == CloseOut.State.RETURNED:
        words = _DECLINED
    day = one.verified_on or one.ended_on
    ago = (request.clock.on - day).days if day else 0
    return Row(
        number=one.item.number,
        title=one.item.title,
        url=address("item", one.item_id),
        unit=one.requested_unit.name,
        when="今天" if ago == 0 else "昨天" if ago == 1 else wording.short_day(day),
        tag=words,
    )

"""The leader's screen: what waits for his word, what is stuck, how it stands, what came of his words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Role
from guatu.http import once
from guatu.http.requests import Deed, Request
from guatu.kernel.errors import Refusal
from guatu.ledgers import acts
from guatu.ledgers.actions import deadlines, instructions, sign_offs, verdicts
from guatu.ledgers.events import Event
from guatu.ledgers.lights.in_force import InForce
from guatu.ledgers.models import ClosingReport, Extension, Item, SignOff
from guatu.ledgers.queries import duties, leading, visibility
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.leading import Board, Line, Said
from guatu.web import parts, wording
from guatu.web.framing import shell
from guatu.web.refusals import status_of
from guatu.web.shell import Crumb, day_words
from guatu.web.views.leading import cards
from guatu.web.views.leading.cards import NO, Typed

_UNITS: Final = 12
"""So many units at once; all of them stand in the ledger."""


@require_safe
def decisions(request: Request) -> HttpResponse:
    """The page."""
    _leader(request)
    return _shown(request, Typed())


@require_POST
def answer(request: Request) -> HttpResponse:
    """The leader's word on one card; the screen anew, with what was refused beside what was typed."""
    _leader(request)
    deed, given = request.clock.deed(), request.POST
    do = _DEEDS.get(given.get("event", ""))
    row, words = given.get("row", ""), given.get("words", "").strip()
    if do is None or not row.isdecimal() or len(row) > 18:
        raise Http404
    typed = _Given(request, int(row), words, given.get("answer", ""), _day(given.get("day", "")))
    try:
        with once.only_once(person_id=deed["by"].person_id, key=given.get(once.FIELD, ""), at=deed["at"]):
            told = do(typed, deed)
    except Refusal as refusal:
        kept = Typed(given.get("key", ""), words, given.get("day", ""), str(refusal))
        return _shown(request, kept, status=status_of(refusal))
    if not request.htmx:
        messages.success(request, told)
        return redirect("web:decisions")
    response = _shown(request, Typed())
    response.headers["HX-Trigger"] = json.dumps({"guatu:toast": {"text": told}})
    return response


@dataclass(frozen=True, slots=True)
class _Given:
    request: Request
    row: int
    words: str
    answer: str
    day: date | None

    @property
    def is_no(self) -> bool:
        return self.answer == NO

    def item(self) -> Item:
        """The item, for somebody who may see it."""
        found = visibility.items(self.request.clock.by).filter(pk=self.row).first()
        if found is None:
            raise Http404
        return found


def _close_out(it: _Given, deed: Deed) -> str:
    owed = _owed_row(it, Event.CLOSE_APPROVED)
    if it.is_no:
        verdicts.decline(pk=owed.item.pk, remark=it.words, **deed)
        return f"{owed.item.number} 未批准销号，继续办理"
    verdicts.approve(pk=owed.item.pk, remark=it.words, **deed)
    return f"{owed.item.number} 已批准销号"


def _list(it: _Given, deed: Deed) -> str:
    owed = _owed_row(it, Event.SIGN_OFF_APPROVED)
    paper = SignOff.objects.select_related("ledger", "leader").get(pk=it.row)
    if it.is_no:
        sign_offs.send_back(sign_off=paper, remark=it.words, **deed)
        return f"{owed.count} 件已退回督办员修改"
    sign_offs.approve(sign_off=paper, remark=it.words, **deed)
    return f"{owed.count} 件已同意，等督办员交办"


def _extension(it: _Given, deed: Deed) -> str:
    owed = _owed_row(it, Event.EXTENSION_APPROVED)
    extension = Extension.objects.get(pk=it.row)
    if it.is_no:
        deadlines.refuse(extension=extension, remark=it.words, **deed)
        return f"{owed.item.number} 不准延期，时限不变"
    done = deadlines.approve(extension=extension, remark=it.words, **deed)
    return f"{owed.item.number} 准予延期到 {done.new_deadline}"


def _report(it: _Given, deed: Deed) -> str:
    owed = _owed_row(it, Event.CLOSING_REPORT_READ)
    report = ClosingReport.objects.select_related("instruction__leader").get(pk=it.row)
    if it.is_no:
        acts.given(it.words, what="批复意见", field="words")
    instructions.mark_read(report=report, answer=it.words, **deed)
    return f"{owed.item.number} 的办结报告{'已批复' if it.words else '已阅'}"


def _instruct(it: _Given, deed: Deed) -> str:
    item = it.item()
    instructions.instruct(pk=item.pk, words=it.words, reply_by=it.day, **deed)
    by = f"，{it.day.month}-{it.day.day:02d} 前回报" if it.day else ""
    return f"已在 {item.number} 批示{by}"


_DEEDS: Final[Mapping[str, Callable[[_Given, Deed], str]]] = {
    Event.CLOSE_APPROVED.value: _close_out,
    Event.SIGN_OFF_APPROVED.value: _list,
    Event.EXTENSION_APPROVED.value: _extension,
    Event.CLOSING_REPORT_READ.value: _report,
    Event.INSTRUCTED.value: _instruct,
}


def _owed_row(it: _Given, event: Event) -> Duty:
    """What waits for this leader; what was answered meanwhile, or is another's, is not there."""
    clock = it.request.clock
    for one in leading.decisions(duties.of(clock.by, on=clock.on), on=clock.on):
        if one.event == event and one.row == it.row:
            return one
    raise Http404


def _leader(request: Request) -> None:
    if not request.clock.by.offices(Role.Kind.LEADER):
        raise Http404


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(request: Request, typed: Typed, *, status: int = 200) -> HttpResponse:
    who, on = request.clock.by, request.clock.on
    owed = duties.of(who, on=on)
    mine = leading.decisions(owed, on=on)
    stuck = leading.stuck(who, on=on, beside=[one.item.pk for one in mine])
    board, said, lights = leading.board(who, on=on), leading.said(who), cards.lights(who, on=on)
    context: dict[str, Any] = {
        "headline": _headline(len(mine), len(lights)),
        "today": day_words(on),
        "cards": cards.decisions(mine, on=on),
        "lights": lights,
        "stuck": cards.stuck(stuck, on=on),
        "typed": typed,
        "scope": "您牵头、包保的" if board.is_own else "您看得到的全部",
        "figures": _figures(board),
        "units": [_unit(line, _Lists(board.is_own)) for line in board.units[:_UNITS]],
        "more_units": max(0, len(board.units) - _UNITS),
        "all_units_url": _Lists(board.is_own).url(("state", "open"), ("group", "lead")),
        "said": [_said(one, request.clock.regimes, on) for one in _of_said(request, said, on)],
        "said_tabs": _said_tabs(request, said, on),
        "others": len(owed) - len(mine),
        "form_key": once.new_key(),
        "as_of": request.clock.as_of,
    }
    if request.htmx:
        return render(request, "web/leading/_decisions.html", context, status=status)
    context["shell"] = shell(request, Crumb("待我定"), current="decisions", owed=owed)
    return render(request, "web/leading/decisions.html", context, status=status)


def _headline(matters: int, lights: int) -> str:
    if matters:
        return f"今天有 {matters} 件事等您定"
    return f"有 {lights} 项亮灯规则等您批准" if lights else "今天没有等您定的"


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists that figures count: of what the leader leads, or of all that he sees."""

    is_own: bool

    def url(self, *pairs: tuple[str, str | int]) -> str:
        own = [("flag", "led")] if self.is_own else []
        return f"{reverse('web:items')}?{urlencode([*own, *pairs])}"

    def urls(self, *pairs: tuple[str, str | int]) -> dict[str, str]:
        """Open, overdue, near, struck off this month."""
        return {
            "open": self.url(("state", "open"), *pairs),
            "overdue": self.url(("due", "overdue"), *pairs),
            "near": self.url(("due", "near"), *pairs),
            "closed": self.url(("flag", "closed_lately"), *pairs),
        }


def _figures(board: Board) -> list[dict[str, Any]]:
    total, urls = board.total, _Lists(board.is_own).urls()
    return [
        {"label": "在办", "count": total.open, "url": urls["open"]},
        {"label": "逾期", "count": total.overdue, "url": urls["overdue"], "tone": "late"},
        {"label": "7 日内到期", "count": total.near, "url": urls["near"]},
        {"label": "本月销号", "count": total.closed, "url": urls["closed"]},
    ]


def _unit(line: Line, lists: _Lists) -> dict[str, Any]:
    return {"line": line, "urls": lists.urls(("lead", line.unit_id or 0))}


def _said(one: Said, regimes: InForce, on: date) -> dict[str, Any]:
    item, report, given = one.instruction.item, one.report, one.instruction
    return {
        "item": item,
        "words": given.words,
        "day": wording.short_day(given.given_on, near=on),
        "state": _answered(one, on),
        "light": cards.light_of(item, regimes, on),
        "is_done": report is not None,
    }


def _answered(one: Said, on: date) -> parts.State:
    report, by = one.report, one.instruction.reply_by
    if report is not None:
        return parts.State(
            "done", "已批复" if report.answer else "已阅" if report.read_on else "已呈报，待阅"
        )
    if by is None:
        return parts.State("work", "办结后回报")
    late = (on - by).days
    if late > 0:
        return parts.State("back", f"回报逾期 {late} 天")
    return parts.State("wait", f"{wording.short_day(by, near=on)} 前回报")


_SAID: Final[Mapping[str, tuple[str, Callable[[Said, date], bool]]]] = {
    "all": ("全部", lambda _, __: True),
    "waiting": ("没有回报", lambda one, _: one.report is None),
    "late": ("回报逾期", lambda one, on: one.report is None and (one.instruction.reply_by or on) < on),
}
"""Which of the leader's words are asked for."""


def _of_said(request: Request, said: Sequence[Said], on: date) -> Sequence[Said]:
    """All of a kind where one is asked for, else the first few."""
    asked = request.GET.get("said", "")
    if asked not in _SAID:
        return said[: leading.SAID_SHOWN]
    return [one for one in said if _SAID[asked][1](one, on)]


def _said_tabs(request: Request, said: Sequence[Said], on: date) -> list[parts.Option]:
    """How many there are of each kind; the figure opens them."""
    asked, here = request.GET.get("said", ""), reverse("web:decisions")
    counts = {code: sum(is_so(one, on) for one in said) for code, (_, is_so) in _SAID.items()}
    return [
        parts.Option(label, f"{here}?said={code}#said", counts[code], is_current=code == asked)
        for code, (label, _) in _SAID.items()
        if counts[code]
    ]

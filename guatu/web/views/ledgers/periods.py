"""本期填报: who reported in the period and who did not; the missing are urged, the period ends."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import periods as deeds
from guatu.ledgers.cadences import codes_of, label
from guatu.ledgers.models import Ledger, PeriodLine
from guatu.ledgers.queries import periods, visibility
from guatu.ledgers.queries.periods import Line, Sheet
from guatu.web import burdens, framing, parts
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.items.forms import fields

Standing = PeriodLine.Standing
_ONE_DAY: Final = timedelta(days=1)
_SHOWN: Final = 200
"""Lines of one page; what lies beyond is narrowed to by unit."""
_NAMED: Final = 6
STATES: Final = {
    Standing.REPORTED: parts.State("done", "已报"),
    Standing.AWAITING: parts.State("ask", "待单位审核"),
    Standing.MISSING: parts.State("back", "未报"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One assignment as the table shows it."""

    line: Line
    state: parts.State
    is_first: bool
    """The first of its unit on this page."""


@require_safe
def period(request: Request, pk: int) -> HttpResponse:
    """The page; `on` is a day of the period, `show` a standing, `unit` one unit."""
    ledger = seen_ledger(request, pk)
    sheet, show = read(request, ledger), request.GET.get("show", "")
    context: dict[str, Any] = {"ledger": ledger, "may_keep": _keeps(request, ledger)}
    if sheet is not None:
        context |= _context(request, sheet, show)
    here = Crumb(ledger.name, framing.address("ledger", ledger.pk))
    crumbs = (Crumb("台账", framing.address("ledgers")), here, Crumb("本期填报"))
    context["shell"] = framing.shell(request, *crumbs, current="ledgers", ledger=pk)
    return render(request, "web/ledgers/period.html", context)


def seen_ledger(request: Request, pk: int) -> Ledger:
    """The ledger, for who can open it."""
    ledger = visibility.ledgers(request.clock.by).filter(pk=pk).select_related("office").first()
    if ledger is None:
        raise Http404
    return ledger


def read(request: Request, ledger: Ledger) -> Sheet | None:
    """The period that the address names, as this person sees it; none where there are no periods."""
    codes = codes_of(ledger)
    code = request.GET.get("cadence", "")
    if not codes:
        return None
    seen = visibility.assignments(request.clock.by)
    code = code if code in codes else codes[0]
    clock = request.clock
    return periods.sheet(ledger, code, on=_day(request), calendar=clock.calendar, seen=seen)


def _day(request: Request) -> date:
    """A day of the period: the one named, never one to come."""
    try:
        named = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return request.clock.day
    return min(named, request.clock.on) if named.year > 1 else request.clock.day


def _keeps(request: Request, ledger: Ledger) -> bool:
    return request.clock.past is None and request.clock.by.holds("coordinator", office_id=ledger.office_id)


def _context(request: Request, sheet: Sheet, show: str) -> dict[str, Any]:
    on, counts, frozen = request.clock.on, sheet.counts, sheet.frozen
    show = show if show in Standing.values or show == "all" else _first(sheet)
    lines = [line for line in sheet.lines if show in ("all", line.standing)]
    units = Counter(line.assignment.unit.name for line in sheet.lines if line.is_missing)
    unit = request.GET.get("unit", "")
    if unit:
        lines = [line for line in lines if line.assignment.unit.name == unit]
    is_current = sheet.period.first <= on <= sheet.period.last
    mine = _keeps(request, sheet.ledger)
    return {
        "sheet": sheet,
        "title": label(sheet.code, sheet.period),
        "days_left": (sheet.period.last - on).days if is_current else None,
        "tabs": [
            parts.Option(word, _address(sheet, show=code), is_current=show == code, count=count)
            for code, word, count in _tabs(counts, len(sheet.lines))
        ],
        "rhythms": _rhythms(sheet),
        "rows": list(_rows(lines[:_SHOWN])),
        "more": max(0, len(lines) - _SHOWN),
        "show": show,
        "unit": unit,
        "all_units_url": _address(sheet, show=show),
        "missing_units": len(units),
        "earlier_url": _address(sheet, on=sheet.period.first - _ONE_DAY),
        "later_url": "" if is_current else _address(sheet, on=sheet.period.last + _ONE_DAY),
        "urge_url": _address(sheet, "ledger-period-urge") if mine and units and frozen is None else "",
        "freeze_url": _address(sheet, "ledger-period-freeze") if mine and _is_last(sheet, on) else "",
        "summary_url": _address(sheet, "ledger-period-summary"),
    }


def _is_last(sheet: Sheet, on: date) -> bool:
    return sheet.frozen is None and sheet.period.last == on


def _first(sheet: Sheet) -> str:
    """What the page begins with: who is missing, unless nobody is."""
    return Standing.MISSING if sheet.counts[Standing.MISSING] else "all"


def _tabs(counts: Any, total: int) -> Iterator[tuple[str, str, int]]:
    yield Standing.MISSING, "未报", counts[Standing.MISSING]
    if counts[Standing.AWAITING]:
        yield Standing.AWAITING, "待单位审核", counts[Standing.AWAITING]
    yield Standing.REPORTED, "已报", counts[Standing.REPORTED]
    yield "all", "全部", total


def _rhythms(sheet: Sheet) -> list[parts.Option]:
    codes = codes_of(sheet.ledger)
    if len(codes) == 1:
        return []
    where = reverse("web:ledger-period", args=[sheet.ledger.pk])
    return [
        parts.Option(
            str(Ledger.Cadence(code).label),
            f"{where}?{urlencode({'cadence': code})}",
            is_current=code == sheet.code,
        )
        for code in codes
    ]


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    before = None
    for line in lines:
        unit = line.assignment.unit_id
        yield Row(line, STATES[Standing(line.standing)], unit != before)
        before = unit


def _address(sheet: Sheet, name: str = "ledger-period", *, on: date | None = None, show: str = "") -> str:
    day = on or sheet.period.last
    given = {"cadence": sheet.code, "on": day.isoformat(), "show": show}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse(f'web:{name}', args=[sheet.ledger.pk])}?{query}"


class UrgeForm(forms.Form):
    """What the missing are told."""

    words = fields.words("催办要求", hint="写明要什么、几时要；写入各事项留痕")
    warning = ""
    """What to think of first."""


class FreezeForm(forms.Form):
    """Nothing but a yes."""


@require_http_methods(["GET", "POST"])
def urge(request: Request, pk: int) -> HttpResponse:
    """Urge all who are missing, in one act."""
    sheet = _kept(request, pk)
    missing = [line for line in sheet.lines if line.is_missing]
    names = list(dict.fromkeys(line.assignment.unit.name for line in missing))
    if not missing or sheet.frozen is not None:
        raise Http404

    def perform(given: dict[str, Any]) -> str:
        urged = deeds.urge_missing(lines=missing, words=given["words"], **request.clock.deed())
        return f"已催办 {len(names)} 个单位，涉及 {len(urged)} 项"

    due = f"请于 {sheet.period.last.month}月{sheet.period.last.day}日前报送本期进展"
    form = UrgeForm(_given(request), initial={"words": due})
    note = (
        f"{'、'.join(names[:6])}{f'等 {len(names)} 个单位' if len(names) > 6 else ''}，{len(missing)} 条未报"
    )
    form.warning = burdens.warning({line.assignment.unit_id for line in missing}, request.clock.on)
    return _ask(request, sheet, form, title=f"催办未报 {len(names)} 个单位", note=note, do=perform)


@require_http_methods(["GET", "POST"])
def freeze(request: Request, pk: int) -> HttpResponse:
    """End the period on its day."""
    sheet = _kept(request, pk)
    if not _is_last(sheet, request.clock.on):
        raise Http404

    def perform(_: dict[str, Any]) -> str:
        deeds.freeze(ledger=sheet.ledger, code=sheet.code, **request.clock.deed())
        return "本期填报已截止"

    counts = sheet.counts
    note = f"已报 {counts['reported']} 条，未报 {counts['missing']} 条。截止后不再变动，之后报的计入下期。"
    return _ask(request, sheet, FreezeForm(_given(request)), title="截止本期填报", note=note, do=perform)


def _given(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _kept(request: Request, pk: int) -> Sheet:
    """The whole period, for who keeps the ledger."""
    ledger = seen_ledger(request, pk)
    request.clock.deed()
    sheet = read(request, ledger) if _keeps(request, ledger) else None
    if sheet is None:
        raise Http404
    return sheet


def _ask(request: Request, sheet: Sheet, form: forms.Form, *, title: str, note: str, do: Any) -> HttpResponse:
    back, status = _address(sheet), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                key = request.POST.get(FIELD, "")
                with only_once(person_id=request.clock.by.person_id, key=key, at=request.clock.at):
                    messages.success(request, do(form.cleaned_data))
                return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "note": note,
        "url": request.get_full_path(),
        "back": back,
        "form_key": new_key(),
        "dialog": "web/ledgers/_period_ask.html",
    }
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    crumbs = (Crumb("台账", framing.address("ledgers")), Crumb(sheet.ledger.name, back), Crumb(title))
    context |= {
        "is_inline": True,
        "shell": framing.shell(request, *crumbs, current="ledgers", ledger=sheet.ledger.pk),
    }
    return render(request, "web/ledgers/dialog_page.html", context, status=status)

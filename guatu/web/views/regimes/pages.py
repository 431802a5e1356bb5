"""The regimes of an office, one of them with its versions, and what a version would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.http.requests import Request
from guatu.ledgers.lights.in_force import regime_of
from guatu.ledgers.lights.previewing import SHOWN, LightChanges, changes
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.lights.trying import is_for_items
from guatu.ledgers.models import Ledger, RegimeVersion
from guatu.ledgers.queries import regimes
from guatu.ledgers.queries.regimes import LedgerRow, RegimeRow
from guatu.rules.errors import RuleRefusal
from guatu.rules.regimes.regime import Light
from guatu.web import framing
from guatu.web.shell import Crumb, Shell
from guatu.web.views.regimes.drawing import Drawn, of_regime, of_version

_State = RegimeVersion.State
TITLE: Final = "亮灯规则"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeLine:
    """A regime of the office in the list."""

    row: RegimeRow
    url: str
    palette: tuple[Light, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A ledger in the list: by what it is lit, and what somebody asked for."""

    row: LedgerRow
    palette: tuple[Light, ...]
    since: date | None
    asked: str
    coming: str
    may_propose: bool
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetCard:
    """A shipped regime: taken over as it is, or as the beginning of one's own."""

    code: str
    name: str
    drawn: Drawn
    is_default: bool
    is_for_items: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """A version with who asked and who answered."""

    version: RegimeVersion
    drawn: Drawn
    is_current: bool
    ledgers: tuple[Ledger, ...]
    url: str
    may_answer: bool
    may_copy: bool
    """Whether the next version may begin as this one; not while another one is on its way."""


def refuse_strangers(request: Request) -> None:
    """Whoever serves in no office finds no page."""
    if not request.clock.by.offices(*regimes.READERS):
        raise Http404


@require_safe
def index(request: Request) -> HttpResponse:
    """By what each ledger is lit, the office's own regimes, and the shipped ones."""
    refuse_strangers(request)
    who, on = request.clock.by, request.clock.on
    may = is_today(request) and bool(who.offices("coordinator"))
    own = regimes.rows(who, on=on)
    context = {
        "shell": framing.shell(request, Crumb(TITLE), current="regimes"),
        "ledgers": [_ledger_line(request, row) for row in regimes.ledger_rows(who, on=on)],
        "own": [_regime_line(row) for row in own],
        "presets": [_preset(code) for code in shipped()],
        "may_start": may,
    }
    return render(request, "web/regimes/page.html", context)


def _ledger_line(request: Request, row: LedgerRow) -> LedgerLine:
    who, office = request.clock.by, row.ledger.office_id
    is_alone = row.asked is not None and row.asked.asked_with_id is None
    return LedgerLine(
        row=row,
        palette=row.regime.palette,
        since=_since(row),
        asked=regimes.name_of(row.asked) if row.asked else "",
        coming=regimes.name_of(row.coming) if row.coming else "",
        may_propose=is_today(request) and regimes.may_propose(who, office),
        may_answer=bool(
            is_alone and row.asked and is_today(request) and regimes.may_answer(who, row.asked, office)
        ),
    )


def _since(row: LedgerRow) -> date | None:
    """Since when the ledger is lit as it is: the use, or the version that began after it."""
    days = (row.use.starts_on if row.use else None, row.regime.since)
    return max((day for day in days if day is not None), default=None)


def _regime_line(row: RegimeRow) -> RegimeLine:
    shown = row.current or row.coming or row.on_its_way or row.regime.versions.all()[0]
    return RegimeLine(
        row=row, url=reverse("web:regime", args=[row.regime.pk]), palette=of_version(shown).palette
    )


def _preset(code: str) -> PresetCard:
    regime = shipped()[code]
    return PresetCard(
        code=code,
        name=regime.name,
        drawn=of_regime(regime),
        is_default=code == DEFAULT,
        is_for_items=is_for_items(regime),
    )


# --- one of them


@require_safe
def regime(request: Request, pk: int) -> HttpResponse:
    """A regime with all its versions, and who asked for each and who answered."""
    row, versions = found(request, pk)
    who, on = request.clock.by, request.clock.on
    may = is_today(request) and regimes.may_propose(who, row.regime.office_id)
    context: dict[str, Any] = {
        "shell": frame(request, Crumb(row.regime.name)),
        "row": row,
        "cards": [_card(request, row, one) for one in versions],
        "uses": [
            one
            for one in regimes.ledger_rows(who, on=on)
            if row.current is not None and one.regime.code == row.current.code
        ],
        "may_propose": may,
        "may_draft": may and row.on_its_way is None,
    }
    return render(request, "web/regimes/regime.html", context)


def _card(request: Request, row: RegimeRow, version: RegimeVersion) -> VersionCard:
    may = is_today(request) and regimes.may_propose(request.clock.by, row.regime.office_id)
    return VersionCard(
        version=version,
        drawn=of_version(version),
        is_current=version == row.current,
        ledgers=tuple(use.ledger for use in version.uses_asked.all()),
        url=reverse("web:regime-version", args=[row.regime.pk, version.number]),
        may_answer=is_today(request) and regimes.may_answer(request.clock.by, version, row.regime.office_id),
        may_copy=may and row.on_its_way is None,
    )


# --- what it would change


@require_safe
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version: its rules, and what it would change on the ledgers of today."""
    row, versions = found(request, pk)
    one = next((each for each in versions if each.number == number), None)
    if one is None:
        raise Http404
    is_preview = one.state in RegimeVersion.OPEN or _is_coming(one, request.clock.on)
    ledgers = _ledgers(request, row, one) if is_preview else []
    may = is_today(request) and regimes.may_propose(request.clock.by, row.regime.office_id)
    context: dict[str, Any] = {
        "shell": frame(request, Crumb(row.regime.name, reverse("web:regime", args=[pk])), Crumb(str(one))),
        "row": row,
        "card": _card(request, row, one),
        "ledgers": ledgers,
        "preview": _changes(one, [ledger.pk for ledger, is_in in ledgers if is_in], request.clock.on)
        if is_preview
        else None,
        "most": SHOWN,
        "may_propose": may,
        "is_preview": is_preview,
    }
    return render(request, "web/regimes/version.html", context)


def _is_coming(one: RegimeVersion, on: date) -> bool:
    return one.state == _State.APPROVED and one.starts_on is not None and one.starts_on > on


def _ledgers(request: Request, row: RegimeRow, one: RegimeVersion) -> list[tuple[Ledger, bool]]:
    """The ledgers of the office, and which the preview is of: those named, asked for, or lit by it."""
    lines = regimes.ledger_rows(request.clock.by, on=request.clock.on)
    of_office = [line for line in lines if line.ledger.office_id == row.regime.office_id]
    named = {int(pk) for pk in request.GET.getlist("ledger") if pk.isdecimal()}
    if not named:
        named = {use.ledger_id for use in one.uses_asked.all()}
        named |= {line.ledger.pk for line in of_office if line.use and line.use.regime_id == row.regime.pk}
    if not named:
        named = {line.ledger.pk for line in of_office}
    return [(line.ledger, line.ledger.pk in named) for line in of_office]


def _changes(one: RegimeVersion, ledgers: Sequence[int], on: date) -> LightChanges | None:
    """None where the rules no longer read."""
    try:
        return changes(regime_of(one), ledgers, on=on)
    except RuleRefusal:
        return None


# --- for all of them


def is_today(request: Request) -> bool:
    return request.clock.as_of is None


def found(request: Request, pk: int) -> tuple[RegimeRow, list[RegimeVersion]]:
    """The regime, for somebody who may see it; else there is none."""
    refuse_strangers(request)
    seen = regimes.one(request.clock.by, pk, on=request.clock.on)
    if seen is None:
        raise Http404
    return seen


def frame(request: Request, *crumbs: Crumb) -> Shell:
    return framing.shell(request, Crumb(TITLE, framing.address("regimes")), *crumbs, current="regimes")

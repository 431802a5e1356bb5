"""Ledgers that somebody can open, with how they work."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting
from guatu.api.answers import answered, day
from guatu.api.auth import Caller, caller
from guatu.api.shapes.base import Day, Id, Named, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.models import Ledger, Phase
from guatu.ledgers.queries import keyset, visibility, waiting

router = Router(tags=["台账"])


class PhaseTold(Told):
    """A part of a ledger's time."""

    id: int
    name: str
    starts_on: Day
    ends_on: Day | None


class LedgerTold(Told):
    """A ledger, how its items go their way, and how many of them are open."""

    id: int
    name: str
    prefix: str
    office: Named
    opened_on: Day
    is_archived: bool
    cadence: str
    due_weekday: int
    due_day: int
    due_shift: str
    needs_report_review: bool
    needs_sign_off: bool
    needs_lead_review: bool
    needs_approval: bool
    second_office: Named | None
    publicity_days: int
    look_back_after: int
    leader_extends_from: int = Field(description="第几次延期起由领导批；0 为都由督办员批")
    site_check_share: int = Field(description="销号申请转核查时抽百分之几到现场；0 为不抽")
    site_check_days: int = Field(description="派出后几个工作日内去")
    siblings_visible: bool
    is_whole: bool = Field(description="能否看到全部事项；否则只看得到本单位承办的")
    open_items: int = Field(description="看得到的在办事项")
    phases: list[PhaseTold]


class LedgerList(Told):
    """All of them: an office keeps few."""

    ledgers: list[LedgerTold]


@router.get("/ledgers", response=answers(LedgerList), summary="看得到的台账")
def ledgers(request: Request) -> HttpResponse:
    who = request.clock.by
    rows = visibility.ledgers(who).select_related("office").order_by("pk")
    return answered({"ledgers": _told(caller(request), who, rows)})


@router.get("/ledgers/{ledger_id}", response=answers(LedgerTold), summary="一本台账")
def ledger(request: Request, ledger_id: Id) -> HttpResponse:
    return answered(told(request, ledger_id))


def told(request: Request, pk: int) -> dict[str, Any]:
    """One ledger for somebody who can open it; else there is none."""
    who = request.clock.by
    found = _told(caller(request), who, visibility.ledgers(who).filter(pk=pk).select_related("office"))
    if not found:
        raise Absent
    return found[0]


def _told(by: Caller, who: Acting, rows: Iterable[Ledger]) -> list[dict[str, Any]]:
    """By a constant number of statements."""
    found = list(rows)
    offices = dict(Office.objects.values_list("pk", "name"))
    whole = keyset.whole_ledgers(who, by.heads)
    open_in = {one.pk: one.open for one in waiting.ledger_counts(who)}
    phases: dict[int, list[dict[str, Any]]] = {}
    for one in Phase.objects.filter(ledger__in=[row.pk for row in found]):
        told = {"id": one.pk, "name": one.name, "starts_on": day(one.starts_on), "ends_on": day(one.ends_on)}
        phases.setdefault(one.ledger_id, []).append(told)
    return [
        {
            "id": one.pk,
            "name": one.name,
            "prefix": one.prefix,
            "office": {"id": one.office_id, "name": one.office.name},
            "opened_on": day(one.opened_on),
            "second_office": _named(one.second_office_id, offices),
            "is_whole": one.pk in whole,
            "open_items": open_in.get(one.pk, 0),
            "phases": phases.get(one.pk, []),
            **{name: getattr(one, name) for name in _PLAIN},
        }
        for one in found
    ]


_PLAIN = (
    "is_archived", "cadence", "due_weekday", "due_day", "due_shift", "needs_report_review", "needs_sign_off",
    "needs_lead_review", "needs_approval", "publicity_days", "look_back_after", "leader_extends_from",
    "site_check_share", "site_check_days", "siblings_visible",
)  # fmt: skip


def _named(pk: int | None, names: dict[int, str]) -> dict[str, Any] | None:
    return None if pk is None else {"id": pk, "name": names[pk]}

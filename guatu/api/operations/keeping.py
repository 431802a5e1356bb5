"""Keeping ledgers: opened, set, given phases and readers, put away; by coordinators and administrators."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.models import Office, Person
from guatu.api import keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.operations.ledgers import LedgerTold, router, told
from guatu.api.shapes.base import Day, Given, Id, Named, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import ledgers
from guatu.ledgers.models import Ledger, Reader
from guatu.ledgers.queries import visibility

KEEPERS: Final = ("coordinator", "administrator")
_Days = Annotated[int, Field(ge=0, le=365)]


class Settings(Given):
    """How items go their way; what is not named stays as it is, or is as usual in a new ledger."""

    cadence: Literal["none", "weekly", "fortnightly", "half_monthly", "monthly"] = "none"
    due_weekday: Annotated[int, Field(ge=1, le=7)] = 5
    due_day: Annotated[int, Field(ge=0, le=31)] = 0
    due_shift: Literal["none", "before", "after"] = "before"
    needs_report_review: bool = False
    needs_sign_off: bool = False
    needs_lead_review: bool = True
    needs_approval: bool = False
    second_office_id: Id | None = None
    publicity_days: _Days = 0
    look_back_after: _Days = 90
    leader_extends_from: Annotated[
        int, Field(ge=0, le=99, description="第几次延期起由领导批；0 为都由督办员批")
    ] = 0
    site_check_share: Annotated[
        int, Field(ge=0, le=100, description="销号申请转核查时抽百分之几到现场；0 为不抽")
    ] = 0
    site_check_days: _Days = 5
    siblings_visible: bool = True


class LedgerOpened(Settings):
    """A new ledger of an office."""

    office_id: Id
    name: Annotated[str, Field(min_length=1, max_length=80)]
    prefix: Annotated[str, Field(min_length=1, max_length=8)]


class LedgerChanged(Settings):
    """Other settings."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = ""


class PhaseGiven(Given):
    """A part of the ledger's time."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    starts_on: date
    ends_on: date | None = None


class ReaderGiven(Given):
    """Somebody who may read the ledger without a part in it."""

    person_id: Id


class ReaderTold(Told):
    """A reader, from when on."""

    id: int
    person: Named
    valid_from: Day


class Readers(Told):
    """Who reads the ledger."""

    readers: list[ReaderTold]


@router.post(
    "/ledgers",
    response=answers(LedgerTold, status=201),
    summary="建台账",
    openapi_extra={"parameters": [ONCE]},
)
def open_ledger(request: Request, body: LedgerOpened) -> HttpResponse:
    """由本办公室的督办员或管理员办理。"""
    deed = request.clock.deed()
    office = Office.objects.filter(pk=body.office_id, pk__in=deed["by"].offices(*KEEPERS)).first()
    if office is None:
        raise Absent
    values = _values(body, "office_id", "name", "prefix")
    made: list[Ledger] = []

    def do() -> None:
        made.append(ledgers.open_ledger(office=office, name=body.name, prefix=body.prefix, **deed, **values))

    again = keys.only_once(request, do)
    return again or answered(told(request, made[0].pk), status=201)


def _values(body: Settings, *beside: str) -> dict[str, Any]:
    """What was named, for the action."""
    values = body.model_dump(exclude_unset=True, exclude=set(beside))
    if "second_office_id" in values:
        pk = values.pop("second_office_id")
        values["second_office"] = chosen(Office.objects.all(), pk, "second_office_id")
    return values


@router.post("/ledgers/{ledger_id}/settings", response=answers(LedgerTold), summary="改台账设置")
def set_ledger(request: Request, ledger_id: Id, body: LedgerChanged) -> HttpResponse:
    """没有写的不变；在办事项的下一步按新的设置走。"""
    ledgers.change(ledger=_kept(request, ledger_id), **request.clock.deed(), **_values(body))
    return answered(told(request, ledger_id))


@router.post(
    "/ledgers/{ledger_id}/phases",
    response=answers(LedgerTold),
    summary="加阶段",
    openapi_extra={"parameters": [ONCE]},
)
def add_phase(request: Request, ledger_id: Id, body: PhaseGiven) -> HttpResponse:
    ledger, deed = _kept(request, ledger_id), request.clock.deed()

    def do() -> None:
        ledgers.add_phase(ledger=ledger, **body.model_dump(), **deed)

    again = keys.only_once(request, do)
    return again or answered(told(request, ledger_id))


class Nothing(Given):
    """No more than to be done."""


@router.post("/ledgers/{ledger_id}/archived", response=answers(LedgerTold), summary="归档台账")
def archive(request: Request, ledger_id: Id, body: Nothing) -> HttpResponse:
    """没有在办事项的才能归档；归档后仍可查看。"""
    ledgers.archive(ledger=_kept(request, ledger_id), **request.clock.deed())
    return answered(told(request, ledger_id))


@router.get("/ledgers/{ledger_id}/readers", response=answers(Readers), summary="台账的阅览人")
def readers(request: Request, ledger_id: Id) -> HttpResponse:
    return _readers(_kept(request, ledger_id))


@router.post("/ledgers/{ledger_id}/readers", response=answers(Readers), summary="指定阅览人")
def name_reader(request: Request, ledger_id: Id, body: ReaderGiven) -> HttpResponse:
    ledger = _kept(request, ledger_id)
    person = chosen(Person.objects.filter(is_active=True), body.person_id, "person_id")
    ledgers.name_reader(ledger=ledger, person=person, **request.clock.deed())
    return _readers(ledger)


@router.delete("/ledgers/{ledger_id}/readers/{reader_id}", response=answers(Readers), summary="取消阅览人")
def remove_reader(request: Request, ledger_id: Id, reader_id: Id) -> HttpResponse:
    ledger = _kept(request, ledger_id)
    reader = Reader.objects.filter(ledger=ledger, pk=reader_id).first()
    if reader is None:
        raise Absent
    ledgers.remove_reader(reader=reader, **request.clock.deed())
    return _readers(ledger)


def _readers(ledger: Ledger) -> HttpResponse:
    found = Reader.objects.filter(ledger=ledger, valid_to=None).select_related("person").order_by("pk")
    rows = [
        {
            "id": one.pk,
            "person": {"id": one.person_id, "name": one.person.name},
            "valid_from": day(one.valid_from),
        }
        for one in found
    ]
    return answered({"readers": rows})


def _kept(request: Request, pk: int) -> Ledger:
    """The ledger, for who keeps it; for everybody else there is none."""
    who = request.clock.by
    found = visibility.ledgers(who).filter(office__in=who.offices(*KEEPERS), pk=pk)
    ledger = found.select_related("office").first()
    if ledger is None:
        raise Absent
    return ledger

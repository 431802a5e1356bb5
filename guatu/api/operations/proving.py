"""The trail proved: verified, taken along as a package, its checkpoints; and what may be deleted from it."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from guatu.accounts.models import Role
from guatu.api import files, keys
from guatu.api.answers import answered, moment
from guatu.api.operations.acts import ONCE
from guatu.api.operations.trails import router
from guatu.api.shapes.base import Asking, Given, Id, Moment, Told, Words, answers
from guatu.history.models import Checkpoint, Redaction
from guatu.http import verification
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.actions import redactions as deeds
from guatu.ledgers.queries import chains, redactions
from guatu.ledgers.queries.redactions import Content


class Verification(Told):
    """The last verification that was asked for."""

    is_running: bool
    finished_at: Moment | None
    is_whole: bool | None = Field(description="没有核验过的为空")
    looked_at: dict[str, int] = Field(description="各核对了多少")
    found: list[str] = Field(description="发现的问题，最多二十条")
    notes: list[str]


class CheckpointTold(Told):
    """The heads of all chains at one moment, signed."""

    number: int
    taken_at: Moment
    root: str
    hash: str
    key_id: str


class Checkpoints(Told):
    """The newest first."""

    checkpoints: list[CheckpointTold]
    next: int | None


class DaysAsked(Asking):
    """Of which days; without them the whole chain."""

    first: date | None = None
    last: date | None = None

    def days(self, on: date) -> tuple[date, date] | None:
        """The first and the last day, none of them to come."""
        if self.first is None and self.last is None:
            return None
        last = min(self.last or on, on)
        return min(self.first or last, last), last


class CheckpointsAsked(Asking):
    """From where to read on."""

    before: Id | None = Field(None, description="上一次答复里的 next")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def _reader(request: Request) -> None:
    """For who may look through a chain; for others there is nothing."""
    if not chains.visible(request.clock.by).exists():
        raise Absent


@router.get("/trail/verification", response=answers(Verification), summary="最近一次核验")
def verified(request: Request) -> HttpResponse:
    _reader(request)
    return _verified()


def _verified() -> HttpResponse:
    last = verification.last()
    told = last.answer or {}
    return answered(
        {
            "is_running": last.is_running,
            "finished_at": moment(last.at),
            "is_whole": told.get("is_whole"),
            "looked_at": told.get("looked_at", {}),
            "found": told.get("found", []),
            "notes": told.get("notes", []),
        }
    )


@router.post("/trail/verification", response=answers(Verification, status=202), summary="核验留痕")
def verify_trail(request: Request) -> HttpResponse:
    """由监督或管理员办理；在后台核验，完成后再读。正在核验的不另起。"""
    request.clock.deed()
    if not chains.may_verify(request.clock.by):
        raise Absent
    verification.ask()
    response = _verified()
    response.status_code = 202
    return response


@router.get(
    "/trail/chains/{code}/export",
    response=answers(None),
    summary="一条链的留痕包",
    openapi_extra=files.of_kind("application/zip"),
)
def export_chain(request: Request, code: str, asked: Query[DaysAsked]) -> HttpResponseBase:
    """由监督或管理员取走；内有不用本程序也能核验的脚本。写了起止日期的只取这一段。"""
    from guatu.history import exporting  # here, for other answers have no need of cryptography

    asked.refuse_unknown(request)
    who, days = request.clock.by, asked.days(request.clock.on)
    if not chains.taken_by(who).filter(code=code).exists():
        raise Absent
    with tempfile.TemporaryDirectory(prefix="guatu-trail-") as folder:
        path = exporting.export(Path(folder) / "trail.zip", at=request.clock.at, chain=code, days=days)
        file = path.open("rb")  # it stays readable when its folder is gone
    recording.record_trail(chain=code, days=days, **request.clock.deed())
    name = f"留痕-{code}-{f'{days[0]}至{days[1]}' if days else request.clock.on}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@router.get("/trail/checkpoints", response=answers(Checkpoints), summary="检查点，新的在前")
def checkpoints(request: Request, asked: Query[CheckpointsAsked]) -> HttpResponse:
    asked.refuse_unknown(request)
    _reader(request)
    found = Checkpoint.objects.order_by("-number")
    if asked.before is not None:
        found = found.filter(number__lt=asked.before)
    rows = list(found[: asked.limit + 1])
    some = rows[: asked.limit]
    plain = ("number", "root", "hash", "key_id")
    told = [
        {**{name: getattr(one, name) for name in plain}, "taken_at": moment(one.taken_at)} for one in some
    ]
    following = some[-1].number if len(rows) > len(some) else None
    return answered({"checkpoints": told, "next": following})


class ContentTold(Told):
    """A text or a file beside an event."""

    enclosure_id: int
    label: str
    excerpt: str
    subject: str


class ContentsFound(Told):
    """The newest that bear the words."""

    contents: list[ContentTold]


class WordsSought(Asking):
    """Words that should never have been written."""

    q: Annotated[str, Field(min_length=redactions.LEAST, max_length=60)]


class RedactionAsked(Given):
    """What is to go, and why; the same content elsewhere goes with it."""

    enclosure_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    reason: Words


class RedactionTold(Told):
    """A request, and what it is about."""

    id: int
    state: str = Field(description="asked 等另一名管理员确认，confirmed 已删除，withdrawn 已撤回")
    reason: str
    asked_by: str
    asked_at: Moment
    confirmed_by: str
    confirmed_at: Moment | None
    is_own: bool = Field(description="本人申请的，须由另一名管理员确认")
    contents: list[ContentTold]


class Redactions(Told):
    """Those that are open, then the latest that are closed."""

    redactions: list[RedactionTold]


def _administrator(request: Request) -> None:
    """Today, and by an administrator alone."""
    request.clock.deed()
    if not request.clock.by.offices(Role.Kind.ADMINISTRATOR):
        raise Absent


@router.get("/trail/contents", response=answers(ContentsFound), summary="按字句查找留痕里的内容")
def contents(request: Request, asked: Query[WordsSought]) -> HttpResponse:
    """由管理员为申请删除而查找。"""
    asked.refuse_unknown(request)
    _administrator(request)
    return answered({"contents": [_content(one) for one in redactions.found(request.clock.by, asked.q)]})


def _content(one: Content) -> dict[str, Any]:
    return {
        "enclosure_id": one.enclosure.pk,
        "label": one.label,
        "excerpt": one.excerpt,
        "subject": one.subject.name,
    }


@router.get("/trail/redactions", response=answers(Redactions), summary="删除留痕内容的申请")
def all_redactions(request: Request) -> HttpResponse:
    """待确认的在前。"""
    _administrator(request)
    return _redactions(request)


def _redactions(request: Request) -> HttpResponse:
    who = request.clock.by
    found = [*redactions.requests(who, is_open=True), *redactions.requests(who, is_open=False)]
    told = [
        {
            "id": one.redaction.pk,
            "state": _state(one.redaction),
            "reason": one.redaction.reason,
            "asked_by": one.asked_by,
            "asked_at": moment(one.redaction.asked_at),
            "confirmed_by": one.confirmed_by,
            "confirmed_at": moment(one.redaction.confirmed_at),
            "is_own": one.is_own,
            "contents": [_content(each) for each in one.contents],
        }
        for one in found
    ]
    return answered({"redactions": told})


def _state(one: Redaction) -> str:
    if one.confirmed_at is not None:
        return "confirmed"
    return "asked" if one.withdrawn_at is None else "withdrawn"


@router.post(
    "/trail/redactions",
    response=answers(Redactions),
    summary="申请删除留痕内容",
    openapi_extra={"parameters": [ONCE]},
)
def ask_redaction(request: Request, body: RedactionAsked) -> HttpResponse:
    """由管理员申请，另一名管理员确认后才删除。"""
    _administrator(request)
    clock = request.clock

    def do() -> None:
        deeds.ask(enclosures=body.enclosure_ids, reason=body.reason, by=clock.by, at=clock.at)

    return keys.only_once(request, do, lambda: _redactions(request)) or _redactions(request)


@router.post("/trail/redactions/{redaction_id}/confirmed", response=answers(Redactions), summary="确认删除")
def confirm_redaction(request: Request, redaction_id: Id) -> HttpResponse:
    """由申请人以外的管理员确认，当即删除，不可恢复。"""
    found, clock = _redaction(request, redaction_id), request.clock
    deeds.confirm(redaction=found, by=clock.by, at=clock.at)
    return _redactions(request)


@router.post(
    "/trail/redactions/{redaction_id}/withdrawn", response=answers(Redactions), summary="撤回删除申请"
)
def withdraw_redaction(request: Request, redaction_id: Id) -> HttpResponse:
    """内容保留。"""
    found, clock = _redaction(request, redaction_id), request.clock
    deeds.withdraw(redaction=found, by=clock.by, at=clock.at)
    return _redactions(request)


def _redaction(request: Request, pk: int) -> Redaction:
    _administrator(request)
    found = redactions.request(request.clock.by, pk)
    if found is None:
        raise Absent
    return found

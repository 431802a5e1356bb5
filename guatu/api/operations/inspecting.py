"""For who inspects: who looked at which item, and what was taken out of the house; the key of the trail."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from guatu.accounts.models import Role
from guatu.api import files
from guatu.api.answers import answered, day, moment
from guatu.api.operations import trails
from guatu.api.shapes.base import Asking, Day, Id, ItemNamed, Moment, Named, Told, answers
from guatu.history.models import Checkpoint
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.models import Sight
from guatu.ledgers.queries import chains, inspecting
from guatu.ledgers.queries.inspecting import SHOWN, Asked, Export

router = trails.router


class InspectionAsked(Asking):
    """Whose doings, in which ledger, on which days."""

    person: Annotated[str, Field(max_length=40)] = Field("", description="姓名")
    ledger: Id | None = None
    first: date | None = None
    last: date | None = None
    before: Id | None = Field(None, description="上一次答复里的 next")

    def asked(self) -> Asked:
        return Asked(**self.model_dump())


class SightTold(Told):
    """Somebody looked at an item on a day."""

    id: int
    person: Named
    unit: Named | None
    item: ItemNamed
    day: Day
    first_at: Moment
    pages: int = Field(description="看事项次数")
    files: int = Field(description="开佐证文件次数")


class Sights(Told):
    """The last day first."""

    sights: list[SightTold]
    next: int | None


class ExportTold(Told):
    """Something that left the house."""

    id: int
    event: str
    what: str
    of: str = Field(description="哪本台账、哪次会议、哪条链")
    person: str
    unit: str
    recorded_at: Moment
    said: dict[str, str] = Field(description="多少行、筛选条件、哪些列")


class Exports(Told):
    """The last first."""

    exports: list[ExportTold]
    next: int | None


@router.get("/trail/sights", response=answers(Sights), summary="谁看过哪些事项，一次 100 条")
def sights(request: Request, asked: Query[InspectionAsked]) -> HttpResponse:
    """由纪检监督员查看所监督办公室的。"""
    asked.refuse_unknown(request)
    _inspector(request)
    rows = list(inspecting.sights(request.clock.by, asked.asked())[: SHOWN + 1])
    following = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    return answered({"sights": [_sight(one) for one in rows[:SHOWN]], "next": following})


@router.get("/trail/exports", response=answers(Exports), summary="谁导出过什么，一次 100 条")
def exports(request: Request, asked: Query[InspectionAsked]) -> HttpResponse:
    """由纪检监督员查看所监督办公室的。"""
    asked.refuse_unknown(request)
    _inspector(request)
    rows, has_more = inspecting.exports(request.clock.by, asked.asked())
    following = rows[-1].event.pk if has_more else None
    return answered({"exports": [_export(one) for one in rows], "next": following})


@router.get(
    "/trail/key",
    response=answers(None),
    summary="核验检查点的公钥",
    openapi_extra=files.of_kind("application/x-pem-file"),
)
def public_key(request: Request) -> HttpResponseBase:
    """由监督或管理员取走；还没有检查点的答 404。"""
    if not chains.may_verify(request.clock.by):
        raise Absent
    last = Checkpoint.objects.defer("body", "signature").order_by("-number").first()
    path = Path(settings.CHECKPOINTS) / f"{last.key_id[:16]}.pub.pem" if last else None
    if path is None or not path.is_file():
        raise Absent
    name = {"Content-Disposition": f'attachment; filename="{path.name}"'}
    return HttpResponse(path.read_bytes(), content_type="application/x-pem-file", headers=name)


def _inspector(request: Request) -> None:
    if not request.clock.by.offices(Role.Kind.INSPECTOR):
        raise Absent


def _sight(one: Sight) -> dict[str, Any]:
    item, unit = one.item, one.person.unit
    return {
        "id": one.pk,
        "person": {"id": one.person_id, "name": one.person.name},
        "unit": {"id": unit.pk, "name": unit.name} if unit else None,
        "item": {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id},
        "day": day(one.day),
        "first_at": moment(one.first_at),
        "pages": one.pages,
        "files": one.files,
    }


def _export(one: Export) -> dict[str, Any]:
    plain = ("what", "of", "person", "unit")
    return {
        "id": one.event.pk,
        "event": one.event.kind,
        **{name: getattr(one, name) for name in plain},
        "recorded_at": moment(one.event.recorded_at),
        "said": dict(one.said),
    }

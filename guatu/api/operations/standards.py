"""Close-out standards: all versions of one, a new one, the next version, and no more of it."""

from typing import Annotated, Any, Literal
from uuid import uuid4

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.models import Office
from guatu.api import keys
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.keeping import KEEPERS
from guatu.api.operations.registry import StandardVersionTold, router, standard_told
from guatu.api.shapes.base import Given, Id, Line, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import standards as deeds
from guatu.ledgers.actions.standards import NewCheck
from guatu.ledgers.models import Standard, StandardVersion
from guatu.ledgers.queries import standards as queries

Method = Literal[
    "measures_done", "target_reached", "evidence_count", "photo_count", "each_measure_evidenced",
    "each_unit_reported", "evidence_after_dispatch", "evidence_not_reused", "person",
]  # fmt: skip


class CheckGiven(Given):
    """A line of a standard."""

    text: Annotated[str, Field(min_length=1, max_length=120)]
    method: Method = Field("person", description="核对方式；person 由人核对，其余自动核对")
    least: Annotated[int, Field(ge=1, le=999)] = Field(1, description="至少几张、几份")


class VersionGiven(Given):
    """The next version; what was published is never edited."""

    name: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="适用问题")
    basis: Line = Field("", description="依据：文件名或文号")
    checks: Annotated[list[CheckGiven], Field(min_length=1, max_length=40)]


class StandardGiven(VersionGiven):
    """A new standard of an office."""

    office_id: Id


class Versions(Told):
    """All versions, the last one first."""

    versions: list[StandardVersionTold]


@router.get("/standards/{standard_id}", response=answers(Versions), summary="一个销号标准的各版")
def standard(request: Request, standard_id: Id) -> HttpResponse:
    return _told(request, standard_id)


def _told(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    found, versions = _found(request, pk)
    return answered({"versions": [standard_told(found, one) for one in versions]}, status=status)


def _found(request: Request, pk: int) -> tuple[Standard, list[StandardVersion]]:
    found = queries.one(request.clock.by, pk)
    if found is None:
        raise Absent
    return found


@router.post(
    "/standards",
    response=answers(Versions, status=201),
    summary="新的销号标准",
    openapi_extra={"parameters": [ONCE]},
)
def publish_standard(request: Request, body: StandardGiven) -> HttpResponse:
    """由本办公室的督办员或管理员发布。"""
    office = Office.objects.filter(pk=body.office_id, pk__in=request.clock.by.offices(*KEEPERS)).first()
    if office is None:
        raise Absent
    return _publish(request, office, uuid4().hex[:12], body, status=201)


@router.post(
    "/standards/{standard_id}/versions",
    response=answers(Versions),
    summary="发布销号标准的下一版",
    openapi_extra={"parameters": [ONCE]},
)
def publish_version(request: Request, standard_id: Id, body: VersionGiven) -> HttpResponse:
    """由督办员或管理员发布；已指定旧版的事项照旧。"""
    found, _ = _found(request, standard_id)
    return _publish(request, found.office, found.code, body)


def _publish(
    request: Request, office: Office, code: str, body: VersionGiven, *, status: int = 200
) -> HttpResponse:
    deed = request.clock.deed()
    checks = [NewCheck(**one.model_dump()) for one in body.checks]
    made: list[StandardVersion] = []

    def do() -> None:
        how: dict[str, Any] = {"name": body.name, "basis": body.basis, "checks": checks, **deed}
        made.append(deeds.publish(office=office, code=code, **how))

    return keys.only_once(request, do) or _told(request, made[0].standard_id, status=status)


@router.post("/standards/{standard_id}/retired", response=answers(Versions), summary="停用销号标准")
def retire_standard(request: Request, standard_id: Id) -> HttpResponse:
    """由督办员办理；已指定它的事项照旧，再发布一版就又可用。"""
    found, _ = _found(request, standard_id)
    deeds.retire(standard=found, **request.clock.deed())
    return _told(request, standard_id)

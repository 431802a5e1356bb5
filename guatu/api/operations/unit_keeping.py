"""Units, divisions and offices as administrators keep them: renamed, changed, succeeded, ended."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts import permissions
from guatu.accounts.actions import divisions, offices, units
from guatu.accounts.lists import units as unit_list
from guatu.accounts.models import Division, Office, Succession, Unit
from guatu.api import keepers, keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.operations.registry import router
from guatu.api.operations.staffing import Made
from guatu.api.shapes.base import Day, Given, Id, Line, Named, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import RegistryDeed, Request

Name = Annotated[str, Field(min_length=1, max_length=80)]
Code = Annotated[str, Field(max_length=32)]
Paper = Annotated[str, Field(min_length=1, max_length=200, description="依据文件：名称和文号")]
UnitKind = Literal["department", "town", "enterprise", "other"]
Days = Annotated[int, Field(ge=1, le=60, description="按工作日计")]


class Earlier(Given):
    """On which day it happened, where that was before today; then say why it comes so late."""

    on: date | None = Field(None, description="生效日期，不写为今天")
    why_earlier: Line = ""

    def dated(self, deed: RegistryDeed) -> dict[str, Any]:
        """The deed of that day."""
        return {**deed, "on": self.on or deed["on"], "why_earlier": self.why_earlier}


class Renamed(Earlier):
    """A new name."""

    name: Name


class UnitChanged(Given):
    """What a unit is; all of it, for what is not named is emptied."""

    kind: UnitKind
    parent_id: Id | None = None
    code: Code = Field("", description="单位代码：统一社会信用代码或自编")
    position: Annotated[int, Field(ge=0, le=30_000)] = Field(0, description="同类单位按此从小到大排")


class ShortNameGiven(Given):
    """A name by which documents call a unit."""

    name: Name


class Succeeded(Given):
    """To whom functions pass, from when, by which paper."""

    successor_id: Id
    effective_on: date
    paper: Paper


class Ended(Given):
    """From which day on it stands no more."""

    valid_to: date


class DivisionGiven(Given):
    """A division below another."""

    parent_id: Id
    name: Annotated[str, Field(min_length=1, max_length=60)]
    code: Annotated[str, Field(min_length=1, max_length=12)]
    scheme: Literal["gbt2260", "civil_affairs", "statistics", "local"] = "local"
    valid_from: date | None = None


class OfficeChanged(Given):
    """What is not named stays."""

    name: Name | None = None
    unit_id: Id | None = None
    sign_within: Days | None = None
    answer_within: Days | None = None


class OfficeGiven(Given):
    """A unit that runs ledgers."""

    name: Name
    unit_id: Id
    sign_within: Days = 2
    answer_within: Days = 5


class SuccessionTold(Told):
    """Functions passed on."""

    predecessor: Named
    successor: Named
    effective_on: Day
    paper: str


class UnitWhole(Told):
    """A unit with its names, and what it took over and passed on."""

    id: int
    name: str
    kind: str
    division: Named
    parent: Named | None
    code: str
    code_scheme: str
    position: int
    valid_from: Day
    valid_to: Day | None
    short_names: list[Named]
    successions: list[SuccessionTold]


class DivisionTold(Told):
    """A division in the tree."""

    id: int
    name: str
    scheme: str
    code: str
    parent_id: int | None
    units: int = Field(description="本区划及以下的单位数")


class Divisions(Told):
    """Each above those below it."""

    divisions: list[DivisionTold]


@router.get("/units/{unit_id}", response=answers(UnitWhole), summary="一个单位")
def unit(request: Request, unit_id: Id) -> HttpResponse:
    """所任职办公室的区划及以下的。"""
    seen = permissions.divisions_seen_by(request.clock.by)
    found = Unit.objects.filter(pk=unit_id, division__in=seen).select_related("division", "parent").first()
    if found is None:
        raise Absent
    return answered(_whole(found))


def _whole(one: Unit) -> dict[str, Any]:
    plain = ("name", "kind", "code", "code_scheme", "position")
    names = one.short_names.filter(dropped_on=None).order_by("pk")
    passed = Succession.objects.filter(predecessor=one) | Succession.objects.filter(successor=one)
    rows = passed.select_related("predecessor", "successor").order_by("effective_on", "pk")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in plain},
        "division": _named(one.division),
        "parent": _named(one.parent) if one.parent else None,
        "valid_from": day(one.valid_from),
        "valid_to": day(one.valid_to),
        "short_names": [_named(row) for row in names],
        "successions": [
            {
                "predecessor": _named(row.predecessor),
                "successor": _named(row.successor),
                "effective_on": day(row.effective_on),
                "paper": row.paper,
            }
            for row in rows
        ],
    }


def _named(one: Any) -> dict[str, Any]:
    return {"id": one.pk, "name": one.name}


@router.post("/units/{unit_id}/renamed", response=answers(Made), summary="单位更名")
def rename_unit(request: Request, unit_id: Id, body: Renamed) -> HttpResponse:
    """原名称转为简称，旧文件仍能认到本单位。"""
    found = keepers.unit(request, unit_id)
    units.rename(unit=found, name=body.name, **body.dated(keepers.deed_in(request, found.division_id)))
    return answered({"id": unit_id})


@router.post("/units/{unit_id}/changed", response=answers(Made), summary="改单位信息")
def change_unit(request: Request, unit_id: Id, body: UnitChanged) -> HttpResponse:
    found, parent = keepers.unit(request, unit_id), keepers.unit_or_none(request, body.parent_id, "parent_id")
    units.change(
        unit=found,
        kind=body.kind,
        parent=parent,
        code=body.code,
        code_scheme=found.code_scheme if body.code == found.code else "",
        position=body.position,
        **keepers.deed_in(request, found.division_id),
    )
    return answered({"id": unit_id})


@router.post("/units/{unit_id}/short-names", response=answers(Made, status=201), summary="加单位简称")
def add_short_name(request: Request, unit_id: Id, body: ShortNameGiven) -> HttpResponse:
    """读文件和导入时按简称认单位。"""
    found = keepers.unit(request, unit_id)
    deed = keepers.deed_in(request, found.division_id)
    row = units.add_short_name(unit=found, name=body.name, by=deed["by"], at=deed["at"], on=deed["on"])
    return answered({"id": row.pk}, status=201)


@router.delete("/units/{unit_id}/short-names/{name_id}", response=answers(Made), summary="停用单位简称")
def drop_short_name(request: Request, unit_id: Id, name_id: Id) -> HttpResponse:
    found = keepers.unit(request, unit_id)
    row = found.short_names.filter(pk=name_id).first()
    if row is None:
        raise Absent
    units.drop_short_name(short_name=row, **keepers.deed_in(request, found.division_id))
    return answered({"id": name_id})


@router.post(
    "/units/{unit_id}/succeeded",
    response=answers(Made, status=201),
    summary="登记职能划转",
    openapi_extra={"parameters": [ONCE]},
)
def succeed_unit(request: Request, unit_id: Id, body: Succeeded) -> HttpResponse:
    """在办事项另由督办员移交（成批移交）。"""
    found = keepers.unit(request, unit_id)
    successor = keepers.unit_named(request, body.successor_id, "successor_id")
    deed = keepers.deed_in(request, found.division_id)
    made: list[Succession] = []

    def do() -> None:
        passed = units.succeed(
            predecessor=found,
            successor=successor,
            effective_on=body.effective_on,
            paper=body.paper,
            **deed,
        )
        made.append(passed)

    return keys.only_once(request, do) or answered({"id": made[0].pk}, status=201)


@router.post("/units/{unit_id}/ended", response=answers(Made), summary="撤销单位")
def end_unit(request: Request, unit_id: Id, body: Ended) -> HttpResponse:
    """人员、下级单位和在办事项须先移走；历史记录保留。"""
    found = keepers.unit(request, unit_id)
    units.end(unit=found, valid_to=body.valid_to, **keepers.deed_in(request, found.division_id))
    return answered({"id": unit_id})


@router.get("/divisions", response=answers(Divisions), summary="行政区划")
def all_divisions(request: Request) -> HttpResponse:
    """所任职办公室的区划及以下的；上级在前。"""
    clock = request.clock
    seen = permissions.divisions_seen_by(clock.by)
    if not seen:
        raise Absent
    plain = ("name", "scheme", "code", "parent_id")
    told = [
        {
            "id": one.division.pk,
            **{name: getattr(one.division, name) for name in plain},
            "units": one.units,
        }
        for one in unit_list.tree(seen, on=clock.on)
    ]
    return answered({"divisions": told})


@router.post(
    "/divisions",
    response=answers(Made, status=201),
    summary="加下级区划",
    openapi_extra={"parameters": [ONCE]},
)
def add_division(request: Request, body: DivisionGiven) -> HttpResponse:
    kept = keepers.keeping(request).divisions
    parent = chosen(Division.objects.filter(pk__in=kept), body.parent_id, "parent_id")
    deed = keepers.deed_in(request, parent.pk)
    made: list[Division] = []

    def do() -> None:
        made.append(divisions.add(parent=parent, **body.model_dump(exclude={"parent_id"}), **deed))

    return keys.only_once(request, do) or answered({"id": made[0].pk}, status=201)


@router.post("/divisions/{division_id}/ended", response=answers(Made), summary="停用区划")
def end_division(request: Request, division_id: Id, body: Ended) -> HttpResponse:
    """区划内的单位和下级区划须先撤销或划走。"""
    kept = keepers.keeping(request).divisions
    found = Division.objects.filter(pk__in=kept, pk=division_id).first()
    if found is None:
        raise Absent
    divisions.end(division=found, valid_to=body.valid_to, **keepers.deed_in(request, division_id))
    return answered({"id": division_id})


@router.post(
    "/offices",
    response=answers(Made, status=201),
    summary="新设办公室",
    openapi_extra={"parameters": [ONCE]},
)
def add_office(request: Request, body: OfficeGiven) -> HttpResponse:
    """新设后授予管理员。"""
    place = keepers.unit_named(request, body.unit_id, "unit_id")
    deed = keepers.deed_in(request, place.division_id)
    made: list[Office] = []

    def do() -> None:
        made.append(offices.add(unit=place, **body.model_dump(exclude={"unit_id"}), **deed))

    return keys.only_once(request, do) or answered({"id": made[0].pk}, status=201)


@router.post("/offices/{office_id}/changed", response=answers(Made), summary="改办公室设置")
def change_office(request: Request, office_id: Id, body: OfficeChanged) -> HttpResponse:
    """没有写的不变；由本办公室的管理员办理。"""
    kept = keepers.keeping(request)
    seen = Office.objects.filter(unit__division__in=kept.divisions) | Office.objects.filter(
        pk__in=kept.offices
    )
    found = seen.filter(pk=office_id).select_related("unit").first()
    if found is None:
        raise Absent
    place = keepers.unit_or_none(request, body.unit_id, "unit_id")
    values = body.model_dump(exclude={"unit_id"})
    offices.change(office=found, unit=place, **values, **keepers.deed_at(request, found, found.unit))
    return answered({"id": office_id})

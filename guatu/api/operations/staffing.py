"""Keeping the registry: units and people entered, roles granted and revoked; by administrators."""

from datetime import date, timedelta
from typing import Annotated, Any, Final

from django.db import transaction
from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.actions import people, roles, units
from guatu.accounts.models import Division, Office, Person, Role, Unit
from guatu.api import keepers, keys
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.operations.registry import Kinds, router
from guatu.api.shapes.base import Given, Id, Told, answers
from guatu.http import sessions
from guatu.http.errors import Absent
from guatu.http.requests import Request

ONE_DAY: Final = timedelta(days=1)
LastDay = Annotated[date, Field(lt=date.max)]


class Made(Told):
    """What was made, by its number."""

    id: int


class PersonMade(Made):
    """Somebody new, with the password to hand over: it is shown this once."""

    initial_password: str


class UnitGiven(Given):
    """A unit."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    division_id: Id
    kind: Annotated[str, Field(max_length=12)] = "department"
    parent_id: Id | None = None
    valid_from: date | None = None


class PersonGiven(Given):
    """Somebody who is to sign in."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    username: Annotated[str, Field(min_length=1, max_length=60)]
    unit_id: Id
    external_id: Annotated[str, Field(max_length=80)] = ""


class RoleGiven(Given):
    """A role in an office or in a unit, from a day to a day or until it is revoked."""

    kind: Kinds
    office_id: Id | None = None
    unit_id: Id | None = None
    valid_from: date | None = None
    last_day: LastDay | None = None


@router.post(
    "/units", response=answers(Made, status=201), summary="新增单位", openapi_extra={"parameters": [ONCE]}
)
def add_unit(request: Request, body: UnitGiven) -> HttpResponse:
    """由本区划或上级区划的管理员办理。"""
    kept = keepers.keeping(request).divisions
    division = chosen(Division.objects.filter(pk__in=kept), body.division_id, "division_id")
    parent = keepers.unit_or_none(request, body.parent_id, "parent_id")
    deed = keepers.deed_in(request, division.pk)
    made: list[Unit] = []

    def do() -> None:
        made.append(
            units.add(
                name=body.name,
                division=division,
                kind=body.kind,
                parent=parent,
                valid_from=body.valid_from,
                **deed,
            )
        )

    return keys.only_once(request, do) or answered({"id": made[0].pk}, status=201)


@router.post(
    "/people",
    response=answers(PersonMade, status=201),
    summary="新增人员",
    openapi_extra={"parameters": [ONCE]},
)
def add_person(request: Request, body: PersonGiven) -> HttpResponse:
    """由管理员办理；初始密码只答复这一次，本人首次登录须改。"""
    unit = keepers.unit_named(request, body.unit_id, "unit_id")
    deed = keepers.deed_in(request, unit.division_id)
    password = people.initial_password(body.username, name=body.name, external_id=body.external_id)
    made: list[Person] = []

    def do() -> None:
        values = body.model_dump(exclude={"unit_id"})
        made.append(people.add(unit=unit, password=password, **values, **deed))

    told: dict[str, Any] = {"initial_password": password}
    return keys.only_once(request, do) or answered({"id": made[0].pk, **told}, status=201)


@router.post("/people/{person_id}/deactivated", response=answers(Made), summary="停用人员")
def deactivate(request: Request, person_id: Id) -> HttpResponse:
    """不能再登录，角色、委托和令牌当天终止。"""
    person = keepers.person(request, person_id)
    with transaction.atomic():
        people.deactivate(person=person, **keepers.deed_in(request, person.unit.division_id))
        sessions.end_all_of(person.pk)
    return answered({"id": person.pk})


@router.post(
    "/people/{person_id}/roles",
    response=answers(Made, status=201),
    summary="授予角色",
    openapi_extra={"parameters": [ONCE]},
)
def grant(request: Request, person_id: Id, body: RoleGiven) -> HttpResponse:
    """办公室的角色由该办公室的管理员授予，单位的角色由本区划的管理员授予。"""
    person = keepers.person(request, person_id)
    office = chosen(Office.objects.select_related("unit"), body.office_id, "office_id")
    unit = keepers.unit_or_none(request, body.unit_id, "unit_id")
    deed = keepers.deed_at(request, office, unit or person.unit)
    made: list[Role] = []

    def do() -> None:
        made.append(
            roles.grant(
                person=person,
                kind=body.kind,
                office=office,
                unit=unit,
                valid_from=body.valid_from,
                valid_to=body.last_day + ONE_DAY if body.last_day else None,
                **deed,
            )
        )

    return keys.only_once(request, do) or answered({"id": made[0].pk}, status=201)


@router.post("/people/{person_id}/roles/{role_id}/revoked", response=answers(Made), summary="解除角色")
def revoke(request: Request, person_id: Id, role_id: Id) -> HttpResponse:
    """从今天起不再有这个角色。"""
    person = keepers.person(request, person_id)
    role = Role.objects.filter(person=person, pk=role_id).select_related("office__unit", "unit").first()
    if role is None:
        raise Absent
    roles.revoke(role=role, **keepers.deed_at(request, role.office, role.unit or person.unit))
    return answered({"id": role.pk})

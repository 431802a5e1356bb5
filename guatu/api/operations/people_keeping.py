"""People as administrators keep them, and delegations: one's own, or given for somebody who is away."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.actions import people, roles, totp
from guatu.accounts.lists import people as lists
from guatu.accounts.models import Delegation, Office, Person, Role, Unit
from guatu.api import keepers, keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.operations.registry import Kinds, PersonTold, router
from guatu.api.operations.staffing import ONE_DAY, LastDay, Made, PersonMade
from guatu.api.operations.unit_keeping import Earlier
from guatu.api.shapes.base import Day, Given, Id, Line, Named, Told, answers
from guatu.http import signing_in
from guatu.http.errors import Absent
from guatu.http.requests import RegistryDeed, Request


class PersonChanged(Given):
    """Name, and identifier in the county's directory of persons."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    external_id: Annotated[str, Field(max_length=80)] = Field("", description="平台编号；不得填身份证号")


class Moved(Earlier):
    """To which unit; roles do not go along."""

    unit_id: Id


class Delegated(Given):
    """One's work at one place, in other hands until a day."""

    delegate_id: Id
    office_id: Id | None = None
    unit_id: Id | None = None
    kind: Kinds | None = Field(None, description="只委托一个角色；不写为那里的全部角色")
    valid_from: date | None = Field(None, description="不写为今天")
    last_day: LastDay
    reason: Line = ""


class DelegationTold(Told):
    """Who acts for whom, where, from when to when."""

    id: int
    principal: Named
    delegate: Named
    office: Named | None
    unit: Named | None
    kind: str = Field(description="空为那里的全部角色")
    valid_from: Day
    last_day: Day
    reason: str


class Delegations(Told):
    """Those that have not ended."""

    given: list[DelegationTold]
    taken: list[DelegationTold]


@router.get("/people/{person_id}", response=answers(PersonTold), summary="一个人")
def person(request: Request, person_id: Id) -> HttpResponse:
    """由管理员查看。"""
    found = keepers.person(request, person_id)
    held = Role.objects.in_force(on=request.clock.on).filter(person=found).order_by("pk")
    return answered(
        {
            "id": found.pk,
            "username": found.username,
            "name": found.name,
            "unit": _named(found.unit),
            "is_active": found.is_active,
            "roles": [
                {"id": role.pk, "kind": role.kind, "office_id": role.office_id, "unit_id": role.unit_id}
                for role in held
            ],
        }
    )


def _named(one: Any) -> dict[str, Any]:
    return {"id": one.pk, "name": one.name}


def _deed(request: Request, found: Person) -> RegistryDeed:
    return keepers.deed_in(request, found.unit.division_id)


@router.post("/people/{person_id}/changed", response=answers(Made), summary="改人员信息")
def change_person(request: Request, person_id: Id, body: PersonChanged) -> HttpResponse:
    found = keepers.person(request, person_id)
    people.change(person=found, **body.model_dump(), **_deed(request, found))
    return answered({"id": person_id})


@router.post("/people/{person_id}/moved", response=answers(Made), summary="人员调动")
def move_person(request: Request, person_id: Id, body: Moved) -> HttpResponse:
    """角色不随人走，另行解除和授予。"""
    found, unit = keepers.person(request, person_id), keepers.unit_named(request, body.unit_id, "unit_id")
    people.move(person=found, unit=unit, **body.dated(_deed(request, found)))
    return answered({"id": person_id})


@router.post("/people/{person_id}/reactivated", response=answers(Made), summary="启用人员")
def reactivate(request: Request, person_id: Id) -> HttpResponse:
    """启用后可以登录，角色须重新授予。"""
    found = keepers.person(request, person_id)
    people.reactivate(person=found, **_deed(request, found))
    return answered({"id": person_id})


@router.post("/people/{person_id}/password-reset", response=answers(PersonMade), summary="重置密码")
def reset_password(request: Request, person_id: Id) -> HttpResponse:
    """各处登录退出、锁定解除；新的初始密码只答复这一次，本人登录后须改。"""
    found = keepers.person(request, person_id)
    password = signing_in.reset_password(found, **_deed(request, found))
    return answered({"id": person_id, "initial_password": password})


@router.post("/people/{person_id}/code-reset", response=answers(Made), summary="重置动态口令")
def reset_code(request: Request, person_id: Id) -> HttpResponse:
    """原验证器作废，下次登录时重新绑定。"""
    found = keepers.person(request, person_id)
    totp.reset(person=found, **_deed(request, found))
    return answered({"id": person_id})


@router.get("/me/delegations", response=answers(Delegations), summary="我的委托")
def my_delegations(request: Request) -> HttpResponse:
    """给出的和接受的，没有到期的。"""
    return _delegations(request, request.user)


@router.get("/people/{person_id}/delegations", response=answers(Delegations), summary="某人的委托")
def delegations(request: Request, person_id: Id) -> HttpResponse:
    """由管理员查看。"""
    return _delegations(request, keepers.person(request, person_id))


def _delegations(request: Request, of: Person) -> HttpResponse:
    given, taken = lists.delegations(of, on=request.clock.day)
    return answered({"given": [_told(one) for one in given], "taken": [_told(one) for one in taken]})


def _told(one: Delegation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "principal": _named(one.principal),
        "delegate": _named(one.delegate),
        "office": _named(one.office) if one.office else None,
        "unit": _named(one.unit) if one.unit else None,
        "kind": one.kind,
        "valid_from": day(one.valid_from),
        "last_day": day(one.valid_to - ONE_DAY),
        "reason": one.reason,
    }


@router.post(
    "/me/delegations",
    response=answers(Delegations),
    summary="委托他人代办",
    openapi_extra={"parameters": [ONCE]},
)
def delegate_own(request: Request, body: Delegated) -> HttpResponse:
    """委托自己在一处的工作；受托人须与委托人同单位，或在同一处任职。"""
    return _delegate(request, request.user, body, request.clock.registry_deed())


@router.post(
    "/people/{person_id}/delegations",
    response=answers(Delegations),
    summary="替人委托",
    openapi_extra={"parameters": [ONCE]},
)
def delegate_for(request: Request, person_id: Id, body: Delegated) -> HttpResponse:
    """由管理员为生病、外出的人办理。"""
    found = keepers.person(request, person_id)
    office, unit = _place(body)
    return _delegate(request, found, body, keepers.deed_at(request, office, unit or found.unit))


def _place(body: Delegated) -> tuple[Office | None, Unit | None]:
    office = chosen(Office.objects.select_related("unit"), body.office_id, "office_id")
    unit = chosen(Unit.objects.select_related("division"), body.unit_id, "unit_id")
    return office, unit


def _delegate(request: Request, principal: Person, body: Delegated, deed: RegistryDeed) -> HttpResponse:
    delegate = chosen(lists.colleagues(principal).distinct(), body.delegate_id, "delegate_id")
    office, unit = _place(body)

    def do() -> None:
        roles.delegate(
            principal=principal,
            delegate=delegate,
            office=office,
            unit=unit,
            kind=body.kind or "",
            valid_from=body.valid_from,
            valid_to=body.last_day + ONE_DAY,
            reason=body.reason,
            **deed,
        )

    def told() -> HttpResponse:
        return _delegations(request, principal)

    return keys.only_once(request, do, told) or told()


@router.post("/me/delegations/{delegation_id}/withdrawn", response=answers(Delegations), summary="撤回委托")
def withdraw_own(request: Request, delegation_id: Id) -> HttpResponse:
    """从今天起不再代办。"""
    found = _given(request.user, delegation_id)
    roles.withdraw(delegation=found, **request.clock.registry_deed())
    return _delegations(request, request.user)


@router.post(
    "/people/{person_id}/delegations/{delegation_id}/withdrawn",
    response=answers(Delegations),
    summary="替人撤回委托",
)
def withdraw_for(request: Request, person_id: Id, delegation_id: Id) -> HttpResponse:
    """由管理员办理。"""
    found = keepers.person(request, person_id)
    row = _given(found, delegation_id)
    roles.withdraw(delegation=row, **keepers.deed_at(request, row.office, row.unit or found.unit))
    return _delegations(request, found)


def _given(principal: Person, pk: int) -> Delegation:
    rows = Delegation.objects.filter(principal=principal, pk=pk)
    found = rows.select_related("office__unit", "unit").first()
    if found is None:
        raise Absent
    return found

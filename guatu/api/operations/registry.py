"""What acts name by number: units, offices and who serves them, standards, documents, people."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.accounts import permissions
from guatu.accounts.lists import people as people_list
from guatu.accounts.lists import units as unit_list
from guatu.accounts.lists.people import Keeping, PeopleFilter
from guatu.accounts.lists.units import UnitFilter
from guatu.accounts.models import Office, Role
from guatu.accounts.queries import role_rows
from guatu.api.answers import answered, day
from guatu.api.shapes.base import Asking, Day, Id, ItemNumbered, Named, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.models import Directive, Draft, Standard
from guatu.ledgers.queries import standards as standard_list
from guatu.ledgers.queries import visibility

router = Router(tags=["名册"])
Kinds = Literal["coordinator", "verifier", "leader", "administrator", "inspector", "liaison", "reviewer"]
Limit = Annotated[int, Field(ge=1, le=200)]


class _Stretch(Asking):
    """From where a list is read on: after the last number that was told."""

    after: Id | None = Field(None, description="上一次答复里的 next")
    limit: Limit = 100


class UnitsAsked(_Stretch):
    """What narrows the units."""

    q: Annotated[str, Field(max_length=60)] = ""
    division: Id | None = None
    kind: Literal["department", "town", "enterprise", "other"] | None = None
    state: Literal["standing", "ended", "all"] = "standing"


class UnitTold(Told):
    """A unit."""

    id: int
    name: str
    kind: str
    division: Named
    short_names: list[str]
    liaisons: list[str]
    valid_from: Day
    valid_to: Day | None


class Units(Told):
    """Units, by number."""

    units: list[UnitTold]
    next: int | None


@router.get("/units", response=answers(Units), summary="单位")
def units(request: Request, asked: Query[UnitsAsked]) -> HttpResponse:
    """所任职办公室的区划及以下的单位；不在办公室任职的答 404。"""
    asked.refuse_unknown(request)
    who = request.clock.by
    seen = permissions.divisions_seen_by(who)
    if not seen:
        raise Absent
    wanted = UnitFilter(division=asked.division, kind=asked.kind or "", standing=asked.state, words=asked.q)
    where = unit_list.scope(seen, asked.division)
    lines = unit_list.lines(where, wanted, on=request.clock.on, is_past=False)
    rows, following = _after(sorted(lines, key=lambda line: line.pk), asked)
    told = [
        {
            "id": line.pk,
            "name": line.unit.name,
            "kind": line.unit.kind,
            "division": {"id": line.unit.division_id, "name": line.unit.division.name},
            "short_names": list(line.short_names),
            "liaisons": list(line.liaisons),
            "valid_from": day(line.unit.valid_from),
            "valid_to": day(line.unit.valid_to),
        }
        for line in rows
    ]
    return answered({"units": told, "next": following})


def _after(rows: Sequence[Any], asked: _Stretch) -> tuple[Sequence[Any], int | None]:
    """The rows after a number, and the number from which to read on."""
    left = [row for row in rows if asked.after is None or row.pk > asked.after]
    some = left[: asked.limit]
    return some, some[-1].pk if len(left) > len(some) else None


class Serving(Told):
    """Somebody who serves an office."""

    person: Named
    kind: str


class OfficeTold(Told):
    """An office with those who serve it today."""

    id: int
    name: str
    unit: Named
    people: list[Serving]


class Offices(Told):
    """The offices in which the person serves."""

    offices: list[OfficeTold]


@router.get("/offices", response=answers(Offices), summary="所任职的办公室，和在那里任职的人")
def offices(request: Request) -> HttpResponse:
    clock = request.clock
    found = Office.objects.filter(pk__in=clock.by.offices()).select_related("unit").order_by("pk")
    codes = {str(one.label): one.value for one in Role.Kind}
    told = [
        {
            "id": office.pk,
            "name": office.name,
            "unit": {"id": office.unit_id, "name": office.unit.name},
            "people": [
                {"person": {"id": row.person_id, "name": row.person}, "kind": codes[row.kind]}
                for row in role_rows(office, on=clock.on)
                if row.valid_from <= clock.on
            ],
        }
        for office in found
    ]
    return answered({"offices": told})


class PeopleAsked(Asking):
    """What narrows the people."""

    q: Annotated[str, Field(max_length=60)] = ""
    unit: Id | None = None
    office: Id | None = None
    role: Kinds | Literal["none"] | None = None
    state: Literal["active", "inactive", "all"] = "active"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class PersonRole(Told):
    """A role of today."""

    id: int
    kind: str
    office_id: int | None
    unit_id: int | None


class PersonTold(Told):
    """Somebody who can sign in, or could."""

    id: int
    username: str
    name: str
    unit: Named
    is_active: bool
    roles: list[PersonRole]


class People(Told):
    """A page of a hundred people."""

    people: list[PersonTold]
    total: int


@router.get("/people", response=answers(People), summary="人员")
def people(request: Request, asked: Query[PeopleAsked]) -> HttpResponse:
    """由管理员查看；其他人答 404。"""
    asked.refuse_unknown(request)
    who = request.clock.by
    own = who.offices(Role.Kind.ADMINISTRATOR)
    if not own:
        raise Absent
    keeping = Keeping(divisions=permissions.divisions_kept_by(who), offices=own)
    wanted = PeopleFilter(
        office=asked.office, unit=asked.unit, kind=asked.role or "", state=asked.state, words=asked.q
    )
    found = people_list.people(keeping, wanted, on=request.clock.on, is_past=False, page=asked.page)
    is_beyond = found.first != (asked.page - 1) * people_list.PAGE
    rows = [] if is_beyond else [_person(one) for one in found.rows]
    return answered({"people": rows, "total": found.total})


def _person(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "username": one.username,
        "name": one.name,
        "unit": {"id": one.unit_id, "name": one.unit.name},
        "is_active": one.is_active,
        "roles": [
            {"id": role.pk, "kind": role.kind, "office_id": role.office_id, "unit_id": role.unit_id}
            for role in one.held
        ],
    }


class StandardLine(Told):
    """A line of a standard."""

    id: int
    position: int
    text: str
    method: str
    least: int


class StandardVersionTold(Told):
    """The last version of a standard; its number is what items name."""

    id: int
    standard_id: int
    office_id: int
    code: str
    name: str
    version: int
    published_on: Day
    basis: str
    is_retired: bool
    checks: list[StandardLine]


class Standards(Told):
    """The standards of the offices in which the person serves."""

    standards: list[StandardVersionTold]


@router.get("/standards", response=answers(Standards), summary="销号标准的现行版本")
def standards(request: Request) -> HttpResponse:
    rows = standard_list.rows(request.clock.by)
    return answered({"standards": [standard_told(row.standard, row.last) for row in rows]})


def standard_told(standard: Standard, last: Any) -> dict[str, Any]:
    return {
        "id": last.pk,
        "standard_id": standard.pk,
        "office_id": standard.office_id,
        "code": standard.code,
        "name": standard.name,
        "version": last.number,
        "published_on": day(last.published_on),
        "basis": last.basis,
        "is_retired": standard.is_retired,
        "checks": [
            {
                "id": one.pk,
                "position": one.position,
                "text": one.text,
                "method": one.method,
                "least": one.least,
            }
            for one in sorted(last.checks.all(), key=lambda each: each.position)
        ],
    }


class DirectivesAsked(_Stretch):
    """What narrows the documents."""

    ledger: Id | None = None


class DirectiveTold(Told):
    """A document that came in."""

    id: int
    office_id: int
    ledger_id: int | None
    kind: str
    title: str
    issuer: str
    reference_number: str
    issued_on: Day | None
    received_on: Day
    file_name: str
    sha256: str | None
    replaces_id: int | None = Field(description="它是哪份来文的新版本")


class DirectiveWhole(DirectiveTold):
    """The same with its draft and the items that came of it."""

    draft_id: int | None
    items: list[ItemNumbered]


class Directives(Told):
    """Documents, by number."""

    directives: list[DirectiveTold]
    next: int | None


@router.get("/directives", response=answers(Directives), summary="来文")
def directives(request: Request, asked: Query[DirectivesAsked]) -> HttpResponse:
    """所任职办公室的来文。"""
    asked.refuse_unknown(request)
    found = visibility.directives(request.clock.by).order_by("pk")
    if asked.ledger is not None:
        found = found.filter(ledger=asked.ledger)
    if asked.after is not None:
        found = found.filter(pk__gt=asked.after)
    rows = list(found[: asked.limit + 1])
    following = rows[asked.limit - 1].pk if len(rows) > asked.limit else None
    return answered({"directives": [_directive(one) for one in rows[: asked.limit]], "next": following})


@router.get("/directives/{directive_id}", response=answers(DirectiveWhole), summary="一份来文")
def directive(request: Request, directive_id: Id) -> HttpResponse:
    found = visibility.directives(request.clock.by).filter(pk=directive_id).first()
    if found is None:
        raise Absent
    draft = Draft.objects.filter(directive=found).values_list("pk", flat=True).first()
    came = visibility.items(request.clock.by).filter(directive=found).order_by("pk")
    items = [{"id": pk, "number": number} for pk, number in came.values_list("pk", "number")]
    return answered(_directive(found) | {"draft_id": draft, "items": items})


def _directive(one: Directive) -> dict[str, Any]:
    plain = ("office_id", "ledger_id", "kind", "title", "issuer", "reference_number", "file_name")
    return {
        "id": one.pk,
        "replaces_id": one.replaces_id,
        **{name: getattr(one, name) for name in plain},
        "issued_on": day(one.issued_on),
        "received_on": day(one.received_on),
        "sha256": one.file_id,
    }

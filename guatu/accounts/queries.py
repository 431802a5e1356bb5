"""What is asked about people, units and days: who somebody is today, what an office calls its units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from django.db import models
from django.db.models import Q

from guatu.accounts.errors import RoleNotHeld
from guatu.accounts.models import (
    CalendarDay,
    Delegation,
    Division,
    InForce,
    Office,
    Person,
    Role,
    ShortName,
    Succession,
    Token,
    Unit,
    handed_over,
)
from guatu.history.chains import Actor
from guatu.kernel.units import Directory
from guatu.kernel.units import Unit as NamedUnit
from guatu.kernel.working_days import WorkingCalendar

Roles: TypeAlias = InForce[Role]
LEVELS: Final = 6
"""Divisions stand in at most six levels: five of the state, and zones among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role in force: where, and whose, where it is held for a principal who delegated."""

    kind: str
    office_id: int | None
    unit_id: int
    """The unit of the role, or the unit that the office is."""
    division_id: int
    principal_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A delegation in force: for whom the person may act, where, and until which day, excluded."""

    principal_id: int
    principal_name: str
    work: str
    """What was handed over, in words."""
    office_id: int | None
    unit_id: int | None
    kind: str
    """The one role that was handed over; empty for all."""
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Somebody signed in, as they are on a day: own roles, and delegated ones within their bounds."""

    person_id: int
    name: str
    unit_id: int
    on: date
    roles: tuple[Held, ...] = ()
    mandates: tuple[Mandate, ...] = ()

    def held(self, *kinds: str) -> tuple[Held, ...]:
        """The roles of these kinds, all of them where none is named; own ones first."""
        return tuple(one for one in self.roles if not kinds or one.kind in kinds)

    def holds(self, *kinds: str, office_id: int | None = None, unit_id: int | None = None) -> bool:
        """Is one of the kinds held, there where a place is named?"""
        return self._first(kinds, office_id, unit_id) is not None

    def offices(self, *kinds: str) -> frozenset[int]:
        """The offices in which one of the kinds, or any, is held."""
        return frozenset(one.office_id for one in self.held(*kinds) if one.office_id is not None)

    def units(self, *kinds: str) -> frozenset[int]:
        """The units in which one of the kinds, or any, is held; an office's own unit is none of them."""
        return frozenset(one.unit_id for one in self.held(*kinds) if one.office_id is None)

    def divisions(self, *kinds: str) -> frozenset[int]:
        """The divisions of the places in which one of the kinds, or any, is held."""
        return frozenset(one.division_id for one in self.held(*kinds))

    def role_at(self, *kinds: str, office_id: int | None = None, unit_id: int | None = None) -> Held:
        """The role by which the person acts there, an own one before a delegated one; refuses without."""
        if one := self._first(kinds, office_id, unit_id):
            return one
        raise RoleNotHeld(role="、".join(Role.Kind(kind).label for kind in kinds) or "任何")

    def _first(self, kinds: tuple[str, ...], office_id: int | None, unit_id: int | None) -> Held | None:
        for one in self.held(*kinds):
            if office_id is not None and one.office_id != office_id:
                continue
            if unit_id is not None and (one.office_id is not None or one.unit_id != unit_id):
                continue
            return one
        return None


def acting(person_id: int, *, on: date) -> Acting | None:
    """Who the person is on a day, by three statements; None for one who cannot sign in."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return acting_of(person, on=on) if person else None


def acting_of(person: Person, *, on: date) -> Acting:
    """Who a person that was read already is on a day, by two statements."""
    mandates = tuple(_mandates(person.pk, on))
    return Acting(
        person_id=person.pk,
        name=person.name,
        unit_id=person.unit_id,
        on=on,
        roles=tuple(_held(person.pk, mandates, on)),
        mandates=mandates,
    )


def token_of(digest: str) -> Token | None:
    """The token with this digest, and its person, whether or not it still holds; one statement."""
    return Token.objects.filter(digest=digest).select_related("person").first()


def actor_for(acting: Acting, *kinds: str, office_id: int | None = None, unit_id: int | None = None) -> Actor:
    """Who acts, for the chain: with the unit of the role, and the principal where it is held for one.

    Without a kind and a place it is the person as such, of the unit they sit in.
    """
    if not kinds and office_id is None and unit_id is None:
        return Actor(person_id=acting.person_id, unit_id=acting.unit_id)
    role = acting.role_at(*kinds, office_id=office_id, unit_id=unit_id)
    return Actor(person_id=acting.person_id, principal_id=role.principal_id, unit_id=role.unit_id)


def _mandates(person_id: int, on: date) -> Iterable[Mandate]:
    found = Delegation.objects.in_force(on=on).filter(delegate=person_id, principal__is_active=True)
    rows = found.order_by("pk").values_list(
        "principal", "principal__name", "office", "unit", "kind", "valid_to", "office__name", "unit__name"
    )
    for principal, name, office, unit, kind, ends, office_name, unit_name in rows:
        yield Mandate(
            principal_id=principal,
            principal_name=name,
            work=handed_over(office_name or unit_name, kind),
            office_id=office,
            unit_id=unit,
            kind=kind,
            ends=ends,
        )


def _held(person_id: int, mandates: Iterable[Mandate], on: date) -> Iterable[Held]:
    """Own roles first, then those of principals where they delegated; a mandate is not passed on."""
    whose = Q(person=person_id)
    for one in mandates:
        kinds = {"kind": one.kind} if one.kind else {}
        whose |= Q(person=one.principal_id, office=one.office_id, unit=one.unit_id, **kinds)
    rows = (
        Role.objects.in_force(on=on)
        .filter(whose)
        .order_by()
        .values_list(
            "person",
            "pk",
            "kind",
            "office",
            "unit",
            "unit__division",
            "office__unit",
            "office__unit__division",
        )
    )
    for person, _, kind, office, *of_unit_and_office in sorted(
        rows, key=lambda row: (row[0] != person_id, row[1])
    ):
        unit, division = of_unit_and_office[2:] if office else of_unit_and_office[:2]
        yield Held(
            kind=kind,
            office_id=office,
            unit_id=unit,
            division_id=division,
            principal_id=None if person == person_id else person,
        )


def divisions_above(division_id: int) -> frozenset[int]:
    """The division and those above it, by one statement."""
    names = ["pk", *("__".join(["parent"] * level) for level in range(1, LEVELS))]
    rows = Division.objects.filter(pk=division_id).values_list(*names)
    return frozenset(pk for row in rows for pk in row if pk is not None)


def divisions_below(division_ids: Iterable[int]) -> frozenset[int]:
    """The divisions and those below them, by one statement."""
    top = list(division_ids)
    if not top:
        return frozenset()
    below = Q(pk__in=top)
    for level in range(1, LEVELS):
        below |= Q(**{"__".join(["parent"] * level + ["in"]): top})
    return frozenset(Division.objects.filter(below).values_list("pk", flat=True))


def working_calendar() -> WorkingCalendar:
    """The official calendar with the days that the county decided itself; one statement, keep the answer."""
    decided = dict(CalendarDay.objects.values_list("day", "is_working"))
    return WorkingCalendar.official().with_overrides(decided)


@dataclass(frozen=True, slots=True)
class UnitBook:
    """The directory for the reader, and which unit of the registry each of its units is."""

    directory: Directory
    ids: Mapping[NamedUnit, int]

    def unit_id(self, name: str, *, division: str | None = None) -> int | None:
        """The unit that a written name means, where it is clear."""
        match = self.directory.match(name, division=division)
        return self.ids[match.unit] if match else None


def unit_book(division: Division, *, on: date) -> UnitBook:
    """The units in force in a division and below it, by all their names; three statements."""
    units = _units_below(division, on).select_related("division").prefetch_related(_names_in_use())
    ids: dict[NamedUnit, int] = {}
    for unit in units:
        names = tuple(one.name for one in unit.short_names.all())
        ids.setdefault(NamedUnit(unit.name, names, unit.division.name, unit.get_kind_display()), unit.pk)
    return UnitBook(Directory(ids), ids)


def office_unit_book(office: Office, *, on: date) -> UnitBook:
    """The units that an office hands items to: those of the division of its own unit."""
    return unit_book(office.unit.division, on=on)


def directory(division: Division, *, on: date) -> Directory:
    """The units in force in a division and below it, as the reader wants them."""
    return unit_book(division, on=on).directory


def successors(unit_id: int, *, on: date) -> frozenset[int]:
    """The units in force that carry on the functions of a unit, across several reforms; two statements."""
    followed: dict[int, set[int]] = {}
    passed = Succession.objects.filter(effective_on__lte=on).values_list("predecessor", "successor")
    for predecessor, successor in passed:
        followed.setdefault(predecessor, set()).add(successor)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        new = followed.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(
        Unit.objects.in_force(on=on).filter(pk__in=found - {unit_id}).values_list("pk", flat=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role in a list, in force or to come."""

    pk: int
    kind: str
    place: str
    person_id: int
    person: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person in a list."""

    pk: int
    username: str
    name: str
    unit: str
    is_active: bool
    must_change_password: bool
    roles: tuple[RoleRow, ...]


def person_rows(division_ids: Iterable[int], *, on: date) -> list[PersonRow]:
    """Everybody who sits in a unit of the divisions, with roles not yet ended; two statements."""
    roles = models.Prefetch("roles", _not_ended(on).select_related("office", "unit", "person"))
    people = Person.objects.filter(unit__division__in=division_ids).select_related("unit")
    return [
        PersonRow(
            pk=person.pk,
            username=person.username,
            name=person.name,
            unit=person.unit.name,
            is_active=person.is_active,
            must_change_password=person.must_change_password,
            roles=tuple(_role_row(role) for role in person.roles.all()),
        )
        for person in people.order_by("unit__kind", "unit__position", "unit", "pk").prefetch_related(roles)
    ]


def role_rows(office: Office, *, on: date) -> list[RoleRow]:
    """The roles in an office that have not ended: who administers it, who checks; one statement."""
    roles = _not_ended(on).filter(office=office, person__is_active=True)
    return [_role_row(role) for role in roles.select_related("office", "unit", "person")]


def _not_ended(on: date) -> Roles:
    return Role.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("kind", "pk")


def _role_row(role: Role) -> RoleRow:
    return RoleRow(
        pk=role.pk,
        kind=role.get_kind_display(),
        place=str(role.office or role.unit),
        person_id=role.person_id,
        person=role.person.name,
        valid_from=role.valid_from,
        valid_to=role.valid_to,
    )


def _units_below(division: Division, on: date) -> InForce[Unit]:
    return Unit.objects.in_force(on=on).filter(division__in=divisions_below([division.pk]))


def _names_in_use() -> "models.Prefetch[str, models.QuerySet[ShortName], str]":
    return models.Prefetch("short_names", ShortName.objects.filter(dropped_on__isnull=True))

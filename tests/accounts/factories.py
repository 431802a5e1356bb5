"""Divisions, units, offices and people for tests, made by the actions themselves.

Everything is entered on 2025-01-02; a test that looks at roles on an earlier day finds none.
"""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Final

from guatu.accounts.actions import divisions, offices, people, roles, units
from guatu.accounts.models import Division, Office, Person, Role, Unit
from guatu.history.chains import SYSTEM, Actor

ENTERED: Final = date(2025, 1, 2)
ENTERED_AT: Final = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
FOUNDED: Final = date(2010, 1, 1)
PASSWORD: Final = "Yunqiao-2025-wen"  # noqa: S105 - of tests alone
_WORKER: Final = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_numbers = count(1 + 20_000 * _WORKER)  # what one worker begins with, another goes on with


def moment(day: date, hour: int = 9) -> datetime:
    """An hour of a day in the county."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


def make_division(
    name: str = "云桥县", *, code: str = "", scheme: str = "local", parent: Division | None = None
) -> Division:
    """A division of an own code."""
    code = code or f"9{next(_numbers):05d}"
    return divisions.add(
        name=name,
        code=code,
        scheme=scheme,
        parent=parent,
        valid_from=FOUNDED,
        by=SYSTEM,
        at=ENTERED_AT,
        on=ENTERED,
    )


def make_unit(
    name: str = "",
    *,
    division: Division | None = None,
    kind: str = "department",
    parent: Unit | None = None,
    code: str = "",
    short_names: Iterable[str] = (),
    valid_from: date = FOUNDED,
) -> Unit:
    """A unit that has stood since 2010, in a division of its own unless one is given."""
    unit = units.add(
        name=name or f"县第{next(_numbers)}局",
        division=division or make_division(),
        kind=kind,
        parent=parent,
        code=code,
        valid_from=valid_from,
        by=SYSTEM,
        at=ENTERED_AT,
        on=ENTERED,
    )
    for short in short_names:
        units.add_short_name(unit=unit, name=short, by=SYSTEM, at=ENTERED_AT, on=ENTERED)
    return unit


def make_office(
    name: str = "县督查室", *, unit: Unit | None = None, division: Division | None = None
) -> Office:
    """An office in a unit of its own unless one is given; nobody serves it yet."""
    unit = unit or make_unit(division=division)
    return offices.add(unit=unit, name=name, by=SYSTEM, at=ENTERED_AT, on=ENTERED)


def make_person(
    name: str = "",
    *,
    unit: Unit | None = None,
    username: str = "",
    external_id: str = "",
    password: str | None = None,
    must_change_password: bool = False,
    roles: Iterable[tuple[str, Office | Unit]] = (),
) -> Person:
    """Somebody with roles, as `roles=[("coordinator", office), ("liaison", unit)]`.

    Sits in `unit`, else in the unit of the first role, else in a new one. Without a password (`PASSWORD` is
    a good one) nobody can sign in as them, except a test client by `force_login`.
    """
    number, held = next(_numbers), list(roles)
    person = people.add(
        username=username or f"person{number}",
        name=name or f"人员{number}",
        unit=unit or (_unit_of(held[0][1]) if held else make_unit()),
        external_id=external_id,
        password=password,
        by=SYSTEM,
        at=ENTERED_AT,
        on=ENTERED,
    )
    if person.must_change_password and not must_change_password:
        Person.objects.filter(pk=person.pk).update(must_change_password=False)
        person.must_change_password = False
    for kind, place in held:
        make_role(person, kind, place)
    return person


def make_role(
    person: Person, kind: str, place: Office | Unit, *, since: date = ENTERED, until: date | None = None
) -> Role:
    """A role in force from `since` on."""
    return roles.grant(
        person=person,
        kind=kind,
        office=place if isinstance(place, Office) else None,
        unit=place if isinstance(place, Unit) else None,
        valid_from=since,
        valid_to=until,
        by=SYSTEM,
        at=ENTERED_AT,
        on=ENTERED,
    )


def as_actor(person: Person, *, principal: Person | None = None) -> Actor:
    """The person as the chain names them."""
    return Actor(
        person_id=person.pk, principal_id=principal.pk if principal else None, unit_id=person.unit_id
    )


def _unit_of(place: Office | Unit) -> Unit:
    return place.unit if isinstance(place, Office) else place

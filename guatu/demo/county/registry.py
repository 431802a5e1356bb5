"""Founding the county: divisions, units, offices and people, entered by the server and its administrator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from guatu.accounts.actions import divisions, founding, offices, people, roles, units
from guatu.accounts.models import Division, Office, Person, Role, Unit
from guatu.accounts.queries import Acting, acting
from guatu.demo.county import source
from guatu.demo.county.days import Days
from guatu.history.chains import Actor

FOUNDED: Final = 400
"""Days before the day of the demonstration on which the county began to keep its ledgers here."""
PASSWORD: Final = "Yunqiao-2026"  # noqa: S105 - of the demonstration, printed for everybody
_STOOD: Final = date(2010, 1, 1)


@dataclass(slots=True)
class County:
    """Everybody and every unit of the county, by name."""

    division: Division
    units: dict[str, Unit] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    """By user name."""
    liaisons: dict[int, int] = field(default_factory=dict)
    """Unit → person."""
    reviewers: dict[int, int] = field(default_factory=dict)
    _acting: dict[int, Acting] = field(default_factory=dict)

    @property
    def towns(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.kind == Unit.Kind.TOWN]

    def named(self, username: str, on: date) -> Acting:
        """Somebody by user name, as they act on a day."""
        return self.person(self.people[username].pk, on)

    def liaison(self, unit_id: int, on: date) -> Acting:
        return self.person(self.liaisons[unit_id], on)

    def reviewer(self, unit_id: int, on: date) -> Acting:
        return self.person(self.reviewers[unit_id], on)

    def person(self, pk: int, on: date) -> Acting:
        """Somebody as they act on a day; roles hold from the founding on, so they are asked for once."""
        found = self._acting.get(pk) or acting(pk, on=on)
        if found is None:
            raise LookupError(pk)
        self._acting[pk] = found
        return replace(found, on=on)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who enters the registry, on which day; each deed a little later than the one before."""

    by: Actor
    on: date
    moments: Iterator[datetime]

    def when(self) -> dict[str, Any]:
        return {"by": self.by, "at": next(self.moments), "on": self.on}


def found(days: Days, rng: Random) -> County:
    """Found the county on a day long ago."""
    on = days.ago(FOUNDED)
    moments = _moments(days.moment(on, 8 * 60))
    county = _first_office(on, moments)
    desk = _Desk(_administrator(county), on, moments)
    _add_units(county, desk)
    _add_offices(county, desk)
    _add_people(county, desk, _names(rng))
    _give_password(county)
    return county


def _moments(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(seconds=17)


def _first_office(on: date, moments: Iterator[datetime]) -> County:
    data = source.registry()
    first, place = data["offices"][0], data["county"]
    who = next(one for one in data["people"] if one["username"] == "administrator")
    initial = people.initial_password(who["username"], name=who["name"])
    person = founding.found(
        division=place["name"],
        code=place["code"],
        scheme="local",
        unit=first["unit"],
        office=first["name"],
        username=who["username"],
        name=who["name"],
        password=initial,
        at=next(moments),
        on=on,
    )
    own = Actor(person_id=person.pk, unit_id=person.unit_id)
    people.change_password(person=person, old=initial, new=PASSWORD, by=own, at=next(moments), on=on)
    office = Office.objects.select_related("unit__division").get()
    county = County(office.unit.division, people={person.username: person})
    county.units[office.unit.name], county.offices[first["code"]] = office.unit, office
    return county


def _administrator(county: County) -> Actor:
    person = county.people["administrator"]
    return Actor(person_id=person.pk, unit_id=person.unit_id)


def _add_units(county: County, desk: _Desk) -> None:
    data = source.registry()
    _call(county.units[data["offices"][0]["unit"]], data["offices"][0]["shorts"], desk)
    for position, row in enumerate(data["towns"]):
        place = divisions.add(
            name=row["name"], code=row["code"], parent=county.division, valid_from=_STOOD, **desk.when()
        )
        _add_unit(county, row, Unit.Kind.TOWN, position, desk, place)
    for position, row in enumerate(data["departments"]):
        _add_unit(county, row, Unit.Kind.DEPARTMENT, position, desk)
    for position, row in enumerate(data["enterprises"]):
        _add_unit(county, row, Unit.Kind.ENTERPRISE, position, desk)
    for position, row in enumerate([*data["offices"][1:], data["checking"]]):
        _add_unit(county, {"name": row.get("unit", row["name"])} | row, Unit.Kind.OTHER, position, desk)


def _add_unit(
    county: County,
    row: Mapping[str, Any],
    kind: str,
    position: int,
    desk: _Desk,
    division: Division | None = None,
) -> None:
    unit = units.add(
        name=row.get("unit", row["name"]),
        division=division or county.division,
        kind=kind,
        position=position,
        valid_from=_STOOD,
        **desk.when(),
    )
    county.units[unit.name] = unit
    _call(unit, row["shorts"], desk)


def _call(unit: Unit, shorts: list[str], desk: _Desk) -> None:
    for short in shorts:
        if short != unit.name:
            units.add_short_name(unit=unit, name=short, **desk.when())


def _add_offices(county: County, desk: _Desk) -> None:
    for row in source.registry()["offices"][1:]:
        unit = county.units[row["unit"]]
        county.offices[row["code"]] = offices.add(unit=unit, name=row["name"], **desk.when())


def _add_people(county: County, desk: _Desk, names: Iterator[str]) -> None:
    """The named ones, then a liaison and a reviewer for every unit that owes something."""
    taken = {one["name"] for one in source.registry()["people"]}
    for row in source.registry()["people"]:
        _add_named(county, row, desk)
    for unit in county.units.values():
        if unit.kind == Unit.Kind.OTHER or unit.pk == county.people["coordinator"].unit_id:
            continue
        for kind, held in (("liaison", county.liaisons), ("reviewer", county.reviewers)):
            if unit.pk not in held:
                name = next(one for one in names if one not in taken)
                taken.add(name)
                held[unit.pk] = _add_person(county, name, name, unit, desk).pk
                roles.grant(person=county.people[name], kind=kind, unit=unit, **desk.when())


def _add_named(county: County, row: Mapping[str, Any], desk: _Desk) -> None:
    unit = county.units[row["sits"]]
    known = county.people.get(row["username"])
    person = known or _add_person(county, row["username"], row["name"], unit, desk)
    for kind, codes in row.get("roles", {}).items():
        for code in codes:
            if kind != Role.Kind.ADMINISTRATOR or code != source.registry()["offices"][0]["code"]:
                roles.grant(person=person, kind=kind, office=county.offices[code], **desk.when())
    for kind, held in (("liaison", county.liaisons), ("reviewer", county.reviewers)):
        if row.get(kind):
            roles.grant(person=person, kind=kind, unit=unit, **desk.when())
            held[unit.pk] = person.pk


def _add_person(county: County, username: str, name: str, unit: Unit, desk: _Desk) -> Person:
    person = people.add(username=username, name=name, unit=unit, **desk.when())
    county.people[username] = person
    return person


def _give_password(county: County) -> None:
    """All bear the password that the administrator chose; hashing it for each would take a minute."""
    for person in county.people.values():
        people.check_password(PASSWORD, person)
    hashed = Person.objects.get(username="administrator").password
    Person.objects.update(password=hashed)


def _names(rng: Random) -> Iterator[str]:
    """Names that nobody bears twice."""
    data = source.registry()
    seen: set[str] = set()
    while True:
        name = rng.choice(data["surnames"]) + rng.choice(data["given"])
        if name not in seen:
            seen.add(name)
            yield name

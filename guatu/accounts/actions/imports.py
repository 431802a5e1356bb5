"""Importing units and people that a preview has shown: all, or the good rows, the others handed back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.utils.crypto import get_random_string

from guatu.accounts import permissions
from guatu.accounts.actions.people import initial_password
from guatu.accounts.actions.units import coded
from guatu.accounts.errors import PreviewStale, RowsRefused
from guatu.accounts.imports import people as people_previews
from guatu.accounts.imports import sheets
from guatu.accounts.imports import units as unit_previews
from guatu.accounts.imports.previews import Preview, Row, Verdict
from guatu.accounts.models import Division, Person, Role, ShortName, Unit
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed, commit

_ROUNDS: Final = 20_000
"""A generated password of 69 bits needs no slow hash; Django hashes anew at the first sign-in."""

Reference: TypeAlias = tuple[str, int]
"""`("unit", key)` of a unit that stands, `("row", number)` of one that a row adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initial:
    """The password of a new person, to be shown once."""

    username: str
    name: str
    unit: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was done, the wrong rows as a workbook, and the passwords of new people."""

    counts: Mapping[Verdict, int]
    rejects: bytes | None = field(repr=False)
    initials: tuple[Initial, ...] = ()

    def initials_workbook(self) -> bytes:
        """The passwords to hand out; nothing of it is kept here."""
        rows = ([one.unit, one.name, one.username, one.password] for one in self.initials)
        return sheets.write(["单位", "姓名", "用户名", "初始密码"], rows, "初始密码")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doing:
    """Who imports what, when."""

    source: str
    by: Actor
    at: datetime
    on: date

    def deed(self, kind: str, of: Unit | Person | Role, row: Row) -> Deed:
        deed = Deed(kind, of, chain=REGISTRY, by=self.by, at=self.at, on=self.on)
        return deed.say(source=f"导入 {self.source} 第{row.number}行")


@transaction.atomic
def apply_units(
    *, preview: Preview, shown: str, good_only: bool, source: str, by: Actor, at: datetime, on: date
) -> Imported:
    """Import units; `shown` is the token of the preview that the person saw, `source` the file's name."""
    division = Division.objects.select_for_update().get(pk=preview.division_id)
    permissions.require_division(by, division, at=at)
    _check(preview, unit_previews.judge(preview.sheet, division=division, on=on), shown, good_only=good_only)
    doing = _Doing(source=source, by=by, at=at, on=on)
    units = _standing(preview)
    _add_units([row for row in preview.rows if row.verdict is Verdict.ADD], doing, units)
    changed = _changed(preview)
    found = Unit.objects.select_for_update(of=("self",)).filter(pk__in=changed)
    commit(
        [
            _unit_changed(unit, changed[unit.pk], doing, units)
            for unit in found.prefetch_related("short_names")
        ]
    )
    return Imported(counts=preview.counts, rejects=preview.rejects())


@transaction.atomic
def apply_people(
    *, preview: Preview, shown: str, good_only: bool, source: str, by: Actor, at: datetime, on: date
) -> Imported:
    """Import people with roles in their units; each new one gets a password to be shown once and changed."""
    division = Division.objects.select_for_update().get(pk=preview.division_id)
    permissions.require_division(by, division, at=at)
    again = people_previews.judge(preview.sheet, division=division, on=on)
    _check(preview, again, shown, good_only=good_only)
    doing = _Doing(source=source, by=by, at=at, on=on)
    units = Unit.objects.in_bulk({row.values["unit_id"] for row in preview.rows if "unit_id" in row.values})
    initials = _add_people([row for row in preview.rows if row.verdict is Verdict.ADD], doing, units)
    changed = _changed(preview)
    people = Person.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=changed)
    commit([deed for person in people for deed in _person_changed(person, changed[person.pk], doing, units)])
    return Imported(counts=preview.counts, rejects=preview.rejects(), initials=initials)


def _check(preview: Preview, again: Preview, shown: str, *, good_only: bool) -> None:
    """The registry is as it was shown; wrong rows only where the good ones alone were asked for."""
    if not preview.token == again.token == shown:
        raise PreviewStale
    if preview.problems and not good_only:
        raise RowsRefused(count=preview.counts[Verdict.REFUSE])


def _changed(preview: Preview) -> dict[int, Row]:
    """Key of a unit or person → the row that changes it."""
    return {row.pk: row for row in preview.rows if row.verdict is Verdict.CHANGE and row.pk is not None}


def _standing(preview: Preview) -> dict[Reference, Unit]:
    """The standing units that rows name as the ones above them."""
    above = [parent for row in preview.rows if (parent := row.values.get("parent"))]
    return {
        ("unit", pk): unit
        for pk, unit in Unit.objects.in_bulk([pk for kind, pk in above if kind == "unit"]).items()
    }


def _add_units(rows: Sequence[Row], doing: _Doing, units: dict[Reference, Unit]) -> None:
    """Each after the one above it, which the same table may add."""
    while rows:
        ready = [row for row in rows if row.values["parent"] is None or row.values["parent"] in units]
        made = {("row", row.number): _new_unit(row, doing, units) for row in ready}
        commit([_unit_added(unit, row, doing) for unit, row in zip(made.values(), ready, strict=True)])
        units |= made
        rows = [row for row in rows if ("row", row.number) not in units]


def _new_unit(row: Row, doing: _Doing, units: Mapping[Reference, Unit]) -> Unit:
    values = row.values
    return Unit(
        name=values["name"],
        division_id=values["division_id"],
        kind=values["kind"],
        parent=units[values["parent"]] if values["parent"] else None,
        valid_from=date.fromisoformat(values["valid_from"]) if values["valid_from"] else doing.on,
        **coded(values["code"]),
    )


def _unit_added(unit: Unit, row: Row, doing: _Doing) -> Deed:
    deed = doing.deed("unit_added", unit, row).add(unit)
    for name in row.values["names"]:
        deed.add(ShortName(unit=unit, name=name))
    return deed


def _unit_changed(unit: Unit, row: Row, doing: _Doing, units: Mapping[Reference, Unit]) -> Deed:
    """What differs; a former name stays a name by which documents find the unit."""
    values: dict[str, Any] = {name: row.values[name] for name in ("name", "kind") if name in row.values}
    if "code" in row.values:
        values |= coded(row.values["code"])
    if "parent" in row.values:
        values["parent"] = units[row.values["parent"]]
    names = [*row.values.get("names", ()), *([unit.name] if "name" in values else ())]
    known = {one.name for one in unit.short_names.all() if one.dropped_on is None}
    deed = doing.deed("unit_renamed" if "name" in values else "unit_changed", unit, row)
    for name in dict.fromkeys(names):
        if name not in known:
            deed.add(ShortName(unit=unit, name=name))
    return deed.set(unit, **values)


def _add_people(rows: Sequence[Row], doing: _Doing, units: Mapping[int, Unit]) -> tuple[Initial, ...]:
    """New people with their roles, and the passwords to hand out."""
    deeds: list[Deed] = []
    initials: list[Initial] = []
    for row in rows:
        person, password = _new_person(row, units[row.values["unit_id"]])
        where = person.unit.name
        initials.append(Initial(username=person.username, name=person.name, unit=where, password=password))
        deeds += [doing.deed("person_added", person, row).add(person), *_roles_granted(person, row, doing)]
    commit(deeds)
    return tuple(initials)


def _new_person(row: Row, unit: Unit) -> tuple[Person, str]:
    about = {name: row.values[name] for name in ("username", "name", "external_id")}
    password = initial_password(**about)
    person = Person(
        **about,
        unit=unit,
        must_change_password=True,
        password=PBKDF2PasswordHasher().encode(password, get_random_string(22), _ROUNDS),
    )
    return person, password


def _person_changed(person: Person, row: Row, doing: _Doing, units: Mapping[int, Unit]) -> Iterable[Deed]:
    values = {name: row.values[name] for name in ("name", "external_id") if name in row.values}
    if "unit_id" in row.values:
        values["unit"] = units[row.values["unit_id"]]
    if values:
        yield doing.deed("person_changed", person, row).set(person, **values)
    yield from _roles_granted(person, row, doing)


def _roles_granted(person: Person, row: Row, doing: _Doing) -> Iterable[Deed]:
    for kind in row.values.get("kinds", ()):
        role = Role(person=person, kind=kind, unit=person.unit, valid_from=doing.on)
        yield doing.deed("role_granted", role, row).add(role)

"""Divisions as a tree, units as a table, one unit with all that belongs to it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Count, Prefetch, Q

from guatu.accounts import queries
from guatu.accounts.lists import past
from guatu.accounts.models import Division, Person, Role, ShortName, Succession, Unit

Standing = Literal["standing", "ended", "all"]
STANDINGS: Final[tuple[Standing, ...]] = ("standing", "ended", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A division in the tree: how deep it stands, and how many units stand in it and below."""

    division: Division
    depth: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFilter:
    """What narrows the table of units."""

    division: int | None = None
    kind: str = ""
    standing: Standing = "standing"
    words: str = ""
    without_liaison: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in the table."""

    unit: Unit
    short_names: tuple[str, ...]
    liaisons: tuple[str, ...]
    people: int
    parent: str
    office: str
    is_ended: bool

    @property
    def pk(self) -> int:
        return self.unit.pk


def tree(division_ids: Collection[int], *, on: date) -> list[Branch]:
    """The divisions of the day, each above those below it; two statements."""
    rows = list(Division.objects.in_force(on=on).filter(pk__in=division_ids))
    shown = {row.pk for row in rows}
    standing = Unit.objects.in_force(on=on).filter(division__in=shown).order_by()
    counts = dict(standing.values_list("division").annotate(count=Count("pk")))
    below: dict[int | None, list[Division]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)

    def grown(row: Division, depth: int) -> list[Branch]:
        under = [grown(one, depth + 1) for one in below.get(row.pk, [])]
        units = counts.get(row.pk, 0) + sum(branches[0].units for branches in under)
        top = Branch(division=row, depth=depth, units=units)
        return [top, *(branch for branches in under for branch in branches)]

    return [branch for row in below.get(None, []) for branch in grown(row, 0)]


def lines(division_ids: Collection[int], wanted: UnitFilter, *, on: date, is_past: bool) -> list[UnitLine]:
    """The units of the divisions as of a day, in their order; a fixed number of statements."""
    units = list(_units(division_ids, wanted, on))
    if is_past:
        past.put_back(units, "name", "kind", "code", "code_scheme", "parent", day=on)
    above = dict(Unit.objects.filter(pk__in={unit.parent_id for unit in units}).values_list("pk", "name"))
    found = [_line(unit, above, on) for unit in units]
    return [line for line in found if _fits(line, wanted)]


def _units(division_ids: Collection[int], wanted: UnitFilter, on: date) -> Iterable[Unit]:
    names = ShortName.objects.filter(Q(dropped_on__isnull=True) | Q(dropped_on__gt=on))
    liaisons = Role.objects.in_force(on=on).filter(kind=Role.Kind.LIAISON, person__is_active=True)
    found = Unit.objects.filter(division__in=division_ids, valid_from__lte=on)
    if wanted.standing == "standing":
        found = found.in_force(on=on)
    elif wanted.standing == "ended":
        found = found.filter(valid_to__lte=on)
    return (
        found.select_related("division", "office")
        .annotate(active=Count("people", filter=Q(people__is_active=True)))
        .prefetch_related(
            Prefetch("short_names", names),
            Prefetch("role_set", liaisons.select_related("person").order_by("pk"), to_attr="held"),
        )
        .order_by("kind", "position", "pk")
    )


def _line(unit: Unit, above: dict[int, str], on: date) -> UnitLine:
    return UnitLine(
        unit=unit,
        short_names=tuple(one.name for one in unit.short_names.all() if one.name != unit.name),
        liaisons=tuple(role.person.name for role in unit.held),  # type: ignore[attr-defined]
        people=unit.active,  # type: ignore[attr-defined]
        parent=above.get(unit.parent_id or 0, ""),
        office=unit.office.name if hasattr(unit, "office") else "",
        is_ended=unit.valid_to is not None and unit.valid_to <= on,
    )


def _fits(line: UnitLine, wanted: UnitFilter) -> bool:
    if wanted.kind and line.unit.kind != wanted.kind:
        return False
    if wanted.without_liaison and line.liaisons:
        return False
    names = (line.unit.name, line.unit.code, *line.short_names)
    return not wanted.words or any(wanted.words.lower() in name.lower() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """One unit: what it is, what it was, who sits and serves in it."""

    unit: Unit
    short_names: tuple[ShortName, ...]
    before: tuple[Succession, ...]
    """By which functions came to it."""
    after: tuple[Succession, ...]
    """By which functions left it."""
    below: tuple[Unit, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    """Those of today; none on a past day."""


def unit_page(pk: int, division_ids: Collection[int], *, on: date, is_past: bool) -> UnitPage | None:
    """A unit of the divisions as of a day; None where there is no such unit."""
    units = Unit.objects.select_related("division", "parent", "office")
    unit = units.filter(pk=pk, division__in=division_ids).first()
    if unit is None:
        return None
    if is_past:
        past.put_back([unit], "name", "kind", "code", "code_scheme", "parent", day=on)
    names = unit.short_names.filter(Q(dropped_on__isnull=True) | Q(dropped_on__gt=on))
    passed = Succession.objects.filter(effective_on__lte=on) if is_past else Succession.objects.all()
    passed = passed.select_related("predecessor", "successor").order_by("effective_on", "pk")
    roles = Role.objects.filter(unit=unit) if not is_past else Role.objects.in_force(on=on).filter(unit=unit)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return UnitPage(
        unit=unit,
        short_names=tuple(one for one in names if one.name != unit.name),
        before=tuple(passed.filter(successor=unit)),
        after=tuple(passed.filter(predecessor=unit)),
        below=tuple(Unit.objects.in_force(on=on).filter(parent=unit)),
        roles=tuple(roles.filter(not_ended).select_related("person").order_by("kind", "pk")),
        people=() if is_past else tuple(Person.objects.filter(unit=unit, is_active=True)),
    )


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """Units as a person may write them: full name, code, or a short name that only one of them bears."""

    units: tuple[Unit, ...]
    by_name: dict[str, Unit]

    def find(self, name: str) -> Unit | None:
        return self.by_name.get(name)


def named(division_ids: Collection[int], *, on: date) -> NamedUnits:
    """The units in force in the divisions by all their names; two statements."""
    names = Prefetch("short_names", ShortName.objects.filter(dropped_on__isnull=True))
    units = Unit.objects.in_force(on=on).filter(division__in=division_ids).prefetch_related(names)
    those = tuple(units.select_related("division"))
    shared = Counter(one.name for unit in those for one in unit.short_names.all())
    full = Counter(unit.name for unit in those)
    short = {one.name: unit for unit in those for one in unit.short_names.all() if shared[one.name] == 1}
    exact = {unit.name: unit for unit in those if full[unit.name] == 1}
    return NamedUnits(those, short | {unit.code: unit for unit in those if unit.code} | exact)


def division_of(pk: int, division_ids: Collection[int]) -> Division | None:
    """A division among those."""
    return Division.objects.filter(pk=pk, pk__in=division_ids).first()


def scope(division_ids: Collection[int], division: int | None) -> Collection[int]:
    """The divisions that a table shows: all, or one of them with those below it."""
    if division is None or division not in division_ids:
        return division_ids
    return queries.divisions_below([division]) & frozenset(division_ids)

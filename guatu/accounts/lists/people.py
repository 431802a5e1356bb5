"""People as a table, one person with roles and delegations, offices with those who serve them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Prefetch, Q, QuerySet

from guatu.accounts.lists import past
from guatu.accounts.models import Delegation, Office, Person, Role, Unit

State = Literal["active", "inactive", "all"]
STATES: Final[tuple[State, ...]] = ("active", "inactive", "all")
PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Whose people are looked at: those of divisions, and those who serve offices."""

    divisions: frozenset[int]
    offices: frozenset[int]

    def people(self) -> QuerySet[Person]:
        serving = Role.objects.filter(office__in=self.offices).values("person")
        return Person.objects.filter(Q(unit__division__in=self.divisions) | Q(pk__in=serving))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What narrows the table of people."""

    office: int | None = None
    unit: int | None = None
    kind: str = ""
    state: State = "active"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A page of the table, and how many there are in all."""

    rows: Sequence[Person]
    total: int
    first: int


def people(keeping: Keeping, wanted: PeopleFilter, *, on: date, is_past: bool, page: int) -> People:
    """Those who fit, with the roles of the day in `person.held`; a fixed number of statements."""
    in_force = Role.objects.in_force(on=on)
    found = _narrowed(keeping.people(), wanted, in_force)
    total = found.count()
    first = max(0, min((page - 1) * PAGE, (total - 1) // PAGE * PAGE))
    held = in_force.select_related("office", "unit").order_by("kind", "pk")
    ordered = found.order_by("unit__kind", "unit__position", "unit", "pk")
    rows = list(
        ordered.select_related("unit").prefetch_related(Prefetch("roles", held, to_attr="held"))[
            first : first + PAGE
        ]
    )
    if is_past:
        seat(rows, on)
    return People(rows=rows, total=total, first=first)


def seat(rows: Sequence[Person], day: date) -> None:
    """Put people back into the units in which they sat on a past day."""
    past.put_back(rows, "unit", "is_active", day=day)
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    for row in rows:
        row.unit = units[row.unit_id]


def _narrowed(found: QuerySet[Person], wanted: PeopleFilter, roles: QuerySet[Role]) -> QuerySet[Person]:
    if wanted.state != "all":
        found = found.filter(is_active=wanted.state == "active")
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    if wanted.office:
        found = found.filter(pk__in=roles.filter(office=wanted.office).values("person"))
    if wanted.kind == "none":
        found = found.exclude(pk__in=roles.values("person"))
    elif wanted.kind:
        found = found.filter(pk__in=roles.filter(kind=wanted.kind).values("person"))
    if wanted.words:
        named = Q(name__icontains=wanted.words) | Q(username__icontains=wanted.words)
        found = found.filter(named | Q(external_id=wanted.words))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person: roles past, present and to come, and delegations both ways."""

    person: Person
    roles: tuple[Role, ...]
    given: tuple[Delegation, ...]
    taken: tuple[Delegation, ...]


def person_page(pk: int, keeping: Keeping, *, on: date, is_past: bool) -> PersonPage | None:
    """A person as of a day; None where there is no such person."""
    person = keeping.people().select_related("unit__division").filter(pk=pk).first()
    if person is None:
        return None
    if is_past:
        seat([person], on)
    roles = Role.objects.in_force(on=on) if is_past else Role.objects.all()
    held = roles.filter(person=person).select_related("office", "unit").order_by("-valid_from", "pk")
    given, taken = delegations(person, on=on)
    return PersonPage(person=person, roles=tuple(held), given=given, taken=taken)


def delegations(person: Person, *, on: date) -> tuple[tuple[Delegation, ...], tuple[Delegation, ...]]:
    """The delegations that have not ended, given and taken; one statement."""
    found = Delegation.objects.filter(Q(principal=person) | Q(delegate=person), valid_to__gt=on)
    rows = found.select_related("principal", "delegate", "office", "unit").order_by("valid_from", "pk")
    all_ = [row for row in rows if row.valid_to > row.valid_from]
    given = tuple(row for row in all_ if row.principal_id == person.pk)
    return given, tuple(row for row in all_ if row.delegate_id == person.pk)


def colleagues(person: Person) -> QuerySet[Person]:
    """Those to whom somebody may hand a role for a time: of the same unit, or serving the same place."""
    own = Role.objects.filter(person=person)
    beside = Role.objects.filter(
        Q(office__in=own.filter(office__isnull=False).values("office"))
        | Q(unit__in=own.filter(unit__isnull=False).values("unit"))
    )
    found = Person.objects.filter(Q(unit=person.unit) | Q(pk__in=beside.values("person")), is_active=True)
    return found.exclude(pk=person.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCard:
    """An office with the roles of the day, by kind."""

    office: Office
    roles: tuple[tuple[str, tuple[Role, ...]], ...]


def offices(division_ids: Collection[int], own: Collection[int], *, on: date) -> list[OfficeCard]:
    """The offices of the divisions, and one's own wherever they are; two statements."""
    held = Role.objects.in_force(on=on).filter(person__is_active=True).select_related("person__unit")
    rows = Office.objects.filter(Q(unit__division__in=division_ids) | Q(pk__in=own))
    rows = rows.select_related("unit__division").order_by("unit__division__code", "pk")
    found = rows.prefetch_related(Prefetch("role_set", held.order_by("pk"), to_attr="held"))
    return [OfficeCard(office=office, roles=_by_kind(office.held)) for office in found]


def _by_kind(held: Sequence[Role]) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    return tuple(
        (str(kind.label), tuple(role for role in held if role.kind == kind)) for kind in Role.IN_OFFICE
    )

"""A person as he acts on a day: the roles held, his own and those of whom he acts for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guatu.accounts.models import Delegation, Person, Role
from guatu.history.chains import Actor


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force; `principal_id` names the person for whom it is used, if not the holder's own."""

    kind: str
    office_id: int | None
    unit_id: int | None
    division_id: int
    """The division of the office's or of the unit itself."""
    principal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who asks: the person and every role that he may use on that day, his own before those of others."""

    person_id: int
    name: str
    unit_id: int
    roles: tuple[HeldRole, ...]

    def having(self, *kinds: str) -> Iterator[HeldRole]:
        """The roles of these kinds."""
        return (role for role in self.roles if role.kind in kinds)

    def in_office(self, office_id: int, *kinds: str) -> HeldRole | None:
        """The first role of these kinds in the office."""
        return next((role for role in self.having(*kinds) if role.office_id == office_id), None)

    def in_unit(self, unit_id: int | None, *kinds: str) -> HeldRole | None:
        """The first role of these kinds in the unit."""
        return next((role for role in self.having(*kinds) if unit_id and role.unit_id == unit_id), None)

    def office_ids(self, *kinds: str) -> frozenset[int]:
        return frozenset(role.office_id for role in self.having(*kinds) if role.office_id)

    def unit_ids(self, *kinds: str) -> frozenset[int]:
        return frozenset(role.unit_id for role in self.having(*kinds) if role.unit_id)

    def actor(self, role: HeldRole | None = None) -> Actor:
        """How the chain names him: by himself, or in this role for its principal and unit."""
        if role is None:
            return Actor(person_id=self.person_id, unit_id=self.unit_id)
        return Actor(
            person_id=self.person_id,
            principal_id=role.principal_id,
            unit_id=role.unit_id or self.unit_id,
        )


def acting_as(person: Person, *, on: date) -> Acting:
    """The roles of a person on a day: two queries, whatever he holds."""
    mandates = Delegation.objects.filter(delegate=person, valid_from__lte=on, valid_to__gte=on)
    principals = list(mandates.values_list("principal_id", flat=True))
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    rows = Role.objects.filter(in_force, person_id__in=[person.pk, *principals]).order_by("pk")
    held = rows.values_list(
        "person_id", "kind", "office_id", "unit_id", "office__unit__division_id", "unit__division_id"
    )
    return Acting(
        person_id=person.pk,
        name=person.name,
        unit_id=person.unit_id,
        roles=tuple(_own_first(person.pk, held)),
    )


def _own_first(
    person_id: int, rows: Iterable[tuple[int, str, int | None, int | None, int | None, int | None]]
) -> Iterator[HeldRole]:
    for owner, kind, office, unit, office_division, unit_division in sorted(
        rows, key=lambda row: row[0] != person_id
    ):
        division = office_division or unit_division
        if division is not None:
            yield HeldRole(kind, office, unit, division, None if owner == person_id else owner)

"""Who sits where: the people who are told when an office or a unit is told."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guatu.accounts.models import Delegation, Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in an office, or in a unit."""

    kind: str
    office_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who is told, for which unit, and whose seat it is: his own, or a principal's."""

    person_id: int
    unit_id: int | None
    for_id: int


def sitters(seats: Collection[Seat], *, on: date) -> dict[Seat, list[Sitter]]:
    """The people in these seats on a day, and who acts for them; two statements, however many seats."""
    wanted = frozenset(seats)
    if not wanted:
        return {}
    found: dict[Seat, dict[int, Sitter]] = {seat: {} for seat in wanted}
    stand_ins = _stand_ins(wanted, on)
    for role in Role.objects.in_force(on=on).filter(_places(wanted), person__is_active=True).order_by("pk"):
        seat = Seat(role.kind, role.office_id, role.unit_id)
        if seat not in found:
            continue
        for person in (role.person_id, *_acting_for(role, stand_ins)):
            found[seat].setdefault(person, Sitter(person, role.unit_id, role.person_id))
    return {seat: list(people.values()) for seat, people in found.items()}


def _places(seats: Iterable[Seat]) -> Q:
    offices = {seat.office_id for seat in seats if seat.office_id is not None}
    units = {seat.unit_id for seat in seats if seat.unit_id is not None}
    return Q(kind__in={seat.kind for seat in seats}) & (Q(office__in=offices) | Q(unit__in=units))


def _stand_ins(seats: Iterable[Seat], on: date) -> dict[int, list[Delegation]]:
    offices = {seat.office_id for seat in seats if seat.office_id is not None}
    units = {seat.unit_id for seat in seats if seat.unit_id is not None}
    rows = Delegation.objects.in_force(on=on).filter(
        Q(office__in=offices) | Q(unit__in=units), delegate__is_active=True
    )
    by_principal: dict[int, list[Delegation]] = {}
    for row in rows.order_by("pk"):
        by_principal.setdefault(row.principal_id, []).append(row)
    return by_principal


def _acting_for(role: Role, stand_ins: dict[int, list[Delegation]]) -> Iterator[int]:
    for row in stand_ins.get(role.person_id, ()):
        is_there = (row.office_id, row.unit_id) == (role.office_id, role.unit_id)
        if is_there and row.kind in ("", role.kind):
            yield row.delegate_id

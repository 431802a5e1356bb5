"""The parts that people have in an item; what each part may do stands in the table of transitions."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting, Held
from guatu.history.chains import Actor
from guatu.ledgers.models import Assignment, Item, Ledger

Kind = Role.Kind


class Part(StrEnum):
    """How somebody is concerned with an item."""

    COORDINATOR = "coordinator"
    VERIFIER = "verifier"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"
    LEAD_LIAISON = "lead_liaison"
    LEAD_REVIEWER = "lead_reviewer"
    UNIT_LIAISON = "unit_liaison"
    UNIT_REVIEWER = "unit_reviewer"
    CLOCK = "clock"
    IMPORT = "import"
    """The coordinator, when he brings in a whole table; nobody does this to a single item."""

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[Part, str] = {
    Part.COORDINATOR: "督办员",
    Part.VERIFIER: "核查员",
    Part.LEADER: "领导",
    Part.ADMINISTRATOR: "管理员",
    Part.INSPECTOR: "纪检监督员",
    Part.LEAD_LIAISON: "牵头单位联络员",
    Part.LEAD_REVIEWER: "牵头单位审核人",
    Part.UNIT_LIAISON: "承办单位联络员",
    Part.UNIT_REVIEWER: "承办单位审核人",
    Part.CLOCK: "系统",
    Part.IMPORT: "督办员（导入台账）",
}
_IN_OFFICE: Mapping[Part, Kind] = {
    Part.COORDINATOR: Kind.COORDINATOR,
    Part.VERIFIER: Kind.VERIFIER,
    Part.LEADER: Kind.LEADER,
    Part.ADMINISTRATOR: Kind.ADMINISTRATOR,
    Part.INSPECTOR: Kind.INSPECTOR,
}
_IN_LEAD: Mapping[Part, Kind] = {Part.LEAD_LIAISON: Kind.LIAISON, Part.LEAD_REVIEWER: Kind.REVIEWER}
IN_UNIT: Mapping[Part, Kind] = {Part.UNIT_LIAISON: Kind.LIAISON, Part.UNIT_REVIEWER: Kind.REVIEWER}
"""Parts that somebody has for one of the units that owe something."""


def parts_in(item: Item, assignments: list[Assignment], acting: Acting) -> dict[Part, Held]:
    """Every part that somebody has in an item, with the role by which he has it."""
    parts = parts_in_ledger(item.ledger, acting)
    if item.lead_unit_id is not None:
        for part, kind in _IN_LEAD.items():
            if role := role_in_unit(acting, kind, item.lead_unit_id):
                parts[part] = role
    for part, kind in IN_UNIT.items():
        for one in assignments:
            if one.state in Assignment.ACTIVE and (role := role_in_unit(acting, kind, one.unit_id)):
                parts.setdefault(part, role)
    return parts


def parts_in_ledger(ledger: Ledger, acting: Acting) -> dict[Part, Held]:
    """The parts that an office's own people have in all its items; another office may hold the second key."""
    parts = {}
    for part, kind in _IN_OFFICE.items():
        if role := role_in_office(acting, kind, ledger.office_id):
            parts[part] = role
    if ledger.second_office_id and (role := role_in_office(acting, Kind.VERIFIER, ledger.second_office_id)):
        parts.setdefault(Part.VERIFIER, role)
    return parts


def role_in_office(acting: Acting, kind: str, office_id: int) -> Held | None:
    """The role of this kind in the office, if held."""
    held = acting.holds(kind, office_id=office_id)
    return acting.role_at(kind, office_id=office_id) if held else None


def role_in_unit(acting: Acting, kind: str, unit_id: int) -> Held | None:
    """The role of this kind in the unit, if held."""
    return acting.role_at(kind, unit_id=unit_id) if acting.holds(kind, unit_id=unit_id) else None


def role_of(acting: Acting, kind: str, office_id: int, person_id: int) -> Held | None:
    """The role in the office that is this person's: held by himself, or by somebody who acts for him."""
    for one in acting.held(kind):
        if one.office_id == office_id and (one.principal_id or acting.person_id) == person_id:
            return one
    return None


def leads(person: Person, office_id: int, *, on: date) -> bool:
    """Whether somebody is a leader of the office on a day."""
    held = Role.objects.in_force(on=on).filter(person=person, kind=Kind.LEADER, office=office_id)
    return held.exists()


def actor(acting: Acting, role: Held) -> Actor:
    """How the chain names somebody who acts in this role."""
    return Actor(person_id=acting.person_id, principal_id=role.principal_id, unit_id=role.unit_id)

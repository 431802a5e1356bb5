"""The parts that people have in an item; what each part may do stands in the table of transitions."""

from collections.abc import Mapping
from enum import StrEnum

from guatu.accounts.acting import Acting, HeldRole
from guatu.accounts.models import Role
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
    CLOCK = "clock"

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
    Part.CLOCK: "系统",
}
_IN_OFFICE: Mapping[Part, Kind] = {
    Part.COORDINATOR: Kind.COORDINATOR,
    Part.VERIFIER: Kind.VERIFIER,
    Part.LEADER: Kind.LEADER,
    Part.ADMINISTRATOR: Kind.ADMINISTRATOR,
    Part.INSPECTOR: Kind.INSPECTOR,
}


def parts_in(item: Item, assignments: list[Assignment], acting: Acting) -> dict[Part, HeldRole]:
    """Every part that somebody has in an item, with the role by which he has it."""
    parts = parts_in_ledger(item.ledger, acting)
    if role := acting.in_unit(item.lead_unit_id, Kind.LIAISON):
        parts[Part.LEAD_LIAISON] = role
    if role := acting.in_unit(item.lead_unit_id, Kind.REVIEWER):
        parts[Part.LEAD_REVIEWER] = role
    active = [one.unit_id for one in assignments if one.state in Assignment.ACTIVE]
    for unit_id in active:
        if role := acting.in_unit(unit_id, Kind.LIAISON):
            parts.setdefault(Part.UNIT_LIAISON, role)
    return parts


def parts_in_ledger(ledger: Ledger, acting: Acting) -> dict[Part, HeldRole]:
    """The parts that an office's own people have in all its items."""
    found = {part: acting.in_office(ledger.office_id, kind) for part, kind in _IN_OFFICE.items()}
    return {part: role for part, role in found.items() if role}

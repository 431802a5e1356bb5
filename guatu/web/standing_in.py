"""For whom somebody acts today, as the frame and the forms say it: 代 周宁 办理县督查室的工作."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guatu.accounts.queries import Acting, Held, Mandate
from guatu.ledgers.permissions import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A delegation by which somebody can do what he could not do himself."""

    principal: str
    work: str
    last: date
    """The last day."""


def stand_ins(who: Acting) -> list[StandIn]:
    """The delegations that open something; where one holds the same role oneself, one acts as oneself."""
    own = {(held.kind, held.office_id, held.unit_id) for held in who.roles if held.principal_id is None}
    lent = [
        held
        for held in who.roles
        if held.principal_id is not None and (held.kind, held.office_id, held.unit_id) not in own
    ]
    return [
        StandIn(principal=one.principal_name, work=one.work, last=one.ends - timedelta(days=1))
        for one in who.mandates
        if any(_is_of(held, one) for held in lent)
    ]


def principal_of(who: Acting, parts: Mapping[Part, Held], order: Iterable[Part]) -> str:
    """For whom an act would be done: the first part counts by which it may be done; empty for oneself.

    Empty too where the same role is held for several, or also oneself: then the act decides, not the form.
    """
    role = next((parts[part] for part in order if part in parts), None)
    if role is None or len({one.principal_id for one in who.held(role.kind) if _same(one, role)}) > 1:
        return ""
    names = {one.principal_id: one.principal_name for one in who.mandates}
    return names.get(role.principal_id, "") if role.principal_id is not None else ""


def _same(one: Held, other: Held) -> bool:
    """Held in the same office; units are told apart by the act alone."""
    return one.office_id == other.office_id


def _is_of(held: Held, one: Mandate) -> bool:
    """Is the role held by this delegation?"""
    is_there = held.office_id == one.office_id and (one.office_id is not None or held.unit_id == one.unit_id)
    return held.principal_id == one.principal_id and is_there and one.kind in ("", held.kind)

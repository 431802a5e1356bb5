"""What a text says of who must act."""

from collections.abc import Iterable
from dataclasses import dataclass

from guatu.reading.draft import Duty, Leader, UnitDuty


@dataclass(frozen=True, slots=True)
class Duties:
    """Who must act: `owners` act, in order; one that only watches over is in `units` alone."""

    owners: tuple[str, ...] = ()
    lead: str | None = None
    units: tuple[UnitDuty, ...] = ()
    leaders: tuple[Leader, ...] = ()
    same_as_above: bool = False
    """The cell says 同上: the row above answers."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A duty read somewhere, and whether it makes one unit answer (负责) or one assist (配合)."""

    unit: UnitDuty
    answers: bool = False
    assists: bool = False


def settled(claims: Iterable[Claim], leaders: Iterable[Leader] = (), *, first_leads: bool = False) -> Duties:
    """Duties in order of place, each unit once, with the lead that follows from them."""
    kept: dict[str, UnitDuty] = {}
    ordered = sorted(claims, key=lambda one: one.unit.span)
    for claim in ordered:
        unit, key = claim.unit, _core(claim.unit.unit)
        known = kept.get(key)
        if known is None:
            kept[key] = unit
        elif _WEIGHT[unit.duty] > _WEIGHT[known.duty]:
            kept[key] = UnitDuty(known.unit, unit.duty, known.span)
    every = tuple(kept.values())
    owners = tuple(unit.unit for unit in every if unit.duty != "supervising")
    lead = next((unit.unit for unit in every if unit.duty == "lead"), None)
    lead = lead or (owners[0] if first_leads and owners else _answering(ordered))
    return Duties(owners, lead, every, tuple(leaders))


_WEIGHT: dict[Duty, int] = {"supervising": 0, "cooperating": 1, "responsible": 2, "lead": 3}


def _core(name: str) -> str:
    """县住建局 and 住建局 are one unit within one measure."""
    return name[1:] if len(name) > 2 and name[0] in "省市县区旗州" else name


def _answering(claims: Iterable[Claim]) -> str | None:
    """The one unit that answers where others assist it."""
    every = tuple(claims)
    answering = list(dict.fromkeys(claim.unit.unit for claim in every if claim.answers))
    is_assisted = any(claim.assists for claim in every)
    return answering[0] if is_assisted and len(answering) == 1 else None

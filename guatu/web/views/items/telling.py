"""Who was told of an item, and who has seen or signed for it: for the office that told them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from guatu.ledgers.permissions import Part
from guatu.ledgers.queries.item_page import ItemPage
from guatu.notices import queries
from guatu.notices.models import Notice
from guatu.web import parts, wording

_OFFICE = (Part.COORDINATOR, Part.VERIFIER, Part.LEADER, Part.ADMINISTRATOR, Part.INSPECTOR)
MOST = 6
"""Occasions that are shown, the latest first."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who was told."""

    name: str
    unit: str
    state: parts.State
    when: str
    """When he saw it, or signed for it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What people were told at one moment."""

    what: str
    when: str
    people: list[Addressee] = field(default_factory=list)

    @property
    def reached(self) -> int:
        """For how many nothing is left to do: they have seen it, signed for it, or it was done."""
        return sum(one.state.code == "done" for one in self.people)


def occasions(page: ItemPage) -> Sequence[Occasion]:
    """The latest occasions of which the office told people; for others there are none."""
    if not any(part in page.parts for part in _OFFICE):
        return []
    found: dict[tuple[object, ...], Occasion] = {}
    for one in queries.of_subject((page.item.track, page.item.pk)):
        key = (one.kind, one.event_id, one.day)
        if key not in found and len(found) == MOST:
            break
        occasion = Occasion(str(one.get_kind_display()), wording.when(one.made_at, on=page.on))
        found.setdefault(key, occasion).people.append(_addressee(one, page))
    return list(found.values())


def _addressee(one: Notice, page: ItemPage) -> Addressee:
    at = one.receipt_at or one.seen_at
    unit = (one.unit or one.person.unit).name
    return Addressee(one.person.name, unit, _state(one), wording.when(at, on=page.on) if at else "")


def _state(one: Notice) -> parts.State:
    if one.receipt_at is not None:
        return parts.State("done", "已签收" if one.is_signed_for else "已知道")
    if one.seen_at is not None:
        return parts.State("work", "已看，未签收") if one.waits else parts.State("done", "已看")
    return parts.State("wait", "未看") if one.waits else parts.State("done", "已了结")

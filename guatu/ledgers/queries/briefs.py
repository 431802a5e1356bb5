"""The rows of a list as plain values: what a program is told of each item, by a few statements for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple, cast

from guatu.accounts.queries import Acting
from guatu.history.chains import REGISTRY
from guatu.history.timelines import PastDay
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries import listing, rows, visibility
from guatu.ledgers.queries.remembering import Heads, Memory
from guatu.ledgers.queries.standing import due_of, is_owed, standing_of
from guatu.rules.regimes.regime import Light

_RANK: Final = {"lead": 0, "responsible": 1, "cooperating": 2, "supervising": 3}
memory: Final = Memory(200)


class Brief(NamedTuple):
    """The columns of an item that a list tells; it answers what `standing_of` and `due_of` ask of an item."""

    pk: int
    ledger_id: int
    number: str
    kind: str
    title: str
    category: str
    state: str
    is_suspended: bool
    is_long_term: bool
    merged_into_id: int | None
    transferred_to_id: int | None
    due_kind: str
    deadline: date | None
    first_promise: date | None
    extensions: int
    lead_unit_id: int | None
    progress: int
    phase_id: int | None
    dispatched_on: date | None
    closed_on: date | None
    times_returned: int
    times_reopened: int
    is_returned: bool
    light: str
    revision: int
    last_at: datetime | None
    last_kind: str
    last_unit_id: int | None

    @property
    def is_frozen(self) -> bool:
        return self.merged_into_id is not None or self.transferred_to_id is not None


class Owed(NamedTuple):
    """What one unit owes in an item."""

    unit_id: int
    duty: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """An item in a list, with where it stands on the day and what units owe in it."""

    item: Brief
    standing: str
    due: str
    light: Light | None
    owed: Sequence[Owed]


def read(who: Acting, pks: Sequence[int], *, whole: Collection[int]) -> list[Line]:
    """The lines of these items in this order; `whole` are the ledgers of which every assignment is seen."""
    found = {row[0]: Brief._make(row) for row in Item.objects.filter(pk__in=pks).values_list(*Brief._fields)}
    owed = _owed(who, pks, all(one.ledger_id in whole for one in found.values()))
    regimes = in_force(who.on)
    return [_line(found[pk], owed.get(pk, ()), regimes, who.on) for pk in pks if pk in found]


def then(who: Acting, ledger: int | None, pks: Sequence[int], past: PastDay) -> list[Line]:
    """The lines of items of a ledger, or of all, as they were on a past day; of some hundreds at most."""
    book = listing.of(who, ledger, on=who.on, past=past)
    if book is None:
        return []
    return [
        Line(
            Brief._make(getattr(row.item, name) for name in Brief._fields),
            row.standing,
            row.due,
            row.light,
            [Owed(one.unit_id, one.duty, one.state) for one in row.assignments],
        )
        for row in rows.read(book, pks)
    ]


def _line(brief: Brief, owed: Sequence[Owed], regimes: InForce, on: date) -> Line:
    item = cast("Item", brief)
    light = regimes.light(item.ledger_id, item.light) if is_owed(item) else None
    return Line(brief, standing_of(item), due_of(item, on), light, owed)


def _owed(who: Acting, pks: Sequence[int], is_whole: bool) -> Mapping[int, list[Owed]]:  # noqa: FBT001
    seen = Assignment.objects.all() if is_whole else visibility.assignments(who)
    owing = seen.filter(item__in=pks).exclude(state=Assignment.State.RELEASED).order_by()
    values = owing.values_list("item_id", "unit_id", "duty", "state", "pk")
    found: dict[int, list[Owed]] = {}
    for item, unit, duty, state, _ in sorted(values, key=lambda row: (_RANK[row[2]], row[4])):
        found.setdefault(item, []).append(Owed(unit, duty, state))
    return found


def names_of(lines: Sequence[Line], heads: Heads) -> Mapping[int, str]:
    """The shortest name in use for each unit of these lines, remembered until the registry moves on."""
    wanted = {one.unit_id for line in lines for one in line.owed}
    wanted |= {pk for line in lines for pk in (line.item.lead_unit_id, line.item.last_unit_id) if pk}
    key = frozenset(wanted)
    return memory.get(key, lambda: rows.unit_names(key), at=dict(heads).get(REGISTRY))

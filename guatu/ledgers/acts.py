"""An act: a deed on an item that the table of transitions allows this person now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting, Held
from guatu.history.chains import SYSTEM
from guatu.history.deeds import Deed
from guatu.history.models import Tracked
from guatu.ledgers import cases, fitting, noticing
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import ChangedSince, NotNow, NotYours, ReasonMissing
from guatu.ledgers.events import Event
from guatu.ledgers.lights import relighting
from guatu.ledgers.models import Item
from guatu.ledgers.permissions import IN_UNIT, Part, actor, parts_in, role_in_unit
from guatu.ledgers.transitions import BY_EVENT, Transition, stands_open


class Act(Deed):
    """A deed on a case; it moves the item's revision on and says what happened last."""

    def __init__(
        self,
        line: Transition,
        case: Case,
        *,
        by: Acting | None,
        role: Held | None,
        at: datetime,
        on: date,
    ) -> None:
        who = actor(by, role) if by and role else SYSTEM
        chain = case.item.ledger.office.chain
        super().__init__(line.event.value, case.item, chain=chain, by=who, at=at, on=on)
        self.case, self.line, self.role, self.acting = case, line, role, by
        self.set(
            case.item,
            revision=case.item.revision + 1,
            last_at=at,
            last_kind=line.event.value,
            last_unit_id=who.unit_id,
        )

    def lead_to(self, state: Item.State, **values: object) -> None:
        """Move the item to a state that the table names for this event."""
        if state not in self.line.targets:
            raise AssertionError(f"{self.line.event} does not lead to {state}")
        self.set(self.case.item, state=state, **values)

    def changes(self, row: Tracked, names: Iterable[str]) -> bool:
        """Whether the act changes one of these fields of a row."""
        return not self.changed.get(row, set()).isdisjoint(names)

    def recount(self) -> None:
        """Derive the figures of measures and the progress of the item from what the units owe and did."""
        for measure in self.case.measures:
            self.set(measure, achieved=self.case.achieved(measure))
        self.set(self.case.item, progress=self.case.progress())


def act(
    event: Event,
    case: Case,
    *,
    by: Acting | None,
    at: datetime,
    on: date,
    unit_id: int | None = None,
    role: Held | None = None,
) -> Act:
    """Begin an act, or refuse it; None by is the clock.

    `unit_id` names the unit for which its people act, `role` the one role by which it is done.
    """
    line = BY_EVENT[event]
    role = role or _role(line, case, by, unit_id)
    if not stands_open(line, case.item):
        raise NotNow(number=case.item.number, deed=line.label, state=standing(case.item))
    return Act(line, case, by=by, role=role, at=at, on=on)


def _role(line: Transition, case: Case, by: Acting | None, unit_id: int | None) -> Held | None:
    if by is None:
        if Part.CLOCK not in line.who:
            raise NotYours(deed=line.label, who=[part.label for part in line.who])
        return None
    parts = parts_in(case.item, case.assignments, by)
    if unit_id is not None:
        for part, kind in IN_UNIT.items():
            parts.pop(part, None)
            if case.of_unit(unit_id) and (own := role_in_unit(by, kind, unit_id)):
                parts[part] = own
    for part in line.who:
        if part in parts:
            return parts[part]
    raise NotYours(deed=line.label, who=[part.label for part in line.who])


def standing(item: Item) -> str:
    """The state of an item in words, with the flag that stops it."""
    if item.merged_into_id:
        return "已并入其他事项"
    if item.transferred_to_id:
        return "已移交其他台账"
    flags = "（挂起）" if item.is_suspended else "（长期坚持）" if item.is_long_term else ""
    return f"{item.get_state_display()}{flags}"


def load_one(pk: int, *, seen: int | None = None) -> Case:
    """The case of one item, locked; refuses when it changed since the revision that was seen."""
    found = cases.load([pk])
    if not found:
        raise Item.DoesNotExist(pk)
    check_seen(found[0], seen)
    return found[0]


def check_seen(case: Case, seen: int | None) -> None:
    """Refuse to act on what changed since the revision that was looked at."""
    if seen is not None and case.item.revision != seen:
        last = Event(case.item.last_kind).label if case.item.last_kind else "修改"
        raise ChangedSince(number=case.item.number, what=str(last))


def given(words: str, *, what: str = "理由", field: str = "reason") -> str:
    """Words that must be there."""
    if not words.strip():
        raise ReasonMissing(what=what, field=field)
    return words.strip()


@transaction.atomic
def commit(acts: Sequence[Act], *, along: Sequence[Deed] = (), after: Sequence[Deed] = ()) -> list[Item]:
    """Commit the acts in their order, between deeds that go along, tell of them, and return their items."""
    events = fitting.commit([*along, *acts, *after])
    told = noticing.tell(acts, events[len(along) : len(along) + len(acts)])
    relighting.relight(acts, told)
    return list(dict.fromkeys(one.case.item for one in acts))

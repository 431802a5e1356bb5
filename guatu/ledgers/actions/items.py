"""Items: changed, merged, transferred, suspended, kept long-term, voided."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers import acts, cases
from guatu.ledgers.actions import adding, lapsing
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Directive, Instruction, Item, Ledger, Measure, Phase, StandardVersion

EDITABLE: Final = frozenset(
    (
        "title",
        "problem",
        "goal",
        "category",
        "importance",
        "lead_leader",
        "sponsor_leader",
        "phase",
        "standard",
        "due_text",
        "kind",
        "cadence",
        "place",
        "latitude",
        "longitude",
    )
)
"""What editing changes; units, deadlines and states have acts of their own."""
BEFORE_DISPATCH: Final = EDITABLE | {"deadline", "due_kind", "directive"}


@transaction.atomic
def edit(*, pk: int, seen: int | None, values: dict[str, object], by: Acting, at: datetime, on: date) -> Item:
    """Other words, category, leaders, phase, standard or rhythm; a request for close-out on its way lapses.

    What is as it was is no change: nothing is written.
    """
    case = acts.load_one(pk, seen=seen)
    one = editing(case, values, by=by, at=at, on=on)
    if not one.changes(case.item, BEFORE_DISPATCH | {"first_promise", "is_long_term"}):
        return case.item
    return acts.commit(lapsing.with_lapse(one))[0]


def editing(case: Case, values: Mapping[str, object], *, by: Acting, at: datetime, on: date) -> Act:
    """The act that gives an item other values; whether a request to close lapses by it is asked after."""
    one = act(Event.EDITED, case, by=by, at=at, on=on)
    allowed = BEFORE_DISPATCH if case.item.state == Item.State.DRAFT else EDITABLE
    if unknown := values.keys() - allowed:
        raise WrongDay(field=min(unknown), why="交办以后不能在这里改时限和来文，请用调整时限")
    if "title" in values and not str(values["title"]).strip():
        raise Incomplete(field="title", what="事项名称")
    _check_places(case.item, values)
    one.set(case.item, **_with_due(case.item, values))
    return one


def _check_places(item: Item, values: Mapping[str, object]) -> None:
    """A phase belongs to the ledger; a standard and a document belong to its office."""
    office = item.ledger.office_id
    phase, standard, directive = (values.get(name) for name in ("phase", "standard", "directive"))
    if isinstance(phase, Phase) and phase.ledger_id != item.ledger_id:
        raise WrongUnit(field="phase", why="所选阶段不在本台账，请重新选择")
    if isinstance(standard, StandardVersion) and standard.standard.office_id != office:
        raise WrongUnit(field="standard", why="所选销号标准不是本办公室的，请重新选择")
    if isinstance(directive, Directive) and directive.office_id != office:
        raise WrongUnit(field="directive", why="所选来文不是本办公室的，请重新选择")


def _with_due(item: Item, values: Mapping[str, object]) -> dict[str, object]:
    """The values, with what follows from the deadline and its kind; a promise made elsewhere is kept."""
    if values.keys().isdisjoint(("deadline", "due_kind")):
        return dict(values)
    deadline = values.get("deadline", item.deadline)
    kind = Item.DueKind.DATED if deadline else values.get("due_kind", item.due_kind)
    if kind == Item.DueKind.DATED and not deadline:
        kind = Item.DueKind.UNDATED
    promised = item.first_promise if item.transferred.exists() else None
    return dict(values) | {
        "due_kind": kind,
        "first_promise": promised or deadline,
        "is_long_term": kind == Item.DueKind.LONG_TERM,
    }


@transaction.atomic
def void(*, pk: int, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Take an item out of account with a reason; it stays in the ledger and in the chain."""
    case = acts.load_one(pk)
    one = act(Event.VOIDED, case, by=by, at=at, on=on)
    one.say(reason=acts.given(reason)).lead_to(Item.State.VOIDED)
    lapsing.end_requests(one)
    return acts.commit([one])[0]


@transaction.atomic
def merge(*, pk: int, into: int, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Let one item go on inside another of the same ledger; its own clock stops."""
    found = {case.item.pk: case for case in cases.load([pk, into])}
    case, other = found[pk], found[into].item if into in found else None
    one = act(Event.MERGED, case, by=by, at=at, on=on)
    if (
        other is None
        or other.pk == pk
        or other.is_frozen
        or other.ledger_id != case.item.ledger_id
        or other.state in (Item.State.VOIDED, Item.State.CLOSED)
    ):
        raise WrongUnit(field="into", why="只能并入同一台账里在办的另一个事项，请重新选择")
    if Instruction.objects.filter(item=case.item).exists():
        raise WrongUnit(field="into", why="有领导批示的事项须单独办结，不能并入其他事项")
    one.say(reason=acts.given(reason))
    one.set(case.item, merged_into=other)
    lapsing.end_requests(one)
    return acts.commit([one])[0]


@transaction.atomic
def transfer(*, pk: int, to: Ledger, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Hand an item to another ledger, where it becomes a draft of that office; here it stands still."""
    case = acts.load_one(pk)
    one = act(Event.TRANSFERRED, case, by=by, at=at, on=on)
    if to.pk == case.item.ledger_id or to.is_archived:
        raise WrongUnit(field="to", why="只能移交到另一本在用的台账，请重新选择")
    one.say(reason=acts.given(reason))
    instructions = list(Instruction.objects.filter(item=case.item))
    if instructions and to.office_id != case.item.ledger.office_id:
        raise WrongUnit(field="to", why="批示件由本办公室办结，只能转到本办公室的其他台账")
    copy, measures = _copied(case, to, at)
    arrival = Deed(Event.ADDED.value, copy, chain=to.office.chain, by=one.by, at=at, on=on).add(copy)
    for measure in measures:
        arrival.add(measure)
    one.set(case.item, transferred_to=copy)
    lapsing.end_requests(one)
    for instruction in instructions:
        one.set(instruction, item=copy)
    acts.commit([one], along=[arrival])
    return case.item


def _copied(case: Case, to: Ledger, at: datetime) -> tuple[Item, list[Measure]]:
    """The item and its measures as another ledger takes them over: a draft under a number of its own."""
    carried = {name: getattr(case.item, name) for name in _CARRIED}
    number = adding.next_numbers(to, 1)[0]
    copy = Item(ledger=to, number=number, last_at=at, last_kind=Event.ADDED.value, **carried)
    return copy, [
        Measure(
            item=copy,
            position=one.position,
            text=one.text,
            deadline=one.deadline,
            target=one.target,
            quantity_unit=one.quantity_unit,
        )
        for one in case.measures
    ]


_CARRIED: Final = (
    "kind", "title", "problem", "goal", "category", "importance", "lead_leader", "sponsor_leader",
    "due_kind", "due_text", "deadline", "first_promise", "extensions", "is_long_term", "directive",
    "source_start", "source_end", "place", "latitude", "longitude",
)  # fmt: skip


@transaction.atomic
def suspend(*, pk: int, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Stop the clock of an item; nobody is urged and nothing is late until it is resumed."""
    return _flagged(Event.SUSPENDED, pk, {"is_suspended": True}, reason, by=by, at=at, on=on)


@transaction.atomic
def resume(*, pk: int, by: Acting, at: datetime, on: date) -> Item:
    """Let the clock of an item run again."""
    case = acts.load_one(pk)
    one = act(Event.RESUMED, case, by=by, at=at, on=on)
    one.set(case.item, is_suspended=False, restarted_on=on)
    return acts.commit([one])[0]


@transaction.atomic
def set_long_term(*, pk: int, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """What must be kept up (长期坚持) never turns late by date alone."""
    flags = {"is_long_term": True, "due_kind": Item.DueKind.LONG_TERM}
    return _flagged(Event.LONG_TERM_SET, pk, flags, reason, by=by, at=at, on=on)


@transaction.atomic
def end_long_term(*, pk: int, deadline: date, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Give a long-term item a day by which it ends."""
    case = acts.load_one(pk)
    one = act(Event.LONG_TERM_ENDED, case, by=by, at=at, on=on)
    if deadline < on:
        raise WrongDay(field="deadline", why="新时限早于今天，请改为今天或之后")
    one.say(reason=acts.given(reason))
    first = case.item.first_promise or deadline
    kind = Item.DueKind.DATED
    one.set(case.item, is_long_term=False, due_kind=kind, deadline=deadline, first_promise=first)
    return acts.commit([one])[0]


def _flagged(
    event: Event, pk: int, flags: dict[str, object], reason: str, *, by: Acting, at: datetime, on: date
) -> Item:
    case = acts.load_one(pk)
    one = act(event, case, by=by, at=at, on=on)
    one.say(reason=acts.given(reason))
    one.set(case.item, **flags)
    return acts.commit([one])[0]

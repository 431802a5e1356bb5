"""Items: changed, merged, transferred, suspended, kept long-term, voided."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history import deeds
from guatu.history.deeds import Deed
from guatu.ledgers import acts
from guatu.ledgers.actions import adding, lapsing
from guatu.ledgers.acts import act
from guatu.ledgers.errors import Incomplete, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, Measure

EDITABLE: Final = frozenset(
    (
        "title",
        "problem",
        "goal",
        "category",
        "lead_leader",
        "sponsor_leader",
        "phase",
        "standard",
        "due_text",
        "kind",
    )
)
"""What editing changes; units, deadlines and states have acts of their own."""
BEFORE_DISPATCH: Final = EDITABLE | {"deadline", "due_kind", "directive"}


@transaction.atomic
def edit(*, pk: int, seen: int | None, values: dict[str, object], by: Acting, at: datetime, on: date) -> Item:
    """Other words, category, leaders, phase or standard; a request for close-out on its way lapses."""
    case = acts.load_one(pk, seen=seen)
    one = act(Event.EDITED, case, by=by, at=at, on=on)
    allowed = BEFORE_DISPATCH if case.item.state == Item.State.DRAFT else EDITABLE
    if unknown := values.keys() - allowed:
        raise WrongDay(field=min(unknown), why="交办以后不能在这里改时限和来文，请用调整时限")
    if "title" in values and not str(values["title"]).strip():
        raise Incomplete(field="title", what="事项名称")
    if "deadline" in values:
        values = values | {"first_promise": values["deadline"]}
        if values["deadline"]:
            values["due_kind"] = Item.DueKind.DATED
    one.set(case.item, **values)
    lapsing.lapse_if_closing(one)
    return acts.commit([one])[0]


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
    case = acts.load_one(pk)
    other = Item.objects.filter(pk=into, ledger=case.item.ledger_id, merged_into=None).first()
    if other is None or other.pk == pk or other.state in (Item.State.VOIDED, Item.State.CLOSED):
        raise WrongUnit(field="into", why="只能并入同一台账里在办的另一个事项，请重新选择")
    one = act(Event.MERGED, case, by=by, at=at, on=on)
    one.say(reason=acts.given(reason))
    one.set(case.item, merged_into=other)
    return acts.commit([one])[0]


@transaction.atomic
def transfer(*, pk: int, to: Ledger, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Hand an item to another ledger, where it becomes a draft of that office; here it stands still."""
    case = acts.load_one(pk)
    item = case.item
    if to.pk == item.ledger_id:
        raise WrongUnit(field="to", why="事项已在这本台账里，请选另一本")
    one = act(Event.TRANSFERRED, case, by=by, at=at, on=on)
    number = adding.next_numbers(to, 1)[0]
    copy = Item(
        ledger=to,
        number=number,
        last_at=at,
        last_kind=Event.ADDED.value,
        **{name: getattr(item, name) for name in _CARRIED},
    )
    measures = [
        Measure(
            item=copy,
            position=one_measure.position,
            text=one_measure.text,
            deadline=one_measure.deadline,
            target=one_measure.target,
            quantity_unit=one_measure.quantity_unit,
        )
        for one_measure in case.measures
    ]
    arrival = Deed(Event.ADDED.value, copy, chain=to.office.chain, by=one.by, at=at, on=on).add(copy)
    for measure in measures:
        arrival.add(measure)
    deeds.commit([arrival])
    one.say(reason=acts.given(reason))
    one.set(item, transferred_to=copy)
    return acts.commit([one])[0]


_CARRIED: Final = (
    "kind", "title", "problem", "goal", "category", "due_kind", "due_text", "deadline", "first_promise",
    "extensions", "is_long_term", "directive", "source_start", "source_end",
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
    one.set(case.item, is_suspended=False)
    return acts.commit([one])[0]


@transaction.atomic
def set_long_term(*, pk: int, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """What must be kept up (长期坚持) never turns late by date alone."""
    flags = {"is_long_term": True, "due_kind": Item.DueKind.LONG_TERM}
    return _flagged(Event.LONG_TERM_SET, pk, flags, reason, by=by, at=at, on=on)


@transaction.atomic
def end_long_term(*, pk: int, deadline: date, reason: str, by: Acting, at: datetime, on: date) -> Item:
    """Give a long-term item a day by which it ends."""
    if deadline < on:
        raise WrongDay(field="deadline", why="新时限早于今天，请改为今天或之后")
    case = acts.load_one(pk)
    one = act(Event.LONG_TERM_ENDED, case, by=by, at=at, on=on)
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

"""What a leader looks at: how what he leads stands, by unit; what is stuck; what came of his words.

A constant number of statements, whatever there is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from guatu.accounts.models import Role, Unit
from guatu.accounts.queries import Acting
from guatu.ledgers.models import Assignment, CloseOut, ClosingReport, Instruction, Item
from guatu.ledgers.models.items import ItemQuerySet
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.filters import closed_in_month, led
from guatu.ledgers.queries.remembering import Memory, heads
from guatu.ledgers.queries.standing import due_is, is_open

Kind = Role.Kind
STUCK_SHOWN: Final = 6
SAID_SHOWN: Final = 12
_FIRST: Final = ("deadline", "pk")
memory: Final = Memory(120)


@dataclass(frozen=True, slots=True)
class Line:
    """How the items of one unit stand; the sum of all of them without a unit."""

    unit_id: int | None
    unit: str
    open: int
    overdue: int
    near: int
    closed: int


@dataclass(frozen=True, slots=True)
class Board:
    """How what somebody leads stands."""

    is_own: bool
    """Items name the leader; else it is all that he sees."""
    total: Line
    units: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Who is stuck in an item, why, and what was tried."""

    unit: str = ""
    why: str = ""
    urged: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A leader's words on an item, and what came of them."""

    instruction: Instruction
    report: ClosingReport | None


def _scope(who: Acting) -> tuple[ItemQuerySet, bool]:
    """What the leader leads by name; where nothing names him, all that he sees, as the lists count it."""
    everything = visibility.items(who)
    own = everything.filter(led(who))
    is_own = memory.get(("is own", who, heads()), own.exists)
    return (own if is_own else everything), is_own


def board(who: Acting, *, on: date) -> Board:
    """By unit, those with most overdue first; counted anew when something has happened."""
    return memory.get(("board", who, on, heads()), lambda: _board(who, on))


def _board(who: Acting, on: date) -> Board:
    found, is_own = _scope(who)
    named = {"n_open": is_open(), "n_overdue": due_is("overdue", on), "n_near": due_is("near", on)}
    open_ones = _by_unit(found.filter(state__in=Item.OPEN), named)
    closed = _by_unit(found.filter(state=Item.State.CLOSED), {"n_closed": closed_in_month(on)})
    names = dict(
        Unit.objects.filter(pk__in=[pk for pk in open_ones | closed if pk]).values_list("pk", "name")
    )
    counts = {pk: (*open_ones.get(pk, (0, 0, 0)), *closed.get(pk, (0,))) for pk in open_ones | closed}
    lines = [Line(pk, names.get(pk or 0, ""), *numbers) for pk, numbers in counts.items() if any(numbers)]
    lines.sort(key=lambda one: (-one.overdue, -one.near, -one.open, one.unit))
    total = Line(None, "", *(sum(column) for column in _columns(lines)))
    return Board(is_own, total, [one for one in lines if one.unit_id])


def _by_unit(found: ItemQuerySet, counts: Mapping[str, Q]) -> dict[int | None, tuple[int, ...]]:
    """Lead unit → its numbers; what is open is told by an index alone."""
    rows = found.order_by().values_list("lead_unit_id")
    counted = rows.annotate(**{name: Count("pk", filter=one) for name, one in counts.items()})
    return {pk: tuple(numbers) for pk, *numbers in counted}


def _columns(lines: Iterable[Line]) -> list[list[int]]:
    rows = [(one.open, one.overdue, one.near, one.closed) for one in lines]
    return [list(column) for column in zip(*rows, strict=True)] or [[0]] * 4


def stuck(who: Acting, *, on: date, beside: Iterable[int] = ()) -> list[Item]:
    """Overdue, or a unit says what holds it up; not what waits elsewhere on the page, nor what was told."""
    keys = tuple(beside)
    pks = memory.get(("stuck", who, on, keys, heads()), lambda: _stuck(who, on, keys))
    return list(
        Item.objects.filter(pk__in=pks).select_related("ledger__office", "lead_unit").order_by(*_FIRST)
    )


def _stuck(who: Acting, on: date, beside: Sequence[int]) -> list[int]:
    found, _ = _scope(who)
    says = Assignment.objects.filter(item=OuterRef("pk"), state__in=Assignment.ACTIVE).exclude(stuck="")
    told = Instruction.objects.filter(leader__in=leaders(who), closing_reports=None)
    elsewhere = {*beside, *told.values_list("item", flat=True)}
    working = Q(state__in=(Item.State.DISPATCHED, Item.State.IN_PROGRESS), is_suspended=False)
    held_up = due_is("overdue", on) | (is_open() & Q(Exists(says)))
    found = found.filter(held_up & working).exclude(pk__in=elsewhere)
    return list(found.order_by(*_FIRST).values_list("pk", flat=True)[:STUCK_SHOWN])


def decisions(owed: Iterable[Duty], *, on: date) -> list[Duty]:
    """What of this waits for the leader's word, what has waited longest first."""
    found = [one for one in owed if duties.is_leaders(one)]
    return sorted(found, key=lambda one: (one.since or on, one.item.number))


def leaders(who: Acting) -> frozenset[int]:
    """For whom somebody decides: himself, and leaders who delegated to him."""
    principals = (one.principal_id for one in who.held(Kind.LEADER))
    return frozenset({who.person_id, *(pk for pk in principals if pk)})


def troubles(items: Iterable[Item]) -> Mapping[int, Trouble]:
    """Who is stuck in each item, and how often its units were pressed; one statement."""
    keys = [item.pk for item in items]
    rows = Assignment.objects.filter(item__in=keys, state__in=Assignment.ACTIVE).select_related("unit")
    said: dict[int, Assignment] = {}
    urged: Counter[int] = Counter()
    for row in rows.order_by("pk"):
        urged[row.item_id] = max(urged[row.item_id], row.times_urged)
        best = said.get(row.item_id)
        if best is None or (row.stuck and not best.stuck) or (not best.stuck and row.duty == "lead"):
            said[row.item_id] = row
    return {pk: Trouble(row.unit.name, row.stuck, urged[pk]) for pk, row in said.items()}


def statements(owed: Iterable[Duty]) -> Mapping[int, str]:
    """What the doer says of each item that waits to be struck off, by the key of the request."""
    keys = [one.row for one in owed if one.row is not None]
    return dict(CloseOut.objects.filter(pk__in=keys).values_list("pk", "statement"))


def reports(owed: Iterable[Duty]) -> Mapping[int, str]:
    """What the office reports on each instruction, by the key of the report; one statement."""
    keys = [one.row for one in owed if one.row is not None]
    return dict(ClosingReport.objects.filter(pk__in=keys).values_list("pk", "text"))


def said(who: Acting) -> list[Said]:
    """The leader's own words, those that nobody has answered first; two statements."""
    own = Instruction.objects.filter(leader__in=leaders(who))
    seen = visibility.items(who).filter(pk__in=own.values("item")).values("pk")
    given = own.filter(item__in=seen)
    rows = list(given.select_related("item__lead_unit", "item__ledger").order_by("-given_on", "-pk")[:200])
    found = ClosingReport.objects.filter(instruction__in=[one.pk for one in rows]).order_by("pk")
    last = {one.instruction_id: one for one in found}
    made = [Said(one, last.get(one.pk)) for one in rows]
    return sorted(made, key=lambda one: one.report is not None)

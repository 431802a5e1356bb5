"""What a leader looks at: how what he leads stands, by unit; what is stuck; what came of his words.

A constant number of statements, whatever there is; after an event only the blocks of items that it touched
are gone through (`blocks`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from guatu.accounts.models import Role, Unit
from guatu.accounts.queries import Acting
from guatu.ledgers.models import Assignment, CloseOut, ClosingReport, Instruction, Item
from guatu.ledgers.queries import duties, listing, visibility
from guatu.ledgers.queries.blocks import Rows, counted
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.filters import closed_in_month, leads_as, led
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standing import due_is, is_open

Kind = Role.Kind
STUCK_SHOWN: Final = 6
SAID_SHOWN: Final = 12
_FIRST: Final = (OrderBy(F("deadline"), nulls_last=True), "pk")
KEPT: Final = 200
"""Of what is overdue at least so much is kept in sight, the oldest first."""


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


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the leader leads by name; where nothing names him, all that he sees, as the lists count it."""

    book: Book
    names: frozenset[str]
    """By which names he leads; none is all that he sees."""
    led: Q

    @property
    def is_own(self) -> bool:
        return bool(self.names)


def _scope(who: Acting, on: date) -> _Scope:
    book, names, own = listing.everything(who, on=on), leads_as(who), led(who)

    def find(rows: "QuerySet[Any]") -> Rows:
        return counted(rows.filter(own), n=Count("pk"))

    is_own = book.remembered(("is own", names), lambda: any(book.parts(("is own", names), find)))
    return _Scope(book, names, own) if is_own else _Scope(book, frozenset(), Q())


def board(who: Acting, *, on: date) -> Board:
    """By unit, those with most overdue first; counted anew when something has happened."""
    scope = _scope(who, on)
    return scope.book.remembered(("board", scope.names), lambda: _board(scope))


def _board(scope: _Scope) -> Board:
    on = scope.book.on
    named = {"n_open": is_open(), "n_overdue": due_is("overdue", on), "n_near": due_is("near", on)}
    open_ones = _by_unit(scope, "open", Q(state__in=Item.OPEN), named)
    closed = _by_unit(scope, "closed", closed_in_month(on), {"n_closed": Q()})
    names = dict(
        Unit.objects.filter(pk__in=[pk for pk in open_ones | closed if pk]).values_list("pk", "name")
    )
    counts = {pk: (*open_ones.get(pk, (0, 0, 0)), *closed.get(pk, (0,))) for pk in open_ones | closed}
    lines = [Line(pk, names.get(pk or 0, ""), *numbers) for pk, numbers in counts.items() if any(numbers)]
    lines.sort(key=lambda one: (-one.overdue, -one.near, -one.open, one.unit))
    total = Line(None, "", *(sum(column) for column in _columns(lines)))
    return Board(scope.is_own, total, [one for one in lines if one.unit_id])


def _by_unit(
    scope: _Scope, name: str, which: Q, counts: Mapping[str, Q]
) -> dict[int | None, tuple[int, ...]]:
    """Lead unit → its numbers; what is open is told by an index alone."""

    def find(rows: "QuerySet[Any]") -> Rows:
        numbers = {name: Count("pk", filter=one) for name, one in counts.items()}
        return counted(rows.filter(which, scope.led), "lead_unit_id", **numbers)

    found: dict[int | None, tuple[int, ...]] = {}
    for _, pk, *numbers in scope.book.parts((name, scope.names), find):
        before = found.get(pk, (0,) * len(numbers))
        found[pk] = tuple(a + b for a, b in zip(before, numbers, strict=True))
    return found


def _columns(lines: Iterable[Line]) -> list[list[int]]:
    rows = [(one.open, one.overdue, one.near, one.closed) for one in lines]
    return [list(column) for column in zip(*rows, strict=True)] or [[0]] * 4


def stuck(who: Acting, *, on: date, beside: Iterable[int] = ()) -> list[Item]:
    """Overdue, or a unit says what holds it up; not what waits elsewhere on the page, nor what was told."""
    told = Instruction.objects.filter(leader__in=leaders(who), closing_reports=None)
    elsewhere = {*beside, *told.order_by().values_list("item", flat=True)}
    pks = _stuck(_scope(who, on), elsewhere)
    return list(
        Item.objects.filter(pk__in=pks).select_related("ledger__office", "lead_unit").order_by(*_FIRST)
    )


def _stuck(scope: _Scope, elsewhere: Collection[int]) -> list[int]:
    """The first of them. Only what is due by a day is kept in sight; one that leaves too few is let go."""
    day = scope.book.held(("sight", scope.names), partial(_sight, scope, len(elsewhere)))
    found = _first(scope, day, elsewhere)
    if day is not None and len(found) < STUCK_SHOWN:
        scope.book.let_go(("sight", scope.names))
        found = _first(scope, None, elsewhere)
    return found


def _sight(scope: _Scope, more: int) -> date | None:
    """The day by which some hundreds are overdue; none where they are fewer."""
    overdue = scope.book.rows.filter(_WORKING, due_is("overdue", scope.book.on), scope.led)
    days = overdue.order_by("deadline").values_list("deadline", flat=True)
    return next(iter(days[KEPT + more : KEPT + more + 1]), None)


def _first(scope: _Scope, day: date | None, elsewhere: Collection[int]) -> list[int]:
    says = Assignment.objects.filter(item=OuterRef("pk"), state__in=Assignment.ACTIVE).exclude(stuck="")
    held_up = due_is("overdue", scope.book.on) | (is_open() & Q(Exists(says)))
    in_sight = Q(deadline__lte=day) if day else Q()

    def find(rows: "QuerySet[Any]") -> Rows:
        return rows.filter(in_sight, _WORKING, held_up, scope.led).values_list("block", "deadline", "pk")

    rows = scope.book.parts(("stuck", scope.names, day), find)
    places = sorted((due or date.max, pk) for _, due, pk in rows if pk not in elsewhere)
    return [pk for _, pk in places[:STUCK_SHOWN]]


_WORKING: Final = Q(state__in=(Item.State.DISPATCHED, Item.State.IN_PROGRESS), is_suspended=False)


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

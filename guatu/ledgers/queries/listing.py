"""A ledger, or all of them, as a list: what one person sees on one day, counted, sorted, page by page.

Counts and the keys of a page are remembered until the chain of an office moves on: every change of an item
is an event of that chain, so equal heads mean an equal list. After an event, counts are taken anew of those
blocks of items alone that it touched (`blocks`).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Value, When

from guatu.accounts.queries import Acting
from guatu.history.models import Chain
from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.models import Item, ItemFacts, Ledger
from guatu.ledgers.queries import blocks, visibility
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.filters import Filters, asked, asked_beside, mine, quiet_before, standings_of
from guatu.ledgers.queries.remembering import Heads, Memory, heads
from guatu.ledgers.queries.sorting import group_field, order_by
from guatu.ledgers.queries.standing import (
    ITEMS,
    OPEN,
    STANDINGS,
    UNKNOWN,
    Names,
    due,
    facts_of,
    is_open,
    light,
    standing,
    standing_is,
)
from guatu.rules.regimes.regime import Light

PAGE: Final = 50
_Found = TypeVar("_Found")
memory: Final = Memory(600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One ledger, or all, as one person sees them on one day."""

    of: Ledger | None
    """None is all ledgers."""
    who: Acting
    on: date
    rows: "QuerySet[Any]"
    """Items, or the facts of a past day."""
    names: Names = ITEMS
    scope: Hashable = ()
    """What is seen: whole ledgers, or what some units owe too."""
    is_whole: bool = True
    """Whether all of each item is seen."""
    whole: frozenset[int] = frozenset()
    """Of all ledgers, those of which everything is seen."""
    heads: Heads = ()
    """The heads of the chains when the list was begun."""

    @property
    def ledger(self) -> Ledger:
        """The one ledger, for what is done in one alone."""
        assert self.of is not None, "this is of all ledgers"  # noqa: S101
        return self.of

    @property
    def is_past(self) -> bool:
        return self.past is not None

    @property
    def past(self) -> PastDay | None:
        return self.names.past

    def remembered(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """The answer as it was found before under the same heads."""
        return memory.get((*self._place, "found", key), find, at=self.heads)

    @property
    def regimes(self) -> InForce:
        """By which the ledgers are lit on the day."""
        return _regimes(self.on, self.heads)

    @property
    def palette(self) -> Sequence[Light]:
        """The lights that its rows can show, from the worst."""
        return self.regimes.palette(self.of.pk if self.of else None)

    @property
    def fading(self) -> frozenset[str]:
        """Those of them that the night's round has still to turn, if any row shows them."""
        return self.regimes.fading(self.of.pk if self.of else None)

    def parts(self, key: Hashable, find: blocks.Find) -> Rows:
        """The rows of a sum; `find` gets rows with their `block`: all, or those that events touched."""
        return blocks.rows(memory, (*self._place, key), self.heads, self.rows, self.names.pk, find)

    def numbered(self) -> "QuerySet[Any]":
        """The rows, each with its `block`: for a sum that is not kept."""
        return blocks.numbered(self.rows, self.names.pk)

    def held(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """What is found once a day, whatever happens; no answer may rest on it alone."""
        return memory.get((*self._place, key), find)

    def let_go(self, key: Hashable) -> None:
        """Find anew what was held."""
        memory.forget((*self._place, key))

    @property
    def _place(self) -> tuple[Hashable, ...]:
        return (self.of.pk if self.of else None, self.scope, self.on, self.past, self.names.apart)


def opened(who: Acting, pk: int, *, on: date, past: PastDay | None = None) -> Book | None:
    """The ledger today or on a past day; nothing where it may not be seen."""
    whole = Exists(visibility.whole_ledgers(who).filter(pk=OuterRef("pk")))
    ledger = (
        visibility.ledgers(who).filter(pk=pk).annotate(whole=whole).select_related("office__unit").first()
    )
    if ledger is None:
        return None
    is_whole: bool = ledger.whole
    rows: QuerySet[Any] = Item.objects.filter(Q() if is_whole else visibility.owed(who), ledger=pk)
    if past is not None:
        seen = Q() if is_whole else Q(item__in=rows.values("pk"))
        rows = ItemFacts.objects.filter(seen, as_of(past), ledger=pk)
    return Book(
        of=ledger,
        who=who,
        on=past.day if past else on,
        rows=rows.order_by(),
        names=facts_of(past) if past else ITEMS,
        scope="whole" if is_whole else tuple(sorted(who.units("liaison", "reviewer"))),
        is_whole=is_whole,
        heads=tuple(Chain.objects.filter(code=ledger.office.chain).values_list("code", "head")),
    )


def everything(who: Acting, *, on: date, past: PastDay | None = None) -> Book:
    """All that somebody sees in whatever ledger, today or on a past day."""
    known = heads()
    whole = memory.get(("whole", who), lambda: _whole(who), at=known)
    units = tuple(sorted(who.units("liaison", "reviewer")))
    seen = Q(ledger__in=whole)
    rows: QuerySet[Any] = Item.objects.filter(seen | visibility.owed(who) if units else seen)
    if past is not None:
        owed = Q(item__in=Item.objects.filter(visibility.owed(who)).values("pk"))
        rows = ItemFacts.objects.filter(seen | owed if units else seen).filter(as_of(past))
    day = past.day if past else on
    names = facts_of(past) if past else ITEMS
    return Book(
        of=None,
        who=who,
        on=day,
        rows=rows.order_by(),
        names=replace(names, apart=_regimes(day, known).merged().apart),
        scope=(whole, units),
        is_whole=not units,
        whole=frozenset(whole),
        heads=known,
    )


def _regimes(on: date, known: Heads) -> InForce:
    """By which ledgers are lit on a day, remembered until one of the chains moves on."""
    return memory.get(("regimes", on), lambda: in_force(on), at=known)


def _whole(who: Acting) -> tuple[int, ...]:
    return tuple(visibility.whole_ledgers(who).order_by("pk").values_list("pk", flat=True))


def of(who: Acting, pk: int | None, *, on: date, past: PastDay | None = None) -> Book | None:
    """One ledger, or all where none is named."""
    return everything(who, on=on, past=past) if pk is None else opened(who, pk, on=on, past=past)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many rows stand alike under one head; `first` is the lowest key among them."""

    group: Hashable
    standing: str
    due: str
    """Of what is open, like its light."""
    light: str
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a list by head, standing, due and light."""

    cells: Sequence[Cell] = ()

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)

    def by_standing(self) -> dict[str, int]:
        return _summed((cell.standing, cell.count) for cell in self.cells)

    def by_due(self) -> dict[str, int]:
        return _summed((cell.due, cell.count) for cell in self.cells)

    def by_light(self) -> dict[str, int]:
        return _summed((cell.light, cell.count) for cell in self.cells)

    def of(
        self, standings: Iterable[str] = (), dues: Iterable[str] = (), lights: Iterable[str] = ()
    ) -> "Tally":
        """Only what stands so, is due so and shows such lights, where that is asked."""
        return Tally(
            [
                one
                for one in self.cells
                if (not standings or one.standing in standings)
                and (not dues or one.due in dues)
                and (not lights or one.light in lights)
            ]
        )

    def asked(self, filters: Filters) -> "Tally":
        """What a filter lets through of what was counted beside states, dues and lights."""
        return self.of(standings_of(filters), filters.due, filters.light)


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, count in pairs:
        if key:
            found[key] = found.get(key, 0) + count
    return found


def tally(book: Book, filters: Filters, *, group: str = "none") -> Tally:
    """Count what the filters let through, whatever they say of states, dues and lights, by these and by head.

    Without heads, or under states, the counts by category are those: the rows are gone through once.
    """
    if group in ("none", "state"):
        by_category = tally(book, filters, group="category").cells
        return Tally([replace(one, group=one.standing if group == "state" else None) for one in by_category])
    wide = filters.without("state", "due", "light")
    find = partial(_counted, book, wide, group)
    if filters.is_personal:
        return _tally(find(book.numbered()))
    return book.remembered(("tally", wide, group), lambda: _tally(book.parts(("tally", wide, group), find)))


def _counted(book: Book, filters: Filters, group: str, rows: "QuerySet[Any]") -> Rows:
    rows = rows.filter(asked_beside(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    rows = rows.annotate(standing=standing(book.names), due=due(book.on), lit=light(book.names))
    by = (group_field(group), "standing", "due", "lit")
    return blocks.counted(rows, *by, n=Count("pk"), first=Min(book.names.pk))


def _tally(rows: Rows) -> Tally:
    cells: dict[tuple[Hashable, str, str, str], tuple[int, int]] = {}
    for _, head, stands, near, lit, count, first in rows:
        key = (head, stands, near, lit or UNKNOWN) if stands in OPEN else (head, stands, "", "")
        before, lowest = cells.get(key, (0, first))
        cells[key] = (before + count, min(lowest, first))
    return Tally([Cell(*key, *numbers) for key, numbers in cells.items()])


@dataclass(frozen=True, slots=True)
class Views:
    """What the saved views count that no tally holds."""

    until_month_end: int
    extended: int
    quiet: int
    mine: int


def views(book: Book) -> Views:
    """The counts of the saved views; a past day does not know what was quiet or waited for whom."""
    month = Filters(until="month").last_day(book.on)

    def find(rows: "QuerySet[Any]") -> Rows:
        quiet = Q(is_suspended=False, last_at__lt=quiet_before(book.on)) if not book.is_past else Q(pk=None)
        return blocks.counted(
            rows.filter(is_open()),
            month=Count("pk", filter=Q(deadline__lte=month)),
            extended=Count("pk", filter=Q(extensions__gte=2)),
            quiet=Count("pk", filter=quiet),
        )

    def counted() -> tuple[int, int, int]:
        _, month, extended, quiet = map(sum, zip((0, 0, 0, 0), *book.parts("views", find), strict=True))
        return month, extended, quiet

    waiting = 0 if book.is_past else len(mine(book.who, book.of))
    return Views(*book.remembered("views", counted), waiting)


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the list with what stands under it: `start` rows come before its first."""

    key: Hashable
    start: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the keys of its items, and the heads that stand on it."""

    pks: Sequence[int]
    heads: Sequence[Head]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * PAGE, self.total)


def page(book: Book, filters: Filters, *, sort: str, group: str, number: int) -> Page:
    """One page; a number beyond the last page is the last page."""
    counted = tally(book, filters, group=group).asked(filters)
    total = counted.total
    number = max(1, min(number, -(-total // PAGE)))
    start, end = (number - 1) * PAGE, number * PAGE
    heads = [
        one for one in heads_of(counted, group) if one.start < end and one.start + one.tally.total > start
    ]
    find = partial(_keys, book, filters, sort, group, heads, start)
    if filters.is_personal:
        return Page(find(), heads, number, total)
    pks = book.remembered(("page", filters, sort, group, number), find)
    return Page(pks, heads, number, total)


def heads_of(counted: Tally, group: str) -> list[Head]:
    """The heads in their order: states along the way, units by how much they lead, others as they came."""
    cells: dict[Hashable, list[Cell]] = {}
    for cell in counted.cells:
        cells.setdefault(cell.group, []).append(cell)
    tallies = {key: Tally(those) for key, those in cells.items()}
    heads, start = [], 0
    for key in sorted(cells, key=lambda key: _place(key, tallies[key], group)):
        heads.append(Head(key, start, tallies[key]))
        start += tallies[key].total
    return heads


def _place(key: Hashable, counted: Tally, group: str) -> tuple[int, int]:
    first = min(cell.first for cell in counted.cells)
    if group == "state":
        return (list(STANDINGS).index(str(key)), first)
    return (-counted.total, first) if group == "lead" else (0 if key else 1, first)


def _keys(
    book: Book, filters: Filters, sort: str, group: str, heads: Sequence[Head], start: int
) -> list[int]:
    rows = book.rows.filter(asked(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    order = order_by(sort, book.names, book.palette)
    if group != "none" and heads:
        under = [_under(head.key, group, book.names) for head in heads]
        wanted = Q(pk=None)
        for one in under:
            wanted |= one
        whens = [When(one, then=Value(place)) for place, one in enumerate(under)]
        rows = rows.filter(wanted)
        order = [Case(*whens, output_field=IntegerField()), *order]
        start -= heads[0].start
    return list(rows.order_by(*order).values_list(book.names.pk, flat=True)[start : start + PAGE])


def _under(key: Hashable, group: str, names: Names) -> Q:
    return standing_is(str(key), names) if group == "state" else Q(**{group_field(group): key})


def all_keys(book: Book, filters: Filters, *, sort: str, group: str) -> list[int]:
    """The keys of everything that the filters let through, as the pages show them one after the other."""
    rows = book.rows.filter(asked(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    if group == "none":
        ordered = rows.order_by(*order_by(sort, book.names, book.palette))
        return list(ordered.values_list(book.names.pk, flat=True))
    counted = tally(book, filters, group=group).asked(filters)
    place = {head.key: number for number, head in enumerate(heads_of(counted, group))}
    field = group_field(group)
    if group == "state":
        rows = rows.annotate(standing=standing(book.names))
    found = rows.order_by(*order_by(sort, book.names, book.palette)).values_list(book.names.pk, field)
    return [pk for pk, key in sorted(found, key=lambda pair: place.get(pair[1], len(place)))]

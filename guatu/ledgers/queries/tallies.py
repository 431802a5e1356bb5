"""A list counted: by state, due and light, under each of its heads, and for the saved views."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from guatu.ledgers.queries import blocks
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.filters import Filters, asked_beside, mine, quiet_before, standings_of
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.sorting import group_field
from guatu.ledgers.queries.standing import OPEN, STANDINGS, UNKNOWN, due, is_open, light, standing


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

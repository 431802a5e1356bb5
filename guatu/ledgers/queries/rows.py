"""The rows of a list with all that their cells show; a page of fifty costs as few statements as one row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet

from guatu.accounts.models import ShortName, Unit
from guatu.history.timelines import PastDay, as_of, fact_fields
from guatu.kernel.pacing import Curve
from guatu.ledgers import schedules
from guatu.ledgers.cases import Case
from guatu.ledgers.checking import figure
from guatu.ledgers.lights import spans
from guatu.ledgers.lights.in_force import InForce, by_codes
from guatu.ledgers.models import Assignment, AssignmentFacts, Item, ItemFacts, Measure
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standing import due_of, is_owed, standing_of
from guatu.rules.regimes.regime import Light

RANK: Final = {"lead": 0, "responsible": 1, "cooperating": 2, "supervising": 3}
"""In which order the units of an item are told."""
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit owes in a row."""

    unit_id: int
    duty: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list as it stood on the day."""

    item: Item
    standing: str
    due: str
    light: Light | None = None
    """Of what is open; None where a fact is missing."""
    assignments: Sequence[Assignment] = field(default_factory=tuple)
    """Those that the viewer may see, released ones left out."""
    measures: Sequence[Measure] = field(default_factory=tuple)
    """What is to be done, where it was asked for."""
    curve: Curve | None = None
    """How much is due by which day, where a plan says so."""

    def units(self, *duties: str) -> list[int]:
        """The units with one of the duties, each once, in the order of entry."""
        return list(dict.fromkeys(one.unit_id for one in self.assignments if one.duty in duties))


def read(book: Book, pks: Sequence[int], *, with_measures: bool = False) -> list[Row]:
    """The rows of these items in this order; what is no longer there is left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(pks), _MANY):
        some = pks[start : start + _MANY]
        items = _items(book, some)
        owed, to_do = _assignments(book, some), _measures(some) if with_measures else {}
        lights = _lights_then(items, book.past) if book.past else _lights(items, book.regimes)
        curves = schedules.curves(items, on=book.on)
        for item in items:
            given = owed.get(item.pk, []), to_do.get(item.pk, []), curves.get(item.pk)
            found[item.pk] = _row(book, item, lights.get(item.pk), *given)
    return [found[pk] for pk in pks if pk in found]


def batches(book: Book, pks: Sequence[int], *, with_measures: bool = False) -> Iterator[list[Row]]:
    """The same for very many, some hundreds at a time."""
    for start in range(0, len(pks), _MANY):
        yield read(book, pks[start : start + _MANY], with_measures=with_measures)


def _row(
    book: Book,
    item: Item,
    light: Light | None,
    owed: Sequence[Assignment],
    to_do: Sequence[Measure],
    curve: Curve | None,
) -> Row:
    if book.is_past:
        item.progress = Case(item, [], list(owed)).progress()
    return Row(item, standing_of(item), due_of(item, book.on), light, owed, to_do, curve)


def _lights(items: Iterable[Item], regimes: InForce) -> Mapping[int, Light | None]:
    return {one.pk: regimes.light(one.ledger_id, one.light) for one in items if is_owed(one)}


def _lights_then(items: Sequence[Item], past: PastDay) -> Mapping[int, Light | None]:
    """What they showed on the day, in the words of the regime by which they were lit."""
    lit = spans.on_day([one.pk for one in items if is_owed(one)], past)
    regimes = by_codes({one.regime for one in lit.values()})
    return {pk: regime.known(one.light) for pk, one in lit.items() if (regime := regimes.get(one.regime))}


def _measures(pks: Sequence[int]) -> Mapping[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    for one in Measure.objects.filter(item__in=pks, is_dropped=False).order_by("item", "position"):
        found.setdefault(one.item_id, []).append(one)
    return found


def _items(book: Book, pks: Sequence[int]) -> list[Item]:
    found = Item.objects.filter(pk__in=pks).select_related("phase", "standard__standard", "directive")
    items = list(found.order_by() if book.of else found.select_related("ledger__office").order_by())
    for item in items if book.of else ():
        item.ledger = book.ledger
    if book.is_past:
        _as_then(book, items, pks)
    return items


def _as_then(book: Book, items: Iterable[Item], pks: Sequence[int]) -> None:
    """Put back what the facts of the day know; what they do not know is not told of a past day."""
    facts = {one.item_id: one for one in book.rows.filter(item__in=pks).select_related("phase")}
    for item in items:
        then: ItemFacts = facts[item.pk]
        for name in fact_fields(ItemFacts).values():
            setattr(item, name, getattr(then, name))
        item.phase, item.last_at, item.last_kind = then.phase, None, ""
        item.times_returned, item.is_returned = 0, False
        item.last_unit_id = None


def _assignments(book: Book, pks: Sequence[int]) -> Mapping[int, list[Assignment]]:
    seen = Assignment.objects.all() if book.is_whole else visibility.assignments(book.who)
    rows = seen.filter(item__in=pks).order_by()  # they are put in order below
    standing = _duties_then(book.past, rows) if book.past else rows.exclude(state=Assignment.State.RELEASED)
    found: dict[int, list[Assignment]] = {}
    for one in sorted(standing, key=lambda one: (RANK[one.duty], one.pk)):
        found.setdefault(one.item_id, []).append(one)
    return found


def _duties_then(past: PastDay, rows: "QuerySet[Assignment]") -> Iterator[Assignment]:
    """The assignments with what the facts of the day know of them."""
    facts = AssignmentFacts.objects.filter(as_of(past), assignment__in=rows.values("pk"))
    for then in facts.exclude(state=Assignment.State.RELEASED).select_related("assignment"):
        for name in fact_fields(AssignmentFacts).values():
            setattr(then.assignment, name, getattr(then, name))
        yield then.assignment


def measure_words(one: Measure) -> str:
    """What is to be done, with its figure and its day."""
    target = f"（目标 {figure(one.target)}{one.quantity_unit}）" if one.target else ""
    return f"{one.text}{target}" + (f"，{one.deadline} 前" if one.deadline else "")


def unit_names(pks: Iterable[int]) -> dict[int, str]:
    """Unit → the shortest name in use for it, by two statements."""
    wanted = {pk for pk in pks if pk}
    names = dict(Unit.objects.filter(pk__in=wanted).order_by().values_list("pk", "name"))
    short = ShortName.objects.filter(unit__in=wanted, dropped_on=None).order_by("pk")
    for pk, name in short.values_list("unit", "name"):
        if 2 < len(name) < len(names[pk]):
            names[pk] = name
    return names

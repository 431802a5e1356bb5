"""The rows of a long list for a sheet, as `rows.batches` gives them, for a hundred thousand items.

Rows of the ORM, seven for each item, would take half a minute; here are tuples that answer to the same names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple, cast

from django.db.models import Value

from guatu.ledgers.lights.in_force import InForce
from guatu.ledgers.models import Assignment, Directive, Item, Ledger, Measure, Phase, StandardVersion
from guatu.ledgers.queries import rows, visibility
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import Row
from guatu.ledgers.queries.standing import due_of, is_owed, standing_of

_MANY: Final = 2000
_SHOWN_BY: Final = {
    **{name: name for name in ("problem", "goal", "kind", "importance", "lead_leader", "sponsor_leader")},
    **{name: name for name in ("first_promise", "closed_on")},
    **dict.fromkeys(("last_at", "last_kind", "last_unit_id"), "last"),
    "light": "light",
}
"""Fields that are read only where this column is shown."""
_KINDS: Final = {value: str(label) for value, label in Item.Kind.choices}
_IMPORTANCES: Final = {value: str(label) for value, label in Item.Importance.choices}
_DUES: Final = {value: str(label) for value, label in Item.DueKind.choices}


class _Item(NamedTuple):
    """An item as far as a sheet asks; the last four are what their keys lead to."""

    pk: int
    number: str
    title: str
    problem: str
    goal: str
    category: str
    kind: str
    importance: str
    state: str
    lead_leader: str
    sponsor_leader: str
    due_kind: str
    deadline: date | None
    first_promise: date | None
    extensions: int
    progress: int
    dispatched_on: date | None
    closed_on: date | None
    is_suspended: bool
    is_long_term: bool
    is_returned: bool
    phase_id: int | None
    merged_into_id: int | None
    transferred_to_id: int | None
    lead_unit_id: int | None
    light: str
    last_at: datetime | None
    last_kind: str
    last_unit_id: int | None
    ledger: Ledger
    phase: Phase | None
    standard: StandardVersion | None
    directive: Directive | None

    @property
    def is_frozen(self) -> bool:
        return self.merged_into_id is not None or self.transferred_to_id is not None

    def get_kind_display(self) -> str:
        return _KINDS[self.kind]

    def get_importance_display(self) -> str:
        return _IMPORTANCES[self.importance]

    def get_due_kind_display(self) -> str:
        return _DUES[self.due_kind]


class _Duty(NamedTuple):
    item_id: int
    pk: int
    unit_id: int
    duty: str
    signed_on: date | None


class _Measure(NamedTuple):
    item_id: int
    position: int
    text: str
    target: Decimal | None
    quantity_unit: str
    deadline: date | None


def batches(book: Book, pks: Sequence[int], *, columns: Iterable[str]) -> Iterator[list[Row]]:
    """The rows of today's items in this order, with what the columns show."""
    shown = set(columns)
    related = _Related(book)
    for start in range(0, len(pks), _MANY):
        some = pks[start : start + _MANY]
        owed = _duties(book, some, shown) if shown & {"units", "signed"} else {}
        to_do = _measures(some) if "measures" in shown else {}
        found = {item.pk: item for item in _items(some, related, shown)}
        regimes = book.regimes
        yield [_row(found[pk], book.on, regimes, owed, to_do) for pk in some if pk in found]


def _row(
    item: _Item,
    on: date,
    regimes: InForce,
    owed: Mapping[int, list[_Duty]],
    to_do: Mapping[int, list[_Measure]],
) -> Row:
    like = cast(Item, item)
    light = regimes.light(item.ledger.pk, item.light) if is_owed(like) else None
    given: tuple[Any, Any] = (owed.get(item.pk, ()), to_do.get(item.pk, ()))
    return Row(like, standing_of(like), due_of(like, on), light, *given)


class _Related:
    """What the keys of items lead to, read once for all of them."""

    def __init__(self, book: Book) -> None:
        self.ledgers = {book.of.pk: book.of} if book.of else Ledger.objects.in_bulk()
        self.phases = Phase.objects.in_bulk()
        self.standards = StandardVersion.objects.select_related("standard").in_bulk()
        self.directives: dict[int, Directive] = {}

    def directives_of(self, keys: set[int]) -> dict[int, Directive]:
        missing = keys - self.directives.keys()
        self.directives |= Directive.objects.only("title").in_bulk(missing) if missing else {}
        return self.directives


def _items(pks: Sequence[int], related: _Related, shown: set[str]) -> Iterator[_Item]:
    plain, shown = _Item._fields[:-4], {"", *shown}
    asked = [name if _SHOWN_BY.get(name, "") in shown else Value("") for name in plain]
    keys = ("ledger_id", "phase_id", "standard_id", "directive_id")
    found = list(Item.objects.filter(pk__in=pks).order_by().values_list(*asked, *keys))
    directives = related.directives_of(
        {row[-1] for row in found if row[-1]} if "directive" in shown else set()
    )
    ledgers, phases, standards = related.ledgers, related.phases, related.standards
    for row in found:
        ledger, phase, standard, directive = row[-4:]
        led = (ledgers[ledger], phases.get(phase), standards.get(standard), directives.get(directive))
        yield _Item._make((*row[:-4], *led))


def _duties(book: Book, pks: Sequence[int], shown: set[str]) -> Mapping[int, list[_Duty]]:
    seen = Assignment.objects.all() if book.is_whole else visibility.assignments(book.who)
    standing = seen.filter(item__in=pks).exclude(state=Assignment.State.RELEASED).order_by()
    signed = "signed_on" if "signed" in shown else Value("")
    found: dict[int, list[_Duty]] = {}
    for values in standing.values_list(*_Duty._fields[:-1], signed):
        found.setdefault(values[0], []).append(_Duty._make(values))
    for owed in found.values():
        owed.sort(key=_place)
    return found


def _place(one: _Duty) -> tuple[int, int]:
    return rows.RANK[one.duty], one.pk


def _measures(pks: Sequence[int]) -> Mapping[int, list[_Measure]]:
    found: dict[int, list[_Measure]] = {}
    asked = Measure.objects.filter(item__in=pks, is_dropped=False).order_by("item", "position")
    for values in asked.values_list(*_Measure._fields):
        found.setdefault(values[0], []).append(_Measure._make(values))
    return found

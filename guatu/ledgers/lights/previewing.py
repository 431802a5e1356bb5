"""What another regime would change on the ledgers of today, before it is in force."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import ITEM_FIELDS, LIT, rows_of
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Item
from guatu.rules.regimes.regime import Light, Regime
from guatu.rules.rows import Row

if TYPE_CHECKING:
    from guatu.rules.engine.encoded import Encoded

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Turned:
    """So many matters go from one light to another; None where they show none, or a fact is missing."""

    now: Light | None
    then: Light | None
    count: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How many matters show a light now and then, and how many it gains and loses."""

    light: Light | None
    now: int
    then: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """A matter that would show another light."""

    pk: int
    number: str
    title: str
    now: Light | None
    then: Light | None


@dataclass(frozen=True, slots=True)
class LightChanges:
    """What a regime would change on some ledgers as they are today."""

    items: int
    """Matters that are lit at all."""
    changed: int
    balances: tuple[Balance, ...]
    turned: tuple[Turned, ...]
    """The most frequent first."""
    first: tuple[ChangedItem, ...]


def changes(regime: Regime, ledgers: Sequence[int], *, on: date) -> LightChanges:
    """What would change if these ledgers were lit by the regime on the day, by five statements.

    A light that keeps its colour and what it says of a matter has not changed, whatever it is called.
    """
    items, rows = _rows(ledgers, on)
    found = in_force(on)
    of_items = [found.of(item.ledger_id) for item in items]
    if asking := next(filter(months.are_asked, (regime, *of_items)), None):
        rows = months.added(asking, items, rows, on=on)
    tables: dict[tuple[int, ...], Encoded] = {}
    now = _lights(of_items, rows, on, tables)
    then = _lights([regime] * len(items), rows, on, tables)
    pairs = list(zip(now, then, strict=True))
    moved = [at for at, (before, after) in enumerate(pairs) if _kind(before) != _kind(after)]
    lights = _in_order([regime, *dict.fromkeys(of_items)])
    return LightChanges(
        items=len(items),
        changed=len(moved),
        balances=tuple(_balances(pairs, lights)),
        turned=tuple(_turned(pairs[at] for at in moved)),
        first=tuple(_first([items[at] for at in moved[:SHOWN]], [pairs[at] for at in moved[:SHOWN]])),
    )


# --- the rows of today


def _rows(ledgers: Sequence[int], on: date) -> tuple[list[Item], Sequence[Row]]:
    """The lit items of the ledgers and what a regime may ask of each, by a few statements."""
    items = list(Item.objects.filter(LIT, ledger__in=ledgers).only(*ITEM_FIELDS))
    return items, rows_of(items, on=on)


# --- the lights


def _lights(
    regimes: Sequence[Regime], rows: Sequence[Row], on: date, tables: "dict[tuple[int, ...], Encoded]"
) -> list[Light | None]:
    """The light of each row by the regime that stands beside it; tables are kept, to be asked again."""
    from guatu.rules.engine.encoded import Encoded  # here, for web workers begin without NumPy
    from guatu.rules.engine.plain_rows import table_of
    from guatu.rules.regimes.many import show_many

    places: dict[int, list[int]] = {}
    for at, regime in enumerate(regimes):
        places.setdefault(id(regime), []).append(at)
    lights: list[Light | None] = [None] * len(rows)
    for at_once in map(tuple, places.values()):
        regime = regimes[at_once[0]]
        if at_once not in tables:
            tables[at_once] = Encoded(table_of([rows[at] for at in at_once]), fast=False)
        for at, rank in zip(at_once, show_many(regime, tables[at_once], on).tolist(), strict=True):
            lights[at] = regime.palette[rank] if rank >= 0 else None
    return lights


def _kind(light: Light | None) -> tuple[str, str]:
    """What counts as the same light, whatever a palette calls it."""
    return (light.colour, light.polarity) if light else ("", "")


def _in_order(regimes: Iterable[Regime]) -> list[Light | None]:
    """Every light of the regimes once, from the worst to the best, and last what shows none."""
    seen: dict[tuple[str, str], Light] = {}
    for regime in regimes:
        for light in regime.palette:
            seen.setdefault(_kind(light), light)
    return [*seen.values(), None]


def _balances(
    pairs: Sequence[tuple[Light | None, Light | None]], lights: Sequence[Light | None]
) -> Iterator[Balance]:
    kinds = Counter((_kind(now), _kind(then)) for now, then in pairs)
    for light in lights:
        kind = _kind(light)
        now = sum(count for (before, _), count in kinds.items() if before == kind)
        then = sum(count for (_, after), count in kinds.items() if after == kind)
        stays = kinds[kind, kind]
        if now or then or light is not None:
            yield Balance(light, now, then, gained=then - stays, lost=now - stays)


def _turned(pairs: Iterable[tuple[Light | None, Light | None]]) -> Iterator[Turned]:
    for (now, then), count in Counter(pairs).most_common():
        yield Turned(now, then, count)


def _first(
    items: Sequence[Item], pairs: Sequence[tuple[Light | None, Light | None]]
) -> Iterator[ChangedItem]:
    """The first of them with number and title, by one statement."""
    named: Mapping[int, tuple[str, str]] = {
        pk: (number, title)
        for pk, number, title in Item.objects.filter(pk__in=[one.pk for one in items]).values_list(
            "pk", "number", "title"
        )
    }
    for item, (now, then) in zip(items, pairs, strict=True):
        yield ChangedItem(item.pk, *named[item.pk], now, then)

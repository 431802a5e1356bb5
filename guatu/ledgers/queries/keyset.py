"""A list read on from a place in it, however far down that is: for programs that go through all of it.

A place is what the last row read was sorted by. What is entered or changed meanwhile moves no other row, so
nothing that stood all the time is read twice or left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet
from django.db.models.expressions import OrderBy

from guatu.accounts.queries import Acting
from guatu.history.timelines import PastDay
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Item, ItemFacts, Ledger
from guatu.ledgers.queries import listing, visibility
from guatu.ledgers.queries.filters import Filters, asked
from guatu.ledgers.queries.remembering import Heads, Memory
from guatu.ledgers.queries.sorting import burning, owed_first, rank
from guatu.ledgers.queries.standing import ITEMS, Names, facts_of

Place = tuple[object, ...]
memory: Final = Memory(400)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that rows are sorted by."""

    field: str
    is_down: bool = False
    may_be_empty: bool = False
    """What is empty stands last, whichever way it goes."""
    turns: bool = True
    """Whether it turns when the whole order is reversed."""


_LAST: Final = Key("pk", turns=False)
_DEADLINE: Final = Key("deadline", may_be_empty=True)
_NEXT_DEADLINE: Final = replace(_DEADLINE, turns=False)
ORDERS: Final[Mapping[str, tuple[Key, ...]]] = {
    "deadline": (_DEADLINE, _LAST),
    "light": (Key("burning"), _NEXT_DEADLINE, _LAST),
    "due": (Key("owed_first", turns=False), _DEADLINE, _LAST),
    "number": (Key("pk"),),
    "progress": (Key("progress"), _LAST),
    "state": (Key("rank"), _NEXT_DEADLINE, _LAST),
    "lead": (
        Key("lead_unit__position", may_be_empty=True),
        Key("lead_unit__name", may_be_empty=True),
        _LAST,
    ),
    "last": (Key("last_at", may_be_empty=True), _LAST),
    "extensions": (Key("extensions"), _NEXT_DEADLINE, _LAST),
}
"""The orders of the page by their names, and the plain deadline; a minus reverses any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What of which items is wanted, in which order."""

    who: Acting
    heads: Heads
    filters: Filters
    order: str
    ledger: int | None = None
    """One ledger, or all that the person sees."""
    past: PastDay | None = None
    """The past day that is looked at."""

    @property
    def names(self) -> Names:
        return facts_of(self.past) if self.past else ITEMS

    @property
    def day(self) -> date:
        return self.past.day if self.past else self.who.on


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys in their order, and the place from which to read on; None at the end."""

    pks: Sequence[int]
    place: Place | None


def stretch(wanted: Listing, *, after: Place | None, limit: int) -> Stretch:
    """The next keys after a place, remembered until one of the chains moves on."""
    key = (replace(wanted, heads=()), after, limit)
    return memory.get(key, lambda: _stretch(wanted, after, limit), at=wanted.heads)


def _stretch(wanted: Listing, after: Place | None, limit: int) -> Stretch:
    names = _names(wanted)
    keys = [replace(one, field=_named(one.field, names)) for one in keys_of(wanted.order)]
    derived = {one.field: _DERIVED[one.field](wanted) for one in keys if one.field in _DERIVED}
    rows = _seen(wanted, names).annotate(**derived)
    if after is not None:
        rows = rows.filter(_beyond(keys, after))
    order = [OrderBy(F(one.field), one.is_down, nulls_last=one.may_be_empty or None) for one in keys]
    found = list(rows.order_by(*order).values_list(names.pk, *(one.field for one in keys))[: limit + 1])
    place = tuple(found[limit - 1][1:]) if len(found) > limit else None
    return Stretch([row[0] for row in found[:limit]], place)


def _burning(wanted: Listing) -> Case:
    return burning(in_force(wanted.day).palette(wanted.ledger), _names(wanted))


_DERIVED: Final[Mapping[str, Callable[[Listing], Case]]] = {
    "owed_first": lambda _: owed_first(),
    "rank": lambda wanted: rank(wanted.names),
    "burning": _burning,
}
_OF_ITEMS: Final = frozenset(("progress", "last_at"))
"""What facts do not hold by themselves."""


def _named(field: str, names: Names) -> str:
    """A field where it is read: on items, or on the facts of a past day."""
    if field == "pk":
        return names.pk
    return names.own(field) if field in _OF_ITEMS else field


def keys_of(order: str) -> list[Key]:
    """What an order sorts by; a minus turns it round."""
    keys = ORDERS[order.removeprefix("-")]
    is_down = order.startswith("-")
    return [replace(one, is_down=is_down and one.turns) for one in keys]


def _names(wanted: Listing) -> Names:
    """How fields are called; of all ledgers, with the lights that stand apart, where lights are asked for."""
    asks = bool(wanted.filters.light) or wanted.order.removeprefix("-") == "light"
    if wanted.ledger is not None or not asks:
        return wanted.names
    return replace(wanted.names, apart=in_force(wanted.day).merged().apart)


def _seen(wanted: Listing, names: Names) -> "QuerySet[Any]":
    who = wanted.who
    if wanted.past is not None:
        return _seen_then(wanted, wanted.past)
    whole = whole_ledgers(who, wanted.heads)
    seen = Q(ledger__in=whole) | visibility.owed(who)
    only = Ledger.objects.get(pk=wanted.ledger) if wanted.ledger else None
    if only is not None:
        seen = Q(ledger=only) if only.pk in whole else visibility.owed(who) & Q(ledger=only)
    return Item.objects.filter(
        seen, asked(wanted.filters, who, ledger=only, on=who.on, names=names)
    ).order_by()


def _seen_then(wanted: Listing, past: PastDay) -> "QuerySet[Any]":
    """The facts of a past day, of what the person sees today."""
    book = listing.of(wanted.who, wanted.ledger, on=wanted.who.on, past=past)
    if book is None:
        return ItemFacts.objects.none()
    narrowed = asked(wanted.filters, wanted.who, ledger=book.of, on=book.on, names=book.names)
    return book.rows.filter(narrowed)


def whole_ledgers(who: Acting, heads: Heads) -> frozenset[int]:
    """The ledgers of which somebody sees every item, remembered likewise."""

    def find() -> frozenset[int]:
        return frozenset(visibility.whole_ledgers(who).values_list("pk", flat=True))

    return memory.get(("whole", who), find, at=heads)


def _beyond(keys: Sequence[Key], place: Place) -> Q:
    """What comes after a place: equal in the first keys, and further on in the next."""
    wanted, equal = Q(pk=None), Q()
    for one, value in zip(keys, place, strict=True):
        wanted |= equal & _further(one, value)
        is_empty = {f"{one.field}__isnull": True}
        equal &= Q(**is_empty) if value is None else Q(**{one.field: value})
    return wanted


def _further(key: Key, value: object) -> Q:
    if value is None:
        return Q(pk=None)
    passed = Q(**{f"{key.field}__{'lt' if key.is_down else 'gt'}": value})
    return passed | Q(**{f"{key.field}__isnull": True}) if key.may_be_empty else passed

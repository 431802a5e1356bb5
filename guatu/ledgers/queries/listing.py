"""A ledger, or all of them, as a list: what one person sees on one day.

`tallies` counts it, `paging` sorts it and turns its pages.

Counts and the keys of a page are remembered until the chain of an office moves on: every change of an item
is an event of that chain, so equal heads mean an equal list. After an event, counts are taken anew of those
blocks of items alone that it touched (`blocks`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.queries import Acting
from guatu.history.models import Chain
from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.models import Item, ItemFacts, Ledger
from guatu.ledgers.queries import blocks, visibility
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.remembering import Heads, Memory, heads
from guatu.ledgers.queries.standing import (
    ITEMS,
    Names,
    facts_of,
)
from guatu.rules.regimes.regime import Light

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

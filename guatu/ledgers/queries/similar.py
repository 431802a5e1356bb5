"""Problems that were struck off and are like one at hand: found by the index, of what somebody may see.

Those of the same lead unit come first: there it is likely that the problem is back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.db.models import Count, Q, QuerySet

from guatu.accounts.queries import Acting
from guatu.ledgers.models import GramCount, Item, LookBack, ProblemGram
from guatu.ledgers.queries import visibility
from guatu.ledgers.recurring import naming
from guatu.ledgers.recurring.grams import Names, grams
from guatu.ledgers.recurring.weighing import Closeness, Said, Scale, counts, judged

_Near: TypeAlias = tuple[Item, float, Closeness, bool]
FEW: Final = 5
_READ: Final = 15_000
"""Rows of the index that a search reads for all units, those of the rarest grams first."""
_WEIGHED: Final = 60
"""Problems whose words are then compared, of all units and of the own one."""
_FEWEST: Final = 2
"""Grams without which a text says too little to seek by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A closed item with a problem like the one at hand."""

    item: Item
    closeness: Closeness
    share: float
    is_same_unit: bool
    look_back: LookBack | None
    """The last that was held or is planned."""

    @property
    def is_likely_relapse(self) -> bool:
        return self.is_same_unit


def to_item(who: Acting, item: Item, *, limit: int = FEW) -> list[Similar]:
    """Closed items like another one, but for itself."""
    names = naming.known()
    return _found(who, Said.of(item, names), names, unit=item.lead_unit_id, beside=item.pk, limit=limit)


def to_text(who: Acting, text: str, *, unit: int | None = None, limit: int = FEW) -> list[Similar]:
    """Closed items like what a text says; `unit` leads what it speaks of, if that is known."""
    names = naming.known()
    said = grams(text, names)
    return _found(who, Said(said, said), names, unit=unit, beside=None, limit=limit)


def _found(
    who: Acting, wanted: Said, names: Names, *, unit: int | None, beside: int | None, limit: int
) -> list[Similar]:
    if len(wanted.whole) < _FEWEST:
        return []
    often = counts({*wanted.whole, GramCount.ALL})
    found = _candidates(who, wanted.whole, often, unit) - {beside}
    items = visibility.items(who).filter(pk__in=found, state=Item.State.CLOSED)
    held = {item: Said.of(item, names) for item in items.select_related("lead_unit", "ledger")}
    others = {gram for one in held.values() for gram in one.whole} - often.keys()
    near = list(_near(Scale(often | counts(others)), wanted, held, unit))
    near.sort(key=lambda one: (not one[3], -one[1], -one[0].pk))
    return _with_look_backs(near[:limit])


def _near(scale: Scale, wanted: Said, held: Mapping[Item, Said], unit: int | None) -> Iterator[_Near]:
    for item, said in held.items():
        own = unit is not None and item.lead_unit_id == unit
        share, shared = scale.compared(wanted, said)
        if word := judged(share, shared, in_unit=own):
            yield item, share, word, own


def _candidates(who: Acting, wanted: Collection[int], often: Mapping[int, int], unit: int | None) -> set[int]:
    """Items that share most of the rarest grams; of the own unit, most of all."""
    seen = _seen(who)
    found = _most_shared(seen.filter(gram__in=_rarest(wanted, often)))
    if unit is not None:
        found |= _most_shared(seen.filter(gram__in=wanted, unit_id=unit))
    return found


def _rarest(wanted: Iterable[int], often: Mapping[int, int]) -> list[int]:
    """Grams, rarest first, as many as may be read."""
    chosen: list[int] = []
    rows = 0
    for gram in sorted((one for one in wanted if often.get(one)), key=lambda one: (often[one], one)):
        rows += often[gram]
        if chosen and rows > _READ:
            break
        chosen.append(gram)
    return chosen


def _seen(who: Acting) -> "QuerySet[ProblemGram]":
    """By the keys of whole ledgers, which stand in the index; what units owe comes beside it."""
    ledgers = list(visibility.whole_ledgers(who).values_list("pk", flat=True))
    owed = visibility.owed(who)
    rows = ProblemGram.objects.order_by()
    if not who.units("liaison", "reviewer"):
        return rows.filter(ledger_id__in=ledgers)
    own = Item.objects.filter(owed, state=Item.State.CLOSED).order_by()
    return rows.filter(Q(ledger_id__in=ledgers) | Q(item__in=own.values("pk")))


def _most_shared(rows: "QuerySet[ProblemGram]") -> set[int]:
    found = rows.values("item").annotate(shared=Count("pk")).order_by("-shared", "-item")
    return {row["item"] for row in found[:_WEIGHED]}


def _with_look_backs(near: Iterable[_Near]) -> list[Similar]:
    those = list(near)
    rows = LookBack.objects.filter(item__in=[one[0].pk for one in those])
    last = {row.item_id: row for row in rows.exclude(state=LookBack.State.DROPPED).order_by("pk")}
    return [
        Similar(item=item, share=share, closeness=word, is_same_unit=own, look_back=last.get(item.pk))
        for item, share, word, own in those
    ]

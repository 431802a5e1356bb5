"""Sums over many items, kept in parts: one part for each block of keys that lie together.

Everything is gone through once. After that the events since name the items that changed; their blocks are
found anew from the rows as they stand, and the parts of all others still hold. No figure is ever moved up or
down, so none can drift: a part is what the rows said at its heads, or later. Where it cannot be told what
changed (a chain is not the one that was known, or too much happened), everything is gone through again.
"""

import pickle
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet

from guatu.history.models import Event
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries.remembering import Heads, Memory

Row = tuple[Any, ...]
"""The number of a block, and what is told of it."""
Rows = Iterable[Row]
Find = Callable[["QuerySet[Any]"], Rows]
"""Rows of the database, each with its `block`, → the rows of the sum, which begin with the block."""
BITS: Final = 11
"""2,048 keys are a block, which is read in two milliseconds; 100,000 items are some fifty."""
MANY: Final = 500
"""After so many events it is quicker to go through everything."""
_NAMED: Final = re.compile(rb'"(item|assignment):(\d+)[".]')
"""A row, or a text of one, as the bytes of an event name it."""
_touched: Final = Memory(20)


@dataclass(frozen=True, slots=True)
class _Kept:
    heads: Heads
    parts: Mapping[int, bytes]
    """The rows of each block, packed: a tenth of the room, and unpacked in a millisecond."""


def rows(memory: Memory, key: Hashable, known: Heads, source: "QuerySet[Any]", pk: str, find: Find) -> Rows:
    """The rows of a sum over `source`, of which `pk` is the key of the item; `known` are the heads of now."""
    kept = memory.known(key)
    if not isinstance(kept, _Kept) or kept.heads != known:
        kept = _Kept(known, _moved_on(kept, known, source, pk, find))
        memory.keep(key, kept)
    return chain.from_iterable(pickle.loads(one) for one in kept.parts.values())  # noqa: S301 - packed here


def numbered(source: "QuerySet[Any]", pk: str) -> "QuerySet[Any]":
    """Rows of the database, each with the number of its block."""
    given: QuerySet[Any] = source.annotate(block=F(pk).bitrightshift(BITS))
    return given


def counted(source: "QuerySet[Any]", *by: str, **counts: Count | Min) -> Rows:
    """By block and by these fields, so many of each."""
    found: Rows = source.values_list("block", *by).annotate(**counts)
    return found


def _moved_on(
    kept: _Kept | None, known: Heads, source: "QuerySet[Any]", pk: str, find: Find
) -> Mapping[int, bytes]:
    blocks = touched(kept.heads, known) if kept else None
    if kept is None or blocks is None:
        return _parts(find(numbered(source, pk)))
    if not blocks:
        return kept.parts
    anew = _parts(find(numbered(source.filter(_within(blocks, pk)), pk)))
    return {number: part for number, part in kept.parts.items() if number not in blocks} | anew


def _parts(found: Rows) -> dict[int, bytes]:
    parts: dict[int, list[Row]] = {}
    for row in found:
        parts.setdefault(row[0], []).append(row)
    return {number: pickle.dumps(those) for number, those in parts.items()}


def _within(blocks: Collection[int], pk: str) -> Q:
    """The keys of these blocks; one range alone for one of them, which is looked up without a table read."""
    ranges = [Q(**{f"{pk}__gte": one << BITS, f"{pk}__lt": (one + 1) << BITS}) for one in sorted(blocks)]
    return reduce(or_, ranges)


def touched(before: Heads, now: Heads) -> frozenset[int] | None:
    """The blocks of the items that the events between these heads are about; None where it cannot be told."""
    items = _touched.get((before, now), lambda: _items_since(dict(before), dict(now)))
    return None if items is None else frozenset(pk >> BITS for pk in items)


def _items_since(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[int] | None:
    if before.keys() - now.keys():
        return None
    items: set[int] = set()
    for code in now:
        if before.get(code, "") != now[code]:
            since = _since(code, before.get(code, ""))
            if since is None:
                return None
            items |= since
    return frozenset(items)


def _since(code: str, head: str) -> set[int] | None:
    """The items that the events after this one of a chain name."""
    of_chain = Event.objects.filter(chain__code=code)
    last = of_chain.filter(hash=head).values_list("number", flat=True).first() if head else 0
    if last is None:
        return None
    events = of_chain.filter(number__gt=last).order_by("number")
    bodies = list(events.values_list("subject_kind", "subject_id", "body")[: MANY + 1])
    if len(bodies) > MANY:
        return None
    named = [pair for _, _, body in bodies for pair in _NAMED.findall(bytes(body))]
    items = {int(pk) for track, pk in named if track == b"item"}
    items |= {pk for kind, pk, _ in bodies if kind == Item.track}
    owed = {int(pk) for track, pk in named if track == b"assignment"}
    return items.union(Assignment.objects.filter(pk__in=owed).order_by().values_list("item", flat=True))

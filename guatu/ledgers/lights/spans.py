"""The spans of lights: what items showed from a day to a day, as known from a day to a day.

A day that is looked back at never asks what was known before it, so a span may end or go on in place as long
as no day before the day of knowledge gets another light; else the old knowledge is kept and a new row made.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from guatu.history import rows
from guatu.history.timelines import OPEN, PastDay, as_of
from guatu.ledgers.models import LightSpan

_MANY: Final = 500
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Burning:
    """A light from a day on, by a regime; without a light a fact is missing, without a regime none is due."""

    since: date
    regime: str
    light: str

    def is_same(self, other: "Burning") -> bool:
        return (self.regime, self.light) == (other.regime, other.light)


class Spans:
    """What is now known of the lights of some items; changes are collected, then written at once."""

    def __init__(self, items: Collection[int]) -> None:
        self._of: dict[int, list[LightSpan]] = {pk: [] for pk in items}
        self._new: list[LightSpan] = []
        self._ended: dict[str, list[LightSpan]] = {"valid_to": [], "known_to": []}
        self._never: list[int] = []
        pks = list(self._of)
        for start in range(0, len(pks), _MANY):
            known = LightSpan.objects.filter(item__in=pks[start : start + _MANY], known_to=OPEN)
            for row in known.order_by("item", "valid_from"):
                self._of[row.item_id].append(row)

    def restate(self, item: int, lights: Sequence[Burning], *, known: date) -> Burning:
        """Let the lights hold from the day of the first on, known from a day; answers the last, whole.

        Knowledge never goes back: where the clock was set back, it counts from the latest day that is kept.
        """
        start = lights[0].since
        known = max([known, *(row.known_from for row in self._of[item])])
        before = [Burning(row.valid_from, row.regime, row.light) for row in self._of[item]]
        wanted = _joined([*(one for one in before if one.since < start), *lights])
        ends = [*(later.since for _, later in pairwise(wanted)), OPEN]
        missing = dict(zip(wanted, ends, strict=True))
        for row in self._of[item]:
            self._take(row, missing, known)
        for one, end in missing.items():
            self._new.append(_row(item, one, end, known))
        return _whole(wanted)

    def _take(self, row: LightSpan, missing: dict[Burning, date], known: date) -> None:
        """Keep the row where it is wanted still, as far as it is; else it is known no longer."""
        one = Burning(row.valid_from, row.regime, row.light)
        end = missing.get(one)
        if end is not None and (end == row.valid_to or min(end, row.valid_to) >= known):
            del missing[one]
            if end != row.valid_to:
                row.valid_to = end
                self._ended["valid_to"].append(row)
        elif row.known_from == known:
            self._never.append(row.pk)
        else:
            row.known_to = known
            self._ended["known_to"].append(row)

    def goes_on_after(self, item: int, day: date) -> bool:
        """Whether it is known already what the item showed on a later day."""
        known = self._of[item]
        return bool(known) and known[-1].valid_from > day

    def write(self) -> None:
        """Few statements, however many spans."""
        for start in range(0, len(self._never), _MANY):
            LightSpan.objects.filter(pk__in=self._never[start : start + _MANY]).delete()
        for name, ended in self._ended.items():
            if ended:
                rows.update(LightSpan, [name], ended)
        rows.insert(self._new)


def _joined(lights: Iterable[Burning]) -> list[Burning]:
    """The same light goes on; a later one of the same day stands for it."""
    found: list[Burning] = []
    for one in lights:
        if found and found[-1].since == one.since:
            found.pop()
        if not found or not found[-1].is_same(one):
            found.append(one)
    return found


def _whole(lights: Sequence[Burning]) -> Burning:
    """The last light, since it burns whatever the regime."""
    last = lights[-1]
    since = last.since
    for one in reversed(lights):
        if one.light != last.light:
            break
        since = one.since
    return Burning(since, last.regime, last.light)


def _row(item: int, one: Burning, end: date, known: date) -> LightSpan:
    return LightSpan(
        item_id=item,
        regime=one.regime,
        light=one.light,
        valid_from=one.since,
        valid_to=end,
        known_from=known,
        known_to=OPEN,
    )


def on_day(items: Iterable[int], past: PastDay) -> Mapping[int, Burning]:
    """What items showed on a day, as known on a day."""
    found: dict[int, Burning] = {}
    pks = list(items)
    for start in range(0, len(pks), _MANY):
        spans = LightSpan.objects.filter(as_of(past), item__in=pks[start : start + _MANY])
        found |= {row.item_id: Burning(row.valid_from, row.regime, row.light) for row in spans}
    return found


def by_days(item: int, past: PastDay, *, days: int) -> list[tuple[date, Burning | None]]:
    """What an item showed on each of the days up to a day, as known on a day; one statement."""
    first = past.day - (days - 1) * _DAY
    known = LightSpan.objects.filter(item=item, known_from__lte=past.known, known_to__gt=past.known)
    rows_ = list(known.filter(valid_from__lte=past.day, valid_to__gt=first))
    told: list[tuple[date, Burning | None]] = []
    for number in range(days):
        day = first + number * _DAY
        lit = next((row for row in rows_ if row.valid_from <= day < row.valid_to), None)
        told.append((day, Burning(lit.valid_from, lit.regime, lit.light) if lit else None))
    return told

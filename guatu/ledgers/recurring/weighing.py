"""How much a gram says, by how seldom it is, and how close two problems are."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from guatu.ledgers.models import GramCount, Item
from guatu.ledgers.recurring.grams import Names, grams

SAME: Final = 0.6
CLOSE: Final = 0.28
"""From which share on two problems are close; figures of ours, chosen on `bench/relapse`."""
CLOSE_IN_UNIT: Final = 0.2
"""The same where one unit has both: there the same problem is likelier than another in like words."""
_SELDOM: Final = 0.004
"""What is seldomer than in this share of all problems weighs no more: seldomest is a slip of the pen."""
LEAST: Final = 3
LEAST_IN_UNIT: Final = 2
"""Grams that both must hold."""


class Closeness(StrEnum):
    """How close an earlier problem is, in words."""

    SAME = "same"
    CLOSE = "close"

    @property
    def label(self) -> str:
        return "几乎相同" if self is Closeness.SAME else "相近"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a problem: in its title, and in all."""

    title: frozenset[int]
    whole: frozenset[int]

    @classmethod
    def of(cls, item: Item, names: Names) -> Self:
        title = grams(item.title, names)
        return cls(title, title | grams(item.problem, names))


def counts(those: Collection[int]) -> Counter[int]:
    """How many problems of the index hold each of these."""
    rows = GramCount.objects.filter(gram__in=those, count__gt=0)
    return Counter(dict(rows.values_list("gram", "count")))


class Scale:
    """What the grams of some problems weigh, against all that the index holds."""

    def __init__(self, often: Mapping[int, int]) -> None:
        self._often, self._all = often, often.get(GramCount.ALL, 0)

    def weight(self, gram: int) -> float:
        return math.log(1 + (self._all + 1) / (self._often.get(gram, 0) + 1 + self._all * _SELDOM))

    def closeness(self, one: frozenset[int], other: frozenset[int]) -> float:
        """The share of weight that both hold, from 0 to 1."""
        both = sum(map(self.weight, one & other))
        return both / math.sqrt(sum(map(self.weight, one)) * sum(map(self.weight, other))) if both else 0.0

    def compared(self, one: Said, other: Said) -> tuple[float, int]:
        """How close two problems are by what is closer, their titles or all that is said; what they share."""
        pairs = ((one.title, other.title), (one.whole, other.whole))
        return max((self.closeness(first, second), len(first & second)) for first, second in pairs)


def judged(share: float, shared: int, *, in_unit: bool) -> Closeness | None:
    """The word for it; None where two problems have too little in common."""
    if shared < (LEAST_IN_UNIT if in_unit else LEAST) or share < (CLOSE_IN_UNIT if in_unit else CLOSE):
        return None
    return Closeness.SAME if share >= SAME else Closeness.CLOSE

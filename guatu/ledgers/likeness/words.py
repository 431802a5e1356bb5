"""Marks as words of an index: the same spot gives the same word, mostly, and two spots seldom do."""

from collections.abc import Iterable, Iterator
from typing import Final

from guatu.ledgers.likeness.marks import BITS, Mark

LENGTH: Final = 20
"""Bits of a word."""
KEPT: Final = 96
"""Marks of a picture that are kept."""
INDEXED: Final = 64
"""Marks of a picture that stand in the index, the strongest of each of its parts."""
SOUGHT: Final = 256
"""Marks of a picture by which others are sought: more, for a copy ranks its spots otherwise."""
_UNSURE: Final = 5
"""Bits of a word that are tried the other way too, one by one: those of which a look is least sure."""


def word(mark: Mark) -> int:
    """The word of a mark."""
    return mark.bits >> (BITS - LENGTH)


def likely(mark: Mark) -> Iterator[int]:
    """The words that a copy of this spot may have got."""
    own = word(mark)
    yield own
    margins = mark.margins[:LENGTH]
    unsure = sorted(range(len(margins)), key=margins.__getitem__)[:_UNSURE]
    for place in unsure:
        yield own ^ 1 << (LENGTH - 1 - place)
    if len(unsure) > 1:
        yield own ^ 1 << (LENGTH - 1 - unsure[0]) ^ 1 << (LENGTH - 1 - unsure[1])


def sought(marks: Iterable[Mark]) -> dict[int, list[int]]:
    """Word → the turns of the spots that may have it."""
    found: dict[int, list[int]] = {}
    for mark in marks:
        for one in likely(mark):
            found.setdefault(one, []).append(mark.turn)
    return found

"""Where a column of figures is cut: the least value that meets a comparison, in the kind the column has.

A float means the decimal of its shortest spelling, so the least float that is at least 0.03 may lie beside
the one that 0.03 reads as. From its cut on a comparison of machine numbers is exact.
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.columns import Figures, Floats, Integers, Scaled
from guatu.rules.engine.formulas import Within

Cut = float | int
"""A float for a column of floats, else an integer in the column's scale, or a place in its domain."""
_LEAST: Final = -(2**63)
_MOST: Final = 2**63 - 1


def machine_cuts(cuts: Sequence[Cut], column: Floats | Scaled) -> NDArray[np.float64] | Integers:
    """Cuts as the column's own kind of number, without one that no integer of 64 bits reaches."""
    if isinstance(column, Floats):
        return np.array(cuts, np.float64)
    return np.array([cut for cut in cuts if cut <= _MOST], np.int64)


def cuts_of(asked: Within, column: Figures) -> tuple[Cut | None, Cut | None]:
    """The first value inside, and the first one past the end; None is open."""
    low = None if asked.low is None else _cut(asked.low, column, includes=asked.takes_low)
    high = None if asked.high is None else _cut(asked.high, column, includes=not asked.takes_high)
    return low, high


def _cut(value: Fraction, column: Figures, *, includes: bool) -> Cut:
    """The least value at least so great, or with `includes` off the least greater one."""
    if isinstance(column, Floats):
        return least_float(value, includes=includes)
    if isinstance(column, Scaled):
        return _least_whole(value * 10**column.scale, includes=includes)
    return _first(len(column.domain), lambda place: _reaches(column.domain[place], value, includes)) + 1


def _reaches(figure: Fraction | float, value: Fraction, includes: bool) -> bool:  # noqa: FBT001 - of a pair
    return figure >= value if includes else figure > value


def _first(count: int, holds: Callable[[int], bool]) -> int:
    """The first of so many places from which on something holds; `count` where it never does."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _least_whole(value: Fraction, *, includes: bool) -> int:
    """One that no 64 bits hold gives way to the least that some do, or to one more than the greatest."""
    least = math.ceil(value) if includes else math.floor(value) + 1
    return min(max(least, _LEAST), _MOST + 1)


def least_float(value: Fraction, *, includes: bool) -> float:
    """The least float whose decimal is at least `value`, or greater than it."""
    try:
        found = float(value)
    except OverflowError:
        found = math.inf if value > 0 else -math.inf
    while found > -math.inf and _reaches(meaning(found), value, includes):
        found = math.nextafter(found, -math.inf)
    while not _reaches(meaning(found), value, includes):
        found = math.nextafter(found, math.inf)
    return found + 0.0


def meaning(figure: float) -> Fraction | float:
    """The decimal that a float's shortest spelling gives; an infinite one is itself."""
    return Fraction(repr(figure)) if math.isfinite(figure) else figure

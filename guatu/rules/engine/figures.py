"""Figures of a whole column that are compared with one another, and what is reckoned from them, exactly.

Figures are held as fractions of 64-bit integers for as long as no step can overflow. Beyond that, and for
floats of many digits, a span is held in which the true value lies; rows whose spans overlap are in doubt and
are decided one by one. So there is no wrong answer, only a slower one.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from guatu.rules.catalogue.expressions import Sum
from guatu.rules.engine.columns import Figures, Flags, Floats, Integers, Scaled
from guatu.rules.language.syntax import Sign

_ROOM: Final = 2**62
_WHOLE: Final = 2**53
"""Every integer up to it is a float; an integer beside it is compared as one, not as a float."""
_DIGITS: Final = 1e15
"""Two decimals of so many digits are never read as the same float."""
_SLACK: Final = 2.0**-50
_Reals: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratios:
    """Numerators over denominators, which are above 0; arrays of the column's length, or of one."""

    over: Integers
    under: Integers
    known: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where the true values lie, both ends included. Of rows in doubt nothing is said, not even `known`."""

    low: _Reals
    high: _Reals
    known: Flags
    doubt: Flags


Reckoned: TypeAlias = Ratios | Spans


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Where a comparison holds, where both sides are known, and where neither is sure."""

    yes: Flags
    known: Flags
    doubt: Flags


def constant(value: Fraction) -> Reckoned:
    """The same figure for every row."""
    always = np.ones(1, np.bool_)
    if abs(value.numerator) < _ROOM and value.denominator < _ROOM:
        return Ratios(np.array([value.numerator]), np.array([value.denominator]), always)
    low, high = _around(value)
    return Spans(np.array([low]), np.array([high]), always, ~always)


def missing() -> Ratios:
    """No value in any row."""
    return Ratios(np.zeros(1, np.int64), np.ones(1, np.int64), np.zeros(1, np.bool_))


def figures_of(column: Figures) -> Reckoned:
    """A column of figures, exact where its decimals are short."""
    if isinstance(column, Scaled):
        return Ratios(column.values, np.array([10**column.scale]), column.known)
    if isinstance(column, Floats):
        return _short_decimals(column) or _around_floats(column)
    ends = np.array([(0.0, 0.0), *map(_around, column.domain)])
    found = ends[column.codes]
    return Spans(found[:, 0], found[:, 1], column.known, np.zeros(len(found), np.bool_))


def _around(value: Fraction | float) -> tuple[float, float]:
    if isinstance(value, float):
        return value, value
    try:
        near = float(value)
    except OverflowError:
        largest = float(np.finfo(np.float64).max)
        return (largest, np.inf) if value > 0 else (-np.inf, -largest)
    if Fraction(near) == value:
        return near, near
    return math.nextafter(near, -math.inf), math.nextafter(near, math.inf)


def _short_decimals(column: Floats) -> Ratios | None:
    """Floats of few digits as integers of a power of ten; None where one of them is longer."""
    values = column.values
    if not np.isfinite(values).all() or (len(values) and np.abs(values).max() > _DIGITS):
        return None
    for scale in (0, 2, 4, 6):
        whole = np.rint(values * 10.0**scale)
        if (whole / 10.0**scale == values).all() and (np.abs(whole) < _DIGITS).all():
            return Ratios(whole.astype(np.int64), np.array([10**scale]), column.known)
    return None


def _around_floats(column: Floats) -> Spans:
    values = column.values
    with np.errstate(all="ignore"):
        low, high = np.nextafter(values, -np.inf), np.nextafter(values, np.inf)
    is_sure = (np.abs(values) <= _WHOLE) & (values == np.rint(values)) | np.isinf(values)
    low, high = np.where(is_sure, values, low), np.where(is_sure, values, high)
    return Spans(low, high, column.known, np.zeros(len(values), np.bool_))


def spans_of(figures: Reckoned) -> Spans:
    """Spans around fractions; those that a float holds exactly have no width."""
    if isinstance(figures, Spans):
        return figures
    near = figures.over / figures.under
    is_sure = (np.abs(figures.over) <= _WHOLE) & (figures.under == 1)
    width = np.where(is_sure, 0.0, np.abs(near) * _SLACK)
    none = np.zeros(len(near), np.bool_)
    return Spans(near - width, near + width, figures.known, none)


def reckoned(left: Reckoned, sign: Sum, right: Reckoned) -> Reckoned:
    """Two figures under one sign; missing where a part is missing or infinite, or the divisor is zero."""
    with np.errstate(all="ignore"):
        if isinstance(left, Ratios) and isinstance(right, Ratios):
            found = _fractions(left, sign, right)
            if found is not None:
                return found
        return _spans(_finite(spans_of(left)), sign, _finite(spans_of(right)))


def times(figures: Reckoned, factor: Fraction) -> Reckoned:
    """Figures in another unit; an infinite one stays so."""
    if factor == 1:
        return figures
    found = reckoned(figures, "*", constant(factor))
    if isinstance(figures, Ratios) or isinstance(found, Ratios):
        return found
    is_infinite = np.isinf(figures.low) & (figures.low == figures.high)
    low, high = (
        np.where(is_infinite, figures.low, end) for end in np.broadcast_arrays(found.low, found.high)
    )
    return Spans(low, high, np.where(is_infinite, figures.known, found.known), found.doubt)


def _most(values: Integers) -> int:
    return max(-int(values.min()), int(values.max()), 1) if len(values) else 1


def _fractions(left: Ratios, sign: Sum, right: Ratios) -> Ratios | None:
    """None where the numerators or denominators might not fit in 64 bits."""
    known = left.known & right.known
    if sign == "/":
        known, right = known & (right.over != 0), _inverse(right)
    over = (_most(left.over), _most(right.over))
    under = (_most(left.under), _most(right.under))
    if sign in ("*", "/"):
        if max(over[0] * over[1], under[0] * under[1]) >= _ROOM:
            return None
        return Ratios(left.over * right.over, left.under * right.under, known)
    if len(left.under) == len(right.under) == 1 and left.under[0] == right.under[0]:
        if sum(over) >= _ROOM:
            return None
        return Ratios(_add(left.over, sign, right.over), left.under, known)
    if max(over[0] * under[1] + over[1] * under[0], under[0] * under[1]) >= _ROOM:
        return None
    total = _add(left.over * right.under, sign, right.over * left.under)
    return Ratios(total, left.under * right.under, known)


def _add(left: Integers, sign: Sum, right: Integers) -> Integers:
    return left + right if sign == "+" else left - right


def _inverse(figures: Ratios) -> Ratios:
    """One over each; of zero anything, for it is missing."""
    over = np.where(figures.over < 0, -figures.under, figures.under)
    return Ratios(over, np.where(figures.over == 0, 1, np.abs(figures.over)), figures.known)


def _finite(spans: Spans) -> Spans:
    """Infinite figures are missing in a sum. A span that reaches infinity without being it is in doubt."""
    is_infinite = np.isinf(spans.low) & (spans.low == spans.high)
    is_open = ~is_infinite & ~(np.isfinite(spans.low) & np.isfinite(spans.high))
    low, high = (np.where(is_infinite | is_open, 0.0, end) for end in (spans.low, spans.high))
    return Spans(low, high, spans.known & ~is_infinite, spans.doubt | is_open)


def _spans(left: Spans, sign: Sum, right: Spans) -> Spans:
    known, doubt = left.known & right.known, left.doubt | right.doubt
    if sign == "/":
        is_zero = (right.low == 0) & (right.high == 0)
        holds_zero = (right.low <= 0) & (right.high >= 0)
        known, doubt = known & ~is_zero, doubt | (holds_zero & ~is_zero)
        low, high = (np.where(holds_zero, 1.0, end) for end in (right.low, right.high))
        ends = [one / other for one in (left.low, left.high) for other in (low, high)]
    elif sign == "*":
        ends = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
    elif sign == "+":
        ends = [left.low + right.low, left.high + right.high]
    else:
        ends = [left.low - right.high, left.high - right.low]
    least, most = np.minimum.reduce(ends), np.maximum.reduce(ends)
    is_wide = ~(np.isfinite(least) & np.isfinite(most))
    low, high = np.nextafter(least, -np.inf), np.nextafter(most, np.inf)
    return Spans(np.where(is_wide, 0.0, low), np.where(is_wide, 0.0, high), known, doubt | is_wide)


_SIGNS: Final[dict[Sign, Callable[[NDArray[np.generic], NDArray[np.generic]], Flags]]] = {
    "=": np.equal,
    "≠": np.not_equal,
    "<": np.less,
    "≤": np.less_equal,
    ">": np.greater,
    "≥": np.greater_equal,
}


def compared(left: Reckoned, sign: Sign, right: Reckoned) -> Compared:
    """A comparison in every row; in doubt where spans overlap."""
    if isinstance(left, Ratios) and isinstance(right, Ratios):
        over = (_most(left.over) * _most(right.under), _most(right.over) * _most(left.under))
        if max(over) < _ROOM:
            yes = _SIGNS[sign](left.over * right.under, right.over * left.under)
            known = left.known & right.known
            return Compared(yes, known, np.zeros(1, np.bool_))
    one, other = spans_of(left), spans_of(right)
    is_same = (one.low == one.high) & (other.low == other.high) & (one.low == other.low)
    is_apart = (one.high < other.low) | (one.low > other.high)
    known, unsure = one.known & other.known, one.doubt | other.doubt
    yes = _SIGNS[sign](one.low, other.low)
    return Compared(yes, known, unsure | (known & ~is_same & ~is_apart))

"""Columns of a table as arrays. Each says which rows have a value, and holds the value of those.

Days are counted from 1970-01-01. A figure is held exactly: as a float where it came as one, else as an
integer of 10**-scale, else (mixed kinds, or beyond 64 bits) as its place among all the values there are.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.vocabularies import Vocabulary

if TYPE_CHECKING:
    from guatu.rules.engine.tables import Table

Flags: TypeAlias = NDArray[np.bool_]
Integers: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Exact: TypeAlias = Fraction | float
"""An exact figure; a float only where it is infinite."""
DAY_ZERO = 719_163
"""The proleptic ordinal of 1970-01-01."""


@dataclass(frozen=True, slots=True, eq=False)
class Floats:
    """Figures that mean the decimal of their shortest spelling. What is missing holds 0."""

    values: NDArray[np.float64]
    known: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Figures of 10**-scale, and days (scale 0). What is missing holds 0."""

    values: Integers
    known: Flags
    scale: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Figures of mixed kinds: `codes` counts from 1 in `domain`, which ascends; 0 is missing."""

    codes: Codes
    domain: tuple[Exact, ...]

    @property
    def known(self) -> Flags:
        return np.not_equal(self.codes, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Texts, codes and grades: `codes` counts from 1 in `vocabulary`; 0 is missing."""

    codes: Codes
    vocabulary: Vocabulary

    @property
    def known(self) -> Flags:
        return np.not_equal(self.codes, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Yes or no."""

    values: Flags
    known: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """Several words a row: those of row i are codes[offsets[i]:offsets[i + 1]], counted from 1; 0 is none."""

    offsets: Integers
    codes: Codes
    vocabulary: Vocabulary
    known: Flags


@dataclass(frozen=True, slots=True, eq=False)
class DatedSets:
    """Words that hold from a day to a day, both included."""

    members: Sets
    since: Integers
    until: Integers

    @property
    def known(self) -> Flags:
        return self.members.known


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Records of their own for each row: those of row i are offsets[i] to offsets[i + 1] of `table`."""

    offsets: Integers
    known: Flags
    table: "Table"


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """What people found, in the order it was written down; an answer is 1 for yes, 0 for no, -1 for none."""

    offsets: Integers
    questions: Codes
    vocabulary: Vocabulary
    answers: NDArray[np.int8]
    days: Integers

    @property
    def known(self) -> Flags:
        return np.ones(len(self.offsets) - 1, np.bool_)


Column: TypeAlias = Floats | Scaled | Ranked | Words | Answers | Sets | DatedSets | Lists | Judgements
Figures: TypeAlias = Floats | Scaled | Ranked


def hidden(column: Column, stale: Flags) -> Column:
    """The column with the values of some rows taken for missing."""
    keep = ~stale
    if isinstance(column, Ranked | Words):
        return replace(column, codes=np.where(keep, column.codes, 0).astype(np.int32))
    if isinstance(column, DatedSets):
        members = replace(column.members, known=column.members.known & keep)
        return replace(column, members=members)
    if isinstance(column, Judgements):
        return column
    return replace(column, known=column.known & keep)


def offsets_of(lengths: Integers) -> Integers:
    """Where each row's members begin, and where the last one's end."""
    found = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=found[1:])
    return found


def spread(offsets: Integers, rows: Integers) -> tuple[Integers, Integers]:
    """The places of the members of some rows, and where each row's begin among them."""
    lengths = offsets[rows + 1] - offsets[rows]
    begins = offsets_of(lengths)
    return np.arange(begins[-1], dtype=np.int64) + np.repeat(offsets[rows] - begins[:-1], lengths), begins


def taken(column: Column, rows: Integers) -> Column:
    """The same column of some rows, in their order."""
    if isinstance(column, Floats):
        return Floats(column.values[rows], column.known[rows])
    if isinstance(column, Scaled):
        return Scaled(column.values[rows], column.known[rows], column.scale)
    if isinstance(column, Answers):
        return Answers(column.values[rows], column.known[rows])
    if isinstance(column, Ranked | Words):
        return replace(column, codes=column.codes[rows])
    if isinstance(column, Sets):
        places, begins = spread(column.offsets, rows)
        return replace(column, offsets=begins, codes=column.codes[places], known=column.known[rows])
    if isinstance(column, DatedSets):
        places, _ = spread(column.members.offsets, rows)
        members = cast("Sets", taken(column.members, rows))
        return DatedSets(members, column.since[places], column.until[places])
    places, begins = spread(column.offsets, rows)
    if isinstance(column, Lists):
        return Lists(begins, column.known[rows], column.table.take(places))
    return replace(
        column,
        offsets=begins,
        questions=column.questions[places],
        answers=column.answers[places],
        days=column.days[places],
    )

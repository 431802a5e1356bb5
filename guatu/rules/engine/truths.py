"""Three answers for every row of a table, as two arrays: which rows say yes, and which say no."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from guatu.rules.engine.columns import Flags, Integers
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Rows that are in neither array are unknown; none is in both."""

    yes: Flags
    no: Flags

    def negated(self) -> "Truth":
        return Truth(self.no, self.yes)

    @property
    def unknown(self) -> Flags:
        return ~(self.yes | self.no)


def settled(verdict: Verdict, size: int) -> Truth:
    """The same for every row."""
    is_yes, is_no = verdict is Verdict.YES, verdict is Verdict.NO
    return Truth(np.full(size, is_yes), np.full(size, is_no))


def answered(yes: Flags, known: Flags) -> Truth:
    """Yes or no where a value is known."""
    return Truth(yes & known, known & ~yes)


def all_of(truths: Iterable[Truth]) -> Truth:
    first, *others = truths
    yes, no = first.yes, first.no
    for truth in others:
        yes, no = yes & truth.yes, no | truth.no
    return Truth(yes, no)


def any_of(truths: Iterable[Truth]) -> Truth:
    return all_of(truth.negated() for truth in truths).negated()


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Yes where so many say yes, no where fewer than that still could."""
    found = list(truths)
    certain = np.add.reduce([truth.yes for truth in found], dtype=np.int32)
    ruled_out = np.add.reduce([truth.no for truth in found], dtype=np.int32)
    return Truth(np.greater_equal(certain, count), np.greater(ruled_out, len(found) - count))


def at_least_of_each(count: int, members: Truth, offsets: Integers, known: Flags) -> Truth:
    """The same of the members of each row, where the row has a list of them."""
    certain = per_row(members.yes, offsets)
    possible = per_row(~members.no, offsets)
    return Truth((certain >= count) & known, (possible < count) & known)


def per_row(flags: Flags, offsets: Integers) -> Integers:
    """How many members of each row are flagged."""
    so_far = np.zeros(len(flags) + 1, np.int64)
    np.cumsum(flags, out=so_far[1:])
    counts: Integers = so_far[offsets[1:]] - so_far[offsets[:-1]]
    return counts

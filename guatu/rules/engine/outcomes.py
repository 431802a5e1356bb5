"""What is decided of many rows by many rules: counts for each rule, and the rows it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.columns import Integers

RowNumbers: TypeAlias = NDArray[np.int32]
RowsOfBlock: TypeAlias = NDArray[np.uint16]
"""Rows counted from the first of their block, which has no more than 65,536: half the room."""
Parts: TypeAlias = NDArray[np.uint16]
Kind = Literal["yes", "unknown", "near"]
NO_PARTS: Final[Parts] = np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Rows for each rule, in their order: those of rule i are rows[offsets[i]:offsets[i + 1]].

    `parts` says of a near-miss which part of the root 且 is no, counted from 0.
    """

    offsets: Integers
    rows: RowNumbers
    parts: Parts

    def of(self, rule: int) -> RowNumbers:
        return self.rows[self.offsets[rule] : self.offsets[rule + 1]]

    def parts_of(self, rule: int) -> Parts:
        return self.parts[self.offsets[rule] : self.offsets[rule + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One entry for each rule, in the order they were given. Lists are None where they were not asked for."""

    size: int
    """How many rows were decided."""
    yes_counts: Integers
    unknown_counts: Integers
    near_counts: Integers | None
    yes: Listed
    unknown: Listed | None
    near: Listed | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told beside matches and the count of unknown rows."""

    near_counts: bool = True
    near_rows: bool = False
    unknown_rows: bool = False

    @property
    def has_near(self) -> bool:
        """Whether near-misses are looked for; those that are listed are counted too."""
        return self.near_counts or self.near_rows


@dataclass(slots=True, eq=False)
class Piece:
    """Rows as they were met: block by block, in each rule by rule; `counts` has a line for each block."""

    first: int
    """The row with which the first block begins."""
    rows: RowsOfBlock
    counts: NDArray[np.int32]
    parts: Parts


@dataclass(slots=True, eq=False)
class Tally:
    """What one worker has found."""

    yes: list[Piece]
    unknown: list[Piece]
    near: list[Piece]
    unknown_counts: Integers
    near_counts: Integers


Placing: TypeAlias = Callable[[Piece, Integers, RowNumbers, Parts], None]
"""Puts each stretch of a piece behind what its rule has already."""


def joined(size: int, tallies: Sequence[Tally], wanted: Wanted, place: Placing) -> Outcome:
    """The findings of workers, each of which took the blocks after those of the one before."""
    yes = listed([tally.yes for tally in tallies], place)
    unknown = listed([tally.unknown for tally in tallies], place) if wanted.unknown_rows else None
    near = listed([tally.near for tally in tallies], place) if wanted.near_rows else None
    unknown_counts: Integers = np.add.reduce([tally.unknown_counts for tally in tallies])
    near_counts: Integers = np.add.reduce([tally.near_counts for tally in tallies])
    return Outcome(
        size,
        np.diff(yes.offsets),
        unknown_counts,
        near_counts if wanted.has_near else None,
        yes,
        unknown,
        near,
    )


def listed(found: Sequence[list[Piece]], place: Placing) -> Listed:
    """The rows of each rule together, in their order. Pieces are let go one by one, to need no room twice."""
    pieces = [piece for each in found for piece in each]
    for each in found:
        each.clear()
    per_rule: Integers = np.add.reduce([piece.counts.sum(0, dtype=np.int64) for piece in pieces])
    offsets = np.zeros(len(per_rule) + 1, np.int64)
    np.cumsum(per_rule, out=offsets[1:])
    rows = np.empty(offsets[-1], np.int32)
    has_parts = any(len(piece.parts) for piece in pieces)
    parts = np.empty(offsets[-1] if has_parts else 0, np.uint16)
    filled = offsets[:-1].copy()
    pieces.reverse()
    while pieces:
        place(pieces.pop(), filled, rows, parts)
    return Listed(offsets, rows, parts)

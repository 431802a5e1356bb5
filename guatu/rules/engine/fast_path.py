"""The program compiled by numba: the same steps and the same answers as the plain path, some times faster.

It is imported only where numba is. Machine code is kept beside this file, or where NUMBA_CACHE_DIR says.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine import machine
from guatu.rules.engine.codings import Asking, SmallCodes
from guatu.rules.engine.columns import Floats, Integers, Scaled
from guatu.rules.engine.cuts import Cut, machine_cuts
from guatu.rules.engine.outcomes import Parts, Piece, RowNumbers, RowsOfBlock, Tally, Wanted
from guatu.rules.engine.planes import Planes
from guatu.rules.engine.programs import ALWAYS

_WORDS: Final = 64
BLOCK: Final = _WORDS * 64
_BUCKETS: Final = 1 << 11
_MOST: Final = 2**63 - 1
_UNKNOWN: Final = 1
_NEAR: Final = 2


def classes(column: Floats | Scaled, cuts: tuple[Cut, ...]) -> SmallCodes:
    """Between which cuts each value lies, from 1; 0 for what is missing.

    The ordered bit patterns of floats, or the integers themselves, fall into buckets of equal width. A bucket
    says how many cuts lie before it, so a value is compared with little more than one.
    """
    found = np.empty(len(column.values), np.uint16)
    is_float = isinstance(column, Floats)
    held = machine_cuts(cuts, column)
    keys = _keys(held.astype(np.float64)) if is_float else held.astype(np.int64)
    if not len(keys):
        return column.known.astype(np.uint16)
    first, width = int(keys[0]), int(keys[-1]) - int(keys[0])
    shift = max(0, width.bit_length() - _BUCKETS.bit_length() + 1)
    edges = [first + (bucket << shift) for bucket in range((width >> shift) + 1)]
    starts = np.searchsorted(keys, np.array(edges), side="right").astype(np.uint16)
    machine.classify(column.values.view(np.int64), column.known, int(is_float), keys, starts, shift, found)
    return found


def _keys(values: NDArray[np.float64]) -> Integers:
    """Integers in the order of the floats."""
    bits = values.view(np.int64)
    return np.where(bits < 0, (bits ^ _MOST) + 1, bits)


def tally(planes: Planes, first: int, last: int, wanted: Wanted) -> Tally:
    """What the blocks from `first` to before `last` hold."""
    runner = Runner(planes, wanted, first, last)
    for block in range(first, last):
        runner.run(block)
    return runner.tally()


class Runner:
    """Runs a program over one block after another. Findings go to buffers that a block cannot overrun."""

    def __init__(self, planes: Planes, wanted: Wanted, first: int, last: int) -> None:
        program = planes.program
        self.planes, self.wanted, self.first = planes, wanted, first
        words = max(1, min(_WORDS, (planes.size + 63) // 64))
        self.bits = np.zeros((planes.count, 2, words), np.uint64)
        self.bits[ALWAYS, 0] = ~np.uint64(0)
        self.stack = np.empty((program.depth, 2, words), np.uint64)
        self.near = np.empty((program.parts + 4, words), np.uint64)
        self.mode = 2 if wanted.near_rows else int(wanted.near_counts)
        self.totals = np.zeros((3, program.rules), np.int64)
        self.counts = np.zeros((3, last - first, program.rules), np.int32)
        self.room = program.rules * words * 64
        self.pieces: list[list[Piece]] = [[], [], []]
        self.begun = [0, 0, 0]
        self.at = np.zeros(3, np.int64)
        self.rows = [self._buffer(kind) for kind in range(3)]
        self.parts = np.empty(len(self.rows[_NEAR]), np.uint16)
        self.done = 0

    def _wants(self, kind: int) -> bool:
        return (True, self.wanted.unknown_rows, self.wanted.near_rows)[kind]

    def _buffer(self, kind: int) -> RowsOfBlock:
        return np.empty(2 * self.room if self._wants(kind) else 0, np.uint16)

    def run(self, block: int) -> None:
        """Answer the questions of a block, then decide the rules."""
        start, count, words = self.planes.rows(block, BLOCK)
        for asking in self.planes.askings:
            _answer(asking, start, count, self.bits)
        first, answered = start // 64, self.planes.answered
        self.bits[answered, 0, :words] = self.planes.yes[:, first : first + words]
        self.bits[answered, 1, :words] = self.planes.no[:, first : first + words]
        for kind in range(3):
            if self._wants(kind) and self.at[kind] + self.room > len(self.rows[kind]):
                self._close(kind)
        machine.decide(
            self.planes.program.steps,
            self.bits,
            self.stack,
            self.near,
            count,
            self.mode,
            int(self.wanted.unknown_rows),
            tuple(self.rows),
            self.parts,
            self.at,
            self.counts[:, block - self.first],
            self.totals,
        )
        self.done = block - self.first + 1

    def _close(self, kind: int) -> None:
        """What a buffer holds is a piece of its own; the next begins with a new buffer."""
        used, begun = int(self.at[kind]), self.begun[kind]
        first, counts = (self.first + begun) * BLOCK, self.counts[kind, begun : self.done]
        parts = self.parts[: used if kind == _NEAR else 0]
        self.pieces[kind].append(Piece(first, self.rows[kind][:used], counts, parts))
        self.begun[kind], self.at[kind] = self.done, 0
        self.rows[kind] = self._buffer(kind)
        if kind == _NEAR:
            self.parts = np.empty(len(self.rows[kind]), np.uint16)

    def tally(self) -> Tally:
        for kind in range(3):
            self._close(kind)
        yes, unknown, near = self.pieces
        return Tally(yes, unknown, near, self.totals[_UNKNOWN], self.totals[_NEAR])


def _answer(asking: Asking, start: int, count: int, bits: NDArray[np.uint64]) -> None:
    coding = asking.coding
    if coding.offsets is None or coding.known is None:
        machine.answer(coding.codes, asking.answers, asking.planes, bits, start, count)
    else:
        machine.answer_sets(
            coding.offsets, coding.codes, coding.known, asking.answers, asking.planes, bits, start, count
        )


def place(piece: Piece, filled: Integers, rows: RowNumbers, parts: Parts) -> None:
    """Each stretch of a piece behind what its rule has already."""
    machine.place(piece.rows, piece.parts, piece.counts, piece.first, BLOCK, filled, rows, parts)

"""The program run with NumPy alone."""

from typing import Final

import numpy as np

from guatu.rules.engine.codings import Asking, Bits, SmallCodes
from guatu.rules.engine.columns import Flags, Floats, Integers, Scaled
from guatu.rules.engine.cuts import Cut, machine_cuts
from guatu.rules.engine.outcomes import NO_PARTS, Parts, Piece, RowNumbers, RowsOfBlock, Tally, Wanted
from guatu.rules.engine.planes import Planes, packed
from guatu.rules.engine.programs import (
    ALWAYS,
    AND,
    AND_TOP,
    COUNT,
    COUNT_ONE,
    COUNT_TOP,
    COUNTED,
    END,
    FIRST_PART,
    LOAD,
    OR,
    OR_TOP,
    SWAP,
)
from guatu.rules.engine.truths import per_row

BLOCK: Final = 1 << 16
_FULL: Final = ~np.uint64(0)
_Pair = tuple[Bits, Bits]


def classes(column: Floats | Scaled, cuts: tuple[Cut, ...]) -> SmallCodes:
    """Between which cuts each value lies, from 1; 0 for what is missing."""
    codes = np.searchsorted(machine_cuts(cuts, column), column.values, side="right") + 1
    return (codes * column.known).astype(np.uint16)


def tally(planes: Planes, first: int, last: int, wanted: Wanted) -> Tally:
    """What the blocks from `first` to before `last` hold."""
    runner = Runner(planes, wanted, first)
    for block in range(first, last):
        runner.run(block)
    return runner.tally()


class _Found:
    """Rows of one kind, as they are met."""

    def __init__(self) -> None:
        self.rows: list[RowsOfBlock] = []
        self.parts: list[Parts] = []
        self.counts: list[list[int]] = []

    def add(self, rows: RowsOfBlock, parts: Parts = NO_PARTS) -> None:
        self.rows.append(rows)
        self.parts.append(parts)
        self.counts[-1].append(len(rows))

    def piece(self, first: int, rules: int) -> Piece:
        counts = np.array(self.counts, np.int32).reshape(len(self.counts), rules)
        rows, parts = (np.concatenate([NO_PARTS, *each]) for each in (self.rows, self.parts))
        return Piece(first, rows, counts, parts)


class Runner:
    """Runs a program over one block after another, and keeps what it finds."""

    def __init__(self, planes: Planes, wanted: Wanted, first: int) -> None:
        self.planes, self.wanted, self.first = planes, wanted, first * BLOCK
        self.steps: list[list[int]] = planes.program.steps.tolist()
        words = min(BLOCK, planes.size + 63) // 64
        self.yes, self.no = (np.zeros((planes.count, words), np.uint64) for _ in range(2))
        self.yes[ALWAYS] = _FULL
        rules = planes.program.rules
        self.unknown_counts, self.near_counts = (np.zeros(rules, np.int64) for _ in range(2))
        self.found = {kind: _Found() for kind in ("yes", "unknown", "near")}

    def tally(self) -> Tally:
        rules = self.planes.program.rules
        pieces = {kind: [found.piece(self.first, rules)] for kind, found in self.found.items()}
        return Tally(pieces["yes"], pieces["unknown"], pieces["near"], self.unknown_counts, self.near_counts)

    def run(self, block: int) -> None:
        """Answer the questions of a block, then decide the rules."""
        start, count, words = self.planes.rows(block, BLOCK)
        for asking in self.planes.askings:
            self._answer(asking, start, count)
        first = start // 64
        self.yes[self.planes.answered, :words] = self.planes.yes[:, first : first + words]
        self.no[self.planes.answered, :words] = self.planes.no[:, first : first + words]
        for found in self.found.values():
            found.counts.append([])
        valid = np.zeros(words, np.uint64) if not count else packed(np.ones(count, np.bool_))
        self._decide(words, valid)

    def _answer(self, asking: Asking, start: int, count: int) -> None:
        coding, end = asking.coding, start + count
        if coding.offsets is None or coding.known is None:
            codes = coding.codes[start:end]
            known = packed(codes != 0)
            for number, plane in enumerate(asking.planes.tolist()):
                self._put(plane, _looked_up(asking.answers, number, codes), known)
            return
        offsets = coding.offsets[start : end + 1]
        codes = coding.codes[offsets[0] : offsets[-1]]
        known = packed(coding.known[start:end])
        for number, plane in enumerate(asking.planes.tolist()):
            hits = _looked_up(asking.answers, number, codes)
            self._put(plane, per_row(hits, offsets - offsets[0]) > 0, known)

    def _put(self, plane: int, yes: Flags, known: Bits) -> None:
        bits = packed(yes) & known
        self.yes[plane, : len(bits)] = bits
        self.no[plane, : len(bits)] = known & ~bits

    # --- rules

    def _decide(self, words: int, valid: Bits) -> None:
        stack: list[_Pair] = []
        near = Near(valid)
        rule = 0
        for action, argument, swapped, part in self.steps:
            if action == END:
                self._keep(rule, stack.pop(), near if swapped else None, valid)
                rule += 1
            elif action == SWAP:
                stack.append(stack.pop()[::-1])
            elif action == FIRST_PART:
                near.begin(stack[-1], part)
            elif action == COUNT:
                zero = np.zeros(words, np.uint64)
                stack += [(zero, zero)] * argument
            elif action == COUNTED:
                slots = stack[-part:]
                del stack[-part:]
                yes = _at_least(argument, [slot[0] for slot in slots])
                stack.append((yes, _at_least(swapped - argument + 1, [slot[1] for slot in slots])))
            else:
                top_of_two = action in (AND_TOP, OR_TOP, COUNT_TOP)
                pair = stack.pop() if top_of_two else self._plane(argument, swapped, words)
                _join(stack, action, pair, part, near)

    def _plane(self, plane: int, swapped: int, words: int) -> _Pair:
        yes, no = self.yes[plane, :words], self.no[plane, :words]
        return (no, yes) if swapped else (yes, no)

    def _keep(self, rule: int, top: _Pair, near: "Near | None", valid: Bits) -> None:
        yes, unknown = top[0] & valid, ~(top[0] | top[1]) & valid
        self.unknown_counts[rule] += int(np.bitwise_count(unknown).sum())
        self.found["yes"].add(_rows(yes))
        self.found["unknown"].add(_rows(unknown) if self.wanted.unknown_rows else _rows(yes[:0]))
        missed = near.missed & valid if near else yes[:0]
        if self.wanted.has_near:
            self.near_counts[rule] += int(np.bitwise_count(missed).sum())
        if self.wanted.near_rows and near:
            rows = _rows(missed)
            self.found["near"].add(rows, near.parts_at(rows))
        else:
            self.found["near"].add(_rows(yes[:0]))


class Near:
    """Rows in which exactly one part of a root 且 is no so far, and all others yes."""

    def __init__(self, valid: Bits) -> None:
        self.failed = self.spoiled = valid
        self.no_of: dict[int, Bits] = {}

    @property
    def missed(self) -> Bits:
        return self.failed & ~self.spoiled

    def begin(self, pair: _Pair, part: int) -> None:
        yes, no = pair
        self.failed, self.spoiled, self.no_of = no, ~(yes | no), {part - 1: no}

    def add(self, pair: _Pair, part: int) -> None:
        yes, no = pair
        self.spoiled = self.spoiled | (self.failed & no) | ~(yes | no)
        self.failed = self.failed | no
        self.no_of[part - 1] = no

    def parts_at(self, rows: RowsOfBlock) -> Parts:
        """Which part is no in each of these rows of the block."""
        found = np.zeros(len(rows), np.uint16)
        places, bits = rows >> 6, (rows & 63).astype(np.uint64)
        for part, no in self.no_of.items():
            found[(no[places] >> bits) & np.uint64(1) == 1] = part
        return found


def _join(stack: list[_Pair], action: int, pair: _Pair, part: int, near: Near) -> None:
    yes, no = pair
    if action == LOAD:
        stack.append(pair)
    elif action in (COUNT_ONE, COUNT_TOP):
        _count(stack, part, pair)
    elif action in (AND, AND_TOP):
        if part:
            near.add(pair, part)
        one = stack.pop()
        stack.append((one[0] & yes, one[1] | no))
    elif action in (OR, OR_TOP):
        one = stack.pop()
        stack.append((one[0] | yes, one[1] & no))


def _count(stack: list[_Pair], slots: int, pair: _Pair) -> None:
    """Add one to the counts of yes and of no, slot by slot with what is carried."""
    yes, no = pair
    for slot in range(len(stack) - slots, len(stack)):
        one, other = stack[slot]
        stack[slot] = (one ^ yes, other ^ no)
        yes, no = one & yes, other & no


def _at_least(count: int, slots: list[Bits]) -> Bits:
    """Where the number in the slots, the ones first, is at least so great."""
    more, same = np.zeros_like(slots[0]), np.full_like(slots[0], _FULL)
    for number in range(len(slots) - 1, -1, -1):
        if count >> number & 1:
            same = same & slots[number]
        else:
            more, same = more | (same & slots[number]), same & ~slots[number]
    return more | same


def _looked_up(answers: Bits, number: int, codes: SmallCodes) -> Flags:
    """What one question says of each code; a stretch of codes is compared, not looked up."""
    flags: Flags = np.equal((answers[:, number // 64] >> np.uint64(number % 64)) & np.uint64(1), 1)
    turns = np.flatnonzero(flags[1:] != flags[:-1])
    if len(turns) == 0:
        return np.full(len(codes), flags[0])
    if len(turns) == 1:
        past: Flags = np.greater(codes, turns[0])
        return past if flags[-1] else ~past
    if len(turns) == 2 and not flags[0]:
        between: Flags = np.greater(codes, turns[0]) & np.less_equal(codes, turns[1])
        return between
    found: Flags = flags[codes]
    return found


def _rows(bits: Bits) -> RowsOfBlock:
    if not bits.any():
        return np.zeros(0, np.uint16)
    flags = np.unpackbits(bits.view(np.uint8), bitorder="little")
    return np.flatnonzero(flags).astype(np.uint16)


def place(piece: Piece, filled: Integers, rows: RowNumbers, parts: Parts) -> None:
    """Each stretch of a piece behind what its rule has already."""
    counts = piece.counts.ravel()
    stretches = np.flatnonzero(counts)
    ends = np.cumsum(counts, dtype=np.int64)
    blocks, of_rule = np.divmod(stretches, piece.counts.shape[1])
    starts = piece.first + blocks * BLOCK
    for stretch, start, rule in zip(stretches.tolist(), starts.tolist(), of_rule.tolist(), strict=True):
        end, count = int(ends[stretch]), int(counts[stretch])
        at = int(filled[rule])
        np.add(piece.rows[end - count : end], start, out=rows[at : at + count], dtype=np.int32)
        if len(piece.parts):
            parts[at : at + count] = piece.parts[end - count : end]
        filled[rule] = at + count

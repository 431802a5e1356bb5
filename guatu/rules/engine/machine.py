"""Machine code for the fast path: loops over words of 64 rows, and over the values of one column.

A loop over words touches few arrays, so that the compiler takes several words at a time.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.codings import Bits, SmallCodes
from guatu.rules.engine.columns import Flags, Integers
from guatu.rules.engine.outcomes import Parts, RowNumbers, RowsOfBlock

LOAD, AND, OR, AND_TOP, OR_TOP, SWAP, FIRST_PART, COUNT, COUNT_ONE, COUNT_TOP, COUNTED = range(11)
"""As in `programs`, but written out: machine code is kept until this very file changes."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    try:
        made = numba.njit(nogil=True, cache=True, boundscheck=False, error_model="numpy")(function)
    except RuntimeError:  # no folder to keep machine code in: it is made anew by each process
        made = numba.njit(nogil=True, boundscheck=False, error_model="numpy")(function)
    return cast("Callable[_Arguments, _Result]", made)


def _inlined(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """For what is done at every step: handing over arrays would take longer than the work."""
    made = numba.njit(nogil=True, inline="always", boundscheck=False, error_model="numpy")(function)
    return cast("Callable[_Arguments, _Result]", made)


@_compiled
def classify(
    values: Integers,
    known: Flags,
    is_float: int,
    keys: Integers,
    starts: NDArray[np.uint16],
    shift: int,
    found: NDArray[np.uint16],
) -> None:
    """The class of each value among ordered keys; see `fast_path.classes`."""
    first, last, most = keys[0], keys[-1], keys.size
    base = np.uint64(first)
    by = np.uint64(shift)
    for row in range(values.size):
        key = values[row]
        if is_float and key < 0:
            key = (key ^ np.int64(0x7FFFFFFFFFFFFFFF)) + np.int64(1)
        if key < first:
            place = 0
        elif key >= last:
            place = most
        else:
            place = int(starts[np.int64((np.uint64(key) - base) >> by)])
            while keys[place] <= key:
                place += 1
        found[row] = (place + 1) * known[row]


@_inlined
def _swap(a: Bits, size: int, mask: int) -> None:
    by, kept = np.uint64(size), np.uint64(mask)
    for start in range(0, 64, 2 * size):
        for k in range(start, start + size):
            t = ((a[k] >> by) ^ a[k + size]) & kept
            a[k] ^= t << by
            a[k + size] ^= t


@_inlined
def _transpose(a: Bits) -> None:
    """A square of 64 by 64 bits, turned over."""
    _swap(a, 32, 0x00000000FFFFFFFF)
    _swap(a, 16, 0x0000FFFF0000FFFF)
    _swap(a, 8, 0x00FF00FF00FF00FF)
    _swap(a, 4, 0x0F0F0F0F0F0F0F0F)
    _swap(a, 2, 0x3333333333333333)
    _swap(a, 1, 0x5555555555555555)


@_compiled
def answer(codes: SmallCodes, answers: Bits, planes: Integers, bits: Bits, start: int, count: int) -> None:
    """The planes of yes and no of the questions to one column, for the rows of a block."""
    square = np.zeros(64, np.uint64)
    for word in range((count + 63) // 64):
        row = start + word * 64
        rows = min(64, start + count - row)
        known = np.uint64(0)
        for i in range(rows):
            known |= np.uint64(codes[row + i] != 0) << np.uint64(i)
        for k in range(answers.shape[1]):
            for i in range(rows):
                square[i] = answers[codes[row + i], k]
            square[rows:] = np.uint64(0)
            _transpose(square)
            for i in range(min(64, planes.size - k * 64)):
                yes = square[i]
                bits[planes[k * 64 + i], 0, word] = yes
                bits[planes[k * 64 + i], 1, word] = known & ~yes


@_compiled
def answer_sets(
    offsets: Integers,
    codes: SmallCodes,
    has_value: Flags,
    answers: Bits,
    planes: Integers,
    bits: Bits,
    start: int,
    count: int,
) -> None:
    """The same of a column of sets: yes where any member says so."""
    square = np.zeros(64, np.uint64)
    for word in range((count + 63) // 64):
        row = start + word * 64
        rows = min(64, start + count - row)
        known = np.uint64(0)
        for i in range(rows):
            known |= np.uint64(has_value[row + i]) << np.uint64(i)
        for k in range(answers.shape[1]):
            for i in range(rows):
                found = np.uint64(0)
                for member in range(offsets[row + i], offsets[row + i + 1]):
                    found |= answers[codes[member], k]
                square[i] = found
            square[rows:] = np.uint64(0)
            _transpose(square)
            for i in range(min(64, planes.size - k * 64)):
                yes = square[i] & known
                bits[planes[k * 64 + i], 0, word] = yes
                bits[planes[k * 64 + i], 1, word] = known & ~yes


@_compiled
def _ones(x: np.uint64) -> int:
    """How many bits of a word are set; the compiler knows the pattern."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@_compiled
def _list(found: Bits, kind: int, rows: RowsOfBlock, at: int) -> int:
    """The rows whose bits are set, written from a place on; where the next one goes."""
    for word in range(found.shape[1]):
        x = found[kind, word]
        row = word * 64
        while x:
            lowest = x & (~x + np.uint64(1))
            rows[at] = row + _ones(lowest - np.uint64(1))
            at += 1
            x ^= lowest
    return at


@_compiled
def _list_parts(found: Bits, no_of: Bits, count: int, parts: Parts, at: int) -> int:
    """Which part is no in each near-miss, in the same order."""
    for word in range(found.shape[1]):
        x = found[2, word]
        while x:
            lowest = x & (~x + np.uint64(1))
            for part in range(count):
                if no_of[part, word] & lowest:
                    parts[at] = part
                    break
            at += 1
            x ^= lowest
    return at


@_inlined
def _note_part(planes: Bits, plane: int, yes: int, stack: Bits, top: int, spoiled: Bits) -> None:
    """A part of a near-miss before it is joined: a second no, or an unknown, spoils it."""
    for w in range(spoiled.size):
        no = planes[plane, 1 - yes, w]
        spoiled[w] |= (stack[top, 1, w] & no) | ~(planes[plane, yes, w] | no)


@_inlined
def _join(planes: Bits, plane: int, one: int, stack: Bits, top: int, other: int) -> None:
    """One side of a plane and one of the top by &, their opposite sides by |."""
    for w in range(stack.shape[2]):
        stack[top, other, w] &= planes[plane, one, w]
    for w in range(stack.shape[2]):
        stack[top, 1 - other, w] |= planes[plane, 1 - one, w]


@_compiled
def _count(planes: Bits, plane: int, yes: int, stack: Bits, first: int, slots: int) -> None:
    """Add one to the counts of yes and of no, slot by slot with what is carried."""
    for w in range(stack.shape[2]):
        carried, other = planes[plane, yes, w], planes[plane, 1 - yes, w]
        for slot in range(first, first + slots):
            old = stack[slot, 0, w]
            stack[slot, 0, w] = old ^ carried
            carried &= old
            old = stack[slot, 1, w]
            stack[slot, 1, w] = old ^ other
            other &= old


@_compiled
def _counted(stack: Bits, first: int, slots: int, side: int, count: int) -> None:
    """Where the number in the slots is at least so great; put into the first slot."""
    for w in range(stack.shape[2]):
        more, same = np.uint64(0), ~np.uint64(0)
        for slot in range(slots - 1, -1, -1):
            x = stack[first + slot, side, w]
            if (count >> slot) & 1:
                same &= x
            else:
                more |= same & x
                same &= ~x
        stack[first, side, w] = more | same


@_inlined
def _finish(stack: Bits, top: int, has_near: int, spoiled: Bits, valid: Bits, found: Bits) -> tuple[int, int]:
    """What a rule has come to: words of yes, unknown, near, without rows past the end; how many of each."""
    unknown, near = 0, 0
    for w in range(valid.size):
        found[0, w] = stack[top, 0, w] & valid[w]
    for w in range(valid.size):
        x = ~(stack[top, 0, w] | stack[top, 1, w]) & valid[w]
        found[1, w] = x
        unknown += _ones(x)
    if has_near:
        for w in range(valid.size):
            x = stack[top, 1, w] & ~spoiled[w] & valid[w]
            found[2, w] = x
            near += _ones(x)
    return unknown, near


@_compiled
def _valid(words: int, count: int) -> Bits:
    """Which bits of a block stand for rows."""
    found = np.zeros(words, np.uint64)
    for w in range(words):
        left = count - w * 64
        if left >= 64:
            found[w] = ~np.uint64(0)
        elif left > 0:
            found[w] = (np.uint64(1) << np.uint64(left)) - np.uint64(1)
    return found


@_compiled
def decide(
    steps: NDArray[np.int32],
    bits: Bits,
    stack: Bits,
    near_bits: Bits,
    count: int,
    mode: int,
    lists_unknown: int,
    rows: tuple[RowsOfBlock, ...],
    parts: Parts,
    at: Integers,
    counts: NDArray[np.int32],
    totals: Integers,
) -> None:
    """Every rule of a block; `mode` is 0 without near-misses, 1 to count them, 2 to list them too.

    One long function, for a step is so short that a call would cost more.
    """
    words = stack.shape[2]
    spoiled, found, no_of = near_bits[0], near_bits[1:4], near_bits[4:]
    valid = _valid(words, count)
    top, rule, most = -1, 0, 0
    for step in range(steps.shape[0]):
        action, argument, swapped, part = steps[step, 0], steps[step, 1], steps[step, 2], steps[step, 3]
        if action == AND:
            if part and mode:
                _note_part(bits, argument, swapped, stack, top, spoiled)
                if mode == 2:
                    for w in range(words):
                        no_of[part - 1, w] = bits[argument, 1 - swapped, w]
                    most = max(most, part)
            _join(bits, argument, swapped, stack, top, 0)
        elif action == OR:
            _join(bits, argument, 1 - swapped, stack, top, 1)
        elif action == LOAD:
            top += 1
            for w in range(words):
                stack[top, 0, w] = bits[argument, swapped, w]
            for w in range(words):
                stack[top, 1, w] = bits[argument, 1 - swapped, w]
        elif action == AND_TOP:
            top -= 1
            if part and mode:
                _note_part(stack, top + 1, 0, stack, top, spoiled)
                if mode == 2:
                    for w in range(words):
                        no_of[part - 1, w] = stack[top + 1, 1, w]
                    most = max(most, part)
            _join(stack, top + 1, 0, stack, top, 0)
        elif action == OR_TOP:
            top -= 1
            _join(stack, top + 1, 1, stack, top, 1)
        elif action == SWAP:
            for w in range(words):
                stack[top, 0, w], stack[top, 1, w] = stack[top, 1, w], stack[top, 0, w]
        elif action == FIRST_PART:
            for w in range(words):
                spoiled[w] = ~(stack[top, 0, w] | stack[top, 1, w])
            if mode == 2:
                for w in range(words):
                    no_of[part - 1, w] = stack[top, 1, w]
                most = part
        elif action == COUNT:
            for slot in range(top + 1, top + 1 + argument):
                for w in range(words):
                    stack[slot, 0, w] = np.uint64(0)
                    stack[slot, 1, w] = np.uint64(0)
            top += argument
        elif action == COUNT_ONE:
            _count(bits, argument, swapped, stack, top - part + 1, part)
        elif action == COUNT_TOP:
            top -= 1
            _count(stack, top + 1, 0, stack, top - part + 1, part)
        elif action == COUNTED:
            top -= part - 1
            _counted(stack, top, part, 0, argument)
            _counted(stack, top, part, 1, swapped - argument + 1)
        else:
            has_near = mode > 0 and swapped == 1
            unknown, near = _finish(stack, top, has_near, spoiled, valid, found)
            totals[1, rule] += unknown
            totals[2, rule] += near
            begun = at[0]
            at[0] = _list(found, 0, rows[0], begun)
            counts[0, rule] = at[0] - begun
            if lists_unknown:
                counts[1, rule] = unknown
                at[1] = _list(found, 1, rows[1], at[1])
            if has_near and mode == 2:
                counts[2, rule] = near
                _list_parts(found, no_of, most, parts, at[2])
                at[2] = _list(found, 2, rows[2], at[2])
            top -= 1
            rule += 1


@_compiled
def place(
    rows: RowsOfBlock,
    parts: Parts,
    counts: NDArray[np.int32],
    first: int,
    rows_a_block: int,
    filled: Integers,
    all_rows: RowNumbers,
    all_parts: Parts,
) -> None:
    """Each stretch of rows, block by block and in each rule by rule, behind what its rule has already."""
    at = 0
    for block in range(counts.shape[0]):
        start = np.int32(first + block * rows_a_block)
        for rule in range(counts.shape[1]):
            to = filled[rule]
            for k in range(counts[block, rule]):
                all_rows[to + k] = start + rows[at + k]
            if parts.size:
                for k in range(counts[block, rule]):
                    all_parts[to + k] = parts[at + k]
            at += counts[block, rule]
            filled[rule] = to + counts[block, rule]

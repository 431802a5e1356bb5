"""Columns as small codes, 0 for missing, and for each code a row of bits: what each question says of it.

A column of figures is cut where a question's answer changes; its code says between which cuts a value lies.
Words have a code each. A question about sets looks at the codes of all members.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.columns import Answers, Column, Flags, Floats, Integers, Ranked, Scaled, Sets, Words
from guatu.rules.engine.cuts import Cut, cuts_of
from guatu.rules.engine.errors import TooManyCuts
from guatu.rules.engine.formulas import Among, CodedQuestion, Fact, Within

SmallCodes: TypeAlias = NDArray[np.uint16] | NDArray[np.uint32]
Bits: TypeAlias = NDArray[np.uint64]
_SMALL: Final = 2**16
WORD: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """A column in codes; with `cuts` where it holds figures, `offsets` and `known` where it holds sets."""

    codes: SmallCodes
    cuts: tuple[Cut, ...] = ()
    offsets: Integers | None = None
    known: Flags | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """The questions to one column: their planes, and for each code their answers as bits, 64 to a word."""

    fact: Fact
    questions: tuple[CodedQuestion, ...]
    column: Column
    coding: Coding
    planes: Integers
    answers: Bits


def small(codes: NDArray[np.integer], most: int) -> SmallCodes:
    """Codes of up to `most` in as few bytes as hold them."""
    return codes.astype(np.uint16) if most < _SMALL else codes.astype(np.uint32)


def coding_of(column: Column) -> Coding:
    """The codes of a column that needs no cuts."""
    if isinstance(column, Words):
        return Coding(small(column.codes, len(column.vocabulary)))
    if isinstance(column, Ranked):
        return Coding(small(column.codes, len(column.domain)))
    if isinstance(column, Answers):
        return Coding((column.known * (1 + column.values.astype(np.uint16))).astype(np.uint16))
    if isinstance(column, Sets):
        codes = small(column.codes, len(column.vocabulary))
        return Coding(codes, offsets=column.offsets, known=column.known)
    raise TypeError(column)


def wanted_cuts(
    asked: Sequence[CodedQuestion], column: Floats | Scaled, before: Sequence[Cut]
) -> tuple[Cut, ...]:
    """Where the questions cut a column, with the cuts it has already."""
    found = set(before)
    for question in asked:
        if isinstance(question, Within):
            found.update(cut for cut in cuts_of(question, column) if cut is not None)
    if len(found) >= _SMALL - 2:
        raise TooManyCuts(asked[0].fact.column, len(found), _SMALL - 2)
    return tuple(sorted(found))


def answers_of(asked: Sequence[CodedQuestion], column: Column, coding: Coding) -> Bits:
    """For each code a row of bits, one for each question in turn."""
    flags = [_answers(question, column, coding) for question in asked]
    words = (len(asked) + WORD - 1) // WORD
    padded = np.zeros((len(flags[0]), words * WORD), np.bool_)
    padded[:, : len(asked)] = np.array(flags).T
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64))


def _answers(question: CodedQuestion, column: Column, coding: Coding) -> Flags:
    """What a question says of 0, which is no, and of each code."""
    if isinstance(question, Among) and isinstance(column, Words | Sets):
        return column.vocabulary.like(question)
    if not isinstance(question, Within):
        return np.array([False, False, True])
    if isinstance(column, Ranked):
        codes = np.arange(len(column.domain) + 1)
        low, high = cuts_of(question, column)
        inside = codes > 0
    elif isinstance(column, Floats | Scaled):
        codes = np.arange(len(coding.cuts) + 2)
        low, high = (_place(cut, coding.cuts) for cut in cuts_of(question, column))
        inside = codes > 0
    else:
        raise TypeError(question)
    if low is not None:
        inside &= codes >= low
    if high is not None:
        inside &= codes < high
    return inside


def _place(cut: Cut | None, cuts: tuple[Cut, ...]) -> int | None:
    """The first code of what lies from that cut on."""
    return None if cut is None else bisect_left(cuts, cut) + 2


def facts_of(asked: Sequence[CodedQuestion]) -> dict[Fact, list[int]]:
    """The questions to each column, by their place."""
    found: dict[Fact, list[int]] = {}
    for place, question in enumerate(asked):
        found.setdefault(question.fact, []).append(place)
    return found

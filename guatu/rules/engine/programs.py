"""Rules as one flat program over planes of bits, 64 rows a word; each question has one of yes, one of no.

A stack holds what has been decided so far of the rule at hand. 且 is yes & yes, no | no; 或 the mirror of
it; 非 swaps the planes, at no cost. 至少N项 counts in bit slices: slot by slot the ones, twos, fours of how
many parts say yes, and of how many say no.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.binding import Binder
from guatu.rules.engine.formulas import (
    Either,
    Enough,
    Every,
    Formula,
    Opposite,
    Question,
    Settled,
)
from guatu.rules.language.syntax import Node
from guatu.rules.truth import Verdict

LOAD: Final = 0
AND: Final = 1
OR: Final = 2
AND_TOP: Final = 3
OR_TOP: Final = 4
SWAP: Final = 5
FIRST_PART: Final = 6
COUNT: Final = 7
COUNT_ONE: Final = 8
COUNT_TOP: Final = 9
COUNTED: Final = 10
END: Final = 11
"""Put a plane on the stack; join one to the top; join the two at the top; swap the top; note the first
part of a near-miss; make room to count; count a plane, or the top; put the outcome of counting; rule done."""

ALWAYS: Final = 0
NEVER_KNOWN: Final = 1
QUESTIONS: Final = 2
"""The first planes: all yes; all unknown; then one for each question."""


@dataclass(frozen=True, slots=True)
class Program:
    """Steps of four numbers: what to do, with which plane or how many, whether swapped, which part.

    Of COUNTED the second is how many must say yes, the third out of how many. Parts count from 1; 0 is none.
    """

    steps: NDArray[np.int32]
    begins: NDArray[np.int64]
    """Where the steps of each rule begin, and where the last ones end."""
    depth: int
    """How high the stack grows."""
    parts: int
    """The most parts a near-miss can have."""
    questions: tuple[Question, ...]

    @property
    def rules(self) -> int:
        return len(self.begins) - 1


@dataclass(slots=True)
class _Writer:
    """Writes the steps of one rule after another."""

    steps: list[tuple[int, int, int, int]] = field(default_factory=list)
    planes: dict[Question, int] = field(default_factory=dict)
    height: int = 0
    depth: int = 1

    def step(
        self, action: int, argument: int = 0, swapped: int = 0, part: int = 0, *, grows: int = 0
    ) -> None:
        self.steps.append((action, argument, swapped, part))
        self.height += grows
        self.depth = max(self.depth, self.height)

    def plane(self, formula: Formula) -> tuple[int, int] | None:
        """The plane that answers a formula at once, swapped or not; None for what must be worked out."""
        if isinstance(formula, Opposite):
            found = self.plane(formula.part)
            return None if found is None else (found[0], 1 - found[1])
        if isinstance(formula, Settled):
            known = formula.verdict is not Verdict.UNKNOWN
            return (ALWAYS, int(formula.verdict is Verdict.NO)) if known else (NEVER_KNOWN, 0)
        if isinstance(formula, Every | Either | Enough):
            return None
        return self.planes.setdefault(formula, len(self.planes) + QUESTIONS), 0

    def work_out(self, formula: Formula) -> None:
        """A formula, left at the top of the stack."""
        if plane := self.plane(formula):
            self.step(LOAD, *plane, grows=1)
        elif isinstance(formula, Opposite):
            self.work_out(formula.part)
            self.step(SWAP)
        elif isinstance(formula, Enough):
            self._count(formula)
        elif isinstance(formula, Every):
            self.join(list(enumerate(formula.parts)), AND, AND_TOP)
        elif isinstance(formula, Either):
            self.join(list(enumerate(formula.parts)), OR, OR_TOP)

    def join(self, parts: list[tuple[int, Formula]], one: int, top: int, *, is_near: bool = False) -> None:
        """Parts under one connective; those that need the stack go first, so that it stays low."""
        parts.sort(key=lambda part: self.plane(part[1]) is not None)
        number, first = parts[0]
        self.work_out(first)
        if is_near:
            self.step(FIRST_PART, part=number + 1)
        for number, part in parts[1:]:
            mark = number + 1 if is_near else 0
            if plane := self.plane(part):
                self.step(one, *plane, mark)
            else:
                self.work_out(part)
                self.step(top, part=mark, grows=-1)

    def _count(self, formula: Enough) -> None:
        count = len(formula.parts)
        slots = count.bit_length()
        self.step(COUNT, slots, grows=slots)
        for part in formula.parts:
            if plane := self.plane(part):
                self.step(COUNT_ONE, *plane, slots)
            else:
                self.work_out(part)
                self.step(COUNT_TOP, part=slots, grows=-1)
        self.step(COUNTED, formula.count, count, slots, grows=1 - slots)


def write(rules: Iterable[Node], binder: Binder) -> Program:
    """The program that decides these rules, in their order."""
    writer, begins, most = _Writer(), [0], 0
    for rule in rules:
        parts = binder.parts(rule)
        if parts is None:
            writer.work_out(binder.formula(rule))
        else:
            most = max(most, len(parts))
            writer.join(list(enumerate(parts)), AND, AND_TOP, is_near=True)
        writer.step(END, swapped=int(parts is not None), grows=-1)
        begins.append(len(writer.steps))
    steps = np.array(writer.steps, np.int32).reshape(-1, 4)
    return Program(steps, np.array(begins), writer.depth + 1, most, tuple(writer.planes))

"""What a program runs over: questions to coded columns, and questions answered for all rows already."""

from dataclasses import dataclass

import numpy as np

from guatu.rules.engine.codings import WORD, Asking, Bits
from guatu.rules.engine.columns import Flags, Integers
from guatu.rules.engine.programs import QUESTIONS, Program
from guatu.rules.engine.truths import Truth


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """A plane for each question. One that is neither asked nor answered is unknown in every row."""

    size: int
    program: Program
    askings: tuple[Asking, ...]
    answered: Integers
    """The planes that are answered, in the order of `yes` and `no`."""
    yes: Bits
    no: Bits

    @property
    def count(self) -> int:
        return QUESTIONS + len(self.program.questions)

    def rows(self, block: int, rows_a_block: int) -> tuple[int, int, int]:
        """The first row of a block, how many it has, and how many words they fill."""
        start = block * rows_a_block
        count = min(rows_a_block, self.size - start)
        return start, count, (count + WORD - 1) // WORD


def packed(flags: Flags) -> Bits:
    """Flags as bits, the first row lowest; rows past the end are not flagged."""
    words = (len(flags) + WORD - 1) // WORD
    found = np.zeros(words * 8, np.uint8)
    bits = np.packbits(flags, bitorder="little")
    found[: len(bits)] = bits
    return found.view(np.uint64)


def packed_truth(truth: Truth) -> tuple[Bits, Bits]:
    return packed(truth.yes), packed(truth.no)

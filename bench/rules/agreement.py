"""How an engine's verdicts stand to the right ones, pair by pair."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

YES: Final = 1
NO: Final = 0
UNKNOWN: Final = -1
RAISED: Final = 9
"""The engine gave an error instead of an answer."""

Verdicts: TypeAlias = "npt.NDArray[np.int8]"
"""One row for each rule, one column for each row of the table."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an engine decides the pairs that are unknown, and how many of the decided ones otherwise."""

    unknown: int
    unknown_as_yes: int
    unknown_as_no: int
    unknown_raised: int
    decided: int
    decided_differ: int
    """Errors are among them."""


def as_verdict(answer: bool | None) -> int:  # noqa: FBT001 - the answer itself
    """The number of an answer; None is unknown."""
    return UNKNOWN if answer is None else int(answer)


def judged(told: Verdicts, right: Verdicts) -> Agreement:
    """What an engine told, against what is right."""
    unknown = right == UNKNOWN
    return Agreement(
        unknown=int(unknown.sum()),
        unknown_as_yes=int((told[unknown] == YES).sum()),
        unknown_as_no=int((told[unknown] == NO).sum()),
        unknown_raised=int((told[unknown] == RAISED).sum()),
        decided=int((~unknown).sum()),
        decided_differ=int((told != right)[~unknown].sum()),
    )

"""What every engine here can do: take rows, take rules, decide, and tell each verdict where few are asked."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from bench.rules.asking import Rule, decide
from bench.rules.tables import read_rows

YES: Final = 1
NO: Final = 0
UNKNOWN: Final = -1
RAISED: Final = 9
"""The engine gave an error instead of an answer."""

Verdicts: TypeAlias = "npt.NDArray[np.int8]"
"""One row for each rule, one column for each row of the table."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many pairs of rule and row match, once each was handed out, and how many stay unknown."""

    matches: int
    unknown: int | None
    """None where the engine cannot tell unknown from no."""


class Engine(ABC):
    """One engine: made with its rows, which it holds in its own form, then given its rules."""

    nulls: ClassVar[str]
    """What it makes of a missing value, in a few words."""

    def __init__(self, rows: Path, *, threads: int) -> None:
        self.threads = threads
        self.load(rows)

    @abstractmethod
    def load(self, rows: Path) -> None:
        """Hold the rows of a file."""

    @abstractmethod
    def compile(self, rules: Sequence[Rule]) -> None:
        """Hold the rules, as ready as the engine can make them without deciding a row."""

    @abstractmethod
    def decide(self) -> Found:
        """Decide every rule for every row. This is what is measured, and it may be called again."""

    @abstractmethod
    def verdicts(self) -> Verdicts:
        """The same pair by pair, for small sizes."""


def plain_verdicts(rows: Path, rules: Sequence[Rule]) -> Verdicts:
    """What is right: each pair decided in the plainest way."""
    table = read_rows(rows)
    return np.array([[as_verdict(decide(rule, row)) for row in table] for rule in rules], np.int8)


def as_verdict(answer: bool | None) -> int:  # noqa: FBT001 - the answer itself
    """The number of an answer."""
    return UNKNOWN if answer is None else int(answer)


def counted(verdicts: Verdicts) -> Found:
    """What verdicts come to; errors are neither matches nor unknown."""
    return Found(int((verdicts == YES).sum()), int((verdicts == UNKNOWN).sum()))

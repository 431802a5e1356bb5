"""What every engine here can do: take rows, take rules, decide, and tell each verdict where few are asked."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bench.rules.agreement import UNKNOWN, YES, Verdicts
from bench.rules.asking import Rule


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

    def forget(self) -> None:
        """Before each round, unmeasured: undo what the one before has left where it would spare work."""
        return

    @abstractmethod
    def decide(self) -> Found:
        """Decide every rule for every row. This is what is measured, and it may be called again."""

    @abstractmethod
    def verdicts(self) -> Verdicts:
        """The same pair by pair, for small sizes."""


def counted(verdicts: Verdicts) -> Found:
    """What verdicts come to; errors are neither matches nor unknown."""
    return Found(int((verdicts == YES).sum()), int((verdicts == UNKNOWN).sum()))

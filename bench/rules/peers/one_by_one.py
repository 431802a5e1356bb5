"""Engines that are asked pair by pair: one compiled rule, one row."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeAlias

import numpy as np

from bench.rules.agreement import RAISED, Verdicts, as_verdict
from bench.rules.asking import Atom, Rule, Value
from bench.rules.engine import Engine, Found, counted
from bench.rules.made import FIRST_DAY, Cell, Row
from bench.rules.tables import read_rows

Ask: TypeAlias = Callable[[Row], bool | None]


class OneByOne(Engine):
    """Rows as plain values, with days as numbers; rules as functions of one row."""

    errors_are_unknown: ClassVar[tuple[type[Exception], ...]] = ()
    """Errors by which the engine says that a value is missing."""

    def load(self, rows: Path) -> None:
        self._rows = [self.row(row) for row in read_rows(rows)]

    def compile(self, rules: Sequence[Rule]) -> None:
        self._asks = [self.ask(rule) for rule in rules]

    def decide(self) -> Found:
        return counted(self.verdicts())

    def verdicts(self) -> Verdicts:
        return np.array([[self._verdict(ask, row) for row in self._rows] for ask in self._asks], np.int8)

    def _verdict(self, ask: Ask, row: Row) -> int:
        try:
            return as_verdict(ask(row))
        except self.errors_are_unknown:
            return as_verdict(None)
        except Exception:  # whatever a peer raises is its answer
            return RAISED

    def row(self, row: Row) -> Row:
        """A row as the engine takes it."""
        return {name: numbered(cell) for name, cell in row.items()}

    @abstractmethod
    def ask(self, rule: Rule) -> Ask:
        """A rule as a function of one row."""


def numbered(cell: Cell) -> Cell:
    """A day as its number, everything else as it is."""
    return (cell - FIRST_DAY).days if isinstance(cell, date) else cell


def operands(atom: Atom) -> list[Value]:
    """The values of a condition, days as numbers."""
    return [(value - FIRST_DAY).days if isinstance(value, date) else value for value in atom.values]

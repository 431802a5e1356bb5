"""The product: columns in small codes, questions as planes of bits, rules as one program over blocks of rows.

What numba compiles it has compiled before anything is measured, as the others come compiled.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
import pyarrow as pa

from bench.rules import asking
from bench.rules.agreement import UNKNOWN, YES, Verdicts
from bench.rules.asking import Rule
from bench.rules.engine import Engine, Found
from bench.rules.tables import SMALLEST, kept, read, read_rows
from bench.rules.trees import catalogue, tree
from guatu.rules.engine.arrow import table_of
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.outcomes import Outcome, Wanted
from guatu.rules.setting import Setting

_ON: Final = date(2026, 6, 30)
_BEFORE: Final = 1_000
"""Rules that were decided before one of them changed."""
_WARM_UP: Final = 64


class Guatu(Engine):
    """From Arrow columns, whose words are numbered, to the rows of each rule; nothing is kept in between."""

    nulls: ClassVar = "Kleene"
    is_fast: ClassVar = True
    wanted: ClassVar = Wanted(near_counts=False)

    def load(self, rows: Path) -> None:
        self._rows = read(rows, dictionaries=True)
        self._setting = Setting(catalogue(), _ON)
        self.compile(asking.rules(_WARM_UP))
        self._encode(self._rows.slice(0, _WARM_UP)).decide(self._rules, self._setting, self.wanted)

    def compile(self, rules: Sequence[Rule]) -> None:
        self._rules = [tree(rule) for rule in rules]

    def decide(self) -> Found:
        return _counted(self.encoded().decide(self._rules, self._setting, self.wanted))

    def verdicts(self) -> Verdicts:
        outcome = self.encoded().decide(self._rules, self._setting, Wanted(unknown_rows=True))
        return _verdicts(outcome)

    def encoded(self) -> Encoded:
        """The rows, of which nothing is in codes yet."""
        return self._encode(self._rows)

    def _encode(self, rows: pa.Table) -> Encoded:
        return Encoded(table_of(rows), fast=self.is_fast, threads=self.threads)


class NumPyAlone(Guatu):
    """The same without numba."""

    is_fast: ClassVar = False


class NearCounted(Guatu):
    """How many rows fail in one condition too."""

    wanted: ClassVar = Wanted()


class NearListed(Guatu):
    """Which rows fail in one condition too, and in which."""

    wanted: ClassVar = Wanted(near_rows=True)


class Kept(Guatu):
    """The codes are there from a thousand rules decided before; what is decided now is new among them."""

    def forget(self) -> None:
        self._encoded = super().encoded()
        before = [tree(rule) for rule in asking.rules(_BEFORE + 1)[1:]]
        self._encoded.decide(before, self._setting, self.wanted)

    def encoded(self) -> Encoded:
        return self._encoded


class OneRow(Guatu):
    """The rules stand ready over many other rows, and one row is new; near-misses are listed too."""

    def load(self, rows: Path) -> None:
        super().load(kept(rows.parent, SMALLEST))
        self._row = read_rows(rows)[0]

    def compile(self, rules: Sequence[Rule]) -> None:
        super().compile(rules)
        self._ready = self.encoded().prepare(self._rules, self._setting)

    def decide(self) -> Found:
        return _counted(self._ready.of_row(self._row))

    def verdicts(self) -> Verdicts:
        return _verdicts(self._ready.of_row(self._row))


def _counted(outcome: Outcome) -> Found:
    return Found(int(outcome.yes_counts.sum()), int(outcome.unknown_counts.sum()))


def _verdicts(outcome: Outcome) -> Verdicts:
    assert outcome.unknown is not None  # noqa: S101 - it was wanted
    told = np.zeros((len(outcome.yes_counts), outcome.size), np.int8)
    for rule in range(len(told)):
        told[rule, outcome.yes.of(rule)] = YES
        told[rule, outcome.unknown.of(rule)] = UNKNOWN
    return told

"""Polars in its two fastest forms: conditions first and then rules over them, or all in one select."""

import operator
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import ClassVar

import numpy as np
import polars as pl

from bench.rules.agreement import UNKNOWN, Verdicts
from bench.rules.asking import Atom, Rule, Spelling, atoms_of
from bench.rules.engine import Engine, Found

_COMPARED: Mapping[str, Callable[..., pl.Expr]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class _Polars(Engine):
    nulls: ClassVar = "Kleene"

    def load(self, rows: Path) -> None:
        self._rows = pl.read_parquet(rows).rechunk()

    def decide(self) -> Found:
        unknown, matches = 0, []
        for column in self.answers().iter_columns():
            matches.append(column.arg_true().to_numpy())
            unknown += column.null_count()
        return Found(sum(len(rows) for rows in matches), unknown)

    def verdicts(self) -> Verdicts:
        told = self.answers().select(pl.all().cast(pl.Int8).fill_null(UNKNOWN))
        return np.ascontiguousarray(told.to_numpy().T)

    @abstractmethod
    def answers(self) -> pl.DataFrame:
        """A column of yes, no and null for each rule."""


class Atoms(_Polars):
    """Each different condition once, as a column; then the rules over these columns."""

    def compile(self, rules: Sequence[Rule]) -> None:
        numbers = atoms_of(rules)
        spelling = _spelling(lambda atom: pl.col(f"atom{numbers[atom]}"))
        self._atoms = [_condition(atom).alias(f"atom{at}") for atom, at in numbers.items()]
        self._asked = [spelling.write(rule).alias(f"rule{at}") for at, rule in enumerate(rules)]

    def answers(self) -> pl.DataFrame:
        nothing_shared = pl.QueryOptFlags(comm_subexpr_elim=False)
        held = self._rows.lazy().select(self._atoms).collect(optimizations=nothing_shared)
        return held.lazy().select(self._asked).collect(optimizations=nothing_shared)


class OneSelect(_Polars):
    """All rules in one lazy select; Polars finds what they share."""

    def compile(self, rules: Sequence[Rule]) -> None:
        spelling = _spelling(_condition)
        self._asked = [spelling.write(rule).alias(f"rule{at}") for at, rule in enumerate(rules)]

    def answers(self) -> pl.DataFrame:
        return self._rows.lazy().select(self._asked).collect()


def _spelling(atom: Callable[[Atom], pl.Expr]) -> Spelling[pl.Expr]:
    return Spelling(
        atom,
        lambda parts: reduce(operator.and_, parts),
        lambda parts: reduce(operator.or_, parts),
        operator.invert,
    )


def _condition(atom: Atom) -> pl.Expr:
    field = pl.col(atom.field)
    if atom.sign == "in":
        return field.is_in(list(atom.values))
    if atom.sign == "not in":
        return ~field.is_in(list(atom.values))
    if atom.sign == "between":
        return field.is_between(atom.values[0], atom.values[1])
    if atom.sign == "begins":
        return field.str.starts_with(atom.value)
    if atom.sign == "contains":
        return field.list.contains(atom.value)
    return _COMPARED[atom.sign](field, atom.value)

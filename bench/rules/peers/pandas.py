"""pandas: one eval for each rule, by its Python engine, which was the faster of the two."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd

from bench.rules.agreement import Verdicts
from bench.rules.asking import Atom, Rule, in_text
from bench.rules.engine import Engine, Found
from bench.rules.made import DAYS, SETS
from bench.rules.tables import read


class Eval(Engine):
    """Two answers: it tells matches only."""

    nulls: ClassVar = "null compares as no"

    def load(self, rows: Path) -> None:
        self._rows = read(rows).to_pandas()
        for name in DAYS:
            self._rows[name] = pd.to_datetime(self._rows[name])
        for name in SETS:
            self._rows[name] = self._rows[name].map(_between_commas)

    def compile(self, rules: Sequence[Rule]) -> None:
        self._written = [_spelling.write(rule) for rule in rules]

    def decide(self) -> Found:
        matches = [np.flatnonzero(self._rows.eval(rule, engine="python")) for rule in self._written]
        return Found(sum(len(rows) for rows in matches), None)

    def verdicts(self) -> Verdicts:
        told = [np.asarray(self._rows.eval(rule, engine="python")).astype(bool) for rule in self._written]
        return np.array(told, np.int8)


def _between_commas(words: Sequence[str] | None) -> str | None:
    return None if words is None else f",{','.join(words)},"


def _condition(atom: Atom) -> str:
    field = atom.field
    values = [repr(str(value) if isinstance(value, date) else value) for value in atom.values]
    if atom.sign in ("in", "not in"):
        return f"({field} {atom.sign} [{','.join(values)}])"
    if atom.sign == "between":
        return f"({field} >= {values[0]} and {field} <= {values[1]})"
    if atom.sign == "begins":
        return f"({field}.str.startswith({values[0]}, na=False))"
    if atom.sign == "contains":
        return f"({field}.str.contains(',{atom.value},', na=False, regex=False))"
    return f"({field} {'==' if atom.sign == '=' else atom.sign} {values[0]})"


_spelling = in_text(_condition, both="and", either="or", negated="not ")

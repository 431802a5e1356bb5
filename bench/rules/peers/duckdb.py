"""DuckDB: for each row the list of rules that match, then one line for each of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import duckdb
import numpy as np

from bench.rules.agreement import NO, UNKNOWN, YES, Verdicts
from bench.rules.asking import Atom, Rule
from bench.rules.engine import Engine, Found
from bench.rules.peers import sql_text


class ListAndUnnest(Engine):
    """The fastest of the forms that were tried; it tells matches only."""

    nulls: ClassVar = "Kleene"

    def load(self, rows: Path) -> None:
        self._database = duckdb.connect()
        self._database.execute(f"SET threads={self.threads}")
        self._database.execute(f"CREATE TABLE made AS SELECT * FROM '{rows}'")  # noqa: S608 - our own file

    def compile(self, rules: Sequence[Rule]) -> None:
        self._written = [_spelling.write(rule) for rule in rules]
        cases = ",".join(f"CASE WHEN {rule} THEN {at} END" for at, rule in enumerate(self._written))
        self._query = f"SELECT id, unnest(list_filter([{cases}], lambda x: x IS NOT NULL)) AS rule FROM made"  # noqa: S608

    def decide(self) -> Found:
        pairs = self._database.execute(self._query).fetchnumpy()
        return Found(len(pairs["id"]), None)

    def verdicts(self) -> Verdicts:
        asked = ",".join(
            f"CASE WHEN {rule} THEN {YES} WHEN NOT {rule} THEN {NO} ELSE {UNKNOWN} END"
            for rule in self._written
        )
        found = self._database.execute(f"SELECT {asked} FROM made ORDER BY id").fetchnumpy()  # noqa: S608
        return np.array(list(found.values()), np.int8)


def _condition(atom: Atom) -> str:
    if atom.sign == "begins":
        return f"starts_with({atom.field}, {_literal(atom.value)})"
    if atom.sign == "contains":
        return f"list_contains({atom.field}, {_literal(atom.value)})"
    return sql_text.condition(atom, _literal)


def _literal(value: object) -> str:
    if isinstance(value, date):
        return f"DATE '{value}'"
    return f"{value!r}::DOUBLE" if isinstance(value, float) else sql_text.plain_literal(value)


_spelling = sql_text.spelling(_condition)

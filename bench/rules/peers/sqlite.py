"""SQLite: one WHERE for each rule; sets are texts between commas."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from bench.rules.agreement import UNKNOWN, Verdicts
from bench.rules.asking import Atom, Rule
from bench.rules.engine import Engine, Found
from bench.rules.made import COLUMNS, Cell
from bench.rules.peers import sql_text
from bench.rules.peers.one_by_one import numbered
from bench.rules.tables import read_rows


class Sqlite(Engine):
    """It tells matches only."""

    nulls: ClassVar = "Kleene"

    def load(self, rows: Path) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(f"CREATE TABLE made(id INTEGER PRIMARY KEY, {','.join(COLUMNS)})")
        self._database.execute("PRAGMA case_sensitive_like=1")
        marks = ",".join("?" * len(COLUMNS))
        self._database.executemany(
            f"INSERT INTO made({','.join(COLUMNS)}) VALUES({marks})",
            ([_stored(row[name]) for name in COLUMNS] for row in read_rows(rows)),
        )
        self._database.execute("ANALYZE")

    def compile(self, rules: Sequence[Rule]) -> None:
        self._written = [_spelling.write(rule) for rule in rules]

    def decide(self) -> Found:
        asked = (f"SELECT id FROM made WHERE {rule}" for rule in self._written)  # noqa: S608
        return Found(sum(len(self._database.execute(query).fetchall()) for query in asked), None)

    def verdicts(self) -> Verdicts:
        asked = (f"SELECT coalesce({rule}, {UNKNOWN}) FROM made ORDER BY id" for rule in self._written)  # noqa: S608
        return np.array([[row[0] for row in self._database.execute(query)] for query in asked], np.int8)


def _stored(cell: Cell) -> Cell:
    return f",{','.join(cell)}," if isinstance(cell, list) else numbered(cell)


def _condition(atom: Atom) -> str:
    if atom.sign == "begins":
        return f"({atom.field} LIKE '{atom.value}%')"
    if atom.sign == "contains":
        return f"(instr({atom.field}, ',{atom.value},') > 0)"
    return sql_text.condition(atom, sql_text.plain_literal)


_spelling = sql_text.spelling(_condition)

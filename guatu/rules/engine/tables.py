"""A table of rows, read column by column as rules ask for it."""

from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np

from guatu.rules.catalogue.fields import Field
from guatu.rules.engine.columns import DAY_ZERO, Column, Integers, Judgements, Scaled, hidden, taken
from guatu.rules.rows import ASKED_ON, Row, as_of


class Source(Protocol):
    """Where columns come from: plain rows, an Arrow table, some rows of another table."""

    @property
    def size(self) -> int:
        """How many rows there are."""

    def column(self, name: str, field: Field) -> Column | None:
        """A column, read as its field says; None where there is none."""

    def judgements(self) -> Judgements | None:
        """What people found; None where the column is absent."""

    def row(self, number: int) -> Row:
        """One row as plain values."""


class Table:
    """Rows. Each column is read once, when it is first asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.size = source.size
        self._columns: dict[tuple[str, int | None], Column | None] = {}

    def column(self, name: str, field: Field, fresh_from: int | None = None) -> Column | None:
        """A column; values whose as-of day is before `fresh_from` (days since 1970) count as missing."""
        key = (name, fresh_from)
        if key not in self._columns:
            self._columns[key] = self._read(name, field, fresh_from)
        return self._columns[key]

    def _read(self, name: str, field: Field, fresh_from: int | None) -> Column | None:
        if fresh_from is None:
            return self.source.column(name, field)
        column = self.column(name, field)
        since = self.days(as_of(name))
        if column is None or since is None:
            return column
        stale = since.known & (since.values < fresh_from)
        return hidden(column, stale) if stale.any() else column

    def days(self, name: str) -> Scaled | None:
        """A column of days that no field of the catalogue names: an as-of column, `asked_on`."""
        found = self.column(name, Field(name, name, "date"))
        return found if isinstance(found, Scaled) else None

    @cached_property
    def judgements(self) -> Judgements | None:
        """What people found of the rows; None where nobody was asked."""
        return self.source.judgements()

    def row(self, number: int) -> Row:
        return self.source.row(number)

    def take(self, rows: Integers) -> "Table":
        """Some of the rows, in that order."""
        return Table(Taken(self, rows))

    def own_days(self) -> dict[int, Integers]:
        """The rows of each 申报日 that rows give themselves, in days since 1970; empty where none does."""
        asked = self.days(ASKED_ON)
        if asked is None or not asked.known.any():
            return {}
        rows = np.flatnonzero(asked.known)
        order = rows[np.argsort(asked.values[rows], kind="stable")]
        days, begins = np.unique(asked.values[order], return_index=True)
        return dict(zip(days.tolist(), np.split(order, begins[1:]), strict=True))


class Taken:
    """Some rows of a table."""

    def __init__(self, table: Table, rows: Integers) -> None:
        self.table, self.rows = table, rows
        self.size = len(rows)

    def column(self, name: str, field: Field) -> Column | None:
        whole = self.table.column(name, field)
        return None if whole is None else taken(whole, self.rows)

    def judgements(self) -> Judgements | None:
        whole = self.table.judgements
        found = None if whole is None else taken(whole, self.rows)
        return found if isinstance(found, Judgements) else None

    def row(self, number: int) -> Row:
        return self.table.row(int(self.rows[number]))


def number_of(day: date) -> int:
    """A day as days since 1970."""
    return day.toordinal() - DAY_ZERO


def day_of(number: int) -> date:
    return date.fromordinal(int(number) + DAY_ZERO)

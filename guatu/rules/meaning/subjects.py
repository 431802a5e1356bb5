"""Whom a rule asks: one row on its day, or one record of a list that the row holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.language.syntax import Year, YearsBack
from guatu.rules.rows import ASKED_ON, JUDGEMENTS, Row, Value, as_of, yearly
from guatu.rules.setting import Setting


@dataclass(frozen=True, slots=True)
class Subject:
    """A row with the day as of which it is asked, and the catalogue that its columns follow."""

    row: Row
    day: date
    catalogue: Catalogue
    setting: Setting

    def record(self, name: str, row: Row) -> "Subject":
        """One record of a list of this row; its fields are the list's, its day is that of this row."""
        return replace(self, row=row, catalogue=self.catalogue.of_list(name))

    def year(self, year: Year) -> int:
        return self.day.year - year.back if isinstance(year, YearsBack) else year

    def raw(self, field: Field, year: int | None) -> Value:
        """What the row holds of a field that has a column; None where it counts as missing."""
        column = column_of(field, year)
        if self.setting.stale_is_unknown and self.is_stale(field, year):
            return None
        return self.row.get(column)

    def is_stale(self, field: Field, year: int | None) -> bool:
        """Whether the fact is older on the day of asking than its field stays fresh."""
        since = day_in(self.row.get(as_of(column_of(field, year))))
        return (
            field.fresh_days is not None and since is not None and (self.day - since).days > field.fresh_days
        )

    @property
    def judgements(self) -> tuple[Row, ...]:
        """What people found of the row by the day, the latest last."""
        dated = [
            (day, each) for each in rows_in(self.row.get(JUDGEMENTS)) if (day := day_in(each.get("day")))
        ]
        known = [(day, each) for day, each in dated if day <= self.day]
        return tuple(each for _, each in sorted(known, key=lambda known: known[0]))


def subject_of(row: Row, setting: Setting) -> Subject:
    """The row on its own 申报日, where it has one, else on the day of asking."""
    return Subject(row, day_in(row.get(ASKED_ON)) or setting.on, setting.catalogue, setting)


def column_of(field: Field, year: int | None) -> str:
    return field.name if year is None or not field.yearly else yearly(field.name, year)


def day_in(value: Value) -> date | None:
    """The day that a column holds; of a moment, its day."""
    if value is None:
        return None
    if not isinstance(value, date):
        raise TypeError(value)
    return value.date() if isinstance(value, datetime) else value


def rows_in(value: Value) -> tuple[Row, ...]:
    """The rows of a list, without those that are None; none where the list is missing."""
    if value is None:
        return ()
    if isinstance(value, str | Mapping) or not isinstance(value, Collection):
        raise TypeError(value)
    return tuple(cast("Row", each) for each in value if each is not None)

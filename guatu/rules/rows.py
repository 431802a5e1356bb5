"""A row as plain Python values, keyed by column.

figures     int, Decimal or float, in yuan, fractions, or the field's unit; NaN is missing; a float means the
            decimal that its shortest spelling gives (0.03 is three hundredths)
date        date
bool        bool
text, code, grade   str; a code field that holds several: a collection of str
set         a collection of str; empty is a value
dated_set   a collection of {"value": str, "since": date or None, "until": date or None}
events, records     a list of rows of their own; empty is a value

A column that is absent or None is missing. A yearly field has a column for each year, `<name>_2025`.
Texts are compared after NFKC, by code point.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | Decimal | date | str | Collection[str] | Collection[Row] | None"
Row: TypeAlias = "Mapping[str, Value]"

ASKED_ON = "asked_on"
"""The row's own 申报日, where it has one."""
JUDGEMENTS = "judgements"
"""What people found: a list of {"question": str, "answer": bool, "day": date}. The latest answer given by the
day of asking counts."""


def yearly(name: str, year: int) -> str:
    """The column of a yearly field for that year."""
    return f"{name}_{year}"


def as_of(column: str) -> str:
    """The column that says since when the value of another is true."""
    return f"{column}_as_of"


def source_of(column: str) -> str:
    """The column that says who holds the value of another."""
    return f"{column}_source"

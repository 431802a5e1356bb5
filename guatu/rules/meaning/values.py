"""Values as rules compare them: exact figures, days, texts after NFKC, members of sets, records.

A figure is a Fraction; an infinite one is a float, which compares with every Fraction. None is missing.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, cast
from unicodedata import normalize

from guatu.rules.catalogue.expressions import Arithmetic, Expression
from guatu.rules.catalogue.fields import Field
from guatu.rules.language.syntax import DayAt, FieldAt, Figure, OverYears, Sign
from guatu.rules.meaning.days import shifted
from guatu.rules.meaning.subjects import Subject, day_in, rows_in
from guatu.rules.rows import Row, Value

Number: TypeAlias = Fraction | float


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a dated set, valid from its first day to its last, both included; None is open."""

    value: str
    since: date | None
    until: date | None

    def has_begun(self, day: date) -> bool:
        return self.since is None or self.since <= day

    def is_valid_on(self, day: date) -> bool:
        return self.has_begun(day) and (self.until is None or day <= self.until)


Found: TypeAlias = (
    "Number | date | bool | str | tuple[str, ...] | tuple[Member, ...] | tuple[Row, ...] | None"
)


def plain(text: str) -> str:
    """A text as it is compared: full-width forms are folded, letters keep their case."""
    return normalize("NFKC", text)


def value_at(at: FieldAt, subject: Subject) -> Found:
    """What a field holds, of the year asked for where it is kept by year."""
    year = None if at.year is None else subject.year(at.year)
    return value_of(subject.catalogue[at.name], year, subject)


def value_of(field: Field, year: int | None, subject: Subject) -> Found:
    if field.value is not None:
        return _computed(field.value, year, subject)
    raw = subject.raw(field, year)
    return None if raw is None or _is_nan(raw) else _read(field, raw)


def records_at(name: str, subject: Subject) -> tuple[Row, ...] | None:
    """The records of a list; None where the list is missing, which an empty one is not."""
    raw = subject.raw(subject.catalogue[name], None)
    return None if raw is None or _is_nan(raw) else rows_in(raw)


def value_over(over: OverYears, subject: Subject) -> Found:
    """The sum or average over the years that end with the one before the day; all of them must be known."""
    field = subject.catalogue[over.name]
    years = range(subject.day.year - over.years, subject.day.year)
    values = [value_of(field, year, subject) for year in years]
    figures = [value for value in values if isinstance(value, Fraction)]
    if len(figures) < len(values):
        return None
    total = sum(figures, Fraction(0))
    return total / over.years if over.how == "average" else total


def day_at(at: DayAt, subject: Subject, year: int | None = None) -> date | None:
    """The day meant; `year` is that of a field which names none, in a derived field kept by year."""
    if isinstance(at.base, FieldAt):
        base = _part(at.base, year, subject)
    else:
        base = at.base if isinstance(at.base, date) else subject.day
    return shifted(base, at.shifts, subject.setting.calendar) if isinstance(base, date) else None


def left_of(left: FieldAt | OverYears | DayAt, subject: Subject) -> Found:
    """What stands to the left of a comparison."""
    if isinstance(left, FieldAt):
        return value_at(left, subject)
    return value_over(left, subject) if isinstance(left, OverYears) else day_at(left, subject)


def holds(left: Found, sign: Sign, right: Found, grades: tuple[str, ...] = ()) -> bool | None:
    """Whether a comparison is true; None where a side is missing. A better grade is the greater one."""
    one, other = _rank(left, grades), _rank(right, grades)
    if one is None or other is None:
        return None
    if sign in ("=", "≠"):
        return (one == other) is (sign == "=")
    if sign in ("<", "≥"):
        return bool(one < other) is (sign == "<")  # type: ignore[operator]  # kinds match: rules are checked
    return bool(one > other) is (sign == ">")  # type: ignore[operator]


def _rank(value: Found, grades: tuple[str, ...]) -> Found:
    if not grades or not isinstance(value, str):
        return value
    names = [plain(grade) for grade in grades]
    return Fraction(-names.index(value)) if value in names else None


def _is_nan(raw: Value) -> bool:
    return (isinstance(raw, float) and math.isnan(raw)) or (isinstance(raw, Decimal) and raw.is_nan())


def _read(field: Field, raw: Value) -> Found:
    if field.is_figure:
        return _exact(raw)
    if field.type == "date":
        return day_in(raw)
    if field.is_list:
        return rows_in(raw)
    if field.type == "dated_set":
        return tuple(_member(row) for row in rows_in(raw) if row.get("value") is not None)
    if field.type == "set" or field.many:
        return _texts(raw)
    if field.type == "bool" and isinstance(raw, bool):
        return raw
    if field.type in ("text", "code", "grade") and isinstance(raw, str):
        text = plain(raw)
        is_known = field.type != "grade" or text in map(plain, field.grades)
        return text if is_known else None
    raise TypeError(raw)


def _exact(raw: Value) -> Number:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise TypeError(raw)
    decimal = Decimal(repr(float(raw))) if isinstance(raw, float) else Decimal(raw)
    return Fraction(decimal) if decimal.is_finite() else float(decimal)


def _member(row: Row) -> Member:
    value = row["value"]
    if not isinstance(value, str):
        raise TypeError(value)
    return Member(plain(value), day_in(row.get("since")), day_in(row.get("until")))


def _texts(raw: Value) -> tuple[str, ...]:
    if isinstance(raw, str | Mapping) or not isinstance(raw, Collection):
        raise TypeError(raw)
    return tuple(plain(cast("str", each)) for each in raw if each is not None)


def _computed(expression: Expression, year: int | None, subject: Subject) -> Found:
    if isinstance(expression, Figure):
        return Fraction(expression.value)
    if isinstance(expression, FieldAt):
        return _part(expression, year, subject)
    if isinstance(expression, DayAt):
        return day_at(expression, subject, year)
    left, right = (_computed(side, year, subject) for side in (expression.left, expression.right))
    return _reckoned(left, expression, right)


def _part(at: FieldAt, year: int | None, subject: Subject) -> Found:
    """A field in an expression: of its own year, else of the year that is asked for."""
    own = year if at.year is None else subject.year(at.year)
    return value_of(subject.catalogue[at.name], own, subject)


def _reckoned(left: Found, expression: Arithmetic, right: Found) -> Fraction | None:
    """Exact; without value where a part is missing or infinite, or the divisor is zero."""
    if isinstance(left, date) and isinstance(right, date) and expression.sign == "-":
        return Fraction((left - right).days)
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    if expression.sign == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}[expression.sign]

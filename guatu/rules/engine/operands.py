"""What stands on either side of a comparison, for every row: figures, days, grades by their rank, texts."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from guatu.rules.catalogue.expressions import Arithmetic, Expression
from guatu.rules.catalogue.fields import Field
from guatu.rules.engine.binding import Binder
from guatu.rules.engine.columns import Codes, Floats, Ranked, Scaled, Words
from guatu.rules.engine.figures import (
    Compared,
    Ratios,
    Reckoned,
    compared,
    constant,
    figures_of,
    missing,
    reckoned,
    times,
)
from guatu.rules.engine.formulas import Fact, Settled
from guatu.rules.engine.shifting import shifted_days
from guatu.rules.engine.tables import Table
from guatu.rules.engine.vocabularies import Vocabulary
from guatu.rules.language.syntax import Compares, DayAt, FieldAt, Figure, Operand, OverYears
from guatu.rules.meaning.operands import measured_by, per_unit
from guatu.rules.meaning.values import plain


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A text in every row."""

    codes: Codes
    vocabulary: Vocabulary


Side: TypeAlias = Reckoned | Texts
_ONE = np.ones(1, np.int64)


class Operands:
    """The columns of a table as rules compare them. Figures are made ready once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._ready: dict[Fact, Side] = {}

    def comparison(self, node: Compares, binder: Binder) -> Compared:
        """Where a comparison of two sides holds."""
        left = self.left(node.left, binder)
        right = self._right(node.right, measured_by(node.left, binder.catalogue), binder)
        if isinstance(left, Texts) and isinstance(right, Texts):
            left, right = _as_ranks(left, right)
        if isinstance(left, Texts) or isinstance(right, Texts):
            raise TypeError(node)
        return compared(left, node.sign, right)

    def left(self, operand: FieldAt | OverYears | DayAt, binder: Binder) -> Side:
        """A field of its year, a sum or average over years, a day."""
        if isinstance(operand, FieldAt):
            return self.value(binder.catalogue[operand.name], binder.field_year(operand), binder)
        return (
            self._over(operand, binder)
            if isinstance(operand, OverYears)
            else self._day(operand, None, binder)
        )

    def _right(self, operand: Operand, field: Field | None, binder: Binder) -> Side:
        value = binder.constant(operand, field)
        if isinstance(value, Settled):
            return missing()
        if isinstance(value, Fraction):
            return constant(value)
        if isinstance(value, str):
            return _word(value, field)
        if not isinstance(operand, FieldAt | OverYears | DayAt):
            raise TypeError(operand)
        side = self.left(operand, binder)
        if field is None or field.type != "number" or isinstance(operand, DayAt) or isinstance(side, Texts):
            return side
        unit = binder.catalogue[operand.name].unit
        if unit == field.unit:
            return side
        return times(side, per_unit(unit, field, binder.setting.catalogue.conversions))

    def value(self, field: Field, year: int | None, binder: Binder) -> Side:
        """A field: its column, or what is reckoned for it."""
        if field.value is not None:
            return self._reckoned(field.value, year, binder)
        fact = binder.fact_of(field, year)
        if fact not in self._ready:
            self._ready[fact] = self._of_column(fact)
        return self._ready[fact]

    def _of_column(self, fact: Fact) -> Side:
        column = self.table.column(fact.column, fact.field, fact.fresh_from)
        if column is None:
            is_text = fact.field.type == "text"
            return Texts(np.zeros(self.table.size, np.int32), Vocabulary(())) if is_text else missing()
        if isinstance(column, Floats | Scaled | Ranked):
            return figures_of(column)
        if not isinstance(column, Words):
            raise TypeError(fact)
        if fact.field.type != "grade":
            return Texts(column.codes, column.vocabulary)
        ranks = [0, *(_rank(word, fact.field) for word in column.vocabulary.words)]
        return Ratios(np.array(ranks, np.int64)[column.codes], _ONE, column.known)

    def _over(self, operand: OverYears, binder: Binder) -> Reckoned:
        """Over the years that end with the one before the day; infinite figures are missing."""
        last = (binder.day or binder.setting.on).year - 1
        field, total = binder.catalogue[operand.name], constant(Fraction(0))
        for year in range(last - operand.years + 1, last + 1):
            total = reckoned(total, "+", _figures(self.value(field, year, binder)))
        if operand.how == "sum":
            return total
        return reckoned(total, "/", constant(Fraction(operand.years)))

    def _day(self, operand: DayAt, year: int | None, binder: Binder) -> Reckoned:
        """A day; `year` is that of a field which names none, in an expression."""
        if not isinstance(operand.base, FieldAt):
            found = binder.constant(operand, None)
            return constant(found) if isinstance(found, Fraction) else missing()
        base = _figures(self._part(operand.base, year, binder))
        if not isinstance(base, Ratios):
            raise TypeError(operand)
        if not operand.shifts:
            return base
        days, known = shifted_days(base.over, base.known, operand.shifts, binder.setting.calendar)
        return Ratios(days, _ONE, known)

    def _reckoned(self, expression: Expression, year: int | None, binder: Binder) -> Side:
        if isinstance(expression, Figure):
            return constant(Fraction(expression.value))
        if isinstance(expression, FieldAt):
            return self._part(expression, year, binder)
        if isinstance(expression, Arithmetic):
            left, right = (self._reckoned(side, year, binder) for side in (expression.left, expression.right))
            return reckoned(_figures(left), expression.sign, _figures(right))
        return self._day(expression, year, binder)

    def _part(self, at: FieldAt, year: int | None, binder: Binder) -> Side:
        """A field in an expression: of its own year, else of the year that is asked for."""
        own = year if at.year is None else binder.field_year(at)
        return self.value(binder.catalogue[at.name], own, binder)


def _figures(side: Side) -> Reckoned:
    if isinstance(side, Texts):
        raise TypeError(side)
    return side


def _rank(word: str, field: Field) -> int:
    """A better grade is the greater one."""
    return -[plain(grade) for grade in field.grades].index(word)


def _word(word: str, field: Field | None) -> Side:
    if field is None or field.type != "grade":
        return Texts(np.ones(1, np.int32), Vocabulary((word,)))
    is_grade = word in map(plain, field.grades)
    return constant(Fraction(_rank(word, field))) if is_grade else missing()


def _as_ranks(left: Texts, right: Texts) -> tuple[Ratios, Ratios]:
    """Texts of two columns as places in one list of words, for = and ≠."""
    places = np.array([0, *(left.vocabulary.places.get(word, 0) for word in right.vocabulary.words)])
    others = np.arange(len(places)) + len(left.vocabulary)
    joined = np.where(places > 0, places, others)[right.codes]
    return (
        Ratios(left.codes.astype(np.int64), _ONE, left.codes != 0),
        Ratios(joined.astype(np.int64), _ONE, right.codes != 0),
    )

"""What a condition asks for: figures in the unit of a field, words, and parameters on the day."""

from fractions import Fraction

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.units import Conversions
from guatu.rules.language.syntax import DayAt, FieldAt, Figure, Operand, OverYears, Parameter, Word
from guatu.rules.meaning.subjects import Subject
from guatu.rules.meaning.values import Found, left_of, plain

_HUNDRED = 100


def measured_by(left: FieldAt | OverYears | DayAt, catalogue: Catalogue) -> Field | None:
    """The field whose unit and grades a comparison goes by; a day has none."""
    return None if isinstance(left, DayAt) else catalogue[left.name]


def asked(operand: Operand, subject: Subject, field: Field | None) -> Found:
    """The value of the right side of a comparison with a field; None where it is missing."""
    if isinstance(operand, Figure):
        return in_base(operand, field, subject.setting.catalogue.conversions)
    if isinstance(operand, Word):
        return plain(operand.text)
    if not isinstance(operand, Parameter):
        return _in_unit_of(field, left_of(operand, subject), operand, subject)
    value = parameter(operand, subject)
    if value is None:
        return None
    if not isinstance(value, tuple):
        return asked(value, subject, field)
    (word,) = value
    return asked(word, subject, field)


def _in_unit_of(
    field: Field | None, value: Found, operand: FieldAt | OverYears | DayAt, subject: Subject
) -> Found:
    """The value of another field in the unit of the one it is compared with: 3吨 is 3000千克."""
    if field is None or field.type != "number" or isinstance(operand, DayAt):
        return value
    other = subject.catalogue[operand.name]
    if other.unit == field.unit or not isinstance(value, Fraction):
        return value
    return value * per_unit(other.unit, field, subject.setting.catalogue.conversions)


def parameter(name: Parameter, subject: Subject) -> Figure | DayAt | tuple[Word, ...] | None:
    """The value in force on the day; None where there is none."""
    dated = subject.setting.parameters.at(name.name, subject.day)
    return None if dated is None else dated.value


def words_of(words: tuple[Word, ...] | Parameter, subject: Subject) -> tuple[str, ...] | None:
    """The words that are asked for, as they were written; None where no value is in force."""
    found = parameter(words, subject) if isinstance(words, Parameter) else words
    if found is None:
        return None
    if not isinstance(found, tuple):
        raise TypeError(words)
    return tuple(word.text for word in found)


def in_base(figure: Figure, field: Field | None, conversions: Conversions) -> Fraction:
    """A figure in what its field is held in: yuan, a fraction, or the field's unit; a bare one as it is."""
    if field is None or not figure.unit:
        return Fraction(figure.value)
    return Fraction(figure.value) * per_unit(figure.unit, field, conversions)


def per_unit(unit: str, field: Field, conversions: Conversions) -> Fraction:
    """One unit in what the field is held in; checks refuse a rule with a unit that the field cannot take."""
    factor = conversions.factor(unit, field.base_unit)
    if factor is None:
        raise ValueError(unit)
    return Fraction(factor) / (_HUNDRED if field.type == "percent" else 1)

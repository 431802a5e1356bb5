"""What a condition compares, and the words for it: its label, the value found, the value asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guatu.rules.answers.spelling import spell, write_day, write_figure, write_list, write_unit
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.language.syntax import (
    DayAt,
    FieldAt,
    Figure,
    Operand,
    OverYears,
    Parameter,
    Shift,
    Word,
    YearsBack,
)
from guatu.rules.meaning.operands import asked, measured_by, parameter
from guatu.rules.meaning.subjects import Subject
from guatu.rules.meaning.values import Found, Member, left_of

_YEARS = ("本年", "上年", "前年")
NONE_HELD = "空（没有任何一项）"
NO_LETTERS = "空白"


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a comparison: the field it goes by, what was found, and what is asked for."""

    field: Field | None
    found: Found
    asked: Found
    unit: str
    """The unit that the rule writes; empty where it writes none."""


def sides(left: FieldAt | OverYears | DayAt, right: Operand, subject: Subject) -> Sides:
    field = measured_by(left, subject.catalogue)
    return Sides(field, left_of(left, subject), asked(right, subject, field), unit_of(right, subject))


def unit_of(operand: Operand, subject: Subject) -> str:
    value = parameter(operand, subject) if isinstance(operand, Parameter) else operand
    return value.unit if isinstance(value, Figure) else ""


def label_of(operand: FieldAt | OverYears | DayAt, catalogue: Catalogue) -> str:
    """营业收入[上年], 营业收入近3年平均, 办结时限+30天."""
    if isinstance(operand, FieldAt):
        label = catalogue[operand.name].label
        return label if operand.year is None else f"{label}[{_year(operand.year)}]"
    if isinstance(operand, OverYears):
        how = "平均" if operand.how == "average" else "合计"
        return f"{catalogue[operand.name].label}近{operand.years}年{how}"
    return _base_of(operand, catalogue) + "".join(map(_shift, operand.shifts))


def _base_of(day: DayAt, catalogue: Catalogue) -> str:
    if isinstance(day.base, FieldAt):
        return label_of(day.base, catalogue)
    return write_day(day.base) if isinstance(day.base, date) else day.base


def _year(year: int | YearsBack) -> str:
    if isinstance(year, int):
        return str(year)
    return _YEARS[year.back] if year.back < len(_YEARS) else f"本年-{year.back}"


def _shift(shift: Shift) -> str:
    return f"{'-' if shift.count < 0 else '+'}{abs(shift.count)}{write_unit(shift.span)}"


def write_found(found: Found, field: Field | None, subject: Subject, beside: Sides | None = None) -> str:
    """A value of a row; a figure in the unit of the rule, and never rounded to the bound it misses."""
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, date):
        return write_day(found)
    if isinstance(found, Fraction | float):
        return _figure(found, field, subject, beside)
    if isinstance(found, str):
        return _text(found, field)
    if found is None:
        return "缺失"
    if field is not None and field.is_list:
        return f"{len(found)}项"
    return write_list(_members(found, field, subject.day)) or NONE_HELD


def _figure(found: Fraction | float, field: Field | None, subject: Subject, beside: Sides | None) -> str:
    if field is None:
        return str(spell(found))
    bound = beside.asked if beside and isinstance(beside.asked, Fraction) and beside.asked != found else None
    unit = beside.unit if beside else ""
    return str(write_figure(found, field, unit, subject.setting.catalogue.conversions, bound))


def _text(text: str, field: Field | None) -> str:
    """A text as it is; a code with its name."""
    if not text:
        return NO_LETTERS
    name = text if field is None or field.codes is None else field.codes.name(text)
    return text if name == text else f"{text}（{name}）"


def _members(found: Iterable[object], field: Field | None, day: date) -> Iterable[str]:
    for each in found:
        if isinstance(each, Member):
            yield each.value + _term(each, day)
        else:
            yield _text(str(each), field)


def _term(member: Member, day: date) -> str:
    """When a member is not valid on the day, since when or until when."""
    if member.since is not None and member.since > day:
        return f"（自{write_day(member.since)}起有效）"
    if member.until is not None and member.until < day:
        return f"（已于{write_day(member.until)}到期）"
    return ""


def write_word(word: str, field: Field) -> str:
    """A word of a rule as it was written; a code with its name."""
    if field.codes is None:
        return word
    name = field.codes.name(field.codes.read(word))
    return word if name in (word, field.codes.read(word)) else f"{word}（{name}）"


def write_asked(operand: Operand, subject: Subject, field: Field | None) -> str:
    """What a condition asks for: the value, and where it is not written out, where it comes from."""
    if isinstance(operand, Figure):
        return _written(operand)
    if isinstance(operand, Word):
        return operand.text
    if isinstance(operand, Parameter):
        return _with_origin(_parameter(operand, subject, field), f"〔{operand.name}〕")
    label = label_of(operand, subject.catalogue)
    value = asked(operand, subject, field)
    if isinstance(operand, DayAt) and isinstance(operand.base, date) and not operand.shifts:
        return label
    return _with_origin(None if value is None else write_found(value, field, subject), label)


def _with_origin(value: str | None, origin: str) -> str:
    return origin if value is None else f"{value}（{origin}）"


def _parameter(name: Parameter, subject: Subject, field: Field | None) -> str | None:
    value = parameter(name, subject)
    if value is None:
        return None
    if isinstance(value, tuple):
        return write_list(word.text for word in value)
    if isinstance(value, Figure):
        return _written(value)
    day = asked(value, subject, field)
    return None if day is None else write_found(day, field, subject)


def _written(figure: Figure) -> str:
    return str(spell(Fraction(figure.value), write_unit(figure.unit)))

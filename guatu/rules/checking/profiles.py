"""What the conditions on one field can say together: each way is a profile, found by trying telling values.

Of a number the telling values are the figures that rules name and one between, below and above them; of a
code, those named and one besides. So the search for a row that a rule takes, or refuses, is finite and misses
none. Conditions that do not go by the value of one field (field against field, events, records, judgements)
are taken as free to say anything: what is then found to be impossible is so indeed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import TypeVar

from guatu.rules.catalogue.fields import Field
from guatu.rules.language.syntax import (
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    FieldAt,
    Happened,
    IsBetween,
    IsMissing,
    IsSo,
    Operand,
    OverYears,
    Parameter,
    StartsWith,
    YearsBack,
)
from guatu.rules.meaning.operands import asked, measured_by, words_of
from guatu.rules.meaning.subjects import column_of, subject_of
from guatu.rules.meaning.values import Found, holds, plain
from guatu.rules.reference import decide
from guatu.rules.rows import Row, Value
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict, all_of

Profile = Mapping[Condition, Verdict]
_Key = FieldAt | OverYears | DayAt | Condition
_MANY = 300
"""More ways than that are not tried together: each condition is then free."""
_BESIDE = "\uffff"
"""Follows a text that is like no named one but begins like it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What several conditions go by, and every way they can turn out together."""

    key: _Key
    profiles: tuple[Profile, ...]


def variables_of(conditions: Iterable[Condition], setting: Setting) -> tuple[Variable, ...]:
    """The variables by which conditions go, each with every way it can turn out."""
    together: dict[_Key, list[Condition]] = {}
    for condition in conditions:
        together.setdefault(_key(condition, setting), []).append(condition)
    return tuple(variable for key, same in together.items() for variable in _variables(key, same, setting))


def _variables(key: _Key, conditions: list[Condition], setting: Setting) -> Iterator[Variable]:
    """One variable for all of the conditions; a free one for each where the ways are too many, or unknown."""
    ways = _ways(key, conditions, setting) if isinstance(key, FieldAt | OverYears | DayAt) else None
    if ways is None and isinstance(key, Happened):
        ways = [{each: _either_way(each, verdict) for each in conditions} for verdict in Verdict]
    if ways is None:
        for condition in conditions:
            yield Variable(condition, tuple({condition: verdict} for verdict in Verdict))
        return
    distinct = {tuple(way[condition] for condition in conditions): way for way in ways}
    yield Variable(key, tuple(distinct.values()))


def _key(condition: Condition, setting: Setting) -> _Key:
    """What a condition goes by: a field of a year, a sum over years, a day; else itself."""
    if isinstance(condition, Compares | IsBetween):
        is_of_one = all(_is_constant(end) for end in _ends(condition))
        return _of_year(condition.left, setting) if is_of_one else condition
    if isinstance(condition, BelongsTo | Contains | StartsWith | IsMissing | IsSo):
        return _of_year(condition.field, setting)
    return replace(condition, negated=False) if isinstance(condition, Happened) else condition


_At = TypeVar("_At", FieldAt, FieldAt | OverYears | DayAt)


def _of_year(at: _At, setting: Setting) -> _At:
    """上年 and the year that it is on the day are one."""
    if isinstance(at, FieldAt) and isinstance(at.year, YearsBack):
        return FieldAt(at.name, setting.on.year - at.year.back)
    return at


def _either_way(condition: Condition, verdict: Verdict) -> Verdict:
    """What 有 says, or 无 of the same."""
    return verdict.negated() if isinstance(condition, Happened) and condition.negated else verdict


def _is_constant(operand: Operand) -> bool:
    return not isinstance(operand, FieldAt | OverYears) and not (
        isinstance(operand, DayAt) and isinstance(operand.base, FieldAt)
    )


def _ways(
    key: FieldAt | OverYears | DayAt, conditions: list[Condition], setting: Setting
) -> list[Profile] | None:
    """The profile of each telling value; None where there are too many."""
    field = None if isinstance(key, DayAt) else setting.catalogue[key.name]
    if field is None or field.is_figure or field.type == "date" or not isinstance(key, FieldAt):
        values = (*_telling_values(conditions, setting), None)
        return [{each: _said(each, value, setting) for each in conditions} for value in values]
    held = _held(field, sorted(_named(conditions, setting)), setting)
    if held is None:
        return None
    column = column_of(field, key.year if isinstance(key.year, int) else None)
    rows: list[Row] = [{}, *({column: value} for value in held)]
    return [{each: decide(each, row, setting) for each in conditions} for row in rows]


# --- figures and days


def _telling_values(conditions: list[Condition], setting: Setting) -> list[Found]:
    """The figures and days that conditions name, and one between, below and above them."""
    cuts: set[Found] = set()
    for condition in conditions:
        if isinstance(condition, Compares | IsBetween):
            field = measured_by(condition.left, setting.catalogue)
            cuts |= {asked(end, subject_of({}, setting), field) for end in _ends(condition)} - {None}
    ordered = sorted(cuts)  # type: ignore[type-var]  # all figures, or all days
    return [value for cut in ordered for value in _around(cut)] or [Fraction(0)]


def _ends(condition: Condition) -> tuple[Operand, ...]:
    if isinstance(condition, Compares):
        return (condition.right,)
    return (condition.low, condition.high) if isinstance(condition, IsBetween) else ()


_TINY = Fraction(1, 10**9)


def _around(cut: Found) -> tuple[Found, ...]:
    if isinstance(cut, date):
        return cut - timedelta(days=1), cut, cut + timedelta(days=1)
    number = Fraction(cut)  # type: ignore[arg-type]  # a figure, for days are handled above
    return number - _TINY, number, number + _TINY


def _said(condition: Condition, value: Found, setting: Setting) -> Verdict:
    """What a condition says of a figure or a day."""
    if isinstance(condition, IsMissing):
        return Verdict.of((value is None) is not condition.negated)
    subject = subject_of({}, setting)
    if isinstance(condition, Compares):
        field = measured_by(condition.left, setting.catalogue)
        return Verdict.of(holds(value, condition.sign, asked(condition.right, subject, field)))
    if isinstance(condition, IsBetween):
        low = Compares(condition.left, "≥" if condition.includes_low else ">", condition.low)
        high = Compares(condition.left, "≤" if condition.includes_high else "<", condition.high)
        return all_of((_said(low, value, setting), _said(high, value, setting)))
    raise TypeError(condition)


# --- names, grades, sets, flags


def _named(conditions: list[Condition], setting: Setting) -> set[str]:
    """The words that conditions on a field name."""
    subject = subject_of({}, setting)
    found: set[str] = set()
    for condition in conditions:
        if isinstance(condition, BelongsTo | Contains | StartsWith):
            found |= {plain(word) for word in words_of(condition.words, subject) or ()}
        for end in _ends(condition):
            word = None if isinstance(end, Parameter) else asked(end, subject, None)
            found |= {word} if isinstance(word, str) else set()
    return found


def _held(field: Field, words: list[str], setting: Setting) -> list[Value] | None:
    """The values of a field that tell its conditions apart; None where there are too many."""
    if field.type == "bool":
        return [True, False]
    if field.type == "grade":
        return list(field.grades)
    named = [word if field.codes is None else field.codes.read(word) for word in words]
    if field.type in ("set", "dated_set") or field.many:
        return _sets(field, named, setting.on - timedelta(days=1))
    return [*named, *(word + _BESIDE for word in named), _BESIDE]


def _sets(field: Field, words: list[str], yesterday: date) -> list[Value] | None:
    """Every set of the words, each in a dated one valid, over, or absent."""
    states = ("absent", "valid", "over") if field.type == "dated_set" else ("absent", "valid")
    if len(states) ** len(words) > _MANY:
        return None
    chosen = (zip(words, choice, strict=True) for choice in product(states, repeat=len(words)))
    members = [[(word, state) for word, state in pairs if state != "absent"] for pairs in chosen]
    if field.type != "dated_set":
        return [[word for word, _ in pairs] for pairs in members]
    return [
        [{"value": word, "until": yesterday if state == "over" else None} for word, state in pairs]
        for pairs in members
    ]

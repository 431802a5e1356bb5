"""A table from rows that are plain Python values (see `guatu.rules.rows`)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias, TypeGuard, cast

import numpy as np

from guatu.rules.catalogue.fields import LISTS, TYPE_LABELS, Field
from guatu.rules.engine.columns import (
    DAY_ZERO,
    Answers,
    Codes,
    Column,
    DatedSets,
    Exact,
    Figures,
    Flags,
    Floats,
    Integers,
    Judgements,
    Lists,
    Ranked,
    Scaled,
    Sets,
    Words,
    offsets_of,
)
from guatu.rules.engine.errors import UnfitValue
from guatu.rules.engine.tables import Table
from guatu.rules.engine.vocabularies import Vocabulary
from guatu.rules.meaning.values import plain
from guatu.rules.rows import JUDGEMENTS, Row, Value

FIRST_DAY: Final = -DAY_ZERO
LAST_DAY: Final = 1 << 40
"""Before and after every day of the calendar."""
_Figure: TypeAlias = "int | float | Decimal"
_Spelled: TypeAlias = "tuple[type, _Figure]"
"""A figure with its type: a float and a decimal may be equal and yet mean different decimals."""
_MOST: Final = 2**63 - 1
_DIGITS: Final = 18


def table_of(rows: Sequence[Row]) -> Table:
    """A table of plain rows. A value that its field cannot hold is refused when its column is read."""
    return Table(PlainRows(rows))


class PlainRows:
    """Rows as they are."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.size = len(rows)

    def row(self, number: int) -> Row:
        return self.rows[number]

    def column(self, name: str, field: Field) -> Column | None:
        values = [row.get(name) for row in self.rows]
        if all(value is None for value in values):
            return None
        return _column(values, name, field)

    def judgements(self) -> Judgements | None:
        values = [row.get(JUDGEMENTS) for row in self.rows]
        if all(value is None for value in values):
            return None
        members, offsets = _members(values, JUDGEMENTS, "列表")
        rows = cast("list[Row]", members)
        codes, vocabulary = _coded([plain(str(each.get("question"))).strip() for each in rows])
        answers = [-1 if each.get("answer") is None else int(each.get("answer") is True) for each in rows]
        days = _days([each.get("day") for each in rows], JUDGEMENTS)
        known = np.where(days.known, days.values, LAST_DAY)
        return Judgements(offsets, codes, vocabulary, np.asarray(answers, np.int8), known)


def _column(values: Sequence[Value], name: str, field: Field) -> Column:
    if field.is_figure:
        return _figures(values, name)
    if field.type == "date":
        return _days(values, name)
    if field.type == "bool":
        known = _each(values, name, "是或否", lambda value: isinstance(value, bool))
        return Answers(np.asarray([value is True for value in values], np.bool_), known)
    if field.type in LISTS:
        members, offsets = _members(values, name, "列表")
        return Lists(offsets, _known(values), table_of(cast("list[Row]", members)))
    if field.type == "dated_set":
        return _dated_sets(values, name)
    if field.type == "set" or field.many:
        members, offsets = _members(values, name, "集合")
        codes, vocabulary = _coded(_texts(members, name))
        return Sets(offsets, codes, vocabulary, _known(values))
    _each(values, name, TYPE_LABELS[field.type], lambda value: isinstance(value, str))
    texts = [None if value is None else plain(cast("str", value)) for value in values]
    grades = {plain(grade) for grade in field.grades} if field.type == "grade" else None
    return Words(*_coded([text if grades is None or text in grades else None for text in texts]))


def _known(values: Sequence[Value]) -> Flags:
    return np.asarray([value is not None for value in values], np.bool_)


def _each(values: Sequence[Value], name: str, expected: str, fits: Callable[[Value], bool]) -> Flags:
    """Which values are there; refuses the first that does not fit."""
    known = [value is not None for value in values]
    for number, value in enumerate(values):
        if value is not None and not fits(value):
            raise UnfitValue(name, number, expected)
    return np.asarray(known, np.bool_)


def _coded(texts: Iterable[str | None]) -> tuple[Codes, Vocabulary]:
    """Each text as its place, from 1, among all there are; None as 0."""
    places: dict[str, int] = {}
    codes = [0 if text is None else places.setdefault(text, len(places) + 1) for text in texts]
    return np.asarray(codes, np.int32), Vocabulary(places)


def _members(values: Sequence[Value], name: str, expected: str) -> tuple[list[object], Integers]:
    """What stands in each row's collection, one after the other, without what is None in it."""
    members: list[object] = []
    lengths = np.zeros(len(values), np.int64)
    for number, value in enumerate(values):
        if value is None:
            continue
        if isinstance(value, str | Mapping) or not isinstance(value, Collection):
            raise UnfitValue(name, number, expected)
        held = [each for each in value if each is not None]
        lengths[number] = len(held)
        members += held
    return members, offsets_of(lengths)


def _texts(members: Iterable[object], name: str) -> list[str]:
    found = []
    for number, member in enumerate(members):
        if not isinstance(member, str):
            raise UnfitValue(name, number, "文本")
        found.append(plain(member))
    return found


def _dated_sets(values: Sequence[Value], name: str) -> DatedSets:
    held: list[Value] = []
    for number, value in enumerate(values):
        if value is not None and (isinstance(value, str | Mapping) or not isinstance(value, Collection)):
            raise UnfitValue(name, number, "带有效期的集合")
        rows = cast("Iterable[Row]", value or ())
        valued = [each for each in rows if each is not None and each.get("value") is not None]
        held.append(None if value is None else valued)
    members, offsets = _members(held, name, "带有效期的集合")
    rows = cast("list[Row]", members)
    codes, vocabulary = _coded(_texts([each["value"] for each in rows], name))
    since, until = (_days([each.get(end) for each in rows], name) for end in ("since", "until"))
    return DatedSets(
        Sets(offsets, codes, vocabulary, _known(held)),
        np.where(since.known, since.values, FIRST_DAY),
        np.where(until.known, until.values, LAST_DAY),
    )


def _days(values: Sequence[Value], name: str) -> Scaled:
    known = _each(values, name, "日期", lambda value: isinstance(value, date))
    numbers = [0 if value is None else cast("date", value).toordinal() - DAY_ZERO for value in values]
    return Scaled(np.asarray(numbers, np.int64), known)


def is_figure(value: Value) -> TypeGuard[int | float | Decimal]:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _figures(values: Sequence[Value], name: str) -> Figures:
    """Floats where all are floats, integers under one scale where they fit, else places among all."""
    _each(values, name, "数值", is_figure)
    figures = [None if value is None or value != value else value for value in values]
    known = _known(cast("Sequence[Value]", figures))
    if all(isinstance(figure, float | None) for figure in figures):
        return Floats(np.asarray([figure or 0.0 for figure in figures], np.float64), known)
    spelled = [None if figure is None else (type(figure), cast("_Figure", figure)) for figure in figures]
    exact = {each: exact_figure(each[1]) for each in set(spelled) if each is not None}  # few differ
    if any(isinstance(figure, float) for each in exact.items() for figure in (each[0][1], each[1])):
        return _ranked([None if each is None else exact[each] for each in spelled])
    fractions = cast("dict[_Spelled, Fraction]", exact)
    scale = _scale(fractions.values())
    if scale is None:
        return _ranked([None if each is None else exact[each] for each in spelled])
    whole = {each: int(fraction * 10**scale) for each, fraction in fractions.items()}
    numbers = [0 if each is None else whole[each] for each in spelled]
    return Scaled(np.asarray(numbers, np.int64), known, scale)


def _scale(exact: Collection[Fraction]) -> int | None:
    """The power of ten that makes integers of all of them; None where one of them is too long for it."""
    scale = 0
    for figure in exact:
        while scale <= _DIGITS and (figure * 10**scale).denominator != 1:
            scale += 1
    is_too_long = scale > _DIGITS or any(abs(figure * 10**scale) > _MOST for figure in exact)
    return None if is_too_long else scale


def ranked(figures: Sequence[int | float | Decimal | None]) -> Ranked:
    """Figures of any kind and length, as their places among all there are."""
    return _ranked([None if figure is None else exact_figure(figure) for figure in figures])


def _ranked(exact: Sequence[Exact | None]) -> Ranked:
    domain = sorted({figure for figure in exact if figure is not None})
    places = {figure: number for number, figure in enumerate(domain, 1)}
    codes = [0 if figure is None else places[figure] for figure in exact]
    return Ranked(np.asarray(codes, np.int32), tuple(domain))


def exact_figure(figure: int | float | Decimal) -> Exact:
    """What a plain figure means: a float the decimal of its shortest spelling; an infinite one is a float."""
    decimal = Decimal(repr(figure)) if isinstance(figure, float) else Decimal(figure)
    return Fraction(decimal) if decimal.is_finite() else float(decimal)

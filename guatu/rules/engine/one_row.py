"""One row against rules that are ready: only what the row holds is looked up, and nothing else is read."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np

from guatu.rules.engine.codings import Asking, Bits
from guatu.rules.engine.columns import Answers, Column, Floats, Scaled, Sets, Words
from guatu.rules.engine.deciding import Decider
from guatu.rules.engine.plain_rows import exact_figure, is_figure, table_of
from guatu.rules.engine.planes import Planes
from guatu.rules.engine.programs import QUESTIONS
from guatu.rules.engine.tables import number_of
from guatu.rules.meaning.values import plain
from guatu.rules.rows import Row, Value, as_of
from guatu.rules.setting import Setting

MISSING: Final[list[int]] = []
"""Of a value that is missing; one that is there has at least one code, if only 0 of an empty set."""


def planes_of_row(row: Row, planes: Planes, setting: Setting) -> Planes:
    """The planes of a table that holds this row alone, for the program of another."""
    decider = Decider(table_of([row]), setting, setting.catalogue, setting.on)
    yes, no = (np.zeros((len(planes.program.questions), 1), np.uint64) for _ in range(2))
    rest = np.ones(len(yes), np.bool_)
    for asking in planes.askings:
        codes = _codes(asking, row)
        if codes is None:
            continue
        places = asking.planes - QUESTIONS
        rest[places] = False
        if codes != MISSING:
            found: Bits = np.bitwise_or.reduce(asking.answers[codes], axis=0)
            said = np.unpackbits(found.view(np.uint8), bitorder="little")[: len(places)]
            yes[places, 0], no[places, 0] = said, 1 - said
    for place in np.flatnonzero(rest).tolist():
        truth = decider.answer(planes.program.questions[place])
        yes[place, 0], no[place, 0] = truth.yes[0], truth.no[0]
    return Planes(1, planes.program, (), np.arange(len(yes)) + QUESTIONS, yes, no)


def _codes(asking: Asking, row: Row) -> list[int] | None:
    """The codes that a value has in its column; None where it has none there, and must be asked itself."""
    fact = asking.fact
    value = row.get(fact.column)
    if value is None:
        return MISSING
    if fact.fresh_from is not None:
        since = row.get(as_of(fact.column))
        if isinstance(since, date) and number_of(since) < fact.fresh_from:
            return MISSING
    column = asking.column
    if isinstance(column, Sets):
        return _members(column, value)
    code = _code(asking, column, value)
    return None if code is None else [code]


def _members(column: Sets, value: Value) -> list[int] | None:
    if isinstance(value, str | Mapping) or not isinstance(value, Collection):
        return None
    codes = [
        column.vocabulary.places.get(plain(each)) if isinstance(each, str) else None
        for each in value
        if each is not None
    ]
    known = [code for code in codes if code is not None]
    return [0, *known] if len(known) == len(codes) else None


def _code(asking: Asking, column: Column, value: Value) -> int | None:
    if isinstance(column, Words):
        return column.vocabulary.places.get(plain(value)) if isinstance(value, str) else None
    if isinstance(column, Answers):
        return 1 + value if isinstance(value, bool) else None
    if not isinstance(column, Floats | Scaled):
        return None
    cuts = asking.coding.cuts
    if isinstance(value, date):
        return bisect_right(cuts, number_of(value)) + 1
    if not is_figure(value) or value != value:
        return None
    if isinstance(column, Floats):
        return bisect_right(cuts, value) + 1 if isinstance(value, float) else None
    if isinstance(value, int) and column.scale == 0:
        return bisect_right(cuts, value) + 1
    whole = exact_figure(value) * 10**column.scale
    is_whole = isinstance(whole, Fraction) and whole.denominator == 1
    return bisect_right(cuts, whole) + 1 if is_whole else None

"""One row against rules that are ready: only what the row holds is looked up, and nothing else is read."""

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from guatu.rules.engine.codings import Asking
from guatu.rules.engine.columns import Answers, Floats, Scaled, Words
from guatu.rules.engine.deciding import Decider
from guatu.rules.engine.plain_rows import exact_figure, is_figure, table_of
from guatu.rules.engine.planes import Planes
from guatu.rules.engine.programs import QUESTIONS
from guatu.rules.engine.tables import number_of
from guatu.rules.meaning.values import plain
from guatu.rules.rows import Row, Value, as_of
from guatu.rules.setting import Setting


def planes_of_row(row: Row, planes: Planes, setting: Setting) -> Planes:
    """The planes of a table that holds this row alone, for the program of another."""
    decider = Decider(table_of([row]), setting, setting.catalogue, setting.on)
    yes, no = (np.zeros((len(planes.program.questions), 1), np.uint64) for _ in range(2))
    rest = np.ones(len(yes), np.bool_)
    for asking in planes.askings:
        code = _code(asking, row)
        if code is None:
            continue
        places = asking.planes - QUESTIONS
        rest[places] = False
        if code:
            said = np.unpackbits(asking.answers[code].view(np.uint8), bitorder="little")[: len(places)]
            yes[places, 0], no[places, 0] = said, 1 - said
    for place in np.flatnonzero(rest).tolist():
        truth = decider.answer(planes.program.questions[place])
        yes[place, 0], no[place, 0] = truth.yes[0], truth.no[0]
    return Planes(1, planes.program, (), np.arange(len(yes)) + QUESTIONS, yes, no)


def _code(asking: Asking, row: Row) -> int | None:
    """The code that a value has in its column; None where it has none there, and must be asked itself."""
    fact = asking.fact
    value = row.get(fact.column)
    if value is None:
        return 0
    if fact.fresh_from is not None:
        since = row.get(as_of(fact.column))
        if isinstance(since, date) and number_of(since) < fact.fresh_from:
            return 0
    return _code_of(asking, value)


def _code_of(asking: Asking, value: Value) -> int | None:
    column = asking.column
    if isinstance(column, Words):
        return column.vocabulary.places.get(plain(value)) if isinstance(value, str) else None
    if isinstance(column, Answers):
        return 1 + value if isinstance(value, bool) else None
    if not isinstance(column, Floats | Scaled):
        return None
    if isinstance(value, date):
        return bisect_right(asking.coding.cuts, number_of(value)) + 1
    if not is_figure(value) or value != value:
        return None
    return _class(asking, column, value)


def _class(asking: Asking, column: Floats | Scaled, value: int | float | Decimal) -> int | None:
    """Between which cuts a figure lies; None where the column could not hold it."""
    if isinstance(column, Floats):
        return bisect_right(asking.coding.cuts, value) + 1 if isinstance(value, float) else None
    if isinstance(value, int) and column.scale == 0:
        return bisect_right(asking.coding.cuts, value) + 1
    figure = exact_figure(value)
    whole = figure * 10**column.scale
    is_whole = isinstance(whole, Fraction) and whole.denominator == 1
    return bisect_right(asking.coding.cuts, whole) + 1 if is_whole else None

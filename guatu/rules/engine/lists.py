"""Questions that look into a row's list: events in a window, dated sets on a day, judgements by a day."""

from dataclasses import replace
from datetime import date

import numpy as np

from guatu.rules.engine.binding import Binder
from guatu.rules.engine.columns import DatedSets
from guatu.rules.engine.formulas import UNKNOWN, Among, Formula, every
from guatu.rules.engine.tables import Table, number_of
from guatu.rules.engine.truths import Truth, all_of, answered, any_of, per_row, settled
from guatu.rules.language.syntax import Compares, Contains, DayAt, FieldAt, Happened, Judged, Shift
from guatu.rules.meaning.days import shifted
from guatu.rules.meaning.values import plain
from guatu.rules.truth import Verdict


def event(node: Happened, day_field: str, inside: Binder) -> Formula:
    """What one event must meet: its day in the window, and the part. The binder is that of the list."""
    day, at = inside.day or inside.setting.on, FieldAt(day_field)
    undated = replace(inside, year=None)
    found = [undated.condition(Compares(at, "≤", DayAt(day)))]
    if node.window is not None:
        back = Shift(-node.window.count, node.window.span)
        first = shifted(day, [back], inside.setting.calendar)
        found.append(UNKNOWN if first is None else undated.condition(Compares(at, "≥", DayAt(first))))
    if node.part is not None:
        found.append(inside.formula(node.part))
    return every(tuple(found))


def contained(node: Contains, binder: Binder, table: Table) -> Truth:
    """Which words a dated set holds on the day, or has ever held by it."""
    fact, words = binder.fact_of(binder.catalogue[node.field.name], None), binder.words(node.words)
    column = table.column(fact.column, fact.field, fact.fresh_from)
    if words is None or not isinstance(column, DatedSets):
        return settled(Verdict.UNKNOWN, table.size)
    members, day = column.members, number_of(binder.day or binder.setting.on)
    counts = column.since <= day
    if not node.ever:
        counts &= day <= column.until
    of_each = [
        members.vocabulary.like(Among(fact, frozenset((plain(word),))))[members.codes] & counts
        for word in words
    ]
    truths = [answered(per_row(flags, members.offsets) > 0, members.known) for flags in of_each]
    found = (all_of if node.every else any_of)(truths)
    return found.negated() if node.negated else found


def judged(node: Judged, table: Table, day: date) -> Truth:
    """The latest answer by the day; of two on one day the one written down later."""
    column = table.judgements
    found = settled(Verdict.UNKNOWN, table.size)
    if column is None:
        return found
    question = column.vocabulary.places.get(plain(node.question).strip(), -1)
    members = np.flatnonzero((column.questions == question) & (column.days <= number_of(day)))
    rows = np.searchsorted(column.offsets, members, side="right") - 1
    order = np.lexsort((members, column.days[members], rows))
    members, rows = members[order], rows[order]
    is_last = np.append(rows[1:] != rows[:-1], np.ones(len(rows[:1]), np.bool_))
    answers = column.answers[members[is_last]]
    found.yes[rows[is_last]], found.no[rows[is_last]] = answers == 1, answers == 0
    return found

"""Questions to one column, decided from its values."""

import numpy as np

from guatu.rules.engine.columns import Answers, Column, Floats, Ranked, Scaled, Sets, Words
from guatu.rules.engine.cuts import cuts_of
from guatu.rules.engine.formulas import Among, CodedQuestion, Known, Within
from guatu.rules.engine.truths import Truth, answered, per_row, settled
from guatu.rules.truth import Verdict


def coded(question: CodedQuestion, column: Column | None, size: int) -> Truth:
    """What a question says of each row; without the column nothing is known."""
    if isinstance(question, Known):
        known = np.zeros(size, np.bool_) if column is None else column.known
        return Truth(known, ~known)
    if column is None:
        return settled(Verdict.UNKNOWN, size)
    if isinstance(question, Within) and isinstance(column, Floats | Scaled | Ranked):
        return _within(question, column)
    if isinstance(question, Among) and isinstance(column, Words):
        return answered(column.vocabulary.like(question)[column.codes], column.known)
    if isinstance(question, Among) and isinstance(column, Sets):
        hits = column.vocabulary.like(question)[column.codes]
        return answered(per_row(hits, column.offsets) > 0, column.known)
    if isinstance(column, Answers):
        return answered(column.values, column.known)
    raise TypeError(question)


def _within(question: Within, column: Floats | Scaled | Ranked) -> Truth:
    low, high = cuts_of(question, column)
    values = column.codes if isinstance(column, Ranked) else column.values
    yes = np.ones(len(values), np.bool_)
    if low is not None:
        yes &= values >= low
    if high is not None:
        yes &= values < high
    return answered(yes, column.known)

"""What a worker of Spark does: joins batches to blocks, decides every rule for them, and tells the lines.

The rules travel as trees in the form that Python pickles, not as text: the trees are those that were read and
checked before, so nothing can be read differently on a worker, and no worker needs the files of the book or
its trees of codes. It costs a version: Guatu on the workers must be that of the driver, and is asked.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from guatu.rules.engine.arrow import table_of
from guatu.rules.engine.columns import Integers
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.outcomes import Listed, Outcome, RowNumbers, Wanted
from guatu.rules.files.reading import ID
from guatu.rules.language.syntax import Node
from guatu.rules.setting import Setting

VERDICTS: Final = ("yes", "near", "unknown")
"""In the order of a result; lines hold their places here."""
BLOCK: Final = 1 << 18
"""So many rows are decided together, if a partition has them: the rules are made ready once for these."""
MOST_LINES: Final = 1 << 19
"""Lines that are told together."""
Stretch = tuple[Any, Any] | None
"""The first and the last of ids of which each is greater than the one before; None of others."""


@dataclass(frozen=True, slots=True)
class Task:
    """Rules in force and the setting they are decided in."""

    rules: tuple[Node, ...]
    setting: Setting
    wanted: Wanted
    conditions: tuple[int, ...]
    """Of each rule the place of its first condition among the conditions of all."""
    are_listed: bool
    """Ids in a list for each rule, verdict and condition of a block, not line by line."""
    fast: bool | None
    release: str
    """Of Guatu, where the task was packed."""


def release() -> str:
    return version("guatu")


@lru_cache(maxsize=1)
def unpacked(packed: bytes) -> Task:
    """The task, unpacked once for all that one worker does of it."""
    task = pickle.loads(packed)  # noqa: S301 - Spark brings it from the driver, as it brings this function
    if not isinstance(task, Task) or task.release != release():
        raise ImportError("guatu of another release")
    return task


def decided(
    batches: Iterator[pa.RecordBatch],
    packed: bytes,
    count: Callable[[Integers], None],
    tell: Callable[[list[Stretch]], None],
) -> Iterator[pa.RecordBatch]:
    """The lines of one partition.

    Of every block `count` is told the rows and the verdicts of each rule, `tell` the stretches of its ids.
    """
    task = unpacked(packed)
    for block in blocks(batches):
        encoded = Encoded(table_of(block.drop_columns([ID])), fast=task.fast)
        outcome = encoded.decide(task.rules, task.setting, task.wanted)
        count(counts_of(outcome))
        tell([stretch(chunk) for chunk in block.column(ID).chunks])
        yield from lines(outcome, task, block.column(ID).combine_chunks())


def blocks(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches joined until there are rows enough; none of a partition without rows."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        if batch.num_rows:
            waiting.append(batch)
            rows += batch.num_rows
        if rows >= BLOCK:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def stretch(ids: pa.Array) -> Stretch:
    """From where to where ids grow, which tells them apart without comparing each with all others."""
    if ids.null_count or not is_growing(ids):
        return None
    return ids[0].as_py(), ids[-1].as_py()


def is_growing(ids: pa.Array) -> bool:
    """Whether each is greater than the one before; not so where they have no order."""
    try:
        return bool(pc.all(pc.less(ids[:-1], ids[1:]), min_count=0).as_py())
    except pa.ArrowNotImplementedError:
        return False


def are_apart(stretches: list[Stretch]) -> bool:
    """Whether no id can be there twice: every stretch grows, and none reaches into another."""
    known = sorted(one for one in stretches if one is not None)
    return len(known) == len(stretches) and all(one[1] < after[0] for one, after in pairwise(known))


def counts_of(outcome: Outcome) -> Integers:
    """How many rows there were, then of each verdict how many each rule has."""
    near = outcome.near_counts if outcome.near_counts is not None else np.zeros_like(outcome.yes_counts)
    return np.concatenate([[outcome.size], outcome.yes_counts, near, outcome.unknown_counts])


def lines(outcome: Outcome, task: Task, ids: pa.Array) -> Iterator[pa.RecordBatch]:
    """Number of the rule, id or ids, place of the verdict, and of a near-miss the place of its condition."""
    found = zip(VERDICTS, (outcome.yes, outcome.near, outcome.unknown), strict=True)
    for place, (verdict, listed) in enumerate(found):
        if listed is None:
            continue
        rules = np.repeat(np.arange(len(task.rules)), np.diff(listed.offsets))
        conditions = _conditions(listed, rules, task) if verdict == "near" else None
        if task.are_listed:
            yield from _lists(listed.rows, rules, place, conditions, ids)
        else:
            yield from _lines(listed.rows, rules, place, conditions, ids)


def _conditions(listed: Listed, rules: Integers, task: Task) -> Integers:
    return np.array(task.conditions, np.int64)[rules] + listed.parts


def _lines(
    rows: RowNumbers, rules: Integers, verdict: int, conditions: Integers | None, ids: pa.Array
) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(rows), MOST_LINES):
        some = slice(start, start + MOST_LINES)
        of_some = None if conditions is None else conditions[some]
        yield _batch(rules[some], ids.take(pa.array(rows[some])), verdict, of_some)


def _lists(
    rows: RowNumbers, rules: Integers, verdict: int, conditions: Integers | None, ids: pa.Array
) -> Iterator[pa.RecordBatch]:
    """Ids that share rule and condition, together; those of one rule stand together already."""
    if not len(rows):
        return
    if conditions is not None:
        order = np.argsort(conditions, kind="stable")  # conditions are numbered rule by rule
        rows, rules, conditions = rows[order], rules[order], conditions[order]
    groups = rules if conditions is None else conditions
    starts = np.concatenate([[0], np.flatnonzero(np.diff(groups)) + 1])
    ends = pa.array(np.append(starts, len(rows)).astype(np.int32))
    together = pa.ListArray.from_arrays(ends, ids.take(pa.array(rows)))
    yield _batch(rules[starts], together, verdict, None if conditions is None else conditions[starts])


def _batch(rules: Integers, ids: pa.Array, verdict: int, conditions: Integers | None) -> pa.RecordBatch:
    columns = [
        pa.array(rules.astype(np.int32)),
        ids,
        pa.array(np.full(len(rules), verdict, np.int32)),
        pa.nulls(len(rules), pa.int32()) if conditions is None else pa.array(conditions.astype(np.int32)),
    ]
    return pa.RecordBatch.from_arrays(columns, names=["rule", ID, "verdict", "condition"])

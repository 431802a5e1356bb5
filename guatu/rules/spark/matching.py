"""A book of rules decided over Parquet files on Spark. The result is the local engine's, row for row."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from guatu.rules.books.rule import Book, Rule
from guatu.rules.engine.columns import Integers
from guatu.rules.engine.outcomes import NO_PARTS, Listed, Outcome, Wanted
from guatu.rules.files.errors import UnreadableRows
from guatu.rules.files.results import summary_of, write_summary
from guatu.rules.matching import Matched, conditions_of
from guatu.rules.setting import Setting
from guatu.rules.spark.errors import NO_PARQUET, NOT_THERE
from guatu.rules.spark.placing import put, refuse_to_replace, unfinished
from guatu.rules.spark.session import need_spark, session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from guatu.rules.spark.task import Task

_MARK: Final = b"PAR1"
"""What a Parquet file begins with."""
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


def match_on_spark(
    book: Book,
    rows: Path | str,
    on: date,
    wanted: Wanted,
    out: Path,
    *,
    master: str = "local[2]",
    stale_is_unknown: bool = False,
    are_listed: bool = False,
    is_one_file: bool = False,
    fast: bool | None = None,
    settings: Mapping[str, str] = _NO_SETTINGS,
) -> dict[str, object]:
    """Write what every rule in force says of every row to `out`, and the counts beside; answers the counts.

    `rows` is a Parquet file or a folder of them, or the URL of one (hdfs://…). `out` is a folder as Spark
    writes it, or one file whose lines stand in the order of rule, verdict and id; where workers are on other
    machines, it must be a place that all of them share. With `are_listed` a line holds the `ids` of one rule,
    verdict and condition; a rule has such lines from each block of rows. `settings` are Spark's own.

    Refuses where Spark or Java is missing, no master or no worker is there, or the rows are no Parquet.
    """
    need_spark()
    refuse_to_replace(out)
    if isinstance(rows, Path):
        _refuse_unreadable(rows)
    with session(master, settings) as spark:
        return match_in(
            spark,
            book,
            rows,
            on,
            wanted,
            out,
            stale_is_unknown=stale_is_unknown,
            are_listed=are_listed,
            is_one_file=is_one_file,
            fast=fast,
        )


def _refuse_unreadable(rows: Path) -> None:
    """What can be seen at a glance, before Spark starts."""
    if not rows.exists():
        raise UnreadableRows(rows.name, NOT_THERE)
    if rows.is_file():
        with rows.open("rb") as stream:
            if stream.read(len(_MARK)) != _MARK:
                raise UnreadableRows(rows.name, NO_PARQUET)


def match_in(
    spark: "SparkSession",
    book: Book,
    rows: Path | str,
    on: date,
    wanted: Wanted,
    out: Path,
    *,
    stale_is_unknown: bool = False,
    are_listed: bool = False,
    is_one_file: bool = False,
    fast: bool | None = None,
) -> dict[str, object]:
    """The same in a session that is there already."""
    from guatu.rules.spark import frames

    rules = book.in_force(on)
    conditions = conditions_of(book, rules)
    setting = book.on(on, stale_is_unknown=stale_is_unknown)
    task = _task(rules, conditions, setting, wanted, are_listed=are_listed, fast=fast)
    place, name = (frames.folder_of(rows), rows.name) if isinstance(rows, Path) else (rows, rows)
    frame = frames.needed(frames.read(spark, place, name), task, name)
    counting = frames.Counting(spark, len(rules))
    numbered = frames.lines(frame, task, counting)
    texts = [text for rule in rules for text in conditions.get(rule.code, ())]
    words = frames.Words([rule.code for rule in rules], texts, "ids" if are_listed else "id")
    with unfinished(out) as folder:
        write = frames.write_file if is_one_file else frames.write
        written = write(numbered, words, folder, name)
        frames.refuse_alike(frame, counting, name)
        put(written, out)
    summary = summary_of(_matched(book, on, *counting.found()), "spark")
    write_summary(out, summary)
    return summary


def _task(
    rules: tuple[Rule, ...],
    conditions: Mapping[str, tuple[str, ...]],
    setting: Setting,
    wanted: Wanted,
    *,
    are_listed: bool,
    fast: bool | None,
) -> "Task":
    from guatu.rules.spark.task import Task, release

    before = [0, *accumulate(len(conditions.get(rule.code, ())) for rule in rules)]
    return Task(
        rules=tuple(rule.when for rule in rules),
        setting=setting,
        wanted=wanted,
        conditions=tuple(before[:-1]),
        are_listed=are_listed,
        fast=fast,
        release=release(),
    )


def _matched(book: Book, on: date, size: int, yes: Integers, near: Integers, unknown: Integers) -> Matched:
    """A match of which the counts are known here; its rows are where they were written."""
    rules = book.in_force(on)
    nothing = Listed(np.zeros(len(yes) + 1, np.int64), np.zeros(0, np.int32), NO_PARTS)
    outcome = Outcome(size, yes, unknown, near, nothing, None, None)
    idle = tuple(rule for rule in book if rule not in rules)
    return Matched(on, rules, idle, outcome, MappingProxyType({}))

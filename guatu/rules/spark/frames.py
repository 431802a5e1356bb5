"""Rows on Spark, read of Parquet and told in Arrow; and what is decided of them. Needs pyspark."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from pyspark import AccumulatorParam, cloudpickle
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import ArrayType, IntegerType, StructField, StructType
from pyspark.sql.udf import UserDefinedFunction
from pyspark.util import PythonEvalType

from guatu.rules.engine.arrow import table_of
from guatu.rules.engine.columns import Integers
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.errors import UnfitColumn
from guatu.rules.errors import RuleRefusal
from guatu.rules.files.errors import IdMissing, RowsRefused, UnreadableRows
from guatu.rules.files.reading import ID
from guatu.rules.files.results import COLUMNS
from guatu.rules.spark.errors import NO_PARQUET, NOT_THERE, WorkersUnfit
from guatu.rules.spark.needed import columns_of
from guatu.rules.spark.task import VERDICTS, Stretch, Task, are_apart, decided

_REFUSED: Final = re.compile(r"^(?:\w+\.)*guatu(?:\.\w+)+: (.+)$", re.MULTILINE)
"""The last line of what Python tells of a refusal on a worker."""
_UNREADABLE: Final = {
    "TIMESTAMP(NANOS": "时间精确到纳秒，Spark 读不了，请改存为日期或微秒",
    "PATH_NOT_FOUND": NOT_THERE,
    "CANNOT_READ_FILE_FOOTER": NO_PARQUET,
    "UNABLE_TO_INFER_SCHEMA": NO_PARQUET,
}
"""By Spark's own words, what to do."""


def read(spark: SparkSession, rows: str, name: str) -> DataFrame:
    """The rows at a place. Refuses what is no Parquet."""
    try:
        return _parquet(spark, rows)
    except Exception as error:  # Spark's own, or one of the bridge to it
        for mark, why in _UNREADABLE.items():
            if mark in str(error):
                raise UnreadableRows(name, why) from None
        raise


def _parquet(spark: SparkSession, place: str) -> DataFrame:
    """All files at a place, whose name is taken as it is, with the columns of any of them."""
    return spark.read.option("mergeSchema", "true").option("__globPaths__", "false").parquet(place)


def needed(frame: DataFrame, task: Task, name: str) -> DataFrame:
    """The ids and the columns that rules read. Refuses rows without ids, and unfit columns.

    A column of an unfit type without any value is left out: nothing in it can be misread.
    """
    if ID not in frame.columns:
        raise IdMissing(name, "没有 id 列，请给出每行的编号")
    held = [column for column in frame.columns if column != ID]
    columns = list(columns_of(task.rules, task.setting, held))
    while unfit := _unfit(frame, columns, task):
        if frame.where(_named(unfit.column).isNotNull()).limit(1).count():
            raise unfit
        columns.remove(unfit.column)
    return frame.select(_named(ID), *map(_named, columns))


def _unfit(frame: DataFrame, columns: Sequence[str], task: Task) -> UnfitColumn | None:
    """The first column that cannot be what its field says, found without reading a row.

    Of a moment with a time zone Spark keeps only the zone of Greenwich, where the day may be another.
    """
    for column in columns:
        kind = frame.schema[column].dataType
        if "timestamp" in re.findall(r"\w+", kind.simpleString()):
            return UnfitColumn(column, "带时区的时间", "日期")
    some = StructType([frame.schema[column] for column in columns])
    empty = to_arrow_schema(some, timezone="UTC").empty_table()
    try:
        Encoded(table_of(empty), fast=False).decide(task.rules, task.setting, task.wanted)
    except UnfitColumn as refusal:
        if refusal.column not in columns:
            raise
        return refusal
    return None


def _named(column: str) -> "F.Column":
    return F.col("`" + column.replace("`", "``") + "`")


class Added(AccumulatorParam):  # type: ignore[misc]  # of any kind
    """Counts that workers add up."""

    def zero(self, value: Integers) -> Integers:
        return np.zeros_like(value)

    def addInPlace(self, value1: Integers, value2: Integers) -> Integers:
        return value1 + value2


class Joined(AccumulatorParam):  # type: ignore[misc]  # of any kind
    """What workers tell, one after the other."""

    def zero(self, value: list[Stretch]) -> list[Stretch]:
        return []

    def addInPlace(self, value1: list[Stretch], value2: list[Stretch]) -> list[Stretch]:
        return [*value1, *value2]


class Counting:
    """The rows, the verdicts of each rule, and how the ids stand, over all partitions.

    Spark counts a partition once, however often it was begun, as long as lines are written by the very stage
    that decides them: nothing may be sorted or joined in between.
    """

    def __init__(self, spark: SparkSession, rules: int) -> None:
        self.total = spark.sparkContext.accumulator(np.zeros(1 + 3 * rules, np.int64), Added())
        self.ids = spark.sparkContext.accumulator(list[Stretch](), Joined())

    def found(self) -> tuple[int, Integers, Integers, Integers]:
        """How many rows; of each rule how many are yes, near and unknown."""
        yes, near, unknown = np.split(self.total.value[1:], 3)
        return int(self.total.value[0]), yes, near, unknown


def lines(frame: DataFrame, task: Task, counting: Counting) -> DataFrame:
    """What the rules say of the rows: number of the rule, id, places of the verdict and of the condition."""
    packed = frame.sparkSession.sparkContext.broadcast(cloudpickle.dumps(task))
    total, ids = counting.total, counting.ids
    own = frame.schema[ID].dataType
    schema = StructType(
        [
            StructField("rule", IntegerType()),
            StructField(ID, ArrayType(own) if task.are_listed else own),
            StructField("verdict", IntegerType()),
            StructField("condition", IntegerType()),
        ]
    )
    return _map_in_arrow(frame, lambda batches: decided(batches, packed.value, total.add, ids.add), schema)


def refuse_alike(frame: DataFrame, counting: Counting, name: str) -> None:
    """Refuse ids that do not tell rows apart, once all lines are written and before anybody sees them.

    Ids that grow are told apart by the workers in passing; all others are counted, which takes Spark a second
    for a million.
    """
    if are_apart(counting.ids.value):
        return
    own = F.col(ID)
    all_rows, with_id, different = frame.agg(F.count(F.lit(1)), F.count(own), F.count_distinct(own)).first()
    if not all_rows == with_id == different:
        raise IdMissing(name, "id 列有空缺或重复，请补正后重试")


def _map_in_arrow(frame: DataFrame, function: Callable[..., object], schema: StructType) -> DataFrame:
    """`frame.mapInArrow(function, schema)`, which asks for pandas before it goes on without."""
    asked = UserDefinedFunction(function, schema, evalType=PythonEvalType.SQL_MAP_ARROW_ITER_UDF)
    mapped = frame._jdf.mapInArrow(asked(*map(_named, frame.columns))._jc, False, None)  # noqa: FBT003
    return DataFrame(mapped, frame.sparkSession)


@dataclass(frozen=True, slots=True)
class Words:
    """What the numbers in lines stand for."""

    codes: Sequence[str]
    """Of the rules."""
    conditions: Sequence[str]
    ids: str
    """What the column of ids is called."""

    def told(self, numbered: DataFrame) -> DataFrame:
        """The lines in words: the columns of a result."""
        words = {"rule": self.codes, "verdict": VERDICTS, "condition": self.conditions}
        ids = F.col(ID).alias(self.ids)
        return numbered.select(
            *(
                F.get(_listed(words[name]), F.col(name)).alias(name) if name in words else ids
                for name in COLUMNS
            )
        )


def _listed(words: Sequence[str]) -> "F.Column":
    """A list of words, which Spark puts together once."""
    return F.split(F.lit("\0".join(words)), "\0")


def write(numbered: DataFrame, words: Words, folder: Path, where: str) -> Path:
    """The lines as a folder of Parquet, in no order."""
    _write(words.told(numbered), folder, where)
    return folder


def write_file(numbered: DataFrame, words: Words, folder: Path, where: str) -> Path:
    """The lines as one file in a folder, in the order of rule, verdict and id.

    They are written before they are put in order, for what is counted is counted as they are written.
    """
    _write(numbered, folder / "numbered", where)
    lines = _parquet(numbered.sparkSession, folder_of(folder / "numbered"))
    last = "condition" if isinstance(lines.schema[ID].dataType, ArrayType) else ID
    in_order = lines.coalesce(1).sortWithinPartitions("rule", "verdict", last)
    _write(words.told(in_order), folder / "whole", where)
    (file,) = (folder / "whole").glob("part-*.parquet")
    return file


def _write(frame: DataFrame, folder: Path, where: str) -> None:
    try:
        frame.write.parquet(folder_of(folder))
    except Exception as error:
        raise (_refused(str(error), where) or error) from None


def _refused(told: str, where: str) -> RuleRefusal | None:
    """The refusal behind what Spark tells of a worker; None where it is none."""
    if "No module named 'guatu" in told or "guatu of another release" in told:
        return WorkersUnfit(where, "工作节点上没有安装同一版本的 guatu[spark]，请安装后重试")
    if "PYTHON_VERSION_MISMATCH" in told:
        return WorkersUnfit(where, "工作节点的 Python 与本机版本不同，请在 PYSPARK_PYTHON 中指明同一版本")
    found = _REFUSED.findall(told)
    return RowsRefused(where, found[-1]) if found else None


def folder_of(place: Path) -> str:
    """A place on this machine as Spark names it."""
    return f"file:{place.absolute()}"

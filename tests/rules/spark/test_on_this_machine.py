"""On Spark the rules say of every row what they say without it, however the rows are parted."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from guatu.rules.books.loading import load_book
from guatu.rules.books.rule import Book, Rule
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.engine.encoded import EVERYTHING
from guatu.rules.engine.errors import UnfitColumn
from guatu.rules.engine.outcomes import Wanted
from guatu.rules.files.errors import IdMissing, RowsRefused, UnreadableRows
from guatu.rules.language.syntax import BelongsTo, Compares, FieldAt, Figure, Word
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.spark.errors import WorkersUnfit
from guatu.rules.spark.matching import match_in
from tests.rules.engine.pairs import paths
from tests.rules.made import DATA
from tests.rules.random_rules import DAY
from tests.rules.spark.clusters import listening, needs_spark, spark_in
from tests.rules.spark.tables import arrow_of, chance_book, locally, save, told

pytestmark = [needs_spark, pytest.mark.enable_socket]
SEEDS: Final = range(20) if os.environ.get("GUATU_SOAK") else range(3)
ROWS: Final = 60


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Three tries for each partition."""
    with spark_in("local[2,3]") as session:
        yield session


@contextmanager
def parted(spark: Any, size: str) -> Iterator[None]:
    """Files are read in stretches of so many bytes; those in which no group of rows begins hold none."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", size)
    yield
    spark.conf.unset("spark.sql.files.maxPartitionBytes")


@pytest.fixture(scope="module")
def fiction() -> Book:
    return load_book(DATA / "enterprises.rules.yaml")


@pytest.fixture(scope="module")
def examples(fiction: Book) -> Any:
    """The rows of the examples of the fictional book."""
    rows = [example.row for rule in fiction for example in rule.examples]
    return arrow_of([{"id": number, **row} for number, row in enumerate(rows)])


def by_spark(spark: Any, book: Book, rows: Path | str, asked: Setting, out: Path, **how: Any) -> Any:
    match_in(
        spark,
        book,
        rows,
        asked.on,
        EVERYTHING,
        out,
        stale_is_unknown=asked.stale_is_unknown,
        **{"fast": False, **how},
    )
    return told(out)


@pytest.mark.parametrize("seed", SEEDS)
def test_chance_rules_say_of_chance_rows_what_they_say_without_spark(
    spark: Any, seed: int, tmp_path: Path
) -> None:
    book, rows, asked = chance_book(seed, ROWS)
    for rows_in_group in (ROWS, 7):
        file = save(arrow_of(rows), tmp_path / f"{rows_in_group}.parquet", rows_in_group=rows_in_group)

        with parted(spark, "20k"):
            found = by_spark(spark, book, file, asked, tmp_path / "spark")

        assert found == locally(book, file, asked, tmp_path / "local.parquet")


def test_partitions_without_rows_change_nothing(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    file, asked = save(examples, tmp_path / "rows.parquet", rows_in_group=4), fiction.on(DAY)
    groups = -(-examples.num_rows // 4)

    with parted(spark, "1k"):
        partitions = spark.read.parquet(str(file)).rdd.getNumPartitions()
        found = by_spark(spark, fiction, file, asked, tmp_path / "spark")

    assert partitions > groups
    assert found == locally(fiction, file, asked, tmp_path / "local.parquet")


@pytest.mark.parametrize("rows_in_group", [1, 100])
@paths
def test_the_fictional_book_says_the_same(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path, *, rows_in_group: int, fast: bool
) -> None:
    file = save(examples, tmp_path / "示例 [1]#50%.parquet", rows_in_group=rows_in_group)
    asked = fiction.on(DAY)

    with parted(spark, "3k"):
        found = by_spark(spark, fiction, file, asked, tmp_path / "结果", fast=fast)

    assert found == locally(fiction, file, asked, tmp_path / "local.parquet")


def test_a_folder_of_files_is_read_whole_though_they_differ_in_columns(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    asked = fiction.on(DAY)
    whole = save(examples, tmp_path / "whole.parquet", rows_in_group=100)
    (folder := tmp_path / "parts").mkdir()
    for name in ("revenue_2025", "staff"):
        some = examples.filter(examples[name].is_valid() if name == "staff" else examples["staff"].is_null())
        held = [column for column in some.column_names if some[column].null_count < some.num_rows]
        save(some.select(held), folder / f"{name}.parquet", rows_in_group=100)

    found = by_spark(spark, fiction, folder, asked, tmp_path / "spark")

    assert found == locally(fiction, whole, asked, tmp_path / "local.parquet")


@pytest.mark.parametrize("is_one_file", [True, False])
def test_no_rows_give_no_lines(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path, *, is_one_file: bool
) -> None:
    file = save(examples.slice(0, 0), tmp_path / "rows.parquet", rows_in_group=100)

    lines, summary = by_spark(
        spark, fiction, file, fiction.on(DAY), tmp_path / "spark", is_one_file=is_one_file
    )

    assert lines == []
    assert summary["rows"] == 0


def test_a_book_without_a_rule_in_force_gives_no_lines(spark: Any, examples: Any, tmp_path: Path) -> None:
    rule = Rule("later", Compares(FieldAt("staff"), "≥", Figure(3)), since=date(2999, 1, 1))  # type: ignore[arg-type]
    book = Book(Catalogue((Field("staff", "从业人数", "number", "人"),)), (rule,))
    file = save(examples, tmp_path / "rows.parquet", rows_in_group=100)

    lines, summary = by_spark(spark, book, file.as_uri(), book.on(DAY), tmp_path / "spark")

    assert lines == []
    assert summary["rows"] == examples.num_rows
    assert summary["out_of_force"] == [{"rule": "later", "since": "2999-01-01", "until": None}]


def test_only_what_is_wanted_is_told_and_all_is_counted(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    file = save(examples, tmp_path / "rows.parquet", rows_in_group=3)
    _, counts = by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "all")

    match_in(spark, fiction, file, DAY, Wanted(), tmp_path / "some", fast=False)

    lines, summary = told(tmp_path / "some")
    assert {line[2] for line in lines} == {"yes"}
    assert summary == counts


def test_one_file_stands_in_the_order_of_rules_verdicts_and_ids(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    file, asked = save(examples, tmp_path / "rows.parquet", rows_in_group=2), fiction.on(DAY)
    locally(fiction, file, asked, tmp_path / "local.parquet")

    by_spark(spark, fiction, file, asked, tmp_path / "spark.parquet", is_one_file=True)

    assert (tmp_path / "spark.parquet").is_file()
    assert (
        pq.read_table(tmp_path / "spark.parquet").to_pylist()
        == pq.read_table(tmp_path / "local.parquet").to_pylist()
    )  # the ids count the rows


def test_lists_hold_the_ids_of_the_lines(spark: Any, fiction: Book, examples: Any, tmp_path: Path) -> None:
    file, asked = save(examples, tmp_path / "rows.parquet", rows_in_group=5), fiction.on(DAY)

    lists, summary = by_spark(spark, fiction, file, asked, tmp_path / "spark", are_listed=True)

    told_apart = [(rule, own, *rest) for rule, ids, *rest in lists for own in ids]
    assert (sorted(told_apart, key=repr), summary) == locally(
        fiction, file, asked, tmp_path / "local.parquet"
    )


# --- a worker that dies


@dataclass(frozen=True)
class Fatal:
    """Codes of which one kills whoever first asks about it."""

    grave: Path
    title: str = "示例代码"

    def read(self, word: str) -> str:
        return word

    def is_within(self, value: str, code: str) -> bool:
        if value == "fatal" and not self.grave.exists():
            self.grave.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return value == code

    def name(self, code: str) -> str:
        return code


def test_what_a_killed_worker_had_told_is_told_once(spark: Any, tmp_path: Path) -> None:
    import pyarrow as pa

    field = Field("kind", "种类", "code", codes=Fatal(tmp_path / "grave"))
    book = Book(Catalogue((field,)), (Rule("good", BelongsTo(FieldAt("kind"), (Word("good"),))),))
    kinds = ["good", "bad", None] * 100_000 + [
        "fatal",
        "good",
    ]  # the first block is told before the fatal one
    rows = pa.table({"id": range(len(kinds)), "kind": kinds})
    file = save(rows, tmp_path / "rows.parquet", rows_in_group=len(kinds))

    lines, summary = by_spark(spark, book, file, book.on(DAY), tmp_path / "spark")

    assert (tmp_path / "grave").exists()
    assert [line[1] for line in lines if line[2] == "yes"] == sorted(
        (at for at, kind in enumerate(kinds) if kind == "good"), key=str
    )
    assert summary["rows"] == len(kinds)
    assert summary["rules"] == [{"rule": "good", "name": "", "yes": 100_001, "near": 0, "unknown": 100_000}]


# --- refusals


def test_a_column_that_no_field_can_hold_is_refused_before_a_row_is_decided(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    import pyarrow as pa

    at = examples.column_names.index("staff")
    worded = examples.set_column(at, "staff", pa.array(["三百人"] * examples.num_rows))
    file = save(worded, tmp_path / "rows.parquet", rows_in_group=100)

    with pytest.raises(UnfitColumn, match="列“staff”的类型是 string，应为数值"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")

    assert not (tmp_path / "spark").exists()


def test_a_column_without_any_value_is_of_no_type(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    import pyarrow as pa

    at = examples.column_names.index("city")
    emptied = examples.set_column(at, "city", pa.nulls(examples.num_rows))
    file, asked = save(emptied, tmp_path / "rows.parquet", rows_in_group=100), fiction.on(DAY)

    found = by_spark(spark, fiction, file, asked, tmp_path / "spark")

    assert found == locally(fiction, file, asked, tmp_path / "local.parquet")


@pytest.mark.parametrize(
    "ids", [[1, 1], [1, None], [2, 3, 1, 3], [1, 4, 2, 4]], ids=["twice", "none", "unordered", "overlapping"]
)
@pytest.mark.parametrize("rows_in_group", [1, 2])
def test_ids_that_do_not_tell_rows_apart_are_refused_and_nothing_is_left(
    spark: Any, fiction: Book, ids: list[int | None], rows_in_group: int, tmp_path: Path
) -> None:
    rows: Any = [{"id": own, "staff": 3} for own in ids]
    file = save(arrow_of(rows), tmp_path / "rows.parquet", rows_in_group=rows_in_group)

    with pytest.raises(IdMissing, match="id 列有空缺或重复"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")
    assert [one.name for one in tmp_path.iterdir()] == ["rows.parquet"]


def test_ids_in_no_order_tell_rows_apart_too(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path
) -> None:
    upside_down = examples.take(list(reversed(range(examples.num_rows))))
    file, asked = save(upside_down, tmp_path / "rows.parquet", rows_in_group=7), fiction.on(DAY)

    found = by_spark(spark, fiction, file, asked, tmp_path / "spark")

    assert found == locally(fiction, file, asked, tmp_path / "local.parquet")


def test_rows_without_ids_are_refused(spark: Any, fiction: Book, examples: Any, tmp_path: Path) -> None:
    file = save(examples.drop_columns(["id"]), tmp_path / "rows.parquet", rows_in_group=100)

    with pytest.raises(IdMissing, match="没有 id 列"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")


def test_what_is_no_parquet_is_refused(spark: Any, fiction: Book, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("id,staff\n1,3\n", encoding="utf-8")

    with pytest.raises(UnreadableRows, match=r"rows\.csv：不是完好的 Parquet 文件"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")


def test_a_file_that_is_not_there_is_refused(spark: Any, fiction: Book, tmp_path: Path) -> None:
    with pytest.raises(UnreadableRows, match="找不到"):
        by_spark(spark, fiction, tmp_path / "rows.parquet", fiction.on(DAY), tmp_path / "spark")


def test_days_told_to_the_nanosecond_are_refused_with_what_to_do(
    spark: Any, fiction: Book, tmp_path: Path
) -> None:
    import pyarrow as pa

    rows = pa.table({"id": [1], "founded": pa.array([0], pa.timestamp("ns"))})
    file = save(rows, tmp_path / "rows.parquet", rows_in_group=1)

    with pytest.raises(UnreadableRows, match="纳秒"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")


def test_moments_with_a_time_zone_are_refused_for_their_day_would_be_another(
    spark: Any, fiction: Book, tmp_path: Path
) -> None:
    import pyarrow as pa

    midnight = pa.array([0], pa.timestamp("us", tz="Asia/Shanghai"))
    rows = pa.table({"id": [1], "accidents": [[{"happened_on": midnight[0], "severity": "较大"}]]})
    file = save(rows, tmp_path / "rows.parquet", rows_in_group=1)

    with pytest.raises(UnfitColumn, match="列“accidents”的类型是 带时区的时间，应为日期"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")


def test_what_a_worker_refuses_is_told_as_the_worker_says_it(
    spark: Any, fiction: Book, tmp_path: Path
) -> None:
    own_day: Row = {
        "id": 1,
        "asked_on": date(2020, 1, 1),
        "revenue_2019": "三百万元",
    }  # of no other day's year
    file = save(arrow_of([own_day]), tmp_path / "rows.parquet", rows_in_group=1)

    with pytest.raises(RowsRefused, match="列“revenue_2019”的类型是 string，应为数值，请改正后重试"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")

    assert sorted(each.name for each in tmp_path.iterdir()) == ["rows.parquet"]


def test_workers_of_another_release_are_refused(
    spark: Any, fiction: Book, examples: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guatu.rules.spark import task

    file = save(examples, tmp_path / "rows.parquet", rows_in_group=100)
    monkeypatch.setattr(task, "release", lambda: "0.0.1")

    with pytest.raises(WorkersUnfit, match="工作节点上没有安装同一版本的 guatu"):
        by_spark(spark, fiction, file, fiction.on(DAY), tmp_path / "spark")


# --- what is open to others


def test_the_driver_listens_on_this_machine_alone(spark: Any) -> None:
    from pyspark import SparkContext

    addresses = listening(SparkContext._gateway.proc.pid)

    assert addresses
    assert set(addresses) <= {"127.0.0.1"}

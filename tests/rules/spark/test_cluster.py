"""A real cluster, whose workers are other processes, says what this machine says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from guatu.rules.engine.encoded import EVERYTHING
from guatu.rules.spark import session
from guatu.rules.spark.errors import WorkersUnfit
from guatu.rules.spark.matching import match_in
from tests.rules.spark.clusters import cluster, needs_spark, spark_in
from tests.rules.spark.tables import arrow_of, chance_book, locally, save, told

BOTH: Final = {
    "spark.executor.memory": "512m",
    "spark.cores.max": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    "spark.sql.files.maxPartitionBytes": "12k",
}
"""Nothing is decided before both workers are there; then several partitions are."""
pytestmark = [needs_spark, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("spark") / "cluster", workers=2) as address:
        yield address


def test_two_workers_say_what_this_machine_says(master: str, tmp_path: Path) -> None:
    book, rows, asked = chance_book(7, 60)
    file = save(arrow_of(rows), tmp_path / "rows.parquet", rows_in_group=15)
    with spark_in(master, BOTH) as spark:
        match_in(
            spark,
            book,
            file,
            asked.on,
            EVERYTHING,
            tmp_path / "spark",
            stale_is_unknown=asked.stale_is_unknown,
            fast=False,
        )
        workers = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1

    assert workers == 2
    assert told(tmp_path / "spark") == locally(book, file, asked, tmp_path / "local.parquet")


def test_a_cluster_whose_workers_are_too_small_is_refused(
    master: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 2.0)

    with (
        pytest.raises(WorkersUnfit, match="没有可用的工作节点"),
        spark_in(master, {"spark.executor.memory": "900g"}),
    ):
        pass

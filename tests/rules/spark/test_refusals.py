"""What Spark needs and does not find is told in Chinese, before anything is decided or lost."""

import socket
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from guatu.rules.books.loading import load_book
from guatu.rules.engine.outcomes import Wanted
from guatu.rules.files.errors import UnreadableRows
from guatu.rules.spark.errors import MasterUnreachable, ResultInTheWay, SparkMissing
from guatu.rules.spark.matching import match_on_spark
from guatu.rules.spark.placing import put, unfinished
from guatu.rules.spark.session import addresses, need_spark
from tests.rules.made import DATA
from tests.rules.random_rules import DAY
from tests.rules.spark.clusters import needs_spark

JAVA_8 = "#!/bin/sh\necho 'java version \"1.8.0_392\"' >&2\n"


@needs_spark
def test_spark_is_found() -> None:
    need_spark()


@pytest.mark.parametrize("module", ["pyspark", "pyarrow"])
def test_a_missing_component_is_named(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SparkMissing, match=r"请安装 guatu\[spark\]"):
        need_spark()


@needs_spark
def test_a_missing_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(SparkMissing, match="找不到 Java，请安装 Java 17"):
        need_spark()


@needs_spark
def test_a_java_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text(JAVA_8)
    java.chmod(0o700)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(SparkMissing, match="Java 的版本是 1，请安装 Java 17"):
        need_spark()


@pytest.mark.parametrize(
    "master", ["", "local[", "sparks", "http://localhost", "spark://", "spark://x", "spark://x:y"]
)
def test_what_is_no_address_of_spark_is_refused(master: str) -> None:
    with pytest.raises(MasterUnreachable, match="不是 Spark 的地址"):
        addresses(master)


@pytest.mark.enable_socket
def test_a_master_that_does_not_answer_is_refused() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening
        master = f"spark://127.0.0.1:{nobody.getsockname()[1]}"

        with pytest.raises(MasterUnreachable, match="没有应答，请核对地址"):
            addresses(master)


@pytest.mark.enable_socket
def test_of_several_masters_one_has_to_answer() -> None:
    with socket.socket() as nobody, socket.socket() as somebody:
        nobody.bind(("127.0.0.1", 0))
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        ports = [each.getsockname()[1] for each in (nobody, somebody)]

        found = addresses(f"spark://127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}")

    assert found == {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


@pytest.mark.parametrize("master", ["local", "local[*]", "local[2]", "local[2,4]"])
def test_a_driver_without_a_cluster_keeps_to_this_machine(master: str) -> None:
    assert addresses(master)["spark.driver.bindAddress"] == "127.0.0.1"


@needs_spark
def test_rows_that_are_not_there_are_refused_before_spark_starts(tmp_path: Path) -> None:
    book = load_book(DATA / "enterprises.rules.yaml")

    with pytest.raises(UnreadableRows, match=r"rows\.parquet：找不到"):
        match_on_spark(book, tmp_path / "rows.parquet", DAY, Wanted(), tmp_path / "out", master="none")


# --- results


def result(folder: Path, line: str) -> Path:
    folder.mkdir()
    (folder / "_SUCCESS").touch()
    (folder / "part-0.parquet").write_text(line)
    return folder


def test_a_result_replaces_the_one_before(tmp_path: Path) -> None:
    out = result(tmp_path / "结果", "old")

    with unfinished(out) as folder:
        put(result(folder, "new"), out)

    assert (out / "part-0.parquet").read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_replaces_a_folder_of_results_and_a_folder_a_file(tmp_path: Path) -> None:
    out = result(tmp_path / "结果", "old")
    with unfinished(out) as folder:
        put(result(folder, "new") / "part-0.parquet", out)
    assert out.read_text() == "new"

    with unfinished(out) as folder:
        put(result(folder, "newest"), out)
    assert (out / "part-0.parquet").read_text() == "newest"


@pytest.mark.parametrize("done", [True, False])
def test_a_folder_that_is_no_result_is_left_alone(tmp_path: Path, *, done: bool) -> None:
    out = tmp_path / "文件"
    out.mkdir()
    (out / "通报.docx").touch()
    if done:
        (out / "_SUCCESS").touch()

    with unfinished(out) as folder, pytest.raises(ResultInTheWay, match="文件：这里已有文件夹"):
        put(result(folder, "new"), out)

    assert (out / "通报.docx").exists()


def test_what_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    out = result(tmp_path / "结果", "old")

    with suppress(KeyboardInterrupt), unfinished(out) as folder:
        result(folder, "half")
        raise KeyboardInterrupt

    assert (out / "part-0.parquet").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]

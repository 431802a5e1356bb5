"""A session of Spark, kept to this machine where its master is here; and why there is none."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guatu.rules.spark.errors import MasterUnreachable, SparkMissing, WorkersUnfit

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

OLDEST_JAVA: Final = 17
PATIENCE: Final = 60.0
"""Seconds until a worker has to be there."""
_ANSWER: Final = 5.0
"""Seconds until a master has to answer."""
_LOOPBACK: Final = "127.0.0.1"
_QUIET: Final = Path(__file__).with_name("log4j2.properties")
_OURS: Final[Mapping[str, str]] = {
    "spark.app.name": "guatu match",
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
}
"""Days and names mean the same as where a file is read without Spark; no page is served."""


def need_spark() -> None:
    """Refuse where pyspark, pyarrow or a fitting Java is not installed."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise SparkMissing("Spark 引擎", "没有安装组件 spark，请安装 guatu[spark]")
    java = _java()
    if java is None:
        raise SparkMissing("Spark 引擎", f"找不到 Java，请安装 Java {OLDEST_JAVA} 或在 JAVA_HOME 中指明")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - as found
    found = re.search(r'version "(\d+)', told.stderr)
    if found is None or int(found[1]) < OLDEST_JAVA:
        word = found[1] if found else "未知"
        raise SparkMissing("Spark 引擎", f"Java 的版本是 {word}，请安装 Java {OLDEST_JAVA} 或更高版本")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


@contextmanager
def session(master: str, settings: Mapping[str, str]) -> "Iterator[SparkSession]":
    """A session of its own, over when the block ends. `settings` are the keeper's own and win.

    Refuses a master that is none, that does not answer, or that has no workers.
    """
    need_spark()
    own = {**_OURS, "spark.master": master, **addresses(master)}
    own["spark.ui.showConsoleProgress"] = "true" if sys.stderr.isatty() else "false"

    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    with _same_python():
        conf = SparkConf().setAll([*{**own, **settings}.items()])
        context = SparkContext(conf=conf)
    try:
        if master.startswith("spark://"):
            _await_workers(context, master)
        yield SparkSession(context)
    finally:
        context.stop()


@contextmanager
def _same_python() -> Iterator[None]:
    """Workers run the Python of this process, unless the keeper names another."""
    if "PYSPARK_PYTHON" in os.environ:
        yield
        return
    os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        yield
    finally:
        del os.environ["PYSPARK_PYTHON"]


def addresses(master: str) -> dict[str, str]:
    """Where the driver listens: on this machine alone, or where its master can reach it."""
    if re.fullmatch(r"local(\[[^\]]+\])?", master):
        return {
            "spark.driver.bindAddress": _LOOPBACK,
            "spark.driver.host": _LOOPBACK,
            "spark.driver.memory": "2g",
        }
    if master.startswith("spark://"):
        own = _address_towards(master)
        return {"spark.driver.bindAddress": own, "spark.driver.host": own}
    if master == "yarn" or master.startswith("k8s://"):
        return {}
    raise MasterUnreachable(master, "不是 Spark 的地址，应写作 local[2] 或 spark://主机:7077")


def _address_towards(master: str) -> str:
    """The address of this machine as the master sees it."""
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        if not host or not port.isdigit():
            raise MasterUnreachable(master, "不是 Spark 的地址，应写作 spark://主机:7077")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER) as connection:
                return str(connection.getsockname()[0])
        except (OSError, OverflowError):
            continue
    raise MasterUnreachable(master, "没有应答，请核对地址，并确认 Spark 已启动、网络可达")


def _await_workers(context: "SparkContext", master: str) -> None:
    limit = time.monotonic() + PATIENCE
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one
        if time.monotonic() > limit:
            raise WorkersUnfit(master, "没有可用的工作节点，请启动工作节点，或核对其空闲的核数和内存")
        time.sleep(0.1)

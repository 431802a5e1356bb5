"""Spark for tests: a session in this process, and a real cluster of Java processes over loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final

import pytest

from guatu.rules.spark.errors import SparkMissing
from guatu.rules.spark.session import need_spark, session

ROOT: Final = Path(__file__).parents[3]
SMALL: Final = {"spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "2"}
_PATIENCE: Final = 60.0


def missing() -> str | None:
    """Why Spark is not tested here; None where it can be."""
    try:
        need_spark()
    except SparkMissing as refusal:
        return str(refusal)
    return None


needs_spark = pytest.mark.skipif(missing() is not None, reason=f"Spark 测试未运行。{missing()}")


@contextmanager
def spark_in(master: str, settings: Mapping[str, str] | None = None) -> "Iterator[Any]":
    """A session whose workers can also import these tests; its Java is gone when the block ends."""
    from pyspark import SparkContext

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        try:
            with session(master, {**SMALL, **(settings or {})}) as spark:
                yield spark
        finally:
            gateway = SparkContext._gateway
            SparkContext._gateway = SparkContext._jvm = None
            if gateway is not None:
                gateway.shutdown()
                gateway.proc.stdin.close()
                gateway.proc.wait(timeout=_PATIENCE)


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[str]:
    """A standalone master with workers of one core each on free ports; answers its address."""
    place = find_spec("pyspark")
    assert place is not None
    assert place.origin is not None
    home = Path(place.origin).parent
    folder.mkdir()
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
    }
    environment["SPARK_DAEMON_MEMORY"] = "256m"
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0"]
    with ExitStack() as until_the_end:
        log = until_the_end.enter_context((folder / "log").open("wb"))

        def start(name: str, *arguments: str) -> None:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
            until_the_end.enter_context(_running(command, environment, log))

        start(*master)
        _until_answered(port)
        for number in range(workers):
            start(*worker, "--work-dir", str(folder / f"worker-{number}"), address)
        yield address


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], log: IO[bytes]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - Spark's own
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _until_answered(port: int) -> None:
    limit = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < limit, "no answer from the master"
            time.sleep(0.1)
        else:
            return


def listening(pid: int) -> list[str]:
    """The addresses that a process listens on."""
    sockets = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            (
                _,
                local,
                _,
                state,
                *_,
            ) = line.split()[:4]
            inode = line.split()[9]
            if state == "0A" and f"socket:[{inode}]" in sockets:
                found.append(address_of(local.partition(":")[0]))
    return found


def address_of(digits: str) -> str:
    """An address as the kernel writes it: four bytes in a word, the last first."""
    words = [bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8)]
    *front, last = words
    if front and front != [bytes(4), bytes(4), b"\x00\x00\xff\xff"]:
        return digits
    return ".".join(map(str, last))

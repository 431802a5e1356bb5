"""`guatu serve` as a house that is shot at, and built up again."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

from bench.fire.cluster import Cluster

GUATU: Final = str(Path(sys.executable).with_name("guatu"))
PATIENCE: Final = 120.0
"""Seconds until a house that is shot has to answer again."""
VICTIMS: Final = ("worker", "server", "database")


class House:
    """The server on a data folder, its database, and its log."""

    def __init__(self, folder: Path, cluster: Cluster | None, chance: Random) -> None:
        self.folder, self.log = folder, folder.with_name("log")
        self._cluster, self._chance, self._port = cluster, chance, 0
        self.environment = {
            **os.environ,
            "GUATU_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "guatu.settings",
        }
        self.environment.pop("DATABASE_URL", None)
        if cluster:
            self.environment["DATABASE_URL"] = cluster.url
        self._process: subprocess.Popen[str] | None = None

    def port(self) -> int:
        return self._port

    def open(self) -> None:
        """Serve; while its database recovers a house refuses to open, and whoever keeps it tries again."""
        begun = time.monotonic()
        while not self._opened():
            assert time.monotonic() - begun < PATIENCE, "the house does not open"  # noqa: S101
            time.sleep(0.2)

    def _opened(self) -> bool:
        with self.log.open("a") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [GUATU, "serve", "--port", "0"],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None  # noqa: S101
        port = self._process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0]
        if not port:
            self._process.wait()
            return False
        self._port = int(port)
        return True

    def close(self) -> None:
        """Stop as an office does."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            assert self._process.wait(60) == 0, "the server did not stop in peace"  # noqa: S101
            self._process = None

    def clear(self) -> None:
        """Leave nobody behind, however it ended."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def shoot(self, victim: str) -> str:
        """Kill somebody; what was shot down for good is started again. Says who it was."""
        return {"worker": self._worker, "server": self._server, "database": self._database}[victim]()

    def until_it_answers(self) -> float:
        """Seconds until a page that asks the database comes."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
            with suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/health")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return time.monotonic() - begun
            connection.close()
            time.sleep(0.02)
        raise AssertionError("the house does not answer")

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """One of our commands, or a module."""
        words = [GUATU, *command] if command[0] != "-m" else [sys.executable, *command]
        return subprocess.run(  # noqa: S603 - our own program
            words, env=self.environment, capture_output=True, text=True, check=False
        )

    def _worker(self) -> str:
        """One of the web, or that of the jobs."""
        named = {"guatu-web": [], "guatu-jobs": []}  # type: dict[str, list[int]]
        for pid in self._below():
            if (name := _name(pid)) in named:
                named[name].append(pid)
        name = self._chance.choice([name for name, pids in named.items() if pids] or ["nobody"])
        if name == "nobody":
            return name
        _kill(self._chance.choice(named[name]))
        return name

    def _server(self) -> str:
        """The supervisor, with which everybody ends."""
        assert self._process is not None  # noqa: S101
        self._process.kill()
        self._process.wait()
        self.open()
        return "supervisor"

    def _database(self) -> str:
        """PostgreSQL; or, since SQLite lives in those who write, all of these at one moment."""
        if self._cluster:
            return self._cluster.shoot(self._chance)
        assert self._process is not None  # noqa: S101
        everybody = [self._process.pid, *self._below()]
        for pid in everybody:
            _signal(pid, signal.SIGSTOP)
        self._take_image()
        for pid in everybody:
            _kill(pid)
        self._process.wait()
        self.open()
        return "writers"

    def _take_image(self) -> None:
        """The database as it lies on the disk while everybody is in the middle of something."""
        image = self.folder.with_name("image")
        shutil.rmtree(image, ignore_errors=True)
        image.mkdir()
        for name in ("guatu.sqlite3", "guatu.sqlite3-wal"):
            if (found := self.folder / name).exists():
                shutil.copy(found, image / name)

    def _below(self) -> list[int]:
        found: list[int] = []
        waiting = [self._process.pid] if self._process else []
        while waiting:
            with suppress(FileNotFoundError, ProcessLookupError):
                pid = waiting.pop()
                below = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
                found += below
                waiting += below
        return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _kill(pid: int) -> None:
    _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)

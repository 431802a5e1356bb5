"""A server for tests: `guatu serve` as real processes over a loopback socket, and what becomes of them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

GUATU: Final = (sys.executable, "-c", "from guatu.cli import main; main()")
PATIENCE: Final = 20.0


class Server:
    """A running `guatu serve`."""

    def __init__(self, environment: Mapping[str, str], *, workers: int = 1) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [*GUATU, "serve", "--port", "0", "--workers", str(workers)],
            env=dict(environment),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.port = int(line.partition("127.0.0.1:")[2].partition("/")[0])

    def answers(self, path: str = "/health") -> bool:
        """Does a request get its page?"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def web(self) -> list[int]:
        """The web workers."""
        return self._named("guatu-web")

    @property
    def jobs(self) -> int:
        """The job worker."""
        until(lambda: bool(self._named("guatu-jobs")))
        return self._named("guatu-jobs")[0]

    @property
    def everybody(self) -> set[int]:
        """All processes of the server."""
        found, waiting = set(), [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            waiting += children_of(pid)
        return found

    def _named(self, name: str) -> list[int]:
        return [pid for pid in children_of(self.process.pid) if name_of(pid) == name and is_alive(pid)]

    def stop(self) -> int:
        """Ask it to stop; answers its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            self.stop()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def children_of(pid: int) -> list[int]:
    """The living children of a process, the eldest first."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def name_of(pid: int) -> str:
    """What a process is called among those of the machine."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_alive(pid: int) -> bool:
    """Zombies are dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(is_so: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait for something that comes soon."""
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.03)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def run(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """A command that ends by itself."""
    return subprocess.run(  # noqa: S603 - our own program
        [*GUATU, *arguments], env=dict(environment), capture_output=True, text=True, timeout=180, check=False
    )


@contextmanager
def steadily_asked(server: Server) -> Iterator[list[bool]]:
    """Requests one after the other while something happens; answers how each went."""
    import threading

    answers: list[bool] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            answers.append(server.answers())
            time.sleep(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield answers
    finally:
        is_over.set()
        asking.join()

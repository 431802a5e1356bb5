"""Warm children that parse files: an untrusted document can cost them their life, never their owner's.

Children are forked from a server that has imported the readers once. Each has 1 GiB of address space (2 GiB where
text recognition is installed) and 60 seconds of processor time for a file, and is replaced after 200 files.
"""

import atexit
import importlib.util
import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from multiprocessing import connection, get_context
from pathlib import Path
from threading import Lock, RLock
from types import ModuleType, TracebackType
from typing import Self

from guatu.kernel.units import Directory
from guatu.reading.draft import Draft
from guatu.reading.errors import DamagedFile, ReadingRefusal, TooLarge, TooSlow

GIB = 1024**3
CPU_SECONDS = 60
"""Processor time a file may take."""
WALL_SECONDS = 240
"""Time after which a child that neither works nor answers is given up."""
FILES_PER_CHILD = 200
_PRELOADED = [
    "guatu.reading.reader",
    "guatu.reading.drafting",
    "guatu.reading.repairing",
    "guatu.reading.loading",
    "guatu.reading.loading.docx",
    "guatu.reading.loading.html",
    "guatu.reading.loading.pdf",
    "guatu.reading.loading.sheets",
    "guatu.reading.loading.text",
    "opencc",
    "pypinyin",
    "chinese_calendar",
]
_context = get_context("forkserver")
_log = logging.getLogger("guatu.reading")
_log.addHandler(logging.NullHandler())
_starting = Lock()

Job = tuple[str | bytes, str, date | None]
"""A path or bytes, the name, and the base day."""


class Pool:
    """Children that read documents. Use as a context manager, or `close` it."""

    def __init__(self, *, jobs: int = 1, units: Directory | None = None) -> None:
        _context.set_forkserver_preload(_PRELOADED)
        self._units = units
        self._children = [_Child(units) for _ in range(max(1, jobs))]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: str | Path | bytes, *, name: str | None = None, day: date | None = None) -> Draft:
        """Read one document in the first child; raise its refusal."""
        child = self._children[0]
        child.send(_job(source, name, day))
        answer = child.receive()
        if isinstance(answer, Draft):
            return answer
        raise answer

    def read_all(
        self, paths: Iterable[Path], *, day: date | None = None
    ) -> Iterator[tuple[Path, Draft | ReadingRefusal]]:
        """Read many documents; each comes with its draft or its refusal, in the order of completion."""
        waiting, busy = iter(paths), dict[_Child, Path]()
        idle = list(self._children)
        while True:
            while idle and (path := next(waiting, None)) is not None:
                child = idle.pop()
                child.send(_job(path, None, day))
                busy[child] = path
            if not busy:
                return
            for child in _answering(list(busy)):
                yield busy.pop(child), child.receive()
                idle.append(child)

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.end()


class SharedPool:
    """The one child behind `read()`, made at first use and again when another directory is asked for."""

    def __init__(self) -> None:
        self._lock, self._owner = RLock(), os.getpid()
        self._pool: Pool | None = None
        self._units: Directory | None = None

    def read(
        self, source: str | Path | bytes, *, name: str | None, units: Directory | None, day: date | None
    ) -> Draft:
        """Read one document; threads take turns."""
        with self._lock:
            if self._pool is None or self._units is not units:
                self.close()
                self._pool, self._units = Pool(units=units), units
            return self._pool.read(source, name=name, day=day)

    def close(self) -> None:
        """End the child, in the process that started it."""
        if self._pool is not None and self._owner == os.getpid():
            self._pool.close()
        self._pool = None


@cache
def shared_pool() -> SharedPool:
    """The pool that `read()` uses in this process."""
    pool = SharedPool()
    atexit.register(pool.close)
    return pool


def _job(source: str | Path | bytes, name: str | None, day: date | None) -> Job:
    if isinstance(source, bytes):
        return source, name or "", day
    path = Path(source)
    return str(path), name or path.name, day


class _Child:
    """One warm process and the pipe to it."""

    def __init__(self, units: Directory | None) -> None:
        self._units = units
        self._served = 0
        self._given_up_at = 0.0
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = _context.Pipe()
        self._process = _context.Process(target=_serve, args=(theirs, self._units), daemon=True)
        with _starting, _without_script():
            self._process.start()
        theirs.close()
        self._served = 0

    def send(self, job: Job) -> None:
        """Hand over a document; a child that has read enough, or died idle, is replaced first."""
        if self._served >= FILES_PER_CHILD or not self._process.is_alive():
            self.end()
            self._start()
        self._served += 1
        self._given_up_at = time.monotonic() + WALL_SECONDS
        self.pipe.send(job)

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._given_up_at - time.monotonic())

    def receive(self) -> Draft | ReadingRefusal:
        """The draft or the refusal; a child that died or hangs is named for it and replaced."""
        try:
            if self.pipe.poll(self.seconds_left):
                answer: Draft | ReadingRefusal = self.pipe.recv()
                return answer
            refusal: ReadingRefusal = TooSlow()
        except (EOFError, ConnectionError):
            self._process.join()
            refusal = _cause_of_death(self._process.exitcode)
        self.end()
        self._start()
        return refusal

    def end(self) -> None:
        """End the process at once."""
        self.pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _answering(children: list[_Child]) -> list[_Child]:
    """Those that have answered, died, or may be waited for no longer."""
    patience = min(child.seconds_left for child in children)
    ready = connection.wait([child.pipe for child in children], timeout=patience)
    return [c for c in children if c.pipe in ready] or [c for c in children if c.seconds_left == 0.0]


def _cause_of_death(exitcode: int | None) -> ReadingRefusal:
    if exitcode == -signal.SIGXCPU:
        return TooSlow()
    if exitcode == -signal.SIGKILL:
        return TooLarge()
    return DamagedFile(why="读取程序异常退出")


@contextmanager
def _without_script() -> Iterator[None]:
    """A child must not run the caller's script again, as multiprocessing would to find its functions."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _serve(pipe: "connection.Connection[Draft | ReadingRefusal, Job]", units: Directory | None) -> None:
    """The life of a child: read what comes until the owner hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    space = (2 if importlib.util.find_spec("rapidocr") else 1) * GIB
    resource.setrlimit(resource.RLIMIT_AS, (space, resource.getrlimit(resource.RLIMIT_AS)[1]))
    while True:
        try:
            source, name, day = pipe.recv()
        except EOFError:
            return
        _allow_time()
        pipe.send(_answer(source, name, units, day))


def _allow_time() -> None:
    """Processor time for one more file; past it the kernel ends the process by SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(
    source: str | bytes, name: str, units: Directory | None, day: date | None
) -> Draft | ReadingRefusal:
    from guatu.reading.reader import read_here

    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        return read_here(data, name=name, units=units, day=day)
    except ReadingRefusal as refusal:
        return refusal
    except MemoryError:
        return TooLarge()
    except RecursionError:
        return DamagedFile(why="嵌套过深")
    except Exception:
        _log.exception("reading %s failed", name)
        return DamagedFile(why="读取程序内部错误")

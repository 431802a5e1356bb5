"""Children side by side, and the one behind `read()`.

They are forked from a server that has imported the readers once. Each has 1 GiB of address space (2 GiB where
text recognition is installed) and 60 seconds of processor time for a file, and is replaced after 200 files.
"""

import atexit
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from multiprocessing import connection
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from guatu.reading.draft import Draft
from guatu.reading.errors import ReadingRefusal
from guatu.reading.pool.child import Child, forget_children
from guatu.reading.pool.limits import Limits
from guatu.reading.pool.messages import Job

if TYPE_CHECKING:
    from guatu.kernel.units import Directory
    from guatu.reading.tables.reading import Mappings
    from guatu.reading.tables.shapes import TableReading


class Pool:
    """Children that read documents, for one thread at a time. Use as a context manager, or `close` it."""

    def __init__(
        self, *, jobs: int = 1, units: "Directory | None" = None, limits: Limits | None = None
    ) -> None:
        self.units = units
        self._children = [Child(limits or Limits()) for _ in range(max(1, jobs))]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: str | Path | bytes, *, name: str | None = None, day: date | None = None) -> Draft:
        """Read one document in the first child; raise its refusal."""
        answer = self._answer(_job(source, name, day))
        if isinstance(answer, Draft):
            return answer
        raise answer if isinstance(answer, ReadingRefusal) else TypeError(answer)

    def read_table(
        self, source: str | Path | bytes, *, name: str, mappings: "Mappings", day: date | None = None
    ) -> "TableReading":
        """Read an office's own table in the first child; raise its refusal."""
        answer = self._answer(replace(_job(source, name, day), mappings=mappings))
        if isinstance(answer, Draft):
            raise TypeError(answer)
        if isinstance(answer, ReadingRefusal):
            raise answer
        return answer

    def _answer(self, job: Job) -> "Draft | TableReading | ReadingRefusal":
        child = self._children[0]
        try:
            child.ask(job, units=self.units)
            return child.answer()
        except BaseException:
            child.renew()  # its answer is still to come, and would be taken for that to the next document
            raise

    def read_all(
        self, paths: Iterable[Path], *, day: date | None = None
    ) -> Iterator[tuple[Path, Draft | ReadingRefusal]]:
        """Read many documents; each comes with its draft or its refusal, in the order of completion."""
        waiting, busy = iter(paths), dict[Child, Path]()
        idle = list(self._children)
        try:
            while True:
                while idle and (path := next(waiting, None)) is not None:
                    busy[child := idle.pop()] = path
                    child.ask(_job(path, None, day), units=self.units)
                if not busy:
                    return
                for child in _answering(list(busy)):
                    answer = child.answer()
                    idle.append(child)
                    assert isinstance(answer, Draft | ReadingRefusal)  # noqa: S101 - no table was asked for
                    yield busy.pop(child), answer
        finally:
            for child in busy:
                child.renew()

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.end()
        self._children.clear()


class SharedPool:
    """The one child behind `read()`, made at first use; threads take turns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: Pool | None = None

    def read(
        self, source: str | Path | bytes, *, name: str | None, units: "Directory | None", day: date | None
    ) -> Draft:
        """Read one document, or raise its refusal."""
        with self._lock:
            if self._pool is None:
                self._pool = Pool()
            self._pool.units = units
            return self._pool.read(source, name=name, day=day)

    def read_table(
        self,
        source: str | Path | bytes,
        *,
        name: str,
        units: "Directory | None",
        day: date | None,
        mappings: "Mappings",
    ) -> "TableReading":
        """Read one table of an office's own, or raise its refusal."""
        with self._lock:
            if self._pool is None:
                self._pool = Pool()
            self._pool.units = units
            return self._pool.read_table(source, name=name, mappings=mappings, day=day)

    def close(self) -> None:
        """End the child."""
        if self._pool is not None:
            self._pool.close()
        self._pool = None


@cache
def shared_pool() -> SharedPool:
    """The pool that `read()` uses in this process."""
    pool = SharedPool()
    owner = os.getpid()
    atexit.register(lambda: pool.close() if os.getpid() == owner else None)
    return pool


os.register_at_fork(after_in_child=shared_pool.cache_clear)
os.register_at_fork(after_in_child=forget_children)


def _job(source: str | Path | bytes, name: str | None, day: date | None) -> Job:
    from guatu.reading.loading.sniff import refuse_oversized

    if isinstance(source, bytes):
        refuse_oversized(len(source))
        return Job(source, name or "", day)
    path = Path(source).absolute()  # the child stands where the owner stood when it began
    return Job(str(path), name or path.name, day)


def _answering(children: list[Child]) -> list[Child]:
    """Those that have answered, died, or may be waited for no longer."""
    patience = min(child.seconds_left for child in children)
    ready = connection.wait([child.pipe for child in children], timeout=patience)
    return [c for c in children if c.pipe in ready] or [c for c in children if c.seconds_left == 0.0]

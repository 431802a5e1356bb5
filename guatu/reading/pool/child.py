"""A child as its owner sees it: a process, the pipe to it, and what its end means."""

import logging
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, process, resource_tracker
from multiprocessing.context import ForkServerProcess
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

from guatu.reading.draft import Draft
from guatu.reading.errors import DamagedFile, MarkedSecret, ReadingRefusal, TooLarge, TooSlow
from guatu.reading.pool.limits import Limits
from guatu.reading.pool.messages import Answer, Broken, Job, NewUnits

if TYPE_CHECKING:
    from guatu.kernel.units import Directory
    from guatu.reading.tables.shapes import TableReading

_context = get_context("forkserver")
_PRELOADED = ["guatu.reading.pool.warm"]
_context.set_forkserver_preload(_PRELOADED)
_starting = Lock()
_OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT, 1)
"""The kernel kills where the machine has none left; libraries abort, and Python ends, past the limit."""
_log = logging.getLogger("guatu.reading")
_log.addHandler(logging.NullHandler())


def forget_children() -> None:
    """After a fork: children and fork server are the parent's, and would be ended together with the copy.

    multiprocessing does as much for the processes that it forks itself, and has no public way to it.
    """
    process._children.clear()  # type: ignore[attr-defined]
    forkserver._forkserver.__init__()  # type: ignore[misc]
    _context.set_forkserver_preload(_PRELOADED)


class Child:
    """One warm process. A document is handed over by `ask`; `answer` is asked for once after each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._refused: ReadingRefusal | None = None
        self._start()

    def _start(self) -> None:
        from guatu.reading.pool.life import serve

        self.pipe, theirs = _context.Pipe()
        process = _context.Process(target=serve, args=(theirs, self._limits), daemon=True)
        with _starting, _without_script(), _deaf_to_interrupts():
            process.start()
        self._process: ForkServerProcess | None = process
        theirs.close()
        self._served, self._given_up_at = 0, 0.0
        self._units: Directory | None = None

    @property
    def seconds_left(self) -> float:
        """Patience with the document that it reads."""
        return max(0.0, self._given_up_at - time.monotonic())

    def ask(self, job: Job, *, units: "Directory | None") -> None:
        """Hand over a document; a child that has read enough, or died idle, is replaced first."""
        if self._served >= self._limits.files:
            self.renew()
        for _ in range(2):
            try:
                self._hand_over(job, units)
                self._refused = None
                return
            except (EOFError, OSError):
                self._refused = self._cause_of_death()

    def _hand_over(self, job: Job, units: "Directory | None") -> None:
        if units is not self._units:
            self.pipe.send(NewUnits(units))
            self._units = units
        self.pipe.send(job)
        self.pipe.recv()
        self._served += 1
        self._given_up_at = time.monotonic() + self._limits.wall_seconds

    def answer(self) -> "Draft | TableReading | ReadingRefusal":
        """The draft or the refusal; a child that died or hangs is named for it and replaced."""
        if self._refused is not None:
            return self._refused
        try:
            if not self.pipe.poll(self.seconds_left):
                self.renew()
                return TooSlow()
            answer: Answer = self.pipe.recv()
        except (EOFError, OSError):  # the latter for an end in the middle of an answer
            return self._cause_of_death()
        if isinstance(answer, TooLarge | MarkedSecret):
            self.renew()  # its memory is in disorder, or holds what nobody may keep
        if isinstance(answer, Broken):
            _log.error("a reader failed\n%s", answer.trace)
            return DamagedFile(why="读取程序内部错误")
        return answer

    def renew(self) -> None:
        """Put a fresh process in the place of this one."""
        self.end()
        self._start()

    def end(self) -> None:
        """End the process and all that it started, at once."""
        from guatu.reading.loading import rooms

        process, self._process = self._process, None
        if process is None or process.pid is None:
            return
        self.pipe.close()
        process.kill()
        process.join()
        rooms.clear(process.pid)
        process.close()

    def _cause_of_death(self) -> ReadingRefusal:
        exitcode = None
        if self._process is not None:
            self._process.join()
            exitcode = self._process.exitcode
        self.renew()
        if exitcode == -signal.SIGXCPU:
            return TooSlow()
        if exitcode in _OUT_OF_MEMORY:
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


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """The fork server inherits that it never hears Ctrl-C: it would end with a traceback on the terminal."""
    resource_tracker.ensure_running()  # which would make it heard again, when started in between
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)

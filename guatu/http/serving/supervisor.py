"""A few children that must live: whoever dies is started again, and all are stopped within seconds.

Children are forked, so they share the memory of what was loaded before. Each leads a process group of its
own: a Ctrl-C at the terminal reaches the supervisor alone, and what a child leaves behind is found by the
group.
"""

import gc
import logging
import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from guatu.http.serving import heaps
from guatu.http.serving.parents import adopt_orphans, be_called, end_with_parent
from guatu.http.serving.pulses import Pulse

PATIENCE = 8.0
"""Seconds that children have to finish what they are doing."""
_SETTLED = 10.0
"""Seconds after which a child counts as started well."""
_LONGEST_WAIT = 30.0
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
_log = logging.getLogger("guatu.serving")


@dataclass(slots=True)
class Child:
    """A process: its name in the log (Chinese) and among those of the machine, what it does, how it fares."""

    name: str
    process: str
    run: Callable[[], None]
    pulse: Pulse | None = None
    """Of a child that is killed when it is no longer heard."""
    every: float = 0.0
    """Seconds from start to start of a child that does its work and ends; 0 for one that stays."""
    pid: int = 0
    started: float = 0.0
    due: float = 0.0
    """When it is to be started again."""
    failures: int = 0
    groups: set[int] = field(default_factory=set)
    """Process groups it has led, that may still have members."""


class Supervisor:
    """Keeps its children alive until it is told to stop; for the main thread of a process without others."""

    def __init__(self, children: Iterable[Child]) -> None:
        self._children = list(children)
        self._heard: set[int] = set()

    def run(self) -> None:
        """Start them, and come back when all are stopped."""
        adopt_orphans()
        gc.collect()
        heaps.settle()
        gc.freeze()  # the collector would touch, and so copy, every page that the children share
        ear, mouth = os.pipe()
        os.set_blocking(ear, False)
        os.set_blocking(mouth, False)
        signal.set_wakeup_fd(mouth)
        for number in (*_STOPPING, signal.SIGCHLD):
            signal.signal(number, self._hear)
        try:
            while not self._heard & {*_STOPPING}:
                self._reap()
                self._start_due()
                self._wait(ear, self._next_due())
                self._feel()
        finally:
            self._stop()
            signal.set_wakeup_fd(-1)
            os.close(ear)
            os.close(mouth)

    def _hear(self, number: int, _: FrameType | None) -> None:
        self._heard.add(number)

    def _wait(self, ear: int, seconds: float | None) -> None:
        if select.select([ear], [], [], seconds)[0]:
            os.read(ear, 4096)

    def _next_due(self) -> float | None:
        """Seconds until somebody is to be started, or felt."""
        waits = [child.due - time.monotonic() for child in self._children if not child.pid]
        waits += [child.pulse.longest / 10 for child in self._children if child.pid and child.pulse]
        return max(0.0, min(waits)) if waits else None

    def _feel(self) -> None:
        """Whoever hangs is killed; its end is mourned like every other."""
        for child in self._children:
            if child.pid and child.pulse and child.pulse.is_lost:
                _log.error("%s %g 秒没有动静，结束它", child.name, child.pulse.longest)
                os.kill(child.pid, signal.SIGKILL)

    def _start_due(self) -> None:
        for child in self._children:
            if not child.pid and child.due <= time.monotonic():
                if child.pulse:
                    child.pulse.beat()
                child.pid, child.started = _fork(child), time.monotonic()
                child.groups.add(child.pid)

    def _reap(self) -> None:
        ended = _ended()
        for child in self._children:
            if child.pid in ended:
                self._mourn(child, ended[child.pid])

    def _mourn(self, child: Child, status: int) -> None:
        """What it left behind is told to end; it is started again, the later the oftener it fails."""
        now = time.monotonic()
        if child.every and not status:
            child.pid, child.due, child.failures = 0, child.started + child.every, 0
            return
        child.failures = 0 if now - child.started > _SETTLED else child.failures + 1
        wait = min(_LONGEST_WAIT, 0.1 * 2**child.failures) if child.failures > 1 else 0.0
        when = f"{wait:.1f} 秒后" if wait else "随即"
        _log.error("%s意外退出（%s），%s重新启动", child.name, _cause(status), when)
        _signal_groups(child, signal.SIGTERM)
        child.pid, child.due = 0, now + wait

    def _stop(self) -> None:
        for child in self._children:
            _signal_groups(child, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and self._living():
            time.sleep(0.02)
        for child in self._children:
            _signal_groups(child, signal.SIGKILL)
        limit += 1.0
        while time.monotonic() < limit and self._living():
            time.sleep(0.02)

    def _living(self) -> bool:
        """Is anybody of any group alive?"""
        _ended()
        for child in self._children:
            child.groups = {group for group in child.groups if _has_members(group)}
        return any(child.groups for child in self._children)


def _fork(child: Child) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        with suppress(OSError):
            os.setpgid(pid, pid)  # both do it: neither may go on before it is done
        return pid
    code = 1
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in (*_STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        end_with_parent(parent)
        be_called(child.process)
        child.run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        logging.shutdown()
        os._exit(code)


def _ended() -> dict[int, int]:
    """Everybody who has ended since it was asked last, and how; orphans of a dead child are among them."""
    found = {}
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            found[pid] = status
    return found


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"信号 {os.WTERMSIG(status)}"
    return f"退出码 {os.waitstatus_to_exitcode(status)}"


def _signal_groups(child: Child, number: int) -> None:
    for group in child.groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True

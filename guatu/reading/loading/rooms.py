"""Rooms of converters: a temporary folder each, which a converter that outlives its owner is found by."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_GROUP = "group"
# the limit on memory is for the readers; the converter is another program, and lifts it for itself
_OPENING = f'echo $$ > "$0/{_GROUP}"; ulimit -S -v "$(ulimit -H -v)"; exec "$@"'


@contextmanager
def room() -> Iterator[Path]:
    """An empty folder, removed with all it holds."""
    with tempfile.TemporaryDirectory(prefix=_prefix(os.getpid()), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def in_room(folder: Path, command: list[str]) -> list[str]:
    """The command, to be started as a session of its own: it leaves its group's number in the room."""
    return ["/bin/sh", "-c", _OPENING, str(folder), *command]


def clear(pid: int) -> None:
    """End the converters that a dead process left behind, and remove their rooms."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_prefix(pid)}*"):
        with suppress(OSError, ValueError):
            os.killpg(int((folder / _GROUP).read_text()), signal.SIGKILL)
        _remove(folder)


def _remove(folder: Path) -> None:
    """What is being killed may still write for a moment."""
    for _ in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)


def _prefix(pid: int) -> str:
    return f"guatu-{pid}-"

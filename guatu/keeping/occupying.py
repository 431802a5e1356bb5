"""Who is at work on a data folder: servers and commands share it, a move has it alone.

The lock is the kernel's: it goes with the last process that holds it, also with one that was killed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from guatu.keeping import notes
from guatu.keeping.errors import BeingMoved, Moved, StillRunning

_LOCK: Final = "at-work.lock"
NOTE: Final = "moved"
"""The note beside a database that was moved: to where."""
_held: dict[Path, int] = {}


def share() -> None:
    """Work on the rows of SQLite until this process ends; refused while they move, and afterwards."""
    database = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not database.is_file() or not Path(settings.DATA).is_dir():
        return
    path = notes.run_folder() / _LOCK
    if path not in _held:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise BeingMoved from error
        _held[path] = handle
    note = Path(settings.DATA) / NOTE
    if note.exists():
        raise Moved(to=note.read_text(encoding="utf-8").strip(), note=note)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else is at work; refused where somebody is."""
    handle = os.open(notes.run_folder() / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StillRunning from error
    finally:
        os.close(handle)

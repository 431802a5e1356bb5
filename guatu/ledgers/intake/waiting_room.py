"""Where files wait until they have been read: a private folder that no row of the store speaks of.

What bears a mark of secrecy never gets further than here, and leaves no trace when it goes: even its name
waits here, beside it, and not in the database, whose free pages may keep what was deleted.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from django.conf import settings

from guatu.history.errors import FileTooLarge
from guatu.history.store import Readable
from guatu.ledgers.intake import viruses
from guatu.ledgers.intake.viruses import Scan

_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits: the name it goes by here, and the digest of its bytes."""

    waiting_as: str
    sha256: str
    size: int
    scan: Scan = Scan.OFF
    """What the virus scanner said of it, where there is one."""


def put(upload: Readable, *, name: str) -> Waiting:
    """Let an upload wait, on the disk before anything speaks of it; refused when too large, or infected."""
    waiting_as, hasher, size = uuid4().hex, hashlib.sha256(), 0
    try:
        with _new(_name_path(waiting_as)) as file:
            file.write(name.encode())
        with _new(path_of(waiting_as)) as file:
            while chunk := upload.read(_CHUNK):
                size += len(chunk)
                if size > settings.UPLOAD_LIMIT:
                    raise FileTooLarge(name=name, limit=settings.UPLOAD_LIMIT)
                hasher.update(chunk)
                file.write(chunk)
        scan = viruses.refuse_infected(path_of(waiting_as), name=name)
    except BaseException:
        remove(waiting_as)
        raise
    return Waiting(waiting_as, hasher.hexdigest(), size, scan)


@contextmanager
def unless_kept(waiting: Waiting) -> Iterator[None]:
    """Take a file away again when what was to speak of it is refused."""
    try:
        yield
    except BaseException:
        remove(waiting.waiting_as)
        raise


def path_of(waiting_as: str) -> Path:
    """Where a file waits."""
    return _folder() / waiting_as


def name_of(waiting_as: str) -> str:
    """What a file that waits is called by whoever sent it; empty when it is gone."""
    try:
        return _name_path(waiting_as).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def remove(waiting_as: str) -> None:
    """Take a file away, and its name."""
    if waiting_as:
        path_of(waiting_as).unlink(missing_ok=True)
        _name_path(waiting_as).unlink(missing_ok=True)


def sweep(*, spoken_of: set[str], older_than: datetime) -> int:
    """Take away what nothing speaks of any more; answers how many files went."""
    limit = older_than.timestamp()
    gone = [
        path for path in _folder().iterdir() if path.stem not in spoken_of and path.stat().st_mtime < limit
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _name_path(waiting_as: str) -> Path:
    return _folder() / f"{waiting_as}.name"


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    """A new file that only this server may read, on the disk when it is closed."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _folder() -> Path:
    folder = Path(settings.DATA) / "waiting"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder

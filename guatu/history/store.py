"""Files by the digest of their content, below `settings.FILES`: on the disk before any row speaks of them.

Whoever stores a file holds the folder's lock shared and makes the file new; whoever takes files away holds
the lock alone and takes only what has not been new for long. The database's lock comes before the folder's.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Final, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from guatu.history.errors import FileMissing, FileTooLarge
from guatu.history.models import StoredFile
from guatu.history.sniffing import HEAD, sniff

_CHUNK: Final = 1024 * 1024
_PARTS: Final = "parts"
"""Where half-written files lie."""
_copies: list[Callable[[str], None]] = []
_is_waiting = True
"""Whether each file is on the disk before its row speaks of it."""


class Readable(Protocol):
    """An upload, an open file, bytes in memory."""

    def read(self, size: int = ..., /) -> bytes: ...


def with_copies(forget: Callable[[str], None]) -> None:
    """Rooms that keep what they made of a file, as a thumbnail, are told by this when its bytes are gone."""
    if forget not in _copies:
        _copies.append(forget)


def put(source: bytes | Readable, *, name: str, at: datetime) -> StoredFile:
    """Keep a file; the same content is kept once. `name` is only for the refusal, it is not kept."""
    part = _written(BytesIO(source) if isinstance(source, bytes) else source, name)
    facts = {"size": part.size, "media_type": part.media_type, "stored_at": at}
    try:
        with transaction.atomic(), _locked(fcntl.LOCK_SH):
            _place(part.path, path_of(part.sha256))
            row, _ = StoredFile.objects.get_or_create(sha256=part.sha256, defaults=facts)
    finally:
        part.path.unlink(missing_ok=True)
    return row


@contextmanager
def synced_together() -> Iterator[None]:
    """Files put meanwhile are waited for at the end, all at once: for who begins anew where it fails."""
    global _is_waiting
    _is_waiting = False
    try:
        yield
    finally:
        _is_waiting = True
        os.sync()


def _sync(handle: int) -> None:
    if _is_waiting:
        os.fsync(handle)


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie, or would lie."""
    return Path(settings.FILES) / sha256[:2] / sha256


def open_file(sha256: str) -> IO[bytes]:
    """The bytes, to be read; refused when they are gone."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise FileMissing(sha256) from error


def age(sha256: str) -> int | None:
    """When the bytes were last stored, to the nanosecond; nothing when they are gone."""
    try:
        return path_of(sha256).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def remove_bytes(sha256: str, *, stored: int | None) -> None:
    """Take the bytes of a redacted file off the disk, unless they were stored again since `stored`, an `age`.

    The row stays, so that what points to it still leads somewhere.
    """
    with _locked(fcntl.LOCK_EX):
        if stored is not None and age(sha256) == stored:
            path_of(sha256).unlink()
            _sync_folder(path_of(sha256).parent)
    if age(sha256) is None:
        _forget_copies(sha256)


def _forget_copies(sha256: str) -> None:
    for forget in _copies:
        forget(sha256)


def sweep(*, older_than: datetime) -> list[str]:
    """Take away what lay unused since before a moment; answers the names of the files that went.

    Unused is a file that no row speaks of, and a row, with its file, that no foreign key of any table points
    to: what refers to a file otherwise does not hold it.
    """
    limit = older_than.timestamp()
    with ExitStack() as until_the_end:
        with transaction.atomic(durable=True):
            until_the_end.enter_context(_locked(fcntl.LOCK_EX))
            old = {path.name: path for path in _files() if path.stat().st_mtime < limit}
            unused = [sha256 for sha256 in _unreferenced(older_than) if sha256 in old]
            StoredFile.objects.filter(pk__in=unused).delete()
            kept = set(StoredFile.objects.values_list("pk", flat=True))
        gone = sorted(old.keys() - kept)
        for name in gone:
            old[name].unlink()
    for name in gone:
        _forget_copies(name)
    return gone


def _unreferenced(older_than: datetime) -> QuerySet[StoredFile, str]:
    """The keys of old rows that no table points to."""
    rows = StoredFile.objects.filter(stored_at__lt=older_than)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(pointing))
    return rows.values_list("pk", flat=True)


def _files() -> Iterator[Path]:
    root = Path(settings.FILES)
    for folder in root.iterdir():
        if folder.is_dir() and (len(folder.name) == 2 or folder.name == _PARTS):
            yield from folder.iterdir()


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    sha256: str
    size: int
    media_type: str


def _written(stream: Readable, name: str) -> _Part:
    """The stream on the disk under a name of its own, hashed on the way, and refused past the limit."""
    folder = Path(settings.FILES) / _PARTS
    folder.mkdir(parents=True, exist_ok=True)
    hasher, size, head = hashlib.sha256(), 0, b""
    handle, path = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as part:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > settings.UPLOAD_LIMIT:
                    raise FileTooLarge(name=name, limit=settings.UPLOAD_LIMIT)
                hasher.update(chunk)
                head += chunk[: HEAD - len(head)]
                part.write(chunk)
            part.flush()
            _sync(part.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return _Part(Path(path), hasher.hexdigest(), size, sniff(head))


def _place(part: Path, target: Path) -> None:
    """Give the file its own name, over what lies there already: it is the same, or it was damaged."""
    is_new = not target.parent.exists()
    target.parent.mkdir(exist_ok=True)
    part.replace(target)
    _sync_folder(target.parent)
    if is_new:
        _sync_folder(target.parent.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        _sync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(how: int) -> Iterator[None]:
    root = Path(settings.FILES)
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("ab") as lock:
        fcntl.flock(lock, how)
        yield

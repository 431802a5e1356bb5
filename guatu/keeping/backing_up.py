"""A backup: all rows at one moment and all files, in one file that is there whole or not at all."""

import errno
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from guatu import __version__
from guatu.history import store
from guatu.history.canonical import moment
from guatu.history.checkpoints import file_name, file_of
from guatu.history.keys import PUBLIC
from guatu.keeping import notes
from guatu.keeping.archive import FORMAT, HEAD, MANIFEST, TYPE, Writer
from guatu.keeping.errors import FolderUnusable
from guatu.keeping.sources import Source, opened
from guatu.keeping.tables import Table, kept_tables

_ENDING: Final = ".tar"
SEALED: Final = ".sealed"
_ATTEMPTS: Final = 3
_DAY: Final = 86_400
_OURS: Final = re.compile(r"guatu-\d{8}-\d{6}\.tar(\.sealed)?")
_REASONS: Final = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "目录只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENOTDIR: "上级是文件",
    errno.ENOENT: "没有这个目录",
}


_Made: TypeAlias = tuple[dict[str, Any], list[str], list[str]]
"""What the manifest says, the files that were missing, and those that were damaged."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was written."""

    path: Path
    sha256: str
    size: int
    rows: int
    files: int
    missing: tuple[str, ...]
    """Files that the trail holds and the disk does not."""
    damaged: tuple[str, ...]
    """Files whose content is not that of their digest."""
    removed: tuple[str, ...]
    """Older backups that were taken away."""

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.damaged


def take(folder: Path, *, at: datetime, keep: int | None = None, passphrase: bytes | None = None) -> Taken:
    """Write a backup into a folder, and take away the oldest beyond `keep`; others go on meanwhile."""
    ending = _ENDING + (SEALED if passphrase else "")
    path = folder / f"guatu-{at.astimezone():%Y%m%d-%H%M%S}{ending}"
    written, (facts, missing, damaged) = _tried(path, at, passphrase)
    removed = _removed(folder, keep)
    taken = Taken(
        path,
        written.digest.hexdigest(),
        written.size,
        sum(int(one["rows"]) for one in facts["tables"].values()),
        facts["files"]["count"],
        tuple(missing),
        tuple(damaged),
        tuple(removed),
    )
    notes.note_backup(at=at, name=path.name, size=taken.size, is_whole=taken.is_whole)
    return taken


def _tried(path: Path, at: datetime, passphrase: bytes | None) -> "tuple[_Summed, _Made]":
    """Written; anew where a file was redacted meanwhile, so that no row speaks of it."""
    for attempt in range(_ATTEMPTS):
        with suppress(_RedactedMeanwhile), _whole_or_not(path) as stream:
            written = _Summed(stream)
            sealed = _sealed(written, passphrase)
            made = _written(sealed or written, at, is_last=attempt == _ATTEMPTS - 1)
            if sealed is not None:
                sealed.close()
            return written, made
    raise AssertionError("the last attempt takes what it finds")


def _sealed(stream: Any, passphrase: bytes | None) -> Any:
    if passphrase is None:
        return None
    from guatu.keeping.sealing import Sealing  # here, for cryptography is heavy

    return Sealing(stream, passphrase)


def _written(stream: Any, at: datetime, *, is_last: bool) -> "_Made":
    """All members, the manifest last."""
    laid = _laid()
    with opened() as source:
        tables = kept_tables()
        writer = Writer(stream, at.timestamp())
        writer.add_json(HEAD, _head(source, tables, at))
        _add_checkpoints(writer, source, tables, laid)
        facts: dict[str, Any] = {"tables": {}}
        for table in tables:
            told = writer.add_rows(table, source.rows(table)).told()
            last = {"last_key": source.last_key(table)} if table.is_counted else {}
            facts["tables"][table.name] = told | last
        missing = list(_add_files(writer, source, tables, is_last=is_last))
    facts |= {"files": writer.files.told(), "missing": missing, "damaged": writer.damaged}
    writer.add_json(MANIFEST, facts)
    writer.close()
    return facts, missing, writer.damaged


def _head(source: Source, tables: list[Table], at: datetime) -> dict[str, object]:
    return {
        "type": TYPE,
        "format": FORMAT,
        "program": __version__,
        "taken_at": moment(at),
        "applied": source.applied(),
        "tables": [table.told() for table in tables],
    }


def _laid() -> dict[str, Path]:
    """The files of checkpoints, looked for before the rows are: no row of theirs can be missing."""
    folder = Path(settings.CHECKPOINTS)
    return {path.name: path for path in sorted(folder.glob("checkpoint-*.json"))} if folder.is_dir() else {}


def _add_checkpoints(writer: Writer, source: Source, tables: list[Table], laid: dict[str, Path]) -> None:
    """The checkpoints as they lie outside, those taken since the look from their rows, and the keys."""
    for name, path in laid.items():
        writer.add(f"checkpoints/{name}", path.read_bytes())
    newest = max(laid, default="")
    table = next(one for one in tables if one.name == "history_checkpoint")
    for row in source.rows(table):
        values: dict[str, Any] = dict(zip(table.names, row, strict=True))
        body, signature = bytes.fromhex(values["body"]), bytes.fromhex(values["signature"])
        if (name := file_name(values["number"])) > newest:
            content = file_of(body, values["hash"], values["key_id"], signature)
            writer.add(f"checkpoints/{name}", content)
    for name, pem in _public_keys().items():
        writer.add(f"keys/{name}", pem)


def _public_keys() -> dict[str, bytes]:
    """The public halves of all keys that ever signed; a backup holds no private one."""
    from guatu.history import keys  # here, for cryptography is heavy

    beside = sorted(Path(settings.CHECKPOINTS).glob(f"*{PUBLIC}"))
    found = keys.read_keys(beside) | keys.known_keys()
    return {f"{name[:16]}{PUBLIC}": keys.public_pem(key) for name, key in found.items()}


def _add_files(writer: Writer, source: Source, tables: list[Table], *, is_last: bool) -> Iterator[str]:
    """Every file that is registered; answers those that the trail holds and the disk does not.

    One that was redacted is registered for ever and lies nowhere.
    """
    table = next(one for one in tables if one.name == "history_storedfile")
    for row in source.rows(table):
        sha256 = str(row[0])
        try:
            writer.add_file(sha256, store.path_of(sha256))
        except FileNotFoundError:
            if not source.holds(sha256):
                continue
            if not is_last and not _is_held_now(sha256):
                raise _RedactedMeanwhile from None
            yield sha256


def _is_held_now(sha256: str) -> bool:
    """Does the trail hold a file at this moment, not at that of the rows?"""
    now = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with now.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM history_enclosure WHERE file_id = %s)", [sha256])
            return bool(cursor.fetchone()[0])
    finally:
        now.close()


def _removed(folder: Path, keep: int | None) -> list[str]:
    """The oldest backups beyond the number, which go, and what broken ones have left; only by our names."""
    yesterday = time.time() - _DAY
    for part in folder.glob(".guatu-*.part"):
        if part.stat().st_mtime < yesterday:
            part.unlink(missing_ok=True)
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))
    gone = ours[:-keep] if keep else []
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


class _RedactedMeanwhile(Exception):
    """A file went by redaction while its backup was written."""


class _Summed:
    """A file whose bytes are counted and hashed while they are written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        self.size += len(content)
        return self._stream.write(content)


@contextmanager
def _whole_or_not(path: Path) -> Iterator[IO[bytes]]:
    """A file under another name until it is on the disk; readable by its owner alone."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(path)
        notes.sync_folder(path.parent)
    except OSError as error:
        if error.errno not in _REASONS or not _is_about(error, path.parent):
            raise
        raise FolderUnusable(folder=path.parent, why=_REASONS[error.errno]) from error
    finally:
        part.unlink(missing_ok=True)


def _is_about(error: OSError, folder: Path) -> bool:
    """Is it the backup that cannot be written, and not a file that cannot be read?"""
    if error.filename is None:
        return True
    named = Path(os.fsdecode(error.filename))
    return named.is_relative_to(folder) or folder.is_relative_to(named)

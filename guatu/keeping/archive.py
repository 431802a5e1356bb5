"""The file of a backup: a tar, written and read from its first byte to its last, so that memory stays flat.

| member | what it is |
|---|---|
| `guatu-backup.json` | the head: format, program, moment, changes of tables, tables with their columns |
| `checkpoints/…`, `keys/…` | signed checkpoints, and the public keys that check them |
| `tables/<table>/000001.jsonl.gz` … | the rows, one JSON array a line |
| `files/ab/ab…` | files by the digest of their content |
| `manifest.json` | the last: counts, digests and last keys; without it a file was cut off |
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from guatu.keeping.errors import BackupDamaged, NoBackup
from guatu.keeping.tables import Plain, Table

TYPE: Final = "guatu-backup"
FORMAT: Final = 1
HEAD: Final = "guatu-backup.json"
MANIFEST: Final = "manifest.json"
_PART: Final = 4 * 1024 * 1024
"""Bytes of rows in a member, before they are packed."""
_LEVEL: Final = 3
_CHUNK: Final = 1024 * 1024
_MOST: Final = 1024 * 1024 * 1024
"""No member but a file is longer, packed or not. An event of many items alone has 10 MB."""


@dataclass(slots=True)
class Counted:
    """What was written of a table, or read."""

    rows: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    parts: int = 0

    def take(self, lines: bytes) -> None:
        self.rows += lines.count(b"\n")
        self.size += len(lines)
        self.digest.update(lines)

    def told(self) -> dict[str, object]:
        return {"rows": self.rows, "bytes": self.size, "sha256": self.digest.hexdigest()}


@dataclass(slots=True)
class Files:
    """Which files were written, or read, in their order."""

    count: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def take(self, sha256: str, size: int) -> None:
        self.count += 1
        self.size += size
        self.digest.update(f"{sha256} {size}\n".encode())

    def told(self) -> dict[str, object]:
        return {"count": self.count, "bytes": self.size, "sha256": self.digest.hexdigest()}


class Writer:
    """Members, one after the other."""

    def __init__(self, stream: IO[bytes], moment: float) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - see `close`
        self._moment = moment
        self.files = Files()
        self.damaged: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def add_json(self, name: str, content: Mapping[str, object]) -> None:
        self.add(name, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def add_rows(self, table: Table, rows: Iterable[list[Plain]]) -> Counted:
        """The rows of a table, in members that are as long as memory bears."""
        counted, waiting, size = Counted(), [], 0
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            waiting.append(line)
            size += len(line)
            if size >= _PART:
                self._add_part(table, b"".join(waiting), counted)
                waiting, size = [], 0
        if waiting:
            self._add_part(table, b"".join(waiting), counted)
        return counted

    def _add_part(self, table: Table, lines: bytes, counted: Counted) -> None:
        counted.take(lines)
        counted.parts += 1
        packed = gzip.compress(lines, _LEVEL, mtime=0)
        self.add(f"tables/{table.name}/{counted.parts:06d}.jsonl.gz", packed)

    def add_file(self, sha256: str, path: Path) -> None:
        """A file as it is; one whose content is not that of its digest is taken along and named."""
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            read = _Hashed(file)
            self._add(f"files/{sha256[:2]}/{sha256}", size, read)
        self.files.take(sha256, size)
        if read.digest.hexdigest() != sha256:
            self.damaged.append(sha256)

    def _add(self, name: str, size: int, content: "IO[bytes] | _Hashed") -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, int(self._moment), 0o600
        self._tar.addfile(info, content)
        _forget(self._tar)

    def close(self) -> None:
        self._tar.close()


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


@dataclass(frozen=True, slots=True)
class Member:
    """A piece of a backup: its name, and its bytes, to be read before the next one is asked for."""

    name: str
    size: int
    content: IO[bytes]

    def whole(self) -> bytes:
        """Its bytes, of what is no file."""
        if self.size > _MOST:
            raise BackupDamaged(where=self.name)
        return self.read(self.size)

    def read(self, size: int) -> bytes:
        """So many bytes more; refused where the file ends before."""
        try:
            return self.content.read(size)
        except tarfile.TarError as error:
            raise BackupDamaged(where=self.name) from error

    def lines(self) -> bytes:
        """The rows of a member of a table."""
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(self.whole())) as packed:
                lines = packed.read(_MOST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BackupDamaged(where=self.name) from error
        if len(lines) > _MOST:
            raise BackupDamaged(where=self.name)
        return lines

    def told(self) -> dict[str, Any]:
        """A head or a manifest."""
        try:
            told = json.loads(self.whole())
        except ValueError as error:
            raise BackupDamaged(where=self.name) from error
        if not isinstance(told, dict):
            raise BackupDamaged(where=self.name)
        return told


def members(stream: IO[bytes]) -> Iterator[Member]:
    """The members in their order; refused where the file is no tar, or is cut off."""
    last = ""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                last = info.name
                content = tar.extractfile(info) if info.isreg() else None
                if content is None:
                    raise BackupDamaged(where=info.name)
                yield Member(info.name, info.size, content)
                _forget(tar)
    except (tarfile.TarError, EOFError) as error:
        if not last:
            raise NoBackup from error
        raise BackupDamaged(where=f"{last} 之后") from error


def _forget(tar: tarfile.TarFile) -> None:
    """Let it not remember each of a million members."""
    tar.members = []  # type: ignore[attr-defined] # its list, which the stubs leave out


def copied(member: Member, target: IO[bytes]) -> str:
    """Write a file out; answers the digest of its content."""
    digest, left = hashlib.sha256(), member.size
    while left:
        chunk = member.read(min(left, _CHUNK))
        digest.update(chunk)
        target.write(chunk)
        left -= len(chunk)
    return digest.hexdigest()

"""The way back: a backup becomes a data folder and a database, whole or not at all.

What comes lies in the folder `restoring` until the database is whole. While that folder is there, and no
database, a restoration was broken off: what it put down already is taken away by the next one.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from django.conf import settings

from guatu.history.checkpoints import lay
from guatu.keeping import notes
from guatu.keeping.archive import FORMAT, HEAD, MANIFEST, TYPE, Counted, Files, Member, copied, members
from guatu.keeping.errors import (
    BackupDamaged,
    BackupNewer,
    CheckpointsAhead,
    NoBackup,
    PassphraseNeeded,
    PlaceTaken,
)
from guatu.keeping.filling import Filling, Nowhere, filled, refuse_taken
from guatu.keeping.tables import Table, table_of

_STAGE: Final = "restoring"
_PLACED: Final = "placed"
"""A note that files are being put where they belong."""
_DIGITS: Final = frozenset("0123456789abcdef")
_DIGEST: Final = 64


@dataclass(slots=True)
class Restored:
    """What was brought back."""

    taken_at: str = ""
    program: str = ""
    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    """Files that were missing or damaged when the backup was written."""


def restore(path: Path, *, passphrase: bytes | None = None, role: str = "") -> Restored:
    """Bring a backup back into an empty place; `role` is that of the application, see `filled`."""
    _clear_broken_off()
    _refuse_taken_folder()
    refuse_taken()
    with path.open("rb") as stream, _stage() as stage:
        opened = _unsealed(stream, passphrase)
        with filled(role) as filling:
            reading = _Reading(stage, filling)
            reading.all(opened)
            os.sync()  # all files at once are on the disk before any row speaks of them
            filling.finish()
            _place(stage)
    return reading.restored


def look_through(path: Path, *, passphrase: bytes | None = None) -> Restored:
    """Read a backup from end to end and bring nothing back: is it whole?"""
    with path.open("rb") as stream:
        reading = _Reading(None, Nowhere())
        reading.all(_unsealed(stream, passphrase))
    return reading.restored


def _unsealed(stream: IO[bytes], passphrase: bytes | None) -> Any:
    from guatu.keeping.sealing import MAGIC, Unsealing

    if stream.read(len(MAGIC)) != MAGIC:
        stream.seek(0)
        return stream
    if passphrase is None:
        raise PassphraseNeeded
    return Unsealing(stream, passphrase)


def _refuse_taken_folder() -> None:
    """Files without a database belong to another database; keys may lie there already."""
    for name, what in (("files", "文件"), ("waiting", "待读的文件")):
        folder = Path(settings.DATA) / name
        if folder.is_dir() and any(one.name != ".lock" for one in folder.iterdir()):
            raise PlaceTaken(what=f"数据目录里已有{what}（{folder}）", cure="请用 GUATU_DATA 指到一个空目录")


def _clear_broken_off() -> None:
    stage = Path(settings.DATA) / _STAGE
    if not stage.exists():
        return
    refuse_taken()
    if (stage / _PLACED).exists():
        shutil.rmtree(settings.FILES, ignore_errors=True)
    shutil.rmtree(stage)


@contextmanager
def _stage() -> Iterator[Path]:
    """The folder for what comes; a refusal takes back what was placed."""
    stage = Path(settings.DATA) / _STAGE
    stage.mkdir(parents=True, mode=0o700)
    try:
        yield stage
    except BaseException:
        if (stage / _PLACED).exists():
            shutil.rmtree(settings.FILES, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _place(stage: Path) -> None:
    """Files, checkpoints and public keys to where they belong, just before the database is there."""
    checkpoints = Path(settings.CHECKPOINTS)
    _refuse_other_checkpoints(stage / "checkpoints", checkpoints)
    (stage / _PLACED).touch()
    files = Path(settings.FILES)
    shutil.rmtree(files, ignore_errors=True)
    (stage / "files").mkdir(exist_ok=True)
    (stage / "files").rename(files)
    for folder, target in ((stage / "checkpoints", checkpoints), (stage / "keys", _keys())):
        target.mkdir(parents=True, exist_ok=True, mode=0o750 if target == checkpoints else 0o700)
        for one in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not (target / one.name).exists():
                lay(target / one.name, one.read_bytes())
    notes.sync_folder(Path(settings.DATA))


def _refuse_other_checkpoints(ours: Path, there: Path) -> None:
    """What lies in the folder already must be in the backup, to the byte."""
    for one in sorted(there.glob("checkpoint-*.json")) if there.is_dir() else ():
        same = ours / one.name
        if not same.exists() or same.read_bytes() != one.read_bytes():
            raise CheckpointsAhead(folder=there, name=one.name)


def _keys() -> Path:
    return Path(settings.SIGNING_KEY).parent


class _Reading:
    """A backup from its head to its manifest: rows into the database, the rest into the stage."""

    def __init__(self, stage: Path | None, filling: Filling | Nowhere) -> None:
        self._stage, self._filling = stage, filling
        self._tables: dict[str, Table] = {}
        self._counted: dict[str, Counted] = {}
        self._files = Files()
        self._differing: list[str] = []
        self._is_over = False
        self.restored = Restored()

    def all(self, stream: Any) -> None:
        """Every member, each by its name."""
        taking = {
            "checkpoints": self._keep,
            "keys": self._keep,
            "tables": self._load,
            "files": self._store,
        }
        coming = members(stream)
        self._begin(next(coming, None))
        for member in coming:
            first = PurePosixPath(member.name).parts[0]
            if self._is_over or (first not in taking and member.name != MANIFEST):
                raise BackupDamaged(where=member.name)
            taking.get(first, self._end)(member)
        if not self._is_over:
            raise BackupDamaged(where="缺少末尾的清单")

    def _begin(self, member: Member | None) -> None:
        if member is None or member.name != HEAD:
            raise NoBackup
        head = member.told()
        if head.get("type") != TYPE:
            raise NoBackup
        try:
            program, applied = str(head["program"]), [(str(app), str(name)) for app, name in head["applied"]]
            if int(head["format"]) > FORMAT:
                raise BackupNewer(program=program)
            self._tables = {table.name: table for table in map(table_of, head["tables"])}
            self.restored.taken_at = str(head["taken_at"])
        except (KeyError, ValueError, TypeError) as error:
            raise BackupDamaged(where=member.name) from error
        self.restored.program = program
        self._counted = {name: Counted() for name in self._tables}
        self._filling.build(applied, program=program)

    def _keep(self, member: Member) -> None:
        """A checkpoint or a public key, by its name in the stage."""
        folder, _, name = member.name.partition("/")
        if not name or "/" in name or name.startswith("."):
            raise BackupDamaged(where=member.name)
        content = member.whole()
        if self._stage is not None:
            (self._stage / folder).mkdir(exist_ok=True)
            (self._stage / folder / name).write_bytes(content)

    def _load(self, member: Member) -> None:
        name = PurePosixPath(member.name).parts[1]
        if name not in self._tables:
            raise BackupDamaged(where=member.name)
        lines = member.lines()
        self._counted[name].take(lines)
        try:
            rows = [json.loads(line) for line in lines.splitlines()]
        except ValueError as error:
            raise BackupDamaged(where=member.name) from error
        self._filling.load(self._tables[name], rows)

    def _store(self, member: Member) -> None:
        sha256 = PurePosixPath(member.name).name
        if len(sha256) != _DIGEST or not _DIGITS.issuperset(sha256):
            raise BackupDamaged(where=member.name)
        with self._place_for(sha256).open("wb") as file:
            found = copied(member, file)
        self._files.take(sha256, member.size)
        if found != sha256:
            self._differing.append(sha256)

    def _place_for(self, sha256: str) -> Path:
        if self._stage is None:
            return Path(os.devnull)
        target = self._stage / "files" / sha256[:2] / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _end(self, member: Member) -> None:
        """Hold what came against what was written."""
        self._is_over = True
        told = member.told()
        for name, counted in self._counted.items():
            self._compare(f"表 {name}", told.get("tables", {}).get(name, {}), counted.told())
            self.restored.rows += counted.rows
            if "last_key" in told["tables"][name]:
                self._filling.set_last_key(self._tables[name], int(told["tables"][name]["last_key"]))
        self._compare("文件清单", told.get("files", {}), self._files.told())
        if other := set(self._differing) - set(told.get("damaged", [])):
            raise BackupDamaged(where=f"文件 {min(other)[:12]}")
        self.restored.files = self._files.count
        self.restored.missing = [*told.get("missing", []), *told.get("damaged", [])]

    def _compare(self, what: str, told: Mapping[str, Any], counted: Mapping[str, Any]) -> None:
        if any(told.get(name) != value for name, value in counted.items()):
            raise BackupDamaged(where=what)

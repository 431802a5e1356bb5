"""What is remembered about keeping, beside the data: the last backup, and that the rows have moved."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings

_BACKUP: Final = "backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that was written from this data folder."""

    at: datetime
    name: str
    size: int
    is_whole: bool


def note_backup(*, at: datetime, name: str, size: int, is_whole: bool) -> None:
    """Remember a backup."""
    facts = {"at": at.isoformat(), "name": name, "size": size, "is_whole": is_whole}
    lay(run_folder() / _BACKUP, json.dumps(facts))


def last_backup() -> LastBackup | None:
    """The last one; nothing where there was none, or the note cannot be read."""
    try:
        facts = json.loads((Path(settings.DATA) / "run" / _BACKUP).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(facts["at"])
        return LastBackup(at, str(facts["name"]), int(facts["size"]), bool(facts["is_whole"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def run_folder() -> Path:
    """Where servers and commands leave notes for each other."""
    folder = Path(settings.DATA) / "run"
    folder.mkdir(exist_ok=True)
    return folder


def lay(path: Path, words: str) -> None:
    """Write a note whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.parent)


def sync(file: IO[bytes]) -> None:
    """Wait until what was written to a file is on the disk."""
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

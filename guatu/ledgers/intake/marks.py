"""Uploads that are kept as they come, as evidence or papers: none that bears a mark of secrecy is stored.

The file waits in the private folder, as every document does, while a process of its own looks at name and
head; web workers import no reader. What nobody can look into, a photograph or a scan, is taken.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from guatu.history import store
from guatu.history.models import StoredFile
from guatu.history.store import Readable
from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.intake import waiting_room
from guatu.ledgers.intake.viruses import Scan

_LOOKING: Final = (sys.executable, "-m", "guatu.reading.marked")
_MARKED: Final = 3
_SECONDS: Final = 60


def store_unmarked(upload: Readable, *, name: str, at: datetime) -> StoredFile:
    """Store a file; refused with nothing kept where its name or its text bears a mark of secrecy."""
    return store_looked_at(upload, name=name, at=at)[0]


def store_looked_at(upload: Readable, *, name: str, at: datetime) -> tuple[StoredFile, Scan]:
    """The same, with what the virus scanner said."""
    waiting = waiting_room.put(upload, name=name)
    path = waiting_room.path_of(waiting.waiting_as)
    try:
        if _is_marked(path, name):
            raise SecrecyMark(name=name, mark="密级")
        with path.open("rb") as file:
            return store.put(file, name=name, at=at), waiting.scan
    finally:
        waiting_room.remove(waiting.waiting_as)


def _is_marked(path: Path, name: str) -> bool:
    asked = f"{' '.join(name.split())}\n{path}".encode()
    try:
        looked = subprocess.run(  # noqa: S603 - our own program, which is told no more than this
            _LOOKING, input=asked, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return looked.returncode == _MARKED

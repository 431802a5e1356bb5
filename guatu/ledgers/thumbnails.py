"""What files look like, drawn once and kept beside them; nothing outlives the file that it was drawn from."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from guatu.history import store
from guatu.history.models import StoredFile
from guatu.ledgers import looking, pictures

WIDTH, HEIGHT = 216, 162
"""Three device pixels for each of the 72 × 54 of a thumbnail."""
PDF: Final = "application/pdf"
OFFICE: Final = frozenset(
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
)
"""Documents whose words are shown; docx and xlsx."""
_DIGITS: Final = 64
"""A digest in letters: how the name of each kept thumbnail begins."""


def of(file: StoredFile) -> bytes | None:
    """A picture in small; nothing where the file is no picture, or is gone."""
    if file.media_type not in pictures.SHOWN:
        return None
    path = store.path_of(file.sha256)
    return _made(file.sha256, f"{WIDTH}.jpg", lambda: looking.thumbnail(path, width=WIDTH, height=HEIGHT))


def first_page(file: StoredFile) -> bytes | None:
    """The first page of a PDF, drawn large enough to be read."""
    if file.media_type != PDF:
        return None
    return _made(file.sha256, "page.jpg", lambda: looking.first_page(store.path_of(file.sha256)))


def rows(file: StoredFile, *, name: str) -> list[list[str]]:
    """The first lines of a document of an office, for who will not save it first."""
    if file.media_type not in OFFICE:
        return []

    def read() -> bytes | None:
        found = looking.rows(store.path_of(file.sha256), name=name)
        return json.dumps(found, ensure_ascii=False).encode() if found else None

    kept = _made(file.sha256, "rows.json", read)
    return json.loads(kept) if kept else []


def _made(sha256: str, ending: str, make: Callable[[], bytes | None]) -> bytes | None:
    """From the folder, else made now by a process of its own.

    Written beside and renamed, so that none is ever half. The file may go while it is looked at: then
    what was made of it goes too.
    """
    if store.age(sha256) is None:
        return None
    kept = _path_of(sha256, ending)
    if kept.exists():
        return kept.read_bytes()
    made = make()
    if made is None:
        return None
    _keep(kept, made)
    if store.age(sha256) is None:
        forget(sha256)
        return None
    return made


def forget(sha256: str) -> None:
    """Take away what was drawn from a file that is gone."""
    for path in _path_of(sha256, "").parent.glob(f"{sha256}*"):
        path.unlink(missing_ok=True)


def sweep() -> list[str]:
    """Take away what was drawn from files that are gone; answers the names of what went."""
    gone = [path for path in _all() if store.age(path.name[:_DIGITS]) is None]
    for path in gone:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in gone)


def _path_of(sha256: str, ending: str) -> Path:
    return _root() / sha256[:2] / f"{sha256}-{ending}"


def _root() -> Path:
    return Path(settings.FILES).parent / "thumbs"


def _all() -> Iterator[Path]:
    root = _root()
    for folder in root.iterdir() if root.exists() else ():
        yield from folder.iterdir() if folder.is_dir() else ()


def _keep(path: Path, drawn: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{hashlib.sha256(drawn).hexdigest()[:8]}.part")
    part.write_bytes(drawn)
    part.replace(path)

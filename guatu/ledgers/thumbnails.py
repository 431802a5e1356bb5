"""Pictures in small, drawn once and kept beside the files; none outlives the file that it was drawn from."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from guatu.history import store
from guatu.history.models import StoredFile
from guatu.ledgers import pictures

WIDTH, HEIGHT = 216, 162
"""Three device pixels for each of the 72 × 54 of a thumbnail."""
_DIGITS: Final = 64
"""A digest in letters: how the name of each kept thumbnail begins."""


def of(file: StoredFile) -> bytes | None:
    """From the folder, else drawn now; nothing where the file is no picture, or is gone.

    Written beside and renamed, so that none is ever half. The file may go while its picture is drawn: then
    the picture goes too.
    """
    from guatu.ledgers import decoding  # here, for most processes never draw

    if file.media_type not in pictures.SHOWN or store.age(file.sha256) is None:
        return None
    kept = _path_of(file.sha256)
    if kept.exists():
        return kept.read_bytes()
    drawn = decoding.thumbnail(store.path_of(file.sha256), width=WIDTH, height=HEIGHT)
    if drawn is None:
        return None
    _keep(kept, drawn)
    if store.age(file.sha256) is None:
        forget(file.sha256)
        return None
    return drawn


def forget(sha256: str) -> None:
    """Take away what was drawn from a file that is gone."""
    for path in _path_of(sha256).parent.glob(f"{sha256}*"):
        path.unlink(missing_ok=True)


def sweep() -> list[str]:
    """Take away what was drawn from files that are gone; answers the names of what went."""
    gone = [path for path in _all() if store.age(path.name[:_DIGITS]) is None]
    for path in gone:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in gone)


def _path_of(sha256: str) -> Path:
    return _root() / sha256[:2] / f"{sha256}-{WIDTH}.jpg"


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

"""How far an import is, told in a small file: while its transaction is open nobody sees a row of it."""

from pathlib import Path
from typing import Final

from django.conf import settings

READING_ROWS: Final = 1
COMPARING: Final = 2
"""Steps of the reading, as `ImportDraft.progress` has them."""


def tell(draft: int, done: int, total: int) -> None:
    """So many of so many."""
    path = _path(draft)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(f"{done} {total}", encoding="ascii")
    part.replace(path)


def told(draft: int) -> tuple[int, int] | None:
    """The last that was told; None where nothing is under way."""
    try:
        done, total = _path(draft).read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return None
    return int(done), int(total)


def forget(draft: int) -> None:
    """It is over."""
    _path(draft).unlink(missing_ok=True)


def _path(draft: int) -> Path:
    return Path(settings.DATA) / "waiting" / f"import-{draft}.progress"

"""Pictures are decoded by a process of its own, asked here: it may die of what it is shown, we do not."""

import json
import logging
import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from django.conf import settings

from guatu.ledgers.pictures import Picture

_PROGRAM: Final = (sys.executable, "-m", "guatu.ledgers.likeness.child")
_SECONDS: Final = 60
_at_once = BoundedSemaphore(2)
"""Decoders that run at the same time for one of our processes; the others wait for their turn."""
_log = logging.getLogger("guatu.ledgers")


class LookFailed(Exception):
    """The process that looks ended before its time: it may have been the picture, or the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A picture with its marks and the words by which others are sought, upright and mirrored."""

    picture: Picture
    marks: bytes
    mirrored: bytes
    sought: Sequence[Mapping[int, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A picture that was seen before."""

    path: Path
    marks: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """That one picture is another one, and how it lies in it."""

    kind: str
    is_mirrored: bool
    share: int
    lies: Sequence[float]


def look(path: Path) -> Look | None:
    """What a picture shows and claims; None where there is nothing to look at."""
    found = _ask({"job": "look", "path": str(path), "zone": settings.TIME_ZONE})
    if found is None:
        return None
    marks, mirrored = bytes.fromhex(found.pop("marks")), bytes.fromhex(found.pop("mirrored"))
    sought = [dict(each) for each in found.pop("sought")]
    for name in ("taken_at", "changed_at"):
        found[name] = datetime.fromisoformat(found[name]) if found[name] else None
    return Look(picture=Picture(**found), marks=marks, mirrored=mirrored, sought=sought)


def compare(path: Path, seen: Look, others: Sequence[Known]) -> list[Same | None]:
    """Whether each of the others shows the same picture."""
    if not others:
        return []
    given = [{"path": str(one.path), "marks": one.marks.hex()} for one in others]
    job = {"job": "compare", "path": str(path), "marks": seen.marks.hex(), "mirrored": seen.mirrored.hex()}
    found = _ask(job | {"others": given})
    return [Same(**one) if one else None for one in found]


def thumbnail(path: Path, *, width: int, height: int) -> bytes | None:
    """A small JPEG that fills the frame; None where there is nothing to draw."""
    drawn = _tried({"job": "small", "path": str(path), "width": width, "height": height})
    return b64decode(drawn) if drawn else None


def first_page(path: Path) -> bytes | None:
    """The first page of a PDF as a JPEG."""
    drawn = _tried({"job": "page", "path": str(path)})
    return b64decode(drawn) if drawn else None


def rows(path: Path, *, name: str) -> list[list[str]] | None:
    """The first lines of a document, the cells of a row of a table together."""
    found: list[list[str]] | None = _tried({"job": "rows", "path": str(path), "name": name})
    return found


def _tried(job: Mapping[str, Any]) -> Any:
    """What can be asked for again at the next look."""
    try:
        return _ask(job)
    except LookFailed:
        return None


def _ask(job: Mapping[str, Any]) -> Any:
    try:
        with _at_once:
            answered = subprocess.run(  # noqa: S603 - our own program
                _PROGRAM, input=json.dumps(job).encode(), capture_output=True, timeout=_SECONDS, check=True
            )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _log.warning("the process that looks at files failed: %s", job["job"])
        raise LookFailed from error
    return json.loads(answered.stdout)

"""Pictures among the evidence: which are drawn, what one says of itself, and how far two are alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

SHOWN: Final = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp"))
"""What browsers draw and we look at; all else is only handed out."""
ALIKE: Final = 6
"""Bits of 64 in which two takes of one scene by one hand may differ and still be the same picture."""
HASH: Final = 16
"""Digits of one hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a photograph says of itself."""

    width: int
    height: int
    perceptual_hash: str
    """The hashes of its four turns, 16 digits each, the smallest first: turned copies are equal."""
    taken_at: datetime | None = None
    place: str = ""
    device: str = ""
    serial: str = ""
    software: str = ""
    changed_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    has_claims: bool = False
    """Anything at all of what a camera writes about a photograph."""
    differs_from_small: bool = False
    """The small picture that the camera put into the file shows something else."""


def difference(one: str, other: str) -> int:
    """In how many of 64 bits two pictures differ, however they are turned; 64 where one is unknown."""
    if len(one) < HASH or len(other) < HASH:
        return 64
    first = int(one[:HASH], 16)
    turns = (other[start : start + HASH] for start in range(0, len(other), HASH))
    return min((first ^ int(turn, 16)).bit_count() for turn in turns)

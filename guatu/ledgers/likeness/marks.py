"""A mark of a picture as a value, and how marks are kept."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GRID: Final = 1024
"""Places are in such parts of the longer side."""
BITS: Final = 64
"""How much a mark says of how it looks."""
_KEPT: Final = struct.Struct(">HHBBQ")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A spot that stands out: where, how large, which way it lies, and how it looks."""

    x: int
    y: int
    size: int
    turn: int
    """256 parts of a full turn."""
    bits: int
    margins: tuple[int, ...] = ()
    """How sure each bit is; only of what was just looked at."""


def packed(marks: Iterable[Mark]) -> bytes:
    """Fourteen bytes for each."""
    return b"".join(_KEPT.pack(one.x, one.y, one.size, one.turn, one.bits) for one in marks)


def unpacked(data: bytes) -> list[Mark]:
    """What was packed."""
    return [Mark(*one) for one in _KEPT.iter_unpack(data)]

"""The pulse of a child: it lives, and its interpreter goes on."""

import mmap
import struct
import time
from typing import Final

_MOMENT: Final = struct.Struct("d")


class Pulse:
    """A moment in memory that a supervisor shares with a child; it outlives the child.

    `longest` is how many seconds the child may be silent.
    """

    def __init__(self, longest: float) -> None:
        self.longest = longest
        self._page = mmap.mmap(-1, _MOMENT.size)
        self.beat()

    def beat(self) -> None:
        """Say that it lives."""
        _MOMENT.pack_into(self._page, 0, time.monotonic())

    @property
    def is_lost(self) -> bool:
        """Was it silent for too long?"""
        (last,) = _MOMENT.unpack_from(self._page, 0)
        return time.monotonic() - float(last) > self.longest

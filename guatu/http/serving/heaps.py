"""The heap of the C library, made ready to be shared by fork; elsewhere than on glibc nothing is done.

A page of memory is shared until somebody writes to it. What a child asks for would be laid into the holes
that loading has left between what stands, and each hole torn open copies its page: one megabyte of holes
costs each process three or four. So the holes are filled before the processes part, and what children ask for
lies by itself. And a process has one heap for all its threads, where glibc would give each its own, with
holes of its own: the interpreter lets one thread at a time run anyway.
"""

import ctypes
from functools import cache
from typing import Any, Final

_ARENA_MAX: Final = -8
"""As <malloc.h> numbers it."""
_SIZES: Final = (
    65_000,
    32_000,
    16_000,
    8_000,
    4_072,
    2_040,
    1_016,
    760,
    504,
    376,
    248,
    184,
    120,
    88,
    56,
    40,
    24,
)
"""Bytes that holes are filled with, the widest first."""


class Shape(ctypes.Structure):
    """What `mallinfo2` tells of the main heap, in bytes."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd",
            "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    )  # fmt: skip

    @property
    def holes(self) -> int:
        """Free bytes between what stands, without those at the end."""
        return int(self.fordblks - self.keepcost)


def settle() -> None:
    """One heap from now on, and no holes in what stands."""
    library = _library()
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENA_MAX, 1)
    if hasattr(library, "mallinfo2"):
        for size in _SIZES:
            _fill(library, size)


def shape() -> Shape | None:
    """How the main heap stands; None where it cannot be told."""
    library = _library()
    return library.mallinfo2() if hasattr(library, "mallinfo2") else None


def _fill(library: Any, size: int) -> None:
    """Take pieces of this size for good, until one has to be taken from the end."""
    before = library.mallinfo2()
    while before.holes >= size:
        library.malloc(size)
        after = library.mallinfo2()
        if after.keepcost < before.keepcost or after.arena > before.arena:
            return
        before = after


@cache
def _library() -> Any:
    library = ctypes.CDLL(None)
    if hasattr(library, "mallinfo2"):  # glibc from 2.33 on
        library.mallinfo2.restype = Shape
        library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    return library

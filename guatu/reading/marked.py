"""Whether a file bears a secrecy mark, in its name or in its head; and the same as a program of its own.

    printf '%s\n%s' NAME PATH | python -m guatu.reading.marked

It exits 0 without a mark, 3 with one, and 4 where nobody could look: a picture, a file that cannot be read.
Nothing of the file is printed, and its name comes by the pipe, where no list of processes shows it.
"""

import os
import resource
import signal
import sys
from pathlib import Path, PurePath
from types import FrameType
from typing import Final

from guatu.reading.errors import MarkedSecret, ReadingRefusal, TooSlow
from guatu.reading.pool.limits import Limits
from guatu.reading.secrecy import is_mark, refuse_marked

UNMARKED: Final = 0
MARKED: Final = 3
UNSEEN: Final = 4
SECONDS: Final = 30
"""How long a file may take; a converter is slow to start."""


def is_marked_name(name: str) -> bool:
    """Whether a file is called by a mark."""
    return is_mark(PurePath(name).stem)


def is_marked(data: bytes, *, name: str) -> bool:
    """Whether a file bears a mark; raises a `ReadingRefusal` where nobody can look."""
    from guatu.reading.loading import load
    from guatu.reading.loading.sniff import sniff

    if is_marked_name(name):
        return True
    if sniff(data, name=name).format == "image":  # a photograph; what is written in it, nobody has read
        return False
    try:
        refuse_marked(load(data, name=name))
    except MarkedSecret:
        return True
    return False


def main() -> int:
    """Look at one file, under the limits of a reader."""
    name, _, path = sys.stdin.read().partition("\n")
    _limit()
    try:
        return MARKED if is_marked(Path(path).read_bytes(), name=name) else UNMARKED
    except (ReadingRefusal, MemoryError, RecursionError):
        return UNSEEN


def _limit() -> None:
    """Soft limits, which a converter, being another program, lifts for itself."""
    limits = Limits()
    for limit, value in (
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 1),
    ):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS)


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the readers' libraries take their time to end

"""Children that do not outlive their parent, grandchildren that are not lost, and names to know them by."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_PR_SET_CHILD_SUBREAPER = 36


def end_with_parent(parent: int) -> None:
    """Let the kernel send SIGTERM to this process when its parent dies, or end at once where it has died.

    Other systems than Linux have no such thing: there only a supervisor that was killed leaves children.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent dies, as far as the kernel knows of such a thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def be_called(name: str) -> None:
    """Bear a name (15 letters at most) among the processes of the machine, where the kernel gives names."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())

"""A virus scanner of the house, where there is one: each upload is shown to it before anything is kept.

It is ClamAV's `clamd`, spoken to by its own protocol (INSTREAM) over a socket. Guatu has none. One that
does not answer stops nobody's work: the file is taken, and whoever sent it is told that nobody looked.
"""

import logging
import socket
import struct
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings

from guatu.ledgers.errors import Infected

_CHUNK: Final = 128 * 1024
_SECONDS: Final = 30.0
_LONGEST_ANSWER: Final = 4096
_log = logging.getLogger("guatu.ledgers")


class Scan(StrEnum):
    """What is known of a file."""

    OFF = "off"
    """No scanner is named."""
    CLEAN = "clean"
    UNSCANNED = "unscanned"
    """The scanner did not answer, or could not look."""


def refuse_infected(path: Path, *, name: str) -> Scan:
    """Show a file to the scanner; refused where it finds something."""
    if not settings.CLAMAV:
        return Scan.OFF
    try:
        answer = _asked(path)
    except OSError as error:
        _log.warning("the virus scanner did not answer: %s", error.strerror or type(error).__name__)
        return Scan.UNSCANNED
    if answer.endswith("FOUND"):
        raise Infected(name=name, what=answer.removeprefix("stream:").removesuffix("FOUND").strip())
    if answer.endswith("OK"):
        return Scan.CLEAN
    _log.warning("the virus scanner could not look: %s", answer[:80])
    return Scan.UNSCANNED


def _asked(path: Path) -> str:
    """The scanner's answer to the bytes of a file: `stream: OK`, `stream: … FOUND`, or what went wrong."""
    with _connected() as to, path.open("rb") as file:
        to.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(_CHUNK):
                to.sendall(struct.pack(">I", len(chunk)) + chunk)
            to.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # past its limit it answers and hangs up
        answer = b""
        while len(answer) < _LONGEST_ANSWER and (more := to.recv(_LONGEST_ANSWER)):
            answer += more
        return answer.split(b"\0")[0].decode(errors="replace").strip()


def _connected() -> socket.socket:
    """A path is a socket of this machine, all else a host and its port."""
    where: str = settings.CLAMAV
    if where.startswith("/"):
        to = socket.socket(socket.AF_UNIX)
        to.settimeout(_SECONDS)
        try:
            to.connect(where)
        except OSError:
            to.close()
            raise
        return to
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)

"""What one document may take of the machine before its child is ended."""

from dataclasses import dataclass, field
from importlib.util import find_spec

GIB = 1024**3


def _address_space() -> int:
    """Text recognition brings its models along."""
    return (2 if find_spec("rapidocr") else 1) * GIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a child; `address_space` in bytes.

    `wall_seconds` ends a child that neither works nor answers; after `files` documents it is replaced.
    """

    address_space: int = field(default_factory=_address_space)
    cpu_seconds: int = 60
    wall_seconds: float = 240.0
    files: int = 200

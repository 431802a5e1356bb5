"""The lot of a request, by which anybody can draw again; and codes that are easy to read aloud."""

import hashlib
import secrets
from typing import Final

from guatu.ledgers.models.site_checks import CODE

_LOTS: Final = 100
LETTERS: Final = "34679ACDEFGHJKMNPQRTUVWXY"
"""Without those that are taken for one another: 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B."""


def lot(seed: str, number: str) -> int:
    """A number from 0 to 99: `sha256(seed + number)`, both as text, modulo 100."""
    return int(hashlib.sha256((seed + number).encode()).hexdigest(), 16) % _LOTS


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))

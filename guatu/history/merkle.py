"""One digest over many, after RFC 6962: leaves and nodes are hashed apart; none passes for the other."""

from collections.abc import Sequence
from typing import Final

from guatu.history.canonical import digest

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def root(leaves: Sequence[bytes], algorithm: str) -> str:
    """The root over the leaves in their order; of none, the digest of nothing."""
    if not leaves:
        return digest(b"", algorithm)
    return _root([digest(_LEAF + leaf, algorithm) for leaf in leaves], algorithm)


def _root(hashes: Sequence[str], algorithm: str) -> str:
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    sides = bytes.fromhex(_root(hashes[:left], algorithm) + _root(hashes[left:], algorithm))
    return digest(_NODE + sides, algorithm)

"""Words that stand in two texts: fingerprints by which an index finds them, and the passages themselves.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson, Aiken 2003): of each window of k-grams the least
hash. Whatever passage of 20 characters two texts share, they share a fingerprint of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Final

_GRAM: Final = 9
_WINDOW: Final = 12
LEAST: Final = _GRAM + _WINDOW - 1
"""Characters, without punctuation, from which on a shared passage is always found."""
NOTHING: Final = 0
"""Stands for a text too short to have a fingerprint."""
_MOST: Final = 6_000
"""Characters of a text that are compared."""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a text: from, to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two texts have in common."""

    own: Sequence[Span]
    other: Sequence[Span]
    share: int
    """Percent of the first text, without punctuation."""


def fingerprints(text: str) -> set[int]:
    """The fingerprints of a text."""
    plain, _ = _plain(text)
    grams = [_hash(plain[at : at + _GRAM]) for at in range(len(plain) - _GRAM + 1)]
    if not grams:
        return set()
    return {min(grams[at : at + _WINDOW]) for at in range(max(1, len(grams) - _WINDOW + 1))}


def shared(own: str, other: str, *, quoted: Iterable[str] = ()) -> Shared:
    """The passages of some length; what both quote from the item itself is nobody's copy."""
    first, places = _plain(own)
    second, far_places = _plain(other)
    allowed = [_plain(one)[0] for one in quoted]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    blocks = [
        block
        for block in matcher.get_matching_blocks()
        if block.size >= _GRAM and not _is_quoted(first[block.a : block.a + block.size], allowed)
    ]
    long = [block for block in blocks if block.size >= LEAST]
    if not long:
        return Shared(own=(), other=(), share=0)
    return Shared(
        own=[Span(places[one.a], places[one.a + one.size - 1] + 1) for one in blocks],
        other=[Span(far_places[one.b], far_places[one.b + one.size - 1] + 1) for one in blocks],
        share=round(100 * sum(one.size for one in blocks) / len(first)),
    )


def _plain(text: str) -> tuple[str, list[int]]:
    """The letters and figures of a text, and where each stands."""
    kept = [(one.lower()[:1], at) for at, one in enumerate(text[:_MOST]) if one.isalnum()]
    return "".join(one for one, _ in kept), [at for _, at in kept]


def _is_quoted(passage: str, allowed: Iterable[str]) -> bool:
    return any(passage in one for one in allowed)


def _hash(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=8).digest()) >> 1 or 1

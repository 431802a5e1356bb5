"""What verification found: each finding is named and says where; figures say what was looked at."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

_KEPT: Final = 200
"""Findings of one kind that are kept; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not whole."""

    kind: str
    """A promise to callers, as `event_hash`: see docs/trust.md."""
    sentence: str


@dataclass(slots=True)
class Findings:
    """All that was found."""

    found: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """Kind → how many."""
    notes: list[str] = field(default_factory=list)
    """What is no fault and should be known."""
    looked_at: Counter[str] = field(default_factory=Counter)
    """What → how many: chains, events, enclosures, redacted, files, checkpoints."""

    def add(self, kind: str, sentence: str) -> None:
        self.counts[kind] += 1
        if self.counts[kind] <= _KEPT:
            self.found.append(Finding(kind, sentence))

    @property
    def is_whole(self) -> bool:
        return not self.counts

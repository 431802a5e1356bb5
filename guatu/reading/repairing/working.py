"""The text while it is mended: every edit is counted, every character remembers where it came from."""

from collections.abc import Iterable
from typing import NamedTuple

from guatu.reading.source import Repair

EXAMPLES = 5
"""Examples kept of each kind of repair."""
CONTEXT = 4
"""Characters shown on either side of a repaired place."""


class Edit(NamedTuple):
    """Replace `text[start:end]` by `new`."""

    start: int
    end: int
    new: str


class WorkingText:
    """A text under repair with its way back to the source and the tally of what was mended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin = list(range(len(text)))
        self._counts: dict[str, int] = {}
        self._examples: dict[str, list[tuple[str, str]]] = {}

    def apply(self, kind: str, edits: Iterable[Edit]) -> None:
        """Carry out edits of one kind; they are in order and do not overlap."""
        text, done = self.text, 0
        pieces: list[str] = []
        origin: list[int] = []
        for start, end, new in edits:
            pieces += (text[done:start], new)
            origin += self.origin[done:start]
            origin += self._came_from(start, end, len(new))
            self._count(kind, start, end, new)
            done = end
        if not pieces:
            return
        pieces.append(text[done:])
        origin += self.origin[done:]
        self.text, self.origin = "".join(pieces), origin

    def repairs(self) -> tuple[Repair, ...]:
        """The tally, in the order in which kinds first occurred."""
        return tuple(
            Repair(kind, count, tuple(self._examples.get(kind, ()))) for kind, count in self._counts.items()
        )

    def _came_from(self, start: int, end: int, length: int) -> list[int]:
        """Offsets in the source for new characters: those replaced, the last one repeated for any more."""
        if not length:
            return []
        if start == end:
            place = self.origin[start] if start < len(self.origin) else (self.origin or [0])[-1]
            return [place] * length
        return [self.origin[min(start + i, end - 1)] for i in range(length)]

    def _count(self, kind: str, start: int, end: int, new: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        kept = self._examples.setdefault(kind, [])
        if len(kept) >= EXAMPLES:
            return
        before, after = self.text[max(0, start - CONTEXT) : start], self.text[end : end + CONTEXT]
        example = (before + self.text[start:end] + after, before + new + after)
        if example not in kept:
            kept.append(example)

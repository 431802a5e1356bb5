"""The different words that a column holds, and which of them are like those that rules ask for."""

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from guatu.rules.catalogue.codes import Codes
from guatu.rules.engine.formulas import Among


class Vocabulary:
    """Words counted from 1; 0 is no word. What is asked of them is remembered."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._under: dict[str, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words, 1)}

    def like(self, asked: Among) -> NDArray[np.bool_]:
        """For 0 and each word in turn: whether it is like one of those asked for."""
        found = np.zeros(len(self.words) + 1, np.bool_)
        if asked.likeness == "is":
            found[[self.places[word] for word in asked.words if word in self.places]] = True
        elif asked.likeness == "starts":
            beginnings = tuple(asked.words)
            self._mark(found, lambda word: word.startswith(beginnings))
        else:
            for code in asked.words:
                found |= self._all_under(code, asked.fact.field.codes)
        return found

    def _all_under(self, code: str, codes: Codes | None) -> NDArray[np.bool_]:
        """A column has one tree of codes, so the code alone tells what was asked."""
        if code not in self._under:
            found = np.zeros(len(self.words) + 1, np.bool_)
            if codes is not None:
                self._mark(found, lambda word: codes.is_within(word, code))
            self._under[code] = found
        return self._under[code]

    def _mark(self, found: NDArray[np.bool_], holds: Callable[[str], bool]) -> None:
        found[1:] = [holds(word) for word in self.words]

"""Codes that a field holds: what a word of a rule means among them, and what stands under what."""

from typing import Protocol


class Codes(Protocol):
    """A tree of codes as rules need it. A value of a row that it does not hold equals only itself."""

    @property
    def title(self) -> str:
        """What the tree is called in Chinese; refusals name it."""

    def read(self, word: str) -> str:
        """The code that a word of a rule names: a code, or a name.

        Refuses a word that is neither (with the nearest name), and a name of several codes (with them).
        """

    def is_within(self, value: str, code: str) -> bool:
        """Whether a value of a row is that code (as `read` gives it), stands under it, or means the same."""

    def name(self, code: str) -> str:
        """The name of a code; the code itself where it has none."""

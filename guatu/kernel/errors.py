"""The base refusal, from which every room grows one family.

Refusal
├── ReadingRefusal   (guatu.reading.errors)
└── ...
"""

from typing import ClassVar


class Refusal(Exception):
    """Something cannot be done as asked; the sentence (Chinese) says what is wrong and what to do."""

    code: ClassVar[str] = "refused"
    """A promise to callers: codes are added, never renamed."""

    def details(self) -> dict[str, str | int | None]:
        """The facts of this refusal as plain values, for machines."""
        return {}

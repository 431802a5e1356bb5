"""The templates that come with the program."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "shipped"


def path_of(kind: str) -> Path:
    """Where the template of a kind lies."""
    return FOLDER / f"{kind}.docx"


def shipped(kind: str) -> bytes:
    """The template of a kind, as it was drawn by `drawing`."""
    return path_of(kind).read_bytes()

"""The word lists of unit names, read once from the table beside this file."""

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in Path(__file__).with_name("lexicon.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            rows = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            rows.append(line)
    return found


_SECTIONS = _sections()

CHARGES: tuple[tuple[str, ...], ...] = tuple(tuple(row.split()) for row in _SECTIONS["charges"])
"""Each row one charge of a department: its full name, then every short form."""


def words(section: str) -> tuple[str, ...]:
    """The plain list of that name."""
    return tuple(word for row in _SECTIONS[section] for word in row.split())

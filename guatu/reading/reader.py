"""Reading a document from end to end, and the one function that callers need."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guatu.reading.errors import MarkedSecret, UnreadableFile

if TYPE_CHECKING:
    from guatu.kernel.units import Directory
    from guatu.reading.draft import Draft


def read(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    units: Directory | None = None,
    day: date | None = None,
    isolated: bool = True,
) -> Draft:
    """Read a document into a draft ledger, or raise a `ReadingRefusal` that says why not.

    `source` is a path or the bytes of a file; bytes want a `name`, whose ending helps where the bytes do not
    tell. `units` expands short names; `day` is the base of relative deadlines where the document bears no day
    itself. The file is parsed in a child process with limits on time and memory, unless the bytes are trusted
    and `isolated` is False.
    """
    if isolated:
        from guatu.reading.pool import shared_pool

        return shared_pool().read(source, name=name, units=units, day=day)
    data, given = (source, "") if isinstance(source, bytes) else (bytes_of(Path(source)), Path(source).name)
    return read_here(data, name=name or given, units=units, day=day)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file; refuses what cannot be opened, what is no file, and what is too large."""
    from guatu.reading.loading.sniff import refuse_oversized

    try:
        if not path.is_file():  # a pipe would keep its reader waiting
            raise UnreadableFile
        refuse_oversized(path.stat().st_size)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFile from error


def read_here(data: bytes, *, name: str, units: Directory | None = None, day: date | None = None) -> Draft:
    """Read trusted bytes in this very process."""
    found = _read_unless_secret(data, name, units, day)
    if found is None:
        raise MarkedSecret  # here, where no frame of its traceback holds the text
    return found


def _read_unless_secret(data: bytes, name: str, units: Directory | None, day: date | None) -> Draft | None:
    """None for a document that bears a secrecy mark; it is looked for before anything else is done."""
    from guatu.reading.drafting import draft
    from guatu.reading.loading import load
    from guatu.reading.repairing import repair
    from guatu.reading.secrecy import refuse_marked

    try:
        source = load(data, name=name)
        refuse_marked(source)
        return draft(repair(source), units=units, day=day)
    except MarkedSecret:
        return None

"""Reading a document from end to end, and the one function that callers need."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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

    `source` is a path or the bytes of a file; bytes want a `name`, whose ending helps where the bytes do not tell.
    `units` expands short names; `day` is the base of relative deadlines where the document bears no day itself.
    The file is parsed in a child process with limits on time and memory, unless the bytes are trusted and
    `isolated` is False.
    """
    if not isolated:
        data, given = (
            (source, name) if isinstance(source, bytes) else (Path(source).read_bytes(), Path(source).name)
        )
        return read_here(data, name=name or given or "", units=units, day=day)
    from guatu.reading.pool import shared_pool

    return shared_pool().read(source, name=name, units=units, day=day)


def read_here(data: bytes, *, name: str, units: Directory | None = None, day: date | None = None) -> Draft:
    """Read trusted bytes in this very process."""
    from guatu.reading.drafting import draft
    from guatu.reading.loading import load
    from guatu.reading.repairing import repair

    return draft(repair(load(data, name=name)), units=units, day=day)

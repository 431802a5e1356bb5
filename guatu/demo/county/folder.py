"""The data folder of the demonstration: empty, filled, half filled, or somebody else's and not touched."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from guatu.demo.errors import AnotherCounty

_MARKER: Final = "demo.json"
_DATABASE: Final = "guatu.sqlite3"
_OWN: Final = (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", "files", "checkpoints")
"""What a fill makes in the folder; keys are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the folder holds, by its marker."""

    on: date
    items: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of `GUATU_DATA`, with its database in it or on a server."""

    path: Path

    def filled(self) -> Filled | None:
        """What a fill left here, whole or not; nothing where none began."""
        try:
            marker = json.loads((self.path / _MARKER).read_text("utf-8"))
            if marker["database"] != _server():
                return None
            day = date.fromisoformat(marker["on"])
            return Filled(on=day, items=marker["items"], is_whole=marker["state"] == "filled")
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def clear(self) -> None:
        """Take away what an earlier fill made, so that the next begins with nothing."""
        for name in _OWN:
            path = self.path / name
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        (self.path / _MARKER).unlink(missing_ok=True)

    @contextmanager
    def filling(self, *, on: date, items: int) -> Iterator[None]:
        """Fill an empty server; killed on the way, the marker says so to the next run."""
        from guatu.history import store

        refuse_another(self.path)
        self._mark("filling", on, items)
        with _fast(), store.synced_together():
            yield
        self._mark("filled", on, items)

    def _mark(self, state: str, on: date, items: int) -> None:
        marker = {"state": state, "on": on.isoformat(), "items": items, "database": _server()}
        part = self.path / f"{_MARKER}.part"
        part.write_text(json.dumps(marker), "utf-8")
        part.replace(self.path / _MARKER)


def refuse_another(path: Path) -> None:
    """Refuse to fill a server on which an office keeps its ledgers already."""
    from guatu.accounts.models import Office

    if office := Office.objects.order_by("pk").first():
        raise AnotherCounty(name=office.name, folder=str(path))


@contextmanager
def _fast() -> Iterator[None]:
    """A half-filled demonstration is thrown away, so the disk need not be waited for after every deed."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    for words in ("synchronous = OFF", "cache_size = -262144", "wal_autocheckpoint = 50000"):
        _pragma(words)
    try:
        yield
    finally:
        for words in ("synchronous = FULL", "cache_size = -2000", "wal_autocheckpoint = 1000"):
            _pragma(words)
        _pragma("wal_checkpoint(TRUNCATE)")


def _pragma(words: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")


def _server() -> str:
    """Where the database is, without what opens it."""
    address: Any = os.environ.get("DATABASE_URL", "")
    return str(address).rsplit("@", 1)[-1]

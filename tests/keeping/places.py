"""Empty places to restore to, and what a backup holds."""

import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
from django.db import connections
from django.test.utils import override_settings

from guatu.history import checkpoints, keys
from tests.ledgers.factories import closed, make_county, new_item, signed
from tests.scratch import Scratch, default, server_url

AT: Final = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)


def fill() -> None:
    """A county at work, with files, a struck-off item, a key that is gone, and a checkpoint."""
    county = make_county()
    signed(county)
    closed(county)
    last = signed(county)
    last.assignments.all()
    assert new_item(county)
    keys.make_key()
    checkpoints.take(at=AT)


@contextmanager
def empty(folder: Path) -> Iterator[Scratch]:
    """A folder and a database with nothing in them, which are the server's own meanwhile."""
    vendor = connections["default"].vendor
    name = str(folder / "guatu.sqlite3") if vendor == "sqlite" else empty_database()
    own = {
        "DATA": folder,
        "FILES": folder / "files",
        "CHECKPOINTS": folder / "checkpoints",
        "SIGNING_KEY": folder / "keys" / "checkpoint.pem",
    }
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with override_settings(**own), default(name):
            yield Scratch(vendor, name, folder)
    finally:
        if vendor == "postgresql":
            drop(name)


def empty_database() -> str:
    """A new database of the server of this run."""
    name = f"empty_{uuid4().hex}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return name


def drop(name: str) -> None:
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        server.execute(statement.encode())


def environment(folder: Path, url: str = "") -> Mapping[str, str]:
    """Of another process, on a folder, with SQLite in it or a database by its address."""
    gone = ("DATABASE_URL", "GUATU_CHECKPOINTS", "GUATU_SIGNING_KEY")
    own = {"GUATU_DATA": str(folder), "GUATU_SECRET_KEY": "for tests alone"}
    own |= {"DATABASE_URL": url} if url else {}
    return {name: value for name, value in os.environ.items() if name not in gone} | own


def manifest(backup: Path) -> dict[str, Any]:
    """What a backup says of itself: counts and digests of tables and files."""
    with tarfile.open(backup) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        told: dict[str, Any] = json.load(content)
        return told


def names(backup: Path) -> list[str]:
    with tarfile.open(backup) as tar:
        return tar.getnames()

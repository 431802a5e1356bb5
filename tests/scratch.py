"""The databases of the tests: all are copies of one that is migrated once for a run.

Tests that ask for `db` share a copy and undo what they wrote. The trail refuses to be emptied, so tests that
commit cannot be cleaned up after. They ask for `scratch`: `django.db.connection` is then a copy of their own,
in every thread; `settings.FILES`, `CHECKPOINTS` and `SIGNING_KEY` are its own; other processes get it by
`scratch.environment`. It is not for tests that also ask for `db`.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from guatu.keeping import building
from tests.databases import FOLDER, once


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where the copy is, and the folder of its server."""

    vendor: str
    name: str
    folder: Path

    @property
    def url(self) -> str:
        """The value of DATABASE_URL."""
        if self.vendor == "sqlite":
            return f"sqlite:///{self.name}"
        return server_url(self.name)

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of another process that works on the copy."""
        own = {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "guatu.settings",
            "GUATU_DATA": str(self.folder),
            "GUATU_SECRET_KEY": "for tests alone",
        }
        return {**os.environ, **own}

    def raw(self) -> Any:
        """A connection of the bare driver: no setting of ours holds for it, and each statement is final."""
        if self.vendor == "sqlite":
            return sqlite3.connect(self.name, isolation_level=None)
        return psycopg.connect(self.url, autocommit=True)


def server_url(name: str, user: str | None = None) -> str:
    """A database of the server of this run."""
    place = connections.settings["default"]
    host = quote(place["HOST"] or place["OPTIONS"]["host"])
    return f"postgresql://{user or place['USER']}:@/{name}?host={host}"


@pytest.fixture(scope="session")
def migrated(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The migrated database of the run as something to copy from: a file, or a name on the server."""
    return once("migrated", lambda: _migrate(django_db_blocker))


def _migrate(blocker: DjangoDbBlocker) -> str:
    name = str(FOLDER / "migrated.sqlite3")
    if connections["default"].vendor == "postgresql":
        name = "migrated"
        for setting in ("fsync", "full_page_writes", "autovacuum"):  # this server lives as long as its tests
            _on_server(f"ALTER SYSTEM SET {setting} = off")
        _on_server("SELECT pg_reload_conf()")
        _on_server(f'CREATE DATABASE "{name}"')
    with blocker.unblock(), default(name):
        building.make_where_there_is_none()
        call_command("migrate", verbosity=0)
    return name


@pytest.fixture(scope="session")
def django_db_setup(
    migrated: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The database of tests that ask for `db`: a copy for each worker."""
    name = copy_of(migrated, tmp_path_factory.mktemp("database") / "guatu.sqlite3")
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            until_the_end.enter_context(default(name))
        yield
        with django_db_blocker.unblock():
            until_the_end.close()


@pytest.fixture
def scratch(migrated: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Scratch]:
    """A copy of the migrated database, which is `default` until the test ends."""
    with copied(migrated, django_db_blocker, tmp_path / "data") as copy:
        yield copy


@contextmanager
def copied(template: str, blocker: DjangoDbBlocker, folder: Path) -> Iterator[Scratch]:
    """A copy in a folder, for as long as a fixture of any scope wants it."""
    for name in ("files", "checkpoints", "keys"):
        (folder / name).mkdir(parents=True)
    own = {
        "DATA": folder,
        "FILES": folder / "files",
        "CHECKPOINTS": folder / "checkpoints",
        "SIGNING_KEY": folder / "keys" / "checkpoint.pem",
    }
    name = copy_of(template, folder / "guatu.sqlite3")
    vendor = connections["default"].vendor
    try:
        with blocker.unblock(), override_settings(**own), default(name):
            yield Scratch(vendor, name, folder)
    finally:
        if vendor == "postgresql":
            _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def kept(copy: Scratch, path: Path) -> str:
    """What was written into a copy, as something to copy from for the rest of the run."""
    connections["default"].close()
    return copy_of(copy.name, path)


def copy_of(template: str, path: Path) -> str:
    """A copy by its name: a path for SQLite, which a server does not ask for."""
    if connections["default"].vendor == "sqlite":
        path.write_bytes(Path(template).read_bytes())
        return str(path)
    name = f"copy_{uuid4().hex}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


@contextmanager
def default(name: str, door: Any = None) -> Iterator[None]:
    """A database is `default` in every thread, by a connection that stays open if it is given."""
    place = connections.settings["default"]
    before, its_name = connections["default"], place["NAME"]
    place["NAME"] = name
    connections["default"] = door or connections.create_connection("default")
    try:
        yield
    finally:
        if door is None:
            connections["default"].close()
        place["NAME"], connections["default"] = its_name, before


def _on_server(statement: str) -> None:
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        server.execute(statement.encode())

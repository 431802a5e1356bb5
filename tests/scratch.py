"""A database of its own for one test: a copy of the migrated one, where transactions are real.

The trail refuses to be emptied, so tests that commit cannot be cleaned up after. They ask for `scratch`:

    from tests.scratch import scratch, scratch_template  # in the conftest.py of the room

`django.db.connection` is then the copy, in every thread; `settings.FILES`, `CHECKPOINTS` and `SIGNING_KEY`
are its own; other processes get it by `scratch.environment`. It is not for tests that also ask for `db`.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from django.test.utils import override_settings, setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

__all__ = ["Scratch", "migrated_database", "scratch", "scratch_template"]


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


@contextmanager
def migrated_database(blocker: DjangoDbBlocker) -> Iterator[None]:
    """The migrated database of the run; pytest-django makes it only where a test of the run asks for `db`."""
    made = None
    with blocker.unblock():
        if "django_migrations" not in connections["default"].introspection.table_names():
            made = setup_databases(verbosity=0, interactive=False, aliases={"default": None})
    yield
    if made is not None:
        with blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def scratch_template(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The migrated database of the run as something to copy from: a file, or a name on the server."""
    with migrated_database(django_db_blocker):
        with django_db_blocker.unblock():
            migrated = connections["default"]
            if migrated.vendor == "sqlite":
                template = str(tmp_path_factory.mktemp("template") / "template.sqlite3")
                migrated.ensure_connection()
                with sqlite3.connect(template) as copy:
                    migrated.connection.backup(copy)
                copy.close()
            else:
                _on_server("ALTER SYSTEM SET fsync = off")  # this server lives as long as its tests
                _on_server("SELECT pg_reload_conf()")
                migrated.close()
                template = str(migrated.settings_dict["NAME"])
        yield template


@pytest.fixture
def scratch(scratch_template: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Scratch]:
    """A copy of the migrated database, which is `default` until the test ends."""
    with copied(scratch_template, django_db_blocker, tmp_path / "data") as copy:
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
    place = connections.settings["default"]
    before, name = connections["default"], place["NAME"]
    with blocker.unblock(), override_settings(**own):
        copy = _copy(template, before.vendor, folder)
        place["NAME"] = copy.name
        connections["default"] = connections.create_connection("default")
        try:
            yield copy
        finally:
            connections["default"].close()
            place["NAME"], connections["default"] = name, before
            if copy.vendor == "postgresql":
                _on_server(f'DROP DATABASE "{copy.name}" WITH (FORCE)')


@contextmanager
def kept(copy: Scratch) -> Iterator[str]:
    """What was written into a copy, as something to copy from once the copy is gone."""
    if copy.vendor == "sqlite":
        yield copy.name
        return
    name = f"kept_{uuid4().hex}"
    connections["default"].close()
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{copy.name}"')
    yield name
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy(template: str, vendor: str, folder: Path) -> Scratch:
    if vendor == "sqlite":
        path = folder / "guatu.sqlite3"
        path.write_bytes(Path(template).read_bytes())
        return Scratch(vendor, str(path), folder)
    name = f"scratch_{uuid4().hex}"
    connections["default"].close()
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return Scratch(vendor, name, folder)


def _on_server(statement: str) -> None:
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        server.execute(statement.encode())

"""Where rows come from: either database, read at one moment while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.checks.reading import snapshot
from guatu.keeping.errors import RowsRefused
from guatu.keeping.tables import Column, Plain, Table, canonical_json, converted, neutral

_AT_ONCE: Final = 200
_PATIENCE: Final = 20.0
_POSTGRESQL: Final = {
    "bytes": "encode({}, 'hex')",
    "day": "to_char({}, 'YYYY-MM-DD')",
    "moment": """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "decimal": "{}::text",
    "json": "{}::text",
    "uuid": "replace({}::text, '-', '')",
}


class Source(Protocol):
    """The rows of a database at one moment."""

    def rows(self, table: Table) -> Iterator[list[Plain]]:
        """In the order of their keys."""
        ...

    def last_key(self, table: Table) -> int:
        """The last key that was ever given in a table, also to rows that are gone."""
        ...

    def applied(self) -> list[tuple[str, str]]:
        """The changes of tables that were made: room and name."""
        ...

    def holds(self, sha256: str) -> bool:
        """Does the trail hold this file?"""
        ...


@contextmanager
def opened() -> Iterator[Source]:
    """The server's own database, as it is now."""
    if connection.vendor == "sqlite":
        with sqlite(Path(connection.settings_dict["NAME"])) as source:
            yield source
        return
    with snapshot() as default:
        yield Postgresql(default)


@contextmanager
def sqlite(path: Path, *, alone: bool = False) -> Iterator[Source]:
    """A file of SQLite; `alone` holds off everybody who would write, and changes nothing either."""
    mode = "rw" if alone else "ro"
    reading = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_PATIENCE
    )
    try:
        reading.execute("BEGIN IMMEDIATE" if alone else "BEGIN")
        reading.execute("SELECT 1 FROM django_migrations LIMIT 1")  # the moment is that of the first look
        yield Sqlite(reading)
        reading.execute("ROLLBACK")
    finally:
        reading.close()


class Sqlite:
    """Rows of SQLite, by the bare driver."""

    def __init__(self, reading: sqlite3.Connection) -> None:
        self._reading = reading

    def rows(self, table: Table) -> Iterator[list[Plain]]:
        return converted(self._raw(table), table, neutral)

    def _raw(self, table: Table) -> Iterator[Any]:
        columns = ", ".join(f'"{name}"' for name in table.names)
        query = f'SELECT {columns} FROM "{table.name}" ORDER BY 1'  # noqa: S608 - our own names
        try:
            cursor = self._reading.execute(query)
            while some := cursor.fetchmany(_AT_ONCE):
                yield from some
        except sqlite3.Error as error:
            raise RowsRefused(table=table.name, why=str(error)) from error

    def last_key(self, table: Table) -> int:
        query = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = ?"
        return int(self._reading.execute(query, [table.name]).fetchone()[0])

    def applied(self) -> list[tuple[str, str]]:
        return self._reading.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()

    def holds(self, sha256: str) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM history_enclosure WHERE file_id = ?)"
        return bool(self._reading.execute(query, [sha256]).fetchone()[0])


class Postgresql:
    """Rows of PostgreSQL, by a connection that stands at one moment."""

    def __init__(self, default: BaseDatabaseWrapper) -> None:
        self._default = default

    def rows(self, table: Table) -> Iterator[list[Plain]]:
        return converted(self._raw(table), table, lambda kind: canonical_json if kind == "json" else None)

    def _raw(self, table: Table) -> Iterator[Any]:
        columns = ", ".join(map(_expression, table.columns))
        key = f'"{table.columns[0].name}"'
        order = f'{key} COLLATE "C"' if table.columns[0].kind == "text" else key
        query = f'SELECT {columns} FROM "{table.name}" ORDER BY {order}'  # noqa: S608 - our own names
        try:
            with self._default.chunked_cursor() as cursor:
                cursor.execute(query)
                while some := cursor.fetchmany(_AT_ONCE):
                    yield from some
        except DatabaseError as error:
            raise RowsRefused(table=table.name, why=str(error).partition("\n")[0]) from error

    def last_key(self, table: Table) -> int:
        name = self._one("SELECT pg_get_serial_sequence(%s, %s)", f'"{table.name}"', table.columns[0].name)
        if name is None:
            return 0
        query = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"  # noqa: S608 - quoted by PostgreSQL
        return int(self._one(query))

    def applied(self) -> list[tuple[str, str]]:
        with self._default.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return sorted((app, name) for app, name in cursor.fetchall())

    def holds(self, sha256: str) -> bool:
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM history_enclosure WHERE file_id = %s)", sha256))

    def _one(self, query: str, *values: str) -> Any:
        with self._default.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchone()[0]


def _expression(column: Column) -> str:
    return _POSTGRESQL.get(column.kind.partition(":")[0], "{}").format(f'"{column.name}"')


def is_file() -> bool:
    """Is the server's database a file of SQLite that is there?"""
    return connection.vendor == "sqlite" and Path(settings.DATABASES["default"]["NAME"]).is_file()

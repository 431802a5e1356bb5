"""An empty database becomes what a source says: tables as they stood then, rows, keys, and forward to now.

The guards refuse nothing here, for they come when the rows are in: `migrate` puts them on at its end.
On PostgreSQL all of it is one transaction; SQLite is filled in a file that nobody knows yet.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from guatu.history import roles
from guatu.keeping import building, notes
from guatu.keeping.errors import BackupNewer, PlaceTaken, RowsRefused
from guatu.keeping.tables import Table, converted, for_postgresql, for_sqlite

_TABLES: Final = """
    SELECT count(*) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_FAST: Final = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA cache_size = -65536",
)
"""For a file that is thrown away where anything fails."""
Applied = Sequence[tuple[str, str]]


def refuse_taken() -> None:
    """Refuse a database in which there is anything."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if path.exists():
            raise PlaceTaken(what=f"已有数据库 {path}", cure="请用 GUATU_DATA 指到一个空目录")
        return
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        if cursor.fetchone()[0]:
            raise PlaceTaken(what="PostgreSQL 的这个库里已有表", cure="请新建一个空库，用 DATABASE_URL 指明")


@contextmanager
def filled(role: str = "") -> Iterator["Filling"]:
    """The server's database is filled inside, and stands when all went well; else there is nothing of it.

    `role` is that of the application, where another owns the tables.
    """
    if connection.vendor == "sqlite":
        with _new_file():
            yield Filling()
        return
    with transaction.atomic():
        yield Filling()
        if role:
            roles.hand_over(role)


@contextmanager
def _new_file() -> Iterator[None]:
    """SQLite under another name, until it is whole and on the disk."""
    path = Path(connection.settings_dict["NAME"])
    part = path.with_name(f".{path.name}.part")
    connection.close()
    _remove(part)
    connection.settings_dict["NAME"] = str(part)
    try:
        with connection.cursor() as cursor:
            for statement in _FAST:
                cursor.execute(statement)
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
        connection.close()
        with part.open("rb") as file:
            notes.sync(file)
        part.rename(path)
        notes.sync_folder(path.parent)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        _remove(part)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


class Filling:
    """The steps, in their order: `build`, `load` as often as there is something, `finish`."""

    def __init__(self) -> None:
        self._known: dict[str, Table] = {}

    def build(self, applied: Applied, *, program: str) -> None:
        """The tables as they stood after these changes, without a row."""
        executor = MigrationExecutor(connection)
        there = {(app, name) for app, name in applied}
        if there - set(executor.loader.disk_migrations or ()):
            raise BackupNewer(program=program)
        if there == building.all_of(executor):
            building.make_as_of_now(there)
        else:
            executor.migrate(building.last_of(executor, there))
            self._empty()
        _let_rows_come_in_any_order()

    def _empty(self) -> None:
        """What changes of tables have written themselves stands in the rows that come."""
        with connection.cursor() as cursor:
            kept = {MigrationRecorder.Migration._meta.db_table}
            names = [one for one in connection.introspection.table_names(cursor) if one not in kept]
            quoted = [connection.ops.quote_name(name) for name in names]
            if connection.vendor == "postgresql":
                cursor.execute(f"TRUNCATE {', '.join(quoted)}")
                return
            for name in quoted:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the database's own names

    def load(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Rows in their neutral form."""
        self._refuse_unknown(table)
        try:
            if connection.vendor == "postgresql":
                _copy(table, rows)
            else:
                _insert(table, rows)
        except (DatabaseError, sqlite3.Error, ValueError, IndexError, AttributeError, TypeError) as error:
            raise RowsRefused(table=table.name, why=str(error).partition("\n")[0]) from error

    def _refuse_unknown(self, table: Table) -> None:
        """Names become part of statements: only those that the database knows may."""
        if self._known.get(table.name) == table:
            return
        with connection.cursor() as cursor:
            there = connection.introspection.table_names(cursor)
            columns = (
                connection.introspection.get_table_description(cursor, table.name)
                if table.name in there
                else []
            )
        if not columns or not {one.name for one in columns} >= set(table.names):
            raise RowsRefused(table=table.name, why="没有这个表或这些列")
        self._known[table.name] = table

    def set_last_key(self, table: Table, last: int) -> None:
        """No key is given twice, not that of a row that is gone either."""
        if not last:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                name = connection.ops.quote_name(table.name)
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, last])
                return
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])

    def finish(self) -> None:
        """Look that every row points to one that is there, and bring the tables up to this program."""
        try:
            connection.check_constraints()
        except DatabaseError as error:
            raise RowsRefused(table="（行与行的对应）", why=str(error).partition("\n")[0]) from error
        call_command("migrate", verbosity=0, interactive=False)


def _let_rows_come_in_any_order() -> None:
    """What points to what is looked at when all is there, see `Filling.finish`."""
    if connection.vendor == "sqlite":
        connection.disable_constraint_checking()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # changes of tables have made some of them immediate


class Nowhere:
    """Takes everything and keeps nothing, for who only wants to read a backup through."""

    def build(self, applied: Applied, *, program: str) -> None:
        """Nothing."""

    def load(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Nothing."""

    def set_last_key(self, table: Table, last: int) -> None:
        """Nothing."""


def _insert(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in table.names), ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - checked against the tables
    with transaction.atomic():
        connection.ensure_connection()
        connection.connection.cursor().executemany(statement, converted(iter(rows), table, for_sqlite))


def _copy(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.names))
    )
    wrapped = connection.wrap_database_errors
    with connection.cursor() as cursor, wrapped, cursor.cursor.copy(statement) as copy:
        for row in converted(iter(rows), table, for_postgresql):
            copy.write_row(row)

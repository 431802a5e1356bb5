"""Whether the guarded tables are still as the models say: columns, constraints, unique indexes.

What they should be is asked of the database itself: SQLite keeps the words of CREATE TABLE, PostgreSQL is
given the same table once more, as a temporary one, and describes both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history import guards


@dataclass(frozen=True, slots=True)
class Change:
    """A table that is not what the models say: what is there too much, and what is not there."""

    table: str
    extra: tuple[str, ...]
    lacking: tuple[str, ...]


def changed_tables(using: str = "default") -> list[Change]:
    """The guarded tables that were altered behind the models' back."""
    connection = connections[using]
    found = []
    for model in guarded_models():
        table = model._meta.db_table
        there, wanted = set(pieces(connection, table)), set(_expected(connection, model))
        if there != wanted:
            found.append(Change(table, tuple(sorted(there - wanted)), tuple(sorted(wanted - there))))
    return found


def guarded_models() -> list[type[models.Model]]:
    """The models of the tables that have guards, by the names of the tables."""
    by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [by_table[table] for table in guards.tables()]


def pieces(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """A table as it is now: one line for each column, constraint and unique index; none when it is gone."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return list(_on_sqlite(cursor, table))
        cursor.execute(_POSTGRESQL, {"table": table, "temporary": False})
        return [line for (line,) in cursor.fetchall()]


def _expected(connection: BaseDatabaseWrapper, model: type[models.Model]) -> Iterator[str]:
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    create, _ = editor.table_sql(model)
    later = [str(statement) for statement in editor.deferred_sql]
    unique = [one for one in later if one.startswith("CREATE UNIQUE INDEX") or " UNIQUE (" in one]
    if connection.vendor == "sqlite":
        yield from _split(create)
        yield from unique
        return
    yield from (_foreign(statement) for statement in later if " FOREIGN KEY " in statement)
    temporary = create.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in (temporary, *unique):
            cursor.execute(statement)
        cursor.execute(_POSTGRESQL, {"table": model._meta.db_table, "temporary": True})
        lines = [line for (line,) in cursor.fetchall()]
        transaction.set_rollback(True, using=connection.alias)
    yield from lines


def _on_sqlite(cursor: Any, table: str) -> Iterator[str]:
    cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
    for kind, sql in cursor.fetchall():
        if kind in ("table", "view"):
            yield from _split(sql)
        elif kind == "index" and sql.startswith("CREATE UNIQUE INDEX"):
            yield sql


def _split(create: str) -> Iterator[str]:
    """The parts of CREATE TABLE between the commas of the outermost brackets."""
    depth, start = 0, create.index("(") + 1
    for at in range(start, len(create)):
        char = create[at]
        if char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif char in ",)" and not depth:
            yield " ".join(create[start:at].split())
            start = at + 1
            if char == ")":
                break
    if rest := create[start:].strip():
        yield rest


_FOREIGN: Final = re.compile(r'ADD CONSTRAINT "(?P<name>\w+)" (?P<what>FOREIGN KEY .*)')


def _foreign(statement: str) -> str:
    """A foreign key as PostgreSQL describes it."""
    match = _FOREIGN.search(statement)
    if match is None:
        raise ValueError(statement)
    what = match["what"].replace('" (', "(").replace('"', "")
    return f"constraint {match['name']} {what}"


_POSTGRESQL: Final = """
    WITH it AS (
        SELECT oid, relkind, relhasrules, relrowsecurity, relhassubclass FROM pg_class
        WHERE relname = %(table)s AND relnamespace = CASE WHEN %(temporary)s THEN pg_my_temp_schema()
            ELSE current_schema()::regnamespace END
    )
    SELECT 'table ' || relkind::text || relhasrules::text || relrowsecurity::text || relhassubclass::text
    FROM it
    UNION ALL
    SELECT 'column ' || attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull
        THEN ' NOT NULL' ELSE '' END || ' ' || attidentity::text || COALESCE(pg_get_expr(adbin, adrelid), '')
    FROM it JOIN pg_attribute a ON a.attrelid = it.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    UNION ALL
    SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(c.oid)
    FROM it JOIN pg_constraint c ON c.conrelid = it.oid AND contype IN ('c', 'f', 'p', 'u', 'x')
    UNION ALL
    SELECT 'index ' || regexp_replace(pg_get_indexdef(i.indexrelid), ' ON [^ ]+[.]', ' ON ')
    FROM it JOIN pg_index i ON i.indrelid = it.oid AND i.indisunique AND i.indisvalid
        AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""

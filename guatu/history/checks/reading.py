"""Reading the trail as it lies in the database, without a model's kindness: a wrong value must be seen.

All is read at one moment, while the server goes on writing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.canonical import moment

_AT_ONCE: Final = 2000
Row = tuple[Any, ...]


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """The database as it is at one moment, read without holding up who writes."""
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield connection
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        driver = connection.connection
        driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            yield connection
        finally:
            driver.text_factory = str
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def rows(connection: BaseDatabaseWrapper, query: str, *values: int) -> Iterator[Row]:
    """The rows of a query, as the driver gives them."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values or None)
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some


def unparsed(connection: BaseDatabaseWrapper, column: str) -> str:
    """A moment or a day in a query: SQLite's driver would stumble over one that is no such thing."""
    return f"CAST({column} AS TEXT)" if connection.vendor == "sqlite" else column


def raw(value: object) -> bytes:
    """The bytes of a column that should hold bytes."""
    if isinstance(value, (bytes, memoryview, bytearray)):
        return bytes(value)
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else b""


def moment_text(value: object) -> str:
    """A moment of a column as the chain writes it, or whatever stands there."""
    if isinstance(value, datetime):
        return moment(value)
    text = str(value)
    return f"{text.replace(' ', 'T')}{'' if len(text) > 19 else '.000000'}Z"


def day_text(value: object) -> str:
    """A day of a column as the chain writes it, or whatever stands there."""
    return value.isoformat() if isinstance(value, date) else str(value)

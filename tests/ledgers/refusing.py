"""What is refused writes nothing: all rows of the ledgers, and the trail, stand as they stood before."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from guatu.history.models import Event as Link


def written() -> list[Any]:
    """All that stands in the tables of the ledgers and in the trail: what a refusal may not change."""
    return [Link.objects.count(), *map(_rows_of, _tables())]


@cache
def _tables() -> list[str]:
    models = apps.get_app_config("ledgers").get_models(include_auto_created=True)
    return [connection.ops.quote_name(model._meta.db_table) for model in models]


def _rows_of(table: str) -> list[Any]:
    """Plain rows; that a test compares them hundreds of times is too much work for models."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - our own tables
        return list(cursor.fetchall())


@contextmanager
def refuses(kind: type[Exception], match: str = "") -> Iterator[None]:
    """What is done inside is refused, and writes nothing."""
    before = written()
    with pytest.raises(kind, match=match or None):
        yield
    assert written() == before

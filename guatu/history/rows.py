"""Writing many rows with few statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_MANY = 500


def insert(rows: Iterable[models.Model]) -> None:
    """New rows, model by model in the order in which they first come; keys are set."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, those in by_model.items():
        if len(those) == 1:
            those[0].save(force_insert=True)
        else:
            model._default_manager.bulk_create(those, batch_size=_MANY)


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[models.Model]) -> None:
    """The named fields of existing rows, by one prepared statement; one row goes the usual way."""
    if len(rows) == 1:
        rows[0].save(update_fields=list(names), force_update=True)
        return
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE id = %s"  # noqa: S608 - our own columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[*_values(row, fields), row.pk] for row in rows])


def _values(row: models.Model, fields: Iterable["models.Field[Any, Any]"]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]

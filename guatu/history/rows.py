"""Writing many rows with few statements: prepared once, keys taken in advance, no work of the ORM per row."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Convert: TypeAlias = Callable[[Any], Any]
"""A value of a field as the driver takes it."""
_AS_IT_IS = (models.IntegerField, models.BooleanField, models.ForeignKey)
_FEW = (models.DateField, models.DecimalField)


def insert(rows: Iterable[models.Model]) -> None:
    """New rows, model by model in the order in which they first come; keys are set. Inside a transaction."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, those in by_model.items():
        if len(those) == 1 or not isinstance(model._meta.pk, models.AutoField):
            for row in those:
                row.save(force_insert=True)
        else:
            _insert(model, those)


def insert_values(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """New rows by the plain values of their columns, of which nobody needs the keys."""
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, columns), list(rows))


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[models.Model]) -> None:
    """The named fields of existing rows, by one prepared statement; one row goes the usual way."""
    if len(rows) == 1:
        rows[0].save(update_fields=list(names), force_update=True)
        return
    columns, quote = _columns(model, tuple(sorted(names))), connection.ops.quote_name
    changes = ", ".join(f"{quote(name)} = %s" for name in columns.names)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608 - our own columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, [columns.values(row) for row in rows])


class _Columns:
    """Fields as they are written: their columns, and what to make of a value that no driver takes."""

    def __init__(self, fields: "Sequence[models.Field[Any, Any]]") -> None:
        self.names = [str(field.column) for field in fields]
        self._get = attrgetter(*(field.attname for field in fields), "pk")
        found = ((number, _convert(field)) for number, field in enumerate(fields))
        self._convert = [(number, convert) for number, convert in found if convert is not None]

    def values(self, row: models.Model) -> list[Any]:
        """The values of a row in the order of the columns, its key last."""
        values = list(self._get(row))
        for number, convert in self._convert:
            if values[number] is not None:
                values[number] = convert(values[number])
        return values


@cache
def _columns(model: type[models.Model], names: tuple[str, ...] | None = None) -> _Columns:
    fields = model._meta.concrete_fields
    return _Columns([one for one in fields if names is None or one.name in names])


def _convert(field: "models.Field[Any, Any]") -> Convert | None:
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if isinstance(field, _AS_IT_IS):
        return None
    return partial(_kept if isinstance(field, _FEW) else _prepared, field)


def _text(value: Any) -> str:
    """A choice is a string of a kind of its own, which a driver would not know."""
    return value if type(value) is str else str(value)


def _prepared(field: "models.Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


@lru_cache(maxsize=10_000)
def _kept(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Days, moments and figures come again and again."""
    return _prepared(field, value)


@cache
def _pointers(model: type[models.Model]) -> "tuple[models.ForeignKey[Any, Any], ...]":
    fields = model._meta.concrete_fields
    return tuple(one for one in fields if isinstance(one, models.ForeignKey))


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    columns, alias = _columns(model), connection.alias
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        if row._state.fields_cache:
            _take_up_keys(row)
        row.pk = key
        row._state.adding, row._state.db = False, alias
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, columns.names), [columns.values(row)[:-1] for row in rows])


def _statement(model: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - our own columns


def _take_up_keys(row: models.Model) -> None:
    """The keys of rows that were written after this one was made to point to them."""
    for field in _pointers(type(row)):
        if getattr(row, field.attname) is None and field.is_cached(row):
            pointed = field.get_cached_value(row)
            if pointed is not None:
                if pointed.pk is None:
                    raise ValueError(f"{row!r}.{field.name} points to a row that was not written")
                row.__dict__[field.attname] = pointed.pk


def _keys(model: type[models.Model], count: int) -> list[int]:
    """Keys that nobody else gets: the sequence moves on; SQLite's stands still while this writer has it."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            ((last,),) = cursor.fetchall()
            return list(range(last + 1, last + 1 + count))
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [connection.ops.quote_name(table), count])
        return [key for (key,) in cursor.fetchall()]

"""Which tables are kept, and in which form that belongs to no database their values are written.

| kind | written as |
|---|---|
| integer, boolean, text | itself |
| bytes, uuid | hexadecimal digits |
| day | `2026-09-18` |
| moment | `2026-09-18T01:02:03.000045Z` |
| decimal:2 | a string with two digits after the point |
| json | a string: sorted keys, no spaces |
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.db import models

Plain: TypeAlias = str | int | bool | None
Convert: TypeAlias = Callable[[Any], Any]

LEFT_OUT: Final[Mapping[str, str]] = {
    "http_session": "a copy must not let anybody in",
    "axes_accessattempt": "wrong passwords of the last quarter of an hour",
    "axes_accessattemptexpiration": "the same",
    "axes_accessfailurelog": "not written",
    "axes_accesslog": "not written",
    "ledgers_closedproblem": "made anew by the clock from the items",
    "ledgers_gramcount": "the same",
    "ledgers_problemgram": "the same",
}
"""Tables that are not kept, and why."""
_KINDS: Final = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "IntegerField": "integer",
    "BigIntegerField": "integer",
    "SmallIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveBigIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "CharField": "text",
    "TextField": "text",
    "BooleanField": "boolean",
    "DateField": "day",
    "DateTimeField": "moment",
    "BinaryField": "bytes",
    "JSONField": "json",
    "UUIDField": "uuid",
}
_DIGITS: Final = Context(prec=15)
"""What SQLite keeps of a figure."""
_WHOLE_SECOND: Final = 19


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name and the kind of its values."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns; the first is its key, in whose order the rows are read."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def is_counted(self) -> bool:
        """Does the database give its keys?"""
        return self.columns[0].kind == "integer" and self.columns[0].name == "id"

    def told(self) -> dict[str, object]:
        """As a backup says it."""
        return {"name": self.name, "columns": [[one.name, one.kind] for one in self.columns]}


def table_of(told: Mapping[str, Any]) -> Table:
    """From what a backup says."""
    return Table(str(told["name"]), tuple(Column(str(name), str(kind)) for name, kind in told["columns"]))


def kept_tables() -> list[Table]:
    """The tables of all rooms and of the libraries beside them, by their names."""
    every = apps.get_models(include_auto_created=True)
    found = (_table(one) for one in every if one._meta.managed and not one._meta.proxy)
    return sorted((one for one in found if one.name not in LEFT_OUT), key=lambda table: table.name)


def _table(model: type[models.Model]) -> Table:
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)
    return Table(model._meta.db_table, tuple(Column(str(one.column), _kind(one)) for one in fields))


def _kind(field: "models.Field[Any, Any]") -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DecimalField):
        return f"decimal:{field.decimal_places}"
    return _KINDS.get(field.get_internal_type(), "text")


def neutral(kind: str) -> Convert | None:
    """From a value as SQLite gives it; None where nothing is to be done."""
    name, _, places = kind.partition(":")
    if name == "decimal":
        unit = Decimal(1).scaleb(-int(places))
        return lambda value: format(_DIGITS.create_decimal(str(value)).quantize(unit), "f")
    return _FROM_SQLITE.get(name)


def canonical_json(value: str) -> str:
    return json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _moment(value: str) -> str:
    return f"{value.replace(' ', 'T')}{'' if len(value) > _WHOLE_SECOND else '.000000'}Z"


def for_sqlite(kind: str) -> Convert | None:
    """To a value as Django has SQLite keep it."""
    return _TO_SQLITE.get(kind.partition(":")[0])


def for_postgresql(kind: str) -> Convert | None:
    """To a value as PostgreSQL reads it from a copy."""
    return bytes.fromhex if kind == "bytes" else None


def _sqlite_moment(value: str) -> str:
    return value.replace("T", " ").removesuffix("Z").removesuffix(".000000")


_FROM_SQLITE: Final[Mapping[str, Convert]] = {
    "boolean": bool,
    "bytes": bytes.hex,
    "json": canonical_json,
    "moment": _moment,
}
_TO_SQLITE: Final[Mapping[str, Convert]] = {
    "boolean": int,
    "bytes": bytes.fromhex,
    "json": lambda value: json.dumps(json.loads(value)),
    "moment": _sqlite_moment,
}


def converted(
    rows: Iterator[Sequence[Any]], table: Table, how: Callable[[str], Convert | None]
) -> Iterator[list[Any]]:
    """The rows with each value converted as its kind asks; what is empty stays so."""
    those = [(at, one) for at, column in enumerate(table.columns) if (one := how(column.kind))]
    for row in rows:
        values = list(row)
        for at, convert in those:
            if values[at] is not None:
                values[at] = convert(values[at])
        yield values

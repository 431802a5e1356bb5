"""Whether values fit their fields: lengths, choices, figures; said in words before a database says it."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.db import models

from guatu.history import deeds
from guatu.history.deeds import Deed
from guatu.history.models import Event, Tracked
from guatu.ledgers.errors import TooLong, Unreadable, WrongChoice, WrongFigure

_Check = Callable[[Any], None]
_SMALL: Final = 32767
_WHOLE: Final = 2147483647


def commit(made: Sequence[Deed]) -> list[Event]:
    """Commit the deeds when everything that they write fits."""
    for deed in made:
        check(deed)
    return deeds.commit(made)


def is_amount(value: Decimal | None) -> bool:
    """Whether a target or a share is one: none given, or a number above nothing."""
    return value is None or (value.is_finite() and value > 0)


def check(deed: Deed) -> None:
    """Refuse the first value of a deed that does not fit."""
    for row in deed.new:
        _check_row(row, _checks(type(row)))
    for changed, names in deed.changed.items():
        checks = _checks(type(changed))
        _check_row(changed, {name: checks[name] for name in names if name in checks})


def _check_row(row: Tracked, checks: "dict[str, _Check]") -> None:
    for name, fits in checks.items():
        value = getattr(row, name)
        if value is not None:
            fits(value)


@cache
def _checks(model: type[Tracked]) -> dict[str, _Check]:
    found: dict[str, _Check] = {}
    for field in _plain(model):
        if isinstance(field, models.CharField | models.TextField):
            found[field.name] = _text(field)
        elif isinstance(field, models.DecimalField):
            found[field.name] = _figure(field)
        elif isinstance(field, models.PositiveSmallIntegerField | models.PositiveIntegerField):
            found[field.name] = _count(field)
    return found


def _plain(model: type[Tracked]) -> Iterable["models.Field[Any, Any]"]:
    return (field for field in model._meta.concrete_fields if not field.is_relation and not field.primary_key)


def _text(field: "models.Field[Any, Any]") -> _Check:
    label, limit = str(field.verbose_name), field.max_length
    known = {str(code) for code, _ in field.flatchoices or ()}

    def fits(value: str) -> None:
        if "\x00" in value:
            raise Unreadable(field=field.name, label=label)
        if limit and len(value) > limit:
            raise TooLong(field=field.name, label=label, limit=limit, length=len(value))
        if known and value not in known and not (field.blank and not value):
            raise WrongChoice(field=field.name, label=label)

    return fits


def _figure(field: "models.DecimalField[Any, Any]") -> _Check:
    label, places = str(field.verbose_name), field.decimal_places
    limit = Decimal(10) ** (field.max_digits - places)

    def fits(value: Decimal) -> None:
        if not value.is_finite() or abs(value) >= limit:
            raise WrongFigure(field=field.name, why=f"{label}太大或不是数字，请核对")
        if value != round(value, places):
            raise WrongFigure(field=field.name, why=f"{label}最多保留 {places} 位小数")

    return fits


def _count(field: "models.Field[Any, Any]") -> _Check:
    label = str(field.verbose_name)
    most = _SMALL if isinstance(field, models.PositiveSmallIntegerField) else _WHOLE

    def fits(value: int) -> None:
        if not 0 <= value <= most:
            raise WrongFigure(field=field.name, why=f"{label}应在 0 到 {most} 之间")

    return fits

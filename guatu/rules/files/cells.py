"""One cell of a table as the value that its field holds."""

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import cast

from guatu.rules.catalogue.fields import Field
from guatu.rules.rows import Row, Value

_YES_AND_NO = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}
_EXAMPLES = {
    "date": "2025-06-30",
    "bool": "true 或 false",
    "set": '["甲", "乙"]，没有则为 []',
    "dated_set": '[{"value": "甲", "since": "2025-01-01"}]，没有则为 []',
    "events": "[{…}]，没有则为 []",
    "records": "[{…}]，没有则为 []",
}
_FIGURE = "数，不带单位和千分号，如 20000000 或 0.03"


class Unfit(ValueError):
    """A cell is not what its field holds; the sentence says what it should be."""


def read_cell(cell: object, field: Field) -> Value:
    """The value of a cell: text as CSV writes it, or a plain value as a sheet holds it. Empty is missing.

    Figures are decimal text in base units (yuan, fractions), days ISO, sets and lists JSON.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field.is_figure:
        return _figure(cell, field)
    if field.type == "date":
        return _day(cell, field)
    if field.type == "bool":
        return _yes_or_no(cell, field)
    if field.type in ("set", "dated_set") or field.many or field.is_list:
        return _members(cell, field)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a code that a sheet took for a number
    return str(cell)


def _refused(field: Field) -> Unfit:
    return Unfit(f"“{field.label}”应写作 {_EXAMPLES.get(field.type, _FIGURE)}")


def _figure(cell: object, field: Field) -> Value:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation:
        raise _refused(field) from None
    return None if number.is_nan() else number


def _day(cell: object, field: Field) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip()[:10])
    except ValueError:
        raise _refused(field) from None


def _yes_or_no(cell: object, field: Field) -> bool:
    if isinstance(cell, bool):
        return cell
    known = _YES_AND_NO.get(str(cell).strip().lower().removesuffix(".0"))
    if known is None:
        raise _refused(field)
    return known


def _members(cell: object, field: Field) -> Value:
    """A JSON array: of texts for a set, of objects for a list."""
    try:
        told = json.loads(str(cell), parse_float=Decimal)
    except ValueError:
        raise _refused(field) from None
    return _listed(told, field)


def _listed(told: object, field: Field) -> Value:
    if not isinstance(told, list):
        raise _refused(field)
    if field.is_list:
        return [_record(each, field) for each in told]
    if field.type == "dated_set":
        return [_member(each, field) for each in told]
    if not all(isinstance(each, str) for each in told):
        raise _refused(field)
    return cast("list[str]", told)


def _record(told: object, field: Field) -> Row:
    """One event or related record; its columns are read like cells."""
    if not isinstance(told, dict):
        raise _refused(field)
    words = {word: inner for inner in field.fields for word in (inner.name, inner.label)}
    if odd := [key for key in told if key not in words]:
        raise Unfit(f"“{field.label}”里没有“{odd[0]}”")
    return {words[key].name: _inner(value, words[key]) for key, value in told.items()}


def _inner(value: object, field: Field) -> Value:
    """A column of a record: a set stands in it as an array, anything else as a cell would."""
    if field.type in ("set", "dated_set") or field.many:
        return None if value is None else _listed(value, field)
    return read_cell(value, field)


def _member(told: object, field: Field) -> Row:
    if isinstance(told, str):
        return {"value": told}
    if not isinstance(told, dict) or not isinstance(told.get("value"), str):
        raise _refused(field)
    days = {end: _day(told[end], field) for end in ("since", "until") if told.get(end) is not None}
    return {"value": told["value"], **days}

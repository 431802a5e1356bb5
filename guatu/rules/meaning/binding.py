"""连续N年(…): the same part asked of one year after another."""

from dataclasses import fields, is_dataclass
from typing import cast

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.language.syntax import Exists, FieldAt, Happened, InARow, Node


def in_each_year(node: InARow, day_year: int, catalogue: Catalogue) -> tuple[Node, ...]:
    """The part for each of the years that end with the one before the day, the latest first."""
    years = range(day_year - 1, day_year - 1 - node.years, -1)
    return tuple(cast("Node", _bound(node.part, year, catalogue)) for year in years)


def _bound(part: object, year: int, catalogue: Catalogue) -> object:
    """The part with its fields that are kept by year and name none read of this year."""
    if isinstance(part, FieldAt):
        is_open = part.year is None and catalogue[part.name].yearly
        return FieldAt(part.name, year) if is_open else part
    if isinstance(part, InARow):
        return part  # its fields are read of its own years
    if isinstance(part, tuple):
        return tuple(_bound(each, year, catalogue) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    inner = catalogue.of_list(part.field) if isinstance(part, Happened | Exists) else catalogue
    values = {each.name: getattr(part, each.name) for each in fields(part)}
    return type(part)(**{name: _bound(value, year, inner) for name, value in values.items()})

"""Which fields a rule or a reckoned value names."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from guatu.rules.language.syntax import FieldAt


def fields_named(value: object) -> frozenset[str]:
    """The names of every field in it; of what stands within a list the list alone."""
    return frozenset(_walk(value))


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, FieldAt):
        yield value.name
    elif isinstance(value, tuple):
        for each in value:
            yield from _walk(each)
    elif is_dataclass(value) and not isinstance(value, type):
        named = getattr(value, "field", None)
        if isinstance(named, str):
            yield named
            return
        for one in fields(value):
            yield from _walk(getattr(value, one.name))

"""The county as data: who is who, the ledgers, the themes and the words of its matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A kind of matter, from which many are composed."""

    ledger: str
    category: str
    standard: str
    scenes: Sequence[str]
    lead: Sequence[str]
    helpers: Sequence[str]
    """Units that answer beside the lead; empty where towns do."""
    titles: Mapping[str, str]
    """Each with what is wrong."""
    measures: Sequence[str]
    at: Sequence[str]
    """The kinds of places where such a thing happens."""
    nature: str
    """What the words of its reports are about: building, service or money."""
    unit: str = ""
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A ledger of the county; days count backwards from the day of the demonstration."""

    prefix: str
    office: str
    name: str
    opened: int
    cadence: str
    settings: Mapping[str, Any]
    second: str = ""
    phases: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@cache
def registry() -> Mapping[str, Any]:
    """Towns, departments, offices and named people."""
    return _mapping("registry")


@cache
def _words() -> Mapping[str, Any]:
    return _mapping("words")


def words(name: str, nature: str = "") -> Sequence[str]:
    """The words for a purpose; some differ by the nature of the matter."""
    found: Sequence[str] | Mapping[str, Sequence[str]] = _words()[name]
    return found[nature] if isinstance(found, Mapping) else found


@cache
def places(kinds: tuple[str, ...]) -> Sequence[str]:
    """The places of these kinds."""
    return [place for kind in kinds for place in words("places", kind)]


@cache
def books() -> tuple[Book, ...]:
    """The ledgers, the oldest first."""
    return tuple(Book(**row) for row in _read("ledgers"))


@cache
def themes() -> tuple[Theme, ...]:
    """All themes."""
    return tuple(_theme(row) for row in _read("themes"))


def _theme(row: dict[str, Any]) -> Theme:
    helpers, titles = row.pop("with"), row.pop("titles")
    if isinstance(titles, list):
        titles = dict.fromkeys(titles, row.pop("problem"))
    return Theme(helpers=() if helpers == "towns" else tuple(helpers), titles=titles, **row)


def _mapping(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _read(name)
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((files("guatu.demo.county") / "data" / f"{name}.yaml").read_text("utf-8"))

"""A rule with its code, its first and last day, its source and its examples; a book of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from guatu.rules.books.amounts import Amount
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.language.syntax import Node
from guatu.rules.rows import Row
from guatu.rules.setting import Parameters, Setting
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A case that a policy officer can read and correct: a row, a day, and what the rule says of it."""

    case: str
    day: date
    row: Row
    expect: Verdict


def _nothing() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A sentence of policy, in force from its first day to its last, both included; None is open.

    When a policy changes the old rule ends and a new one of the same code begins: what was in force is never
    edited.
    """

    code: str
    when: Node
    name: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""
    """The clause it is taken from."""
    of: str = ""
    """What it is about: enterprise, project, item."""
    excludes: tuple[str, ...] = ()
    """Codes of rules that may not be taken together with it."""
    amount: Amount | None = None
    """What it grants."""
    per: str = ""
    """How often it grants that: 每年, 每个项目."""
    examples: tuple[Example, ...] = ()
    more: Mapping[str, object] = field(default_factory=_nothing)
    """What the owner of the book keeps beside it."""

    def is_in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Rules over one catalogue, with their parameters. One code may be in force once on any day."""

    catalogue: Catalogue
    rules: tuple[Rule, ...]
    parameters: Parameters = field(default_factory=Parameters)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def in_force(self, day: date) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.is_in_force(day))

    def at(self, code: str, day: date) -> Rule | None:
        """The rule of that code in force on the day."""
        return next((rule for rule in self.in_force(day) if rule.code == code), None)

    def on(self, day: date, *, stale_is_unknown: bool = False) -> Setting:
        """The setting in which this book's rules are decided on a day."""
        return Setting(self.catalogue, day, self.parameters, stale_is_unknown=stale_is_unknown)

"""A book of rules decided over a whole table; needs NumPy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from guatu.rules.books.rule import Book, Rule
from guatu.rules.engine.encoded import Encoded, Progress
from guatu.rules.engine.outcomes import Outcome, Wanted
from guatu.rules.engine.tables import Table
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import And


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What the rules in force say of every row."""

    day: date
    rules: tuple[Rule, ...]
    """Those in force on the day, in the order of the book; the outcome has an entry for each."""
    idle: tuple[Rule, ...]
    """Those not in force: they have no rows."""
    outcome: Outcome
    conditions: Mapping[str, tuple[str, ...]]
    """Of each rule the parts of its root 且, by which a near-miss tells what failed."""


def match(
    book: Book,
    table: Table,
    on: date,
    wanted: Wanted,
    *,
    stale_is_unknown: bool = False,
    threads: int = 1,
    fast: bool | None = None,
    progress: Progress | None = None,
) -> Matched:
    """Every rule of the book in force on the day, for every row. The same for any number of threads.

    `progress` is told how many more rows are done.
    """
    rules = book.in_force(on)
    setting = book.on(on, stale_is_unknown=stale_is_unknown)
    encoded = Encoded(table, fast=fast, threads=threads)
    outcome = encoded.decide([rule.when for rule in rules], setting, wanted, progress=progress)
    idle = tuple(rule for rule in book if rule not in rules)
    return Matched(on, rules, idle, outcome, conditions_of(book, rules))


def conditions_of(book: Book, rules: tuple[Rule, ...]) -> Mapping[str, tuple[str, ...]]:
    """The parts of each rule's root 且 as text; none of a rule that cannot be missed by one."""
    return MappingProxyType(
        {
            rule.code: tuple(print_rule(part, book.catalogue) for part in rule.when.parts)
            for rule in rules
            if isinstance(rule.when, And)
        }
    )

"""Rules as SQL, for the two databases."""

from collections.abc import Callable
from datetime import date

from bench.rules.asking import Atom, Spelling, in_text
from bench.rules.made import FIRST_DAY


def spelling(condition: Callable[[Atom], str]) -> Spelling[str]:
    """SQL with the conditions of one database."""
    return in_text(condition, both="AND", either="OR", negated="NOT ")


def condition(atom: Atom, literal: Callable[[object], str]) -> str:
    """What both write the same way: comparisons, ranges and lists."""
    values = [literal(value) for value in atom.values]
    if atom.sign in ("in", "not in"):
        return f"({atom.field} {atom.sign.upper()} ({','.join(values)}))"
    if atom.sign == "between":
        return f"({atom.field} BETWEEN {values[0]} AND {values[1]})"
    return f"({atom.field} {'<>' if atom.sign == '!=' else atom.sign} {values[0]})"


def plain_literal(value: object) -> str:
    """Words in quotes, days as numbers, figures as they are."""
    if isinstance(value, str):
        return f"'{value}'"
    return str((value - FIRST_DAY).days) if isinstance(value, date) else repr(value)

"""Rules in the Common Expression Language, for the two engines that speak it."""

import json
from typing import Final

from bench.rules.asking import Atom, Spelling, in_text
from bench.rules.made import FIGURES, Row
from bench.rules.peers.one_by_one import numbered, operands


def present(row: Row) -> Row:
    """A row without its missing values: asking for one is an error that && and || absorb where they can."""
    return {name: numbered(cell) for name, cell in row.items() if cell is not None}


def _condition(atom: Atom) -> str:
    values = [json.dumps(_typed(atom.field, value)) for value in operands(atom)]
    field = atom.field
    if atom.sign in ("in", "not in"):
        among = f"({field} in [{','.join(values)}])"
        return among if atom.sign == "in" else f"(!{among})"
    if atom.sign == "between":
        return f"({field} >= {values[0]} && {field} <= {values[1]})"
    if atom.sign == "begins":
        return f"{field}.startsWith({values[0]})"
    if atom.sign == "contains":
        return f"({values[0]} in {field})"
    return f"({field} {'==' if atom.sign == '=' else atom.sign} {values[0]})"


def _typed(field: str, value: object) -> object:
    """Figures are floats, and the language compares no float with an integer."""
    return float(str(value)) if field in FIGURES else value


SPELLING: Final[Spelling[str]] = in_text(_condition, both="&&", either="||", negated="!")

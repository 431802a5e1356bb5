"""zen-engine: expressions compiled once, asked pair by pair, bare and guarded against null."""

import json
from typing import ClassVar

import zen

from bench.rules.asking import Atom, Rule, in_text
from bench.rules.peers.one_by_one import Ask, OneByOne, operands


class Bare(OneByOne):
    """Conditions as they are: a null raises in most of them."""

    nulls: ClassVar = "null raises, or compares"

    def ask(self, rule: Rule) -> Ask:
        expression = zen.compile_expression(_bare.write(rule))
        return lambda row: _truth(expression.evaluate(row))


class Guarded(OneByOne):
    """Each condition asks first whether there is a value: two answers, null is no before 非."""

    nulls: ClassVar = "guarded: null is no"

    def ask(self, rule: Rule) -> Ask:
        expression = zen.compile_expression(_guarded.write(rule))
        return lambda row: _truth(expression.evaluate(row))


def _truth(answer: object) -> bool | None:
    return None if answer is None else bool(answer)


def _condition(atom: Atom) -> str:
    field, values = atom.field, [json.dumps(value) for value in operands(atom)]
    if atom.sign in ("in", "not in"):
        return f"({field} {atom.sign} [{','.join(values)}])"
    if atom.sign == "between":
        return f"({field} >= {values[0]} and {field} <= {values[1]})"
    if atom.sign == "begins":
        return f"startsWith({field}, {values[0]})"
    if atom.sign == "contains":
        return f"({values[0]} in {field})"
    return f"({field} {'==' if atom.sign == '=' else atom.sign} {values[0]})"


_bare = in_text(_condition, both="and", either="or", negated="not ")
_guarded = in_text(
    lambda atom: f"({atom.field} != null and {_condition(atom)})", both="and", either="or", negated="not "
)

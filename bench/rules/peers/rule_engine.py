"""rule-engine: expressions parsed once, asked pair by pair."""

import json
from typing import ClassVar

import rule_engine

from bench.rules.asking import Atom, Rule, in_text
from bench.rules.peers.one_by_one import Ask, OneByOne, operands


class RuleEngine(OneByOne):
    nulls: ClassVar = "null raises, or is no"

    def ask(self, rule: Rule) -> Ask:
        matches: Ask = rule_engine.Rule(_spelling.write(rule), context=_context).matches
        return matches


def _condition(atom: Atom) -> str:
    field, values = atom.field, [json.dumps(value) for value in operands(atom)]
    if atom.sign in ("in", "not in"):
        among = f"({field} in [{','.join(values)}])"
        return among if atom.sign == "in" else f"(not {among})"
    if atom.sign == "between":
        return f"({field} >= {values[0]} and {field} <= {values[1]})"
    if atom.sign == "begins":
        return f'({field} =~ "{atom.value}.*")'
    if atom.sign == "contains":
        return f"({values[0]} in {field})"
    return f"({field} {'==' if atom.sign == '=' else atom.sign} {values[0]})"


_context = rule_engine.Context(default_value=None)
_spelling = in_text(_condition, both="and", either="or", negated="not ")

"""json-logic-qubit: rules as JSON, interpreted pair by pair."""

from typing import ClassVar, TypeAlias

import json_logic

from bench.rules.asking import Atom, Rule, Spelling, Value
from bench.rules.peers.one_by_one import Ask, OneByOne, operands

Json: TypeAlias = "dict[str, Json] | list[Json] | Value"


class JsonLogic(OneByOne):
    nulls: ClassVar = "null coerced, as in JavaScript"

    def ask(self, rule: Rule) -> Ask:
        written = _spelling.write(rule)
        return lambda row: _truth(json_logic.jsonLogic(written, row))


def _truth(answer: object) -> bool | None:
    return None if answer is None else bool(answer)


def _condition(atom: Atom) -> Json:
    field: Json = {"var": atom.field}
    values: list[Json] = list(operands(atom))
    if atom.sign in ("in", "not in"):
        among: Json = {"in": [field, values]}
        return among if atom.sign == "in" else {"!": [among]}
    if atom.sign == "between":
        return {"<=": [values[0], field, values[1]]}
    if atom.sign == "begins":
        return {"==": [{"substr": [field, 0, len(str(atom.value))]}, values[0]]}
    if atom.sign == "contains":
        return {"in": [values[0], field]}
    return {"==" if atom.sign == "=" else atom.sign: [field, values[0]]}


_spelling: Spelling[Json] = Spelling(
    _condition, lambda parts: {"and": parts}, lambda parts: {"or": parts}, lambda part: {"!": [part]}
)

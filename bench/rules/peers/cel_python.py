"""cel-python: the Common Expression Language in Python, asked pair by pair."""

from typing import ClassVar

import celpy

from bench.rules.asking import Rule
from bench.rules.made import Row
from bench.rules.peers.cel_text import SPELLING, present
from bench.rules.peers.one_by_one import Ask, OneByOne


class CelPython(OneByOne):
    nulls: ClassVar = "Kleene, by errors of absent keys"
    errors_are_unknown: ClassVar = (celpy.CELEvalError,)

    def row(self, row: Row) -> Row:
        typed: Row = celpy.json_to_cel(present(row))
        return typed

    def ask(self, rule: Rule) -> Ask:
        environment = celpy.Environment()
        program = environment.program(environment.compile(SPELLING.write(rule)))
        return lambda row: bool(program.evaluate(row))

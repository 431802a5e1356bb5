"""common-expression-language: the same language compiled in Rust, asked pair by pair."""

from typing import ClassVar

import cel

from bench.rules.asking import Rule
from bench.rules.made import Row
from bench.rules.peers.cel_text import SPELLING, present
from bench.rules.peers.one_by_one import Ask, OneByOne


class CelRust(OneByOne):
    nulls: ClassVar = "Kleene, by errors of absent keys"
    errors_are_unknown: ClassVar = (Exception,)

    def row(self, row: Row) -> Row:
        return present(row)

    def ask(self, rule: Rule) -> Ask:
        program = cel.compile(SPELLING.write(rule))
        return lambda row: bool(program.execute(row))

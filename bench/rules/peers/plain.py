"""Plain Python: the tree of each rule walked for each row; it is also what the others are held against."""

from functools import partial
from typing import ClassVar

from bench.rules.asking import Rule, decide
from bench.rules.made import Row
from bench.rules.peers.one_by_one import Ask, OneByOne


class TreeWalk(OneByOne):
    nulls: ClassVar = "Kleene"

    def row(self, row: Row) -> Row:
        return row

    def ask(self, rule: Rule) -> Ask:
        return partial(decide, rule)

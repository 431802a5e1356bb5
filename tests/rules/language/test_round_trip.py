"""Chance rules: what is printed is understood, says the same, and prints the same again."""

import os
from random import Random

import pytest

from guatu.rules.errors import NotUnderstood, UnfitComparison, UnfitYear
from guatu.rules.language.forms import from_form, to_form
from guatu.rules.language.parsing import parse
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import Node
from guatu.rules.reference import decide
from tests.rules.random_rules import CATALOGUE, PARAMETERS, Writer, rows, setting

RULES = 20_000 if "GUATU_SOAK" in os.environ else 800
FEW = 50
NOT_WRITTEN = (UnfitComparison, NotUnderstood, UnfitYear)
"""Trees that no text gives: a range that is empty, a list within a list, 连续 within 连续."""


def chance_rule(seed: int) -> tuple[Random, Node]:
    chance = Random(seed)  # noqa: S311 - repeatable chance is the point
    return chance, Writer(chance).rule(chance.randint(0, 5))


def understood(text: str) -> Node | None:
    try:
        return parse(text, CATALOGUE, PARAMETERS)
    except NOT_WRITTEN:
        return None


@pytest.mark.parametrize("first", range(0, RULES, FEW))
def test_printed_text_is_understood_and_prints_the_same_again(first: int) -> None:
    met = 0
    for seed in range(first, first + FEW):
        chance, node = chance_rule(seed)
        read = understood(print_rule(node, CATALOGUE))
        if read is None:
            continue
        met += 1
        text = print_rule(read, CATALOGUE)
        assert parse(text, CATALOGUE, PARAMETERS) == read
        assert print_rule(parse(text, CATALOGUE, PARAMETERS), CATALOGUE) == text
        assert from_form(to_form(read), CATALOGUE, PARAMETERS) == read
        asked = setting(chance)
        for row in rows(chance, 3):
            assert decide(read, row, asked) is decide(node, row, asked), text
    assert met > FEW // 2

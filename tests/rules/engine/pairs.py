"""Pairs of a rule and a row, as the definition decides them and as the engine does."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import pytest

from guatu.rules.engine.outcomes import Outcome
from guatu.rules.engine.paths import has_fast_path
from guatu.rules.language.syntax import And, Node
from guatu.rules.reference import decide
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict, all_of
from tests.rules.random_rules import Writer, rows, setting

Pair = tuple[Verdict, int | None]
"""A verdict, and the part that alone is no."""
needs_fast = pytest.mark.skipif(not has_fast_path(), reason="没有安装 guatu[fast]：numba")
paths = pytest.mark.parametrize(
    "fast", [pytest.param(False, id="numpy"), pytest.param(True, id="numba", marks=needs_fast)]
)


class Case(NamedTuple):
    """Rules, rows, and what they are asked under."""

    rules: list[Node]
    rows: list[Row]
    setting: Setting


def case(seed: int, *, rules: int, count: int, deepest: int = 5, mixed: bool = True) -> Case:
    """Chance rules against chance rows, the same ones for a seed."""
    chance = Random(seed)  # noqa: S311 - repeatable chance is the point
    asked, given = setting(chance), rows(chance, count, mixed=mixed)
    writer = Writer(chance)
    return Case([writer.rule(chance.randint(0, deepest)) for _ in range(rules)], given, asked)


def defined(rule: Node, row: Row, asked: Setting) -> Pair:
    """What the definition says of a pair."""
    if not isinstance(rule, And):
        return decide(rule, row, asked), None
    verdicts = [decide(part, row, asked) for part in rule.parts]
    verdict = all_of(verdicts)
    others = [each for each in verdicts if each is not Verdict.NO]
    is_near = len(others) == len(verdicts) - 1 and set(others) == {Verdict.YES}
    return verdict, verdicts.index(Verdict.NO) if is_near else None


def all_defined(rules: Sequence[Node], given: Sequence[Row], asked: Setting) -> list[list[Pair]]:
    return [[defined(rule, row, asked) for row in given] for rule in rules]


def answered(outcome: Outcome) -> list[list[Pair]]:
    """The pairs of an outcome that lists everything; its counts must agree with its lists."""
    return [_of_rule(outcome, rule) for rule in range(len(outcome.yes_counts))]


def _of_rule(outcome: Outcome, rule: int) -> list[Pair]:
    assert outcome.unknown is not None
    assert outcome.near is not None
    assert outcome.near_counts is not None
    yes, unknown, near = (each.of(rule).tolist() for each in (outcome.yes, outcome.unknown, outcome.near))
    counts = (outcome.yes_counts[rule], outcome.unknown_counts[rule], outcome.near_counts[rule])
    assert counts == (len(yes), len(unknown), len(near))
    parts = dict(zip(near, outcome.near.parts_of(rule).tolist(), strict=True))
    verdicts = [Verdict.NO] * outcome.size
    for row in yes:
        verdicts[row] = Verdict.YES
    for row in unknown:
        verdicts[row] = Verdict.UNKNOWN
    return [(verdict, parts.get(row)) for row, verdict in enumerate(verdicts)]


def differences(
    found: list[list[Pair]], meant: list[list[Pair]], rules: Sequence[Node], given: Sequence[Row]
) -> list[tuple[Node, Row, Pair, Pair]]:
    """The pairs that are answered otherwise than they should be."""
    return [
        (rule, row, one, other)
        for rule, ones, others in zip(rules, found, meant, strict=True)
        for row, one, other in zip(given, ones, others, strict=True)
        if one != other
    ]

"""The engine answers as the definition does, pair by pair: the verdict, and which part a near-miss fails."""

import os
from collections.abc import Sequence
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.rules.engine.encoded import EVERYTHING, Encoded
from guatu.rules.engine.outcomes import Outcome
from guatu.rules.engine.paths import has_fast_path
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.language.syntax import And, Node
from guatu.rules.reference import decide
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict
from tests.rules.random_rules import Writer, rows, setting

EXAMPLES: Final = 600 if os.environ.get("GUATU_SOAK") else 30
RULES: Final = 20
ROWS: Final = 40
DEEPEST: Final = 5
paths = pytest.mark.parametrize(
    "fast",
    [
        pytest.param(False, id="numpy"),
        pytest.param(
            True,
            id="numba",
            marks=pytest.mark.skipif(not has_fast_path(), reason="没有安装 guatu[fast]：numba"),
        ),
    ],
)
Pair = tuple[Verdict, int | None]
"""A verdict, and the part that alone is no."""


def defined(rule: Node, row: Row, asked: Setting) -> Pair:
    verdict = decide(rule, row, asked)
    if not isinstance(rule, And):
        return verdict, None
    verdicts = [decide(part, row, asked) for part in rule.parts]
    others = [each for each in verdicts if each is not Verdict.NO]
    is_near = len(others) == len(verdicts) - 1 and set(others) == {Verdict.YES}
    return verdict, verdicts.index(Verdict.NO) if is_near else None


def answered(outcome: Outcome, rule: int) -> list[Pair]:
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
    rules: Sequence[Node], given_rows: Sequence[Row], asked: Setting, *, fast: bool
) -> list[object]:
    outcome = Encoded(table_of(given_rows), fast=fast).decide(rules, asked, EVERYTHING)
    return [
        (rule, row, found, meant)
        for number, rule in enumerate(rules)
        for row, found in zip(given_rows, answered(outcome, number), strict=True)
        if found != (meant := defined(rule, row, asked))
    ]


@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32))
@paths
def test_every_pair_is_answered_as_defined(seed: int, *, fast: bool) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable chance is the point
    asked, given_rows, writer = setting(chance), rows(chance, ROWS), Writer(chance)
    rules = [writer.rule(chance.randint(0, DEEPEST)) for _ in range(RULES)]

    assert not differences(rules, given_rows, asked, fast=fast)

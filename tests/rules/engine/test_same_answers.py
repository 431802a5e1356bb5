"""The engine answers as the definition does, pair by pair: the verdict, and which part a near-miss fails."""

import os
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.rules.engine.encoded import EVERYTHING, Encoded
from guatu.rules.engine.outcomes import Wanted
from guatu.rules.engine.paths import has_fast_path
from guatu.rules.engine.plain_rows import table_of
from tests.rules.engine.pairs import all_defined, answered, case, differences, paths

RULES: Final = 20
ROWS: Final = 40
PAIRS: Final = int(os.environ.get("GUATU_PAIRS", 480_000 if os.environ.get("GUATU_SOAK") else 20_800))
EXAMPLES: Final = PAIRS // (RULES * ROWS)
MANY: Final = 70_001
"""More than a block of either path, and not a whole number of them."""
PATHS: Final = (False, True) if has_fast_path() else (False,)
"""Both are held against the same pairs, which are decided once."""
SEEDS: Final = st.integers(0, 2**32)


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_every_pair_is_answered_as_defined_on_either_path(seed: int) -> None:
    rules, rows, asked = case(seed, rules=RULES, count=ROWS)
    pairs = all_defined(rules, rows, asked)

    for fast in PATHS:
        outcome = Encoded(table_of(rows), fast=fast).decide(rules, asked, EVERYTHING)
        assert not differences(answered(outcome), pairs, rules, rows), fast


@paths
@settings(max_examples=max(3, EXAMPLES // 10))
@given(seed=SEEDS)
def test_one_row_is_answered_as_it_is_among_others(seed: int, *, fast: bool) -> None:
    rules, rows, asked = case(seed, rules=RULES, count=ROWS)
    encoded = Encoded(table_of(rows[: ROWS // 2]), fast=fast)
    prepared = encoded.prepare(rules, asked)

    for row in rows[ROWS // 2 :]:
        pairs = all_defined(rules, [row], asked)
        assert not differences(answered(prepared.of_row(row)), pairs, rules, [row])


@paths
def test_many_rows_are_answered_as_few_by_any_number_of_threads(*, fast: bool) -> None:
    rules, rows, asked = case(31, rules=8, count=ROWS, deepest=3, mixed=False)
    few = Encoded(table_of(rows), fast=fast).decide(rules, asked, EVERYTHING)
    repeated = np.arange(MANY) % ROWS

    for threads in (1, 3):
        table = table_of(rows).take(repeated)
        many = Encoded(table, fast=fast, threads=threads).decide(rules, asked, EVERYTHING)
        for rule in range(len(rules)):
            for one, all_of_them in ((few.yes, many.yes), (few.unknown, many.unknown), (few.near, many.near)):
                assert one is not None
                assert all_of_them is not None
                found = np.flatnonzero(np.isin(repeated, one.of(rule)))
                assert np.array_equal(all_of_them.of(rule), found)
        assert many.near is not None
        assert few.near is not None
        for rule in range(len(rules)):
            parts = dict(zip(few.near.of(rule), few.near.parts_of(rule), strict=True))
            found = np.array([parts[row] for row in repeated[many.near.of(rule)]], np.uint16)
            assert np.array_equal(many.near.parts_of(rule), found)


@paths
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(near_counts=False), Wanted(near_counts=False, near_rows=True)]
)
def test_what_is_not_wanted_is_not_told_and_what_is_does_not_change(wanted: Wanted, *, fast: bool) -> None:
    rules, rows, asked = case(5, rules=RULES, count=ROWS)
    prepared = Encoded(table_of(rows), fast=fast).prepare(rules, asked)

    everything, found = prepared.outcome(EVERYTHING), prepared.outcome(wanted)

    assert found.unknown is None
    assert (found.near is None) is not wanted.near_rows
    assert (found.near_counts is None) is not wanted.has_near
    assert found.yes.rows.tolist() == everything.yes.rows.tolist()
    assert found.unknown_counts.tolist() == everything.unknown_counts.tolist()
    if found.near_counts is not None:
        assert everything.near_counts is not None
        assert found.near_counts.tolist() == everything.near_counts.tolist()


@paths
def test_a_table_without_rows_has_no_matches(*, fast: bool) -> None:
    rules, _, asked = case(3, rules=RULES, count=1)

    for threads in (1, 3):
        outcome = Encoded(table_of([]), fast=fast, threads=threads).decide(rules, asked, EVERYTHING)
        assert answered(outcome) == [[] for _ in rules]


@paths
def test_more_threads_than_blocks_change_nothing(*, fast: bool) -> None:
    rules, rows, asked = case(9, rules=RULES, count=ROWS)

    one, many = (Encoded(table_of(rows), fast=fast, threads=threads) for threads in (1, 5))

    found = answered(many.decide(rules, asked, EVERYTHING))
    assert found == answered(one.decide(rules, asked, EVERYTHING))


@paths
def test_no_rules_give_an_empty_outcome(*, fast: bool) -> None:
    _, rows, asked = case(3, rules=1, count=ROWS)

    outcome = Encoded(table_of(rows), fast=fast).decide([], asked, EVERYTHING)

    assert answered(outcome) == []
    assert outcome.size == ROWS


@paths
def test_progress_adds_up_to_all_rows_and_changes_no_answer(*, fast: bool) -> None:
    rules, rows, asked = case(7, rules=3, count=ROWS, deepest=2)
    encoded = Encoded(table_of([rows[number % ROWS] for number in range(MANY)]), fast=fast, threads=2)
    told: list[int] = []

    outcome = encoded.decide(rules, asked, EVERYTHING, progress=told.append)

    assert sum(told) == MANY
    plain = encoded.decide(rules, asked, EVERYTHING)
    assert [outcome.yes.of(rule).tolist() for rule in range(3)] == [
        plain.yes.of(rule).tolist() for rule in range(3)
    ]

"""How engines of rules are held against what is right, and what one process tells another of it."""

from dataclasses import replace

import numpy as np

from bench.rules.agreement import NO, RAISED, UNKNOWN, YES, Agreement, as_verdict, judged
from bench.rules.spending import Run, Spent


def test_what_is_unknown_may_be_told_in_four_ways_and_what_is_decided_in_two() -> None:
    right = np.array([[UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN], [YES, NO, NO, YES]], np.int8)
    told = np.array([[YES, NO, RAISED, UNKNOWN], [YES, NO, RAISED, UNKNOWN]], np.int8)

    assert judged(told, right) == Agreement(
        unknown=4, unknown_as_yes=1, unknown_as_no=1, unknown_raised=1, decided=4, decided_differ=2
    )


def test_no_answer_is_unknown() -> None:
    assert [as_verdict(answer) for answer in (True, False, None)] == [YES, NO, UNKNOWN]


def test_what_was_spent_comes_out_of_the_other_process_as_it_went_in() -> None:
    spent = Spent(
        rules=42,
        cpu=1.5,
        wall=0.75,
        compile_cpu=0.25,
        rounds=3,
        held=120.5,
        peak=240.0,
        load=0.5,
        matches=7,
        unknown=None,
        nulls="Kleene",
        agreement=Agreement(1, 1, 0, 0, 9, 0),
    )

    assert Spent.from_json(spent.as_json()) == spent
    assert Spent.from_json(replace(spent, agreement=None).as_json()) == replace(spent, agreement=None)


def test_a_smaller_run_keeps_the_one_row_and_the_one_rule_that_changed() -> None:
    assert Run("plain python", 1_000_000, 1).smaller() == Run("plain python", 20_000, 1)
    assert Run("plain python", 1, 1_000, is_sharing=True).smaller() == Run(
        "plain python", 1, 100, is_sharing=True
    )

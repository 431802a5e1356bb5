"""Measuring on a noisy machine: turns, medians and ratios within a turn."""

import pytest

from bench.timing import Times, take_turns


def test_contenders_take_turns_and_the_first_turns_do_not_count() -> None:
    ran: list[str] = []

    times = take_turns({"A": lambda: ran.append("A"), "B": lambda: ran.append("B")}, rounds=3, warm_up=2)

    assert "".join(ran) == "AB" * 5
    assert [len(times.seconds[name]) for name in ("A", "B")] == [3, 3]


def test_a_slow_minute_that_hits_both_changes_the_median_and_not_the_ratio() -> None:
    times = Times({"ours": (0.010, 0.040, 0.040), "theirs": (0.020, 0.080, 0.080)})

    assert times.median_ms("ours") == pytest.approx(40)
    assert times.ratio("ours", "theirs") == pytest.approx(0.5)


def test_the_ratio_is_the_median_of_the_ratios_and_not_the_ratio_of_the_medians() -> None:
    times = Times({"ours": (1.0, 2.0, 9.0), "theirs": (4.0, 2.0, 3.0)})

    assert times.ratio("ours", "theirs") == pytest.approx(1.0)

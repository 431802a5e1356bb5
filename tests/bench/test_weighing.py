"""The scales of the mixed load: what is told of the looks, and that a process has a weight at all."""

import os
import sys

import pytest

from bench import weighing
from bench.weighing import Scales, Weight


def weight(at: float, mib: float, *, in_round: bool = False) -> Weight:
    return Weight(at=at, all=mib, anonymous=mib - 5, web=mib / 2, in_round=in_round)


def test_each_half_is_told_by_least_median_and_most() -> None:
    looks = [weight(at, mib) for at, mib in ((0, 100), (10, 140), (20, 120), (30, 150), (40, 130), (60, 110))]

    first, second = Scales(1, 0.0, lambda: 0, looks).halves().splitlines()

    assert first.startswith("first half all 100, 120, 140; anonymous 95, 115, 135; ")
    assert second.startswith("second half all 110, 130, 150; ")


def test_what_lies_between_rounds_is_told_by_itself() -> None:
    told = weighing.spans([weight(0, 100), weight(2, 140, in_round=True)])

    assert told.endswith("all between rounds 100, 100, 100 MiB")
    assert "between rounds" not in weighing.spans([weight(2, 140, in_round=True)])


@pytest.mark.skipif(sys.platform != "linux", reason="weights are read from /proc")
def test_a_process_weighs_what_it_holds() -> None:
    before = weighing.weighed(os.getpid(), 0.0)
    held = bytearray(os.urandom(32 * 1024 * 1024))
    after = weighing.weighed(os.getpid(), 1.0)

    assert after.anonymous - before.anonymous > 30
    assert after.all >= after.anonymous > len(held) / 1024**2

"""A line that holds thousands of ordinals costs no more time than its length asks for."""

from time import process_time

from guatu.reading.loading import load
from guatu.reading.repairing import repair


def test_thousands_of_ordinals_in_one_line_are_gone_over_once() -> None:
    source = load(("关于督查情况的通报\n" + "（一）" * 30_000).encode(), name="通报.txt")
    begun = process_time()

    repaired = repair(source)

    assert repaired.text.count("（一）") == 30_000
    assert process_time() - begun < 5

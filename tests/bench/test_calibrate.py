"""The curve of confidence: what is seen to go wrong counts against, and no document vouches for itself."""

import ast
import math

import pytest

pytest.importorskip("numpy")  # comes with what `make bench` installs

from bench.calibrate import as_code, as_table
from bench.scoring.calibration import Judged
from bench.scoring.fitting import Example, chances, chances_unseen, fit


def examples(document: str, *, right: int, wrong: int, **signs: float) -> list[Example]:
    found = {"base": 1.0, **signs}
    return [Example(document, found, is_right=at < right) for at in range(right + wrong)]


def test_items_without_signs_get_the_share_that_was_right() -> None:
    seen = examples("纪要", right=8, wrong=2)

    weights = fit(seen)
    chance = chances(seen, weights)[0]

    # where the ridge of 0.05 and the slope of the curve hold each other: 10 p - 8 + 0.05 w = 0
    assert 10 * chance - 8 + 0.05 * math.log(chance / (1 - chance)) == pytest.approx(0, abs=1e-6)
    assert chance == pytest.approx(0.79, abs=0.01)


def test_a_sign_of_items_that_were_wrong_counts_against() -> None:
    weights = fit(examples("纪要", right=9, wrong=1) + examples("方案", right=2, wrong=8, long=1.0))

    assert weights["long"] < 0 < weights["base"]


def test_a_document_is_judged_by_the_others_alone() -> None:
    right, wrong = examples("纪要", right=6, wrong=0), examples("方案", right=0, wrong=6)

    unseen = chances_unseen([*right, *wrong])

    assert max(unseen[:6]) < 0.5 < min(unseen[6:])


def test_a_sign_that_no_other_document_has_counts_nothing() -> None:
    common = examples("纪要", right=3, wrong=3)

    unseen = chances_unseen([*common, *examples("方案", right=0, wrong=1, long=1.0)])

    assert unseen[-1] == pytest.approx(0.5)


def test_the_weights_are_printed_as_python() -> None:
    code = as_code({"no owner": -0.5, "base": 2.45})

    head, _, literal = code.partition(" = ")
    assert head == "WEIGHTS: dict[str, float]"
    assert list(ast.literal_eval(literal).items()) == [("base", 2.45), ("no owner", -0.5)]


def test_the_table_counts_each_bin_seen_and_unseen() -> None:
    sure = Judged(confidence=0.95, is_right=True, name="1", at=0)
    doubtful = Judged(confidence=0.35, is_right=False, name="2", at=1)

    rows = as_table([sure, sure], [sure, doubtful]).splitlines()

    assert rows[-1] == "| 0.9 to 1.0 | 2 | 2 | 1.00 | 1 | 1 | 1.00 |"
    assert rows[5] == "| 0.3 to 0.4 | 0 | 0 |  | 1 | 0 | 0.00 |"

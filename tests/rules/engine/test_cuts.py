"""A column is cut where the decimals of its values meet a figure, not where machine numbers do."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.rules.engine.cuts import least_float, meaning
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.errors import UnfitValue
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.language.syntax import Compares, FieldAt, Figure, Sign
from guatu.rules.rows import Row, Value
from tests.rules.engine.pairs import case, paths


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=Decimal("-1e320"), max_value=Decimal("1e320")
    ),
    st.booleans(),
)
def test_a_cut_is_the_least_float_that_meets_the_figure(written: Decimal, includes: bool) -> None:  # noqa: FBT001
    value = Fraction(written)

    cut = least_float(value, includes=includes)

    below = meaning(math.nextafter(cut, -math.inf))
    assert meaning(cut) >= value if includes else meaning(cut) > value
    assert below < value if includes else below <= value


@paths
@pytest.mark.parametrize("value", [0.03, Decimal("0.03"), 3])
@pytest.mark.parametrize(
    ("sign", "holds"), [("≥", True), ("=", True), (">", False), ("<", False), ("≤", True)]
)
def test_three_hundredths_are_three_percent(value: Value, sign: Sign, *, holds: bool, fast: bool) -> None:
    _, _, asked = case(1, rules=0, count=1)
    rows: list[Row] = [{"share": value}]
    unit = "" if value == 3 else "%"
    rules = [Compares(FieldAt("share"), sign, Figure(Decimal(3), unit))]

    outcome = Encoded(table_of(rows), fast=fast).decide(rules, asked)

    assert outcome.yes_counts.tolist() == [int(holds)]
    assert outcome.unknown_counts.tolist() == [0]


def test_a_text_among_figures_is_refused_with_its_place() -> None:
    _, _, asked = case(1, rules=0, count=1)
    rules = [Compares(FieldAt("staff"), "≥", Figure(Decimal(30), "人"))]

    with pytest.raises(UnfitValue, match="列“staff”第2行"):
        Encoded(table_of([{"staff": 3}, {"staff": "三人"}])).decide(rules, asked)

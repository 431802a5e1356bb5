"""A column is cut where the decimals of its values meet a figure, not where machine numbers do."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.rules.catalogue.fields import Catalogue, Field, FieldType
from guatu.rules.engine.cuts import least_float, meaning
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.errors import UnfitValue
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.language.syntax import Compares, FieldAt, Figure, Sign
from guatu.rules.rows import Row, Value
from guatu.rules.setting import Setting
from tests.rules.engine.pairs import case, paths

_SIGNS: Final[tuple[Sign, ...]] = ("=", ">", "≥", "<", "≤")


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


@paths
@pytest.mark.parametrize("value", [3, 3.0, Decimal(3), Decimal("3.5")])
@pytest.mark.parametrize(("figure", "is_above"), [("1e19", False), ("-1e19", True), ("1e400", False)])
def test_figures_beyond_64_bits_are_compared_as_any_other(
    value: Value, figure: str, *, is_above: bool, fast: bool
) -> None:
    _, _, asked = case(1, rules=0, count=1)
    rules = [Compares(FieldAt("staff"), sign, Figure(Decimal(figure), "人")) for sign in _SIGNS]

    outcome = Encoded(table_of([{"staff": value}]), fast=fast).decide(rules, asked)

    assert outcome.yes_counts.tolist() == [0, is_above, is_above, not is_above, not is_above]


@paths
def test_a_float_beyond_64_bits_is_above_figures_that_are_too(*, fast: bool) -> None:
    _, _, asked = case(1, rules=0, count=1)
    rules = [Compares(FieldAt("staff"), "≥", Figure(Decimal(figure), "人")) for figure in ("1e19", "1e30")]

    outcome = Encoded(table_of([{"staff": 1e25}]), fast=fast).decide(rules, asked)

    assert outcome.yes_counts.tolist() == [1, 0]


@paths
@pytest.mark.parametrize(
    ("kind", "unit"), [("percent", "%"), ("money", "元"), ("percent", ""), ("number", "件")]
)
def test_two_fields_of_one_unit_are_compared_as_they_are_held(
    kind: FieldType, unit: str, *, fast: bool
) -> None:
    fields = tuple(Field(name, name, kind, unit) for name in ("asked", "given"))
    on = Setting(Catalogue(fields), date(2026, 6, 30))
    rows: list[Row] = [{"asked": Decimal("0.03"), "given": Decimal("0.03")}]

    outcome = Encoded(table_of(rows), fast=fast).decide(
        [Compares(FieldAt("asked"), "=", FieldAt("given"))], on
    )

    assert outcome.yes_counts.tolist() == [1]

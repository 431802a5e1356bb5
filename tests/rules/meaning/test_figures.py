"""Figures against their bounds: the figure itself, one below, one above, missing; units, ratios, extremes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.units import Conversions
from guatu.rules.language.syntax import (
    Compares,
    DayAt,
    FieldAt,
    InARow,
    IsBetween,
    IsMissing,
    OverYears,
    Parameter,
    Sign,
    YearsBack,
)
from guatu.rules.reference import decide, found
from guatu.rules.rows import Row, Value
from guatu.rules.setting import DatedValue, Setting
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import DAY, NO, SETTING, UNKNOWN, YES, figure, verdict, with_parameter

LAST_YEAR = FieldAt("revenue", YearsBack(1))
STAFF = FieldAt("staff")
BELOW, AT, ABOVE = 29, 30, 31


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("≥", (NO, YES, YES)),
        (">", (NO, NO, YES)),
        ("≤", (YES, YES, NO)),
        ("<", (YES, NO, NO)),
        ("=", (NO, YES, NO)),
        ("≠", (YES, NO, YES)),
    ],
)
def test_each_sign_on_the_figure_itself_and_on_both_sides_of_it(
    sign: Sign, expected: tuple[Verdict, ...]
) -> None:
    node = Compares(STAFF, sign, figure("30", "人"))
    assert tuple(verdict(node, {"staff": staff}) for staff in (BELOW, AT, ABOVE)) == expected


@pytest.mark.parametrize("sign", ["=", "≠", "<", "≤", ">", "≥"])
@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN"), Decimal("sNaN")])
def test_a_missing_figure_is_unknown_under_every_sign(sign: Sign, missing: Value) -> None:
    node = Compares(STAFF, sign, figure("30", "人"))
    assert verdict(node, {"staff": missing}) is UNKNOWN
    assert verdict(node, {}) is UNKNOWN


@pytest.mark.parametrize(
    ("staff", "closed", "opened"), [(29, NO, NO), (30, YES, NO), (31, YES, YES), (40, YES, NO), (41, NO, NO)]
)
def test_between_takes_both_ends_unless_they_are_excluded(
    staff: int, closed: Verdict, opened: Verdict
) -> None:
    low, high = figure("30", "人"), figure("40", "人")
    assert verdict(IsBetween(STAFF, low, high), {"staff": staff}) is closed
    without_ends = IsBetween(STAFF, low, high, includes_low=False, includes_high=False)
    assert verdict(without_ends, {"staff": staff}) is opened


def test_between_is_no_at_an_end_that_fails_though_the_other_has_no_value() -> None:
    node = IsBetween(STAFF, figure("30", "人"), Parameter("门槛"))
    setting = with_parameter()
    assert decide(node, {"staff": 29}, setting) is NO
    assert decide(node, {"staff": 31}, setting) is UNKNOWN


@pytest.mark.parametrize(
    ("unit", "value"),
    [("万元", "2000"), ("亿元", "0.2"), ("元", "20000000"), ("千万元", "2"), ("", "20000000")],
)
def test_money_in_a_rule_is_measured_in_yuan(unit: str, value: str) -> None:
    node = Compares(LAST_YEAR, "=", figure(value, unit))
    assert verdict(node, {"revenue_2025": 20_000_000}) is YES
    assert verdict(node, {"revenue_2025": Decimal("20000000.01")}) is NO


def test_a_percent_is_held_as_a_fraction_and_a_float_means_its_shortest_spelling() -> None:
    share = FieldAt("pay_rate")
    assert verdict(Compares(share, "=", figure("3", "%")), {"pay_rate": 0.03}) is YES
    assert verdict(Compares(share, "=", figure("30", "‰")), {"pay_rate": Decimal("0.03")}) is YES
    assert verdict(Compares(share, "≥", figure("3", "%")), {"pay_rate": Decimal("0.0299999999999")}) is NO
    assert 0.1 + 0.2 > 0.3
    assert verdict(Compares(share, ">", figure("30", "%")), {"pay_rate": 0.1 + 0.2}) is YES


def test_people_are_counted_in_tens_of_thousands_too() -> None:
    assert verdict(Compares(STAFF, "≥", figure("1.2", "万人")), {"staff": 12_000}) is YES
    assert verdict(Compares(STAFF, "≥", figure("1.2", "万人")), {"staff": 11_999}) is NO


@pytest.mark.parametrize(("paid", "expected"), [(99, YES), (100, YES), (101, NO), (None, UNKNOWN)])
def test_two_fields_are_compared_with_each_other(paid: Value, expected: Verdict) -> None:
    node = Compares(FieldAt("paid"), "≤", FieldAt("approved"))
    assert verdict(node, {"paid": paid, "approved": 100}) is expected
    assert verdict(node, {"paid": paid}) is UNKNOWN


def test_fields_in_different_units_are_compared_in_one() -> None:
    fields = (
        Field("shipped", "发运量", "number", unit="吨"),
        Field("weighed", "过磅量", "number", unit="千克"),
    )
    conversions = Conversions({"吨": (Decimal(1000), "千克"), "千克": (Decimal("0.001"), "吨")})
    setting = Setting(Catalogue(fields, conversions), DAY)
    row = {"shipped": 3, "weighed": 3000}
    for left, right in (("shipped", "weighed"), ("weighed", "shipped")):
        assert decide(Compares(FieldAt(left), "=", FieldAt(right)), row, setting) is YES


def test_shares_are_compared_as_fractions_whatever_unit_their_fields_name() -> None:
    fields = (Field("asked", "应付率", "percent", unit="%"), Field("paid", "支付率", "percent", unit="%"))
    row = {"asked": 0.6, "paid": 0.6}
    node = Compares(FieldAt("paid"), "=", FieldAt("asked"))
    assert decide(node, row, Setting(Catalogue(fields), DAY)) is YES


def test_an_infinite_figure_stands_above_or_below_every_other() -> None:
    node = Compares(STAFF, "≥", figure("1e400", "人"))
    assert verdict(node, {"staff": float("inf")}) is YES
    assert verdict(node, {"staff": Decimal("-Infinity")}) is NO
    assert (
        verdict(Compares(STAFF, "=", FieldAt("patents")), {"staff": float("inf"), "patents": float("inf")})
        is YES
    )


def test_figures_of_any_size_are_exact() -> None:
    huge = 10**40
    node = Compares(FieldAt("score"), "≥", figure(str(huge)))
    assert verdict(node, {"score": huge}) is YES
    assert verdict(node, {"score": huge - 1}) is NO
    small = Compares(FieldAt("score"), ">", figure("0"))
    assert verdict(small, {"score": Decimal("1e-60")}) is YES


def test_relative_years_go_by_the_day_of_the_row() -> None:
    node = Compares(LAST_YEAR, "≥", figure("1", "元"))
    row = {"revenue_2024": 5, "revenue_2025": 0}
    assert verdict(node, row) is NO
    assert verdict(node, {**row, "asked_on": date(2025, 3, 1)}) is YES
    assert verdict(Compares(FieldAt("revenue", 2024), "≥", figure("1", "元")), row) is YES
    assert verdict(Compares(FieldAt("revenue", YearsBack(0)), "≥", figure("1", "元")), row) is UNKNOWN


def test_a_ratio_is_exact_and_unknown_over_zero_or_a_missing_part() -> None:
    third = Compares(FieldAt("research_share", YearsBack(1)), "≥", figure("33.3333", "%"))
    assert verdict(third, {"research_2025": 1, "revenue_2025": 3}) is YES
    assert found(third.left, {"research_2025": 1, "revenue_2025": 3}, SETTING) == Fraction(1, 3)
    assert verdict(third, {"research_2025": 1, "revenue_2025": 0}) is UNKNOWN
    assert verdict(third, {"research_2025": 0, "revenue_2025": 0}) is UNKNOWN
    assert verdict(third, {"revenue_2025": 3}) is UNKNOWN
    assert verdict(third, {"research_2025": 1, "revenue_2025": float("inf")}) is UNKNOWN
    assert verdict(third, {"research_2025": 1, "revenue_2024": 3}) is UNKNOWN


def test_days_between_two_days_are_counted() -> None:
    node = Compares(FieldAt("days_left"), "<", figure("7", "天"))
    assert verdict(node, {"deadline": date(2026, 7, 6)}) is YES
    assert verdict(node, {"deadline": date(2026, 7, 7)}) is NO
    assert verdict(node, {"deadline": date(2026, 6, 1)}) is YES
    assert verdict(node, {}) is UNKNOWN


@pytest.mark.parametrize(("latest", "expected"), [(59, NO), (60, YES), (None, UNKNOWN)])
def test_an_average_takes_the_years_before_the_day_and_needs_all_of_them(
    latest: Value, expected: Verdict
) -> None:
    node = Compares(OverYears("average", "revenue", 3), "≥", figure("30", "元"))
    row = {"revenue_2023": 10, "revenue_2024": 20, "revenue_2025": latest, "revenue_2026": 1000}
    assert verdict(node, row) is expected
    total = Compares(OverYears("sum", "revenue", 3), "≥", figure("90", "元"))
    assert verdict(total, row) is expected


def test_an_average_of_a_ratio_adds_the_ratio_of_each_year() -> None:
    row = {"research_2024": 1, "revenue_2024": 3, "research_2025": 1, "revenue_2025": 6}
    assert found(OverYears("average", "research_share", 2), row, SETTING) == Fraction(1, 4)
    assert found(OverYears("average", "research_share", 3), row, SETTING) is None


@pytest.mark.parametrize(
    ("before", "latest", "expected"),
    [(10, 10, YES), (9, 10, NO), (10, 9, NO), (None, 10, UNKNOWN), (None, 9, NO)],
)
def test_years_in_a_row_each_meet_the_part(before: Value, latest: Value, expected: Verdict) -> None:
    node = InARow(2, Compares(FieldAt("revenue"), "≥", figure("10", "元")))
    assert verdict(node, {"revenue_2024": before, "revenue_2025": latest, "revenue_2023": 0}) is expected


def test_in_a_row_leaves_fields_of_a_named_year_and_those_without_year() -> None:
    part = Compares(FieldAt("revenue"), "≥", FieldAt("revenue", 2020))
    row = {"revenue_2020": 10, "revenue_2024": 10, "revenue_2025": 11}
    assert verdict(InARow(2, part), row) is YES
    assert verdict(InARow(2, Compares(STAFF, "≥", figure("1", "人"))), {"staff": 1}) is YES


def test_a_parameter_has_the_value_that_is_in_force_on_the_day() -> None:
    setting = with_parameter(
        DatedValue(figure("20", "人"), until=date(2025, 12, 31)),
        DatedValue(figure("30", "人"), since=date(2026, 1, 1), until=date(2026, 6, 30)),
    )
    node = Compares(STAFF, "≥", Parameter("门槛"))
    assert decide(node, {"staff": 29}, setting) is NO
    assert decide(node, {"staff": 30}, setting) is YES
    assert decide(node, {"staff": 29, "asked_on": date(2025, 12, 31)}, setting) is YES
    assert decide(node, {"staff": 30, "asked_on": date(2026, 7, 1)}, setting) is UNKNOWN


def test_a_parameter_may_be_a_day_or_a_grade() -> None:
    day = with_parameter(DatedValue(DayAt(DAY)))
    assert decide(Compares(FieldAt("founded"), "≤", Parameter("门槛")), {"founded": DAY}, day) is YES


def test_a_stale_figure_decides_unless_stale_counts_as_missing() -> None:
    node = Compares(LAST_YEAR, "≥", figure("10", "元"))
    strict = with_parameter(stale_is_unknown=True)
    fresh: Row = {"revenue_2025": 10, "revenue_2025_as_of": date(2025, 12, 12)}
    stale: Row = {"revenue_2025": 10, "revenue_2025_as_of": date(2025, 12, 11)}  # 201 days before the day
    assert (DAY - date(2025, 12, 11)).days == 201
    assert [verdict(node, row) for row in (fresh, stale)] == [YES, YES]
    assert [decide(node, row, strict) for row in (fresh, stale)] == [YES, UNKNOWN]
    assert decide(IsMissing(LAST_YEAR), stale, strict) is YES
    assert decide(node, {"revenue_2025": 10}, strict) is YES
    paid: Row = {"paid": 1, "paid_as_of": date(1999, 1, 1)}  # a field that never grows stale
    assert decide(Compares(FieldAt("paid"), "≥", figure("1", "元")), paid, strict) is YES


def test_a_ratio_is_as_stale_as_its_parts() -> None:
    node = Compares(FieldAt("research_share", YearsBack(1)), "≥", figure("1", "%"))
    row: Row = {"research_2025": 1, "revenue_2025": 3, "revenue_2025_as_of": date(2025, 1, 1)}
    assert verdict(node, row) is YES
    assert decide(node, row, with_parameter(stale_is_unknown=True)) is UNKNOWN

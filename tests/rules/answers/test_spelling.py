"""Numbers, units, days and spans of time as officials write them."""

from datetime import date
from fractions import Fraction

import pytest

from guatu.rules.answers.spelling import (
    spell,
    write_day,
    write_difference,
    write_figure,
    write_list,
    write_span,
)
from guatu.rules.catalogue.fields import Field
from guatu.rules.catalogue.units import Conversions

MONEY, SHARE = Field("revenue", "营业收入", "money"), Field("share", "占比", "percent")
STAFF, HOURS = Field("staff", "从业人数", "number", unit="人"), Field("left", "剩余", "number", unit="工作日")
BARE = Field("score", "得分", "number")
UNITS = Conversions()


@pytest.mark.parametrize(
    ("value", "field", "unit", "text"),
    [
        ("18800000", MONEY, "万元", "1880万元"),
        ("18765432.1", MONEY, "万元", "1876.54321万元"),
        ("380000000", MONEY, "亿元", "3.8亿元"),
        ("88000000", MONEY, "亿元", "8800万元"),  # nobody writes 0.88亿元
        ("5000", MONEY, "万元", "5000元"),
        ("3500000000", MONEY, "万元", "35亿元"),
        ("123456789", MONEY, "", "12345.6789万元"),
        ("130000000", MONEY, "", "1.3亿元"),
        ("9999.5", MONEY, "", "9999.5元"),
        ("0", MONEY, "万元", "0万元"),
        ("-1200000", MONEY, "万元", "-120万元"),
        ("0.032", SHARE, "%", "3.2%"),
        ("1/3", SHARE, "%", "约33.33%"),
        ("0.032", SHARE, "", "3.2%"),
        ("0.0005", SHARE, "‰", "0.5‰"),
        ("30", STAFF, "人", "30人"),
        ("11999", STAFF, "万人", "1.1999万人"),
        ("300", STAFF, "万人", "300人"),
        ("12000", STAFF, "人", "12000人"),
        ("5", HOURS, "个工作日", "5个工作日"),
        ("5", HOURS, "", "5个工作日"),
        ("62.5", BARE, "", "62.5"),
    ],
)
def test_a_figure_is_written_in_the_unit_of_the_rule_or_a_handy_one(
    value: str, field: Field, unit: str, text: str
) -> None:
    assert str(write_figure(Fraction(value), field, unit, UNITS)) == text


def test_a_rounded_figure_never_comes_out_as_the_bound_it_misses() -> None:
    just_below = Fraction(3, 100) - Fraction(1, 3_000_000)
    assert str(write_figure(just_below, SHARE, "%", UNITS)) == "约3%"
    assert str(write_figure(just_below, SHARE, "%", UNITS, Fraction(3, 100))) == "约2.99997%"
    assert str(spell(Fraction(1, 3 * 10**6))) == "约0.0000003"
    assert str(spell(Fraction(-2, 3))) == "约-0.67"


def test_shares_differ_by_points() -> None:
    assert str(write_difference(Fraction("0.008"), SHARE, "%", UNITS)) == "0.8个百分点"
    assert str(write_difference(Fraction(1_200_000), MONEY, "万元", UNITS)) == "120万元"


def test_the_boundless_is_said_in_words() -> None:
    assert str(write_figure(float("inf"), STAFF, "人", UNITS)) == "无穷大"
    assert str(write_figure(float("-inf"), MONEY, "万元", UNITS)) == "负无穷大"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 4, 30), date(2026, 6, 30), "2个月"),
        (date(2024, 6, 30), date(2024, 9, 10), "2个月11天"),
        (date(2024, 6, 30), date(2026, 6, 30), "2年"),
        (date(2024, 2, 29), date(2025, 2, 28), "1年"),  # full by 民法典, for the month is shorter
        (date(2026, 1, 31), date(2026, 3, 1), "1个月1天"),
        (date(2025, 6, 1), date(2026, 7, 15), "1年1个月14天"),
        (date(2026, 6, 29), date(2026, 6, 30), "1天"),
        (date(1, 1, 1), date(9999, 12, 31), "9998年11个月30天"),
    ],
)
def test_spans_are_counted_in_full_years_months_and_days(first: date, last: date, text: str) -> None:
    assert write_span(first, last) == text


def test_days_are_written_without_leading_zeros_and_long_lists_are_counted() -> None:
    assert write_day(date(2026, 6, 3)) == "2026年6月3日"
    assert write_list(["甲", "乙"]) == "甲、乙"
    assert write_list("甲乙丙丁戊己", 3) == "甲、乙、丙等6项"

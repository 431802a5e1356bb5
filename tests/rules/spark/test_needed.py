"""Of a wide table only those columns are read that some rule asks for; without the others nothing changes."""

from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.rules.books.loading import load_book
from guatu.rules.engine.encoded import EVERYTHING, Encoded
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.setting import Setting
from guatu.rules.spark.needed import columns_of
from tests.rules.engine.pairs import answered, case
from tests.rules.made import DATA, PARAMETERS, catalogue, rule

ON: Final = date(2026, 6, 30)
HELD: Final = (
    *("id", "judgements", "tags", "owner", "research_2024", "research_2025", "research_2026"),
    *("revenue_2023", "revenue_2024", "revenue_2025", "revenue_2025_as_of", "revenue_2025_source"),
    *("accidents", "projects", "founded", "revenues_2025", "revenue"),
)


def read_by(text: str, held: tuple[str, ...] = HELD, *, stale_is_unknown: bool = False) -> set[str]:
    asked = Setting(catalogue(), ON, PARAMETERS, stale_is_unknown=stale_is_unknown)
    return set(columns_of([rule(text)], asked, held))


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_the_answers_are_the_same_without_the_columns_left_out(seed: int) -> None:
    rules, rows, asked = case(seed, rules=4, count=12, deepest=2)
    held = sorted({column for row in rows for column in row})
    needed = columns_of(rules, asked, held)
    narrow = [{column: value for column, value in row.items() if column in needed} for row in rows]

    whole, some = (
        answered(Encoded(table_of(each), fast=False).decide(rules, asked, EVERYTHING))
        for each in (rows, narrow)
    )

    assert some == whole


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('标签 包含 "甲"', {"tags"}),
        ("营业收入[上年] ≥ 1万元", {"revenue_2025"}),
        ("营业收入[2024] ≥ 1万元", {"revenue_2024"}),
        ("连续2年(营业收入 ≥ 1万元)", {"revenue_2025", "revenue_2024"}),
        ("平均(营业收入, 3年) ≥ 1万元", {"revenue_2025", "revenue_2024", "revenue_2023"}),
        ("研发费用占比 ≥ 3%", {"research_2025", "revenue_2025"}),
        ("连续2年(利润率 ≥ 3%)", {"research_2025", "research_2024", "revenue_2025", "revenue_2024"}),
        ("近2年 无 安全事故(等级 ≥ 较大)", {"accidents"}),
        ('存在 项目(名称 = "甲")', {"projects"}),
        ('人工核定("技术先进")', {"judgements"}),
        ("成立日期 ≤ 申报日 - 2年", {"founded"}),
        ("纳税信用 ≥ B级", set()),
    ],
)
def test_a_rule_reads_the_columns_of_its_fields_and_years(text: str, columns: set[str]) -> None:
    assert read_by(text) == columns


def test_rows_with_days_of_their_own_are_read_of_every_year() -> None:
    own = (*HELD, "asked_on")

    assert read_by("营业收入[上年] ≥ 1万元", own) == {
        "asked_on",
        "revenue_2023",
        "revenue_2024",
        "revenue_2025",
    }


def test_as_of_columns_are_read_where_what_is_stale_is_unknown() -> None:
    text = "营业收入[上年] ≥ 1万元"

    assert read_by(text, stale_is_unknown=True) == {"revenue_2025", "revenue_2025_as_of"}


def test_a_book_reads_what_its_rules_in_force_read() -> None:
    book = load_book(DATA / "enterprises.rules.yaml")
    held = ("staff", "city", "dishonest", "industry", "honours", "accidents", "judgements", "owner", "paid",
            "revenue_2025", "revenue_2024", "revenue_2023", "research_2025", "research_2024")  # fmt: skip
    left_out = {"owner", "paid", "revenue_2023", "research_2024"}

    needed = columns_of([each.when for each in book.in_force(ON)], book.on(ON), held)

    assert needed == tuple(name for name in held if name not in left_out)

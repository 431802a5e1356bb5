"""A book of rules is read whole or refused with the rule that is wrong."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from guatu.rules.books.amounts import granted
from guatu.rules.books.facts import read_row
from guatu.rules.books.loading import load_book, read_book
from guatu.rules.books.rule import Book
from guatu.rules.books.testing import run_examples
from guatu.rules.errors import BookRefused
from guatu.rules.reference import decide
from guatu.rules.rows import ASKED_ON, JUDGEMENTS
from guatu.rules.truth import Verdict
from tests.rules.made import DATA, catalogue

DAY = date(2026, 6, 30)


def book() -> Book:
    return load_book(DATA / "enterprises.rules.yaml")


def test_every_example_says_what_its_rule_decides() -> None:
    outcomes = list(run_examples(book()))

    assert [outcome.example.case for outcome in outcomes if not outcome.is_right] == []
    assert len(outcomes) == 13


def test_a_wrong_example_is_told() -> None:
    example = {"case": "写错", "day": "2026-06-30", "row": {"从业人数": 3}, "expect": "no"}
    wrong = read_book([{"code": "a", "when": "从业人数 > 2", "examples": [example]}], catalogue())

    (outcome,) = run_examples(wrong)
    assert (outcome.verdict, outcome.is_right) == (Verdict.YES, False)


def test_a_parameter_has_the_value_of_the_day() -> None:
    values = [{"value": "2%", "until": "2025-12-31"}, {"value": "3%", "since": "2026-01-01"}]
    told = {
        "parameters": [{"name": "下限", "values": values}],
        "rules": [{"code": "a", "when": "研发费用占比 ≥ 〔下限〕"}],
    }
    dated = read_book(told, catalogue())

    for day, verdict in ((date(2025, 12, 31), Verdict.YES), (date(2026, 1, 1), Verdict.NO)):
        row = read_row({"营业收入[上年]": "100元", "研发费用[上年]": "2.5元"}, catalogue(), day, "")
        assert decide(dated.rules[0].when, row, dated.on(day)) is verdict


def test_two_values_of_a_parameter_on_one_day_are_refused() -> None:
    values = [{"value": "2%", "until": "2026-01-01"}, {"value": "3%", "since": "2026-01-01"}]

    with pytest.raises(BookRefused, match="参数〔下限〕：两个值在同一天都有效"):
        read_book({"parameters": [{"name": "下限", "values": values}], "rules": []}, catalogue())


@pytest.mark.parametrize(
    ("revenue", "yuan"),
    [
        ("9999万元", 0),
        ("1亿元", 200_000),
        ("499999999元", 200_000),
        ("5亿元", 500_000),
        ("10亿元", 1_000_000),
        ("40亿元", 3_000_000),
    ],
)
def test_a_ladder_grants_the_highest_rung_reached(revenue: str, yuan: int) -> None:
    rule = book().at("growth_award", DAY)
    row = read_row({"营业收入[上年]": revenue}, catalogue(), DAY, "")

    assert rule is not None
    assert rule.amount is not None
    assert granted(rule.amount, row, book().on(DAY)) == yuan


def test_a_share_is_capped_and_unknown_without_its_field() -> None:
    rule = book().at("research_grant", DAY)
    assert rule is not None
    assert rule.amount is not None
    for research, yuan in (("90万元", Fraction(90_000)), ("3亿元", Fraction(2_000_000)), (None, None)):
        row = read_row({"研发费用[上年]": research}, catalogue(), DAY, "")
        assert granted(rule.amount, row, book().on(DAY)) == yuan


def test_a_row_is_read_as_people_write_it() -> None:
    row = read_row(
        {
            "营业收入[上年]": "3000万元",
            "营业收入[上年]@截至": "2026-03-31",
            "营业收入[上年]@来源": "税务局",
            "staff": 30,
            "大专以上人员占比": "30.5%",
            "成立日期": date(2020, 2, 29),
            "列入失信名单": "否",
            "资质": ["高新技术企业", {"value": "专精特新", "until": "2026-01-01"}],
            "标签": [],
            "安全事故": [{"发生日期": "2026-01-01", "等级": "一般"}],
            "人工核定": {"技术先进": True},
            "申报日": "2026-05-01",
            "有效发明专利": None,
        },
        catalogue(),
        DAY,
        "",
    )

    assert row == {
        "revenue_2025": Decimal(30_000_000),
        "revenue_2025_as_of": date(2026, 3, 31),
        "revenue_2025_source": "税务局",
        "staff": Decimal(30),
        "graduate_share": Decimal("0.305"),
        "founded": date(2020, 2, 29),
        "dishonest": False,
        "honours": [{"value": "高新技术企业"}, {"value": "专精特新", "until": date(2026, 1, 1)}],
        "tags": [],
        "accidents": [{"happened_on": date(2026, 1, 1), "severity": "一般"}],
        JUDGEMENTS: [{"question": "技术先进", "answer": True, "day": DAY}],
        ASKED_ON: date(2026, 5, 1),
        "patents": None,
    }


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([{"when": "从业人数 > 1"}], "第1条"),
        ([{"code": "a"}], "规则a：缺少条件"),
        ([{"code": "a", "when": "从业人 > 1"}], "规则a：第1字起：.*是否指“从业人数”"),
        ([{"code": "a", "when": "从业人数 > 1", "since": "2026-02-30"}], "不是日期"),
        ([{"code": "a", "when": "从业人数 > 1", "since": "2026-02-01", "until": "2026-01-01"}], "早于"),
        ([{"code": "a", "when": "从业人数 > 1"}, {"code": "a", "when": "从业人数 > 2"}], "同一天都有效"),
        ([{"code": "a", "when": "从业人数 > 1", "amount": 50}], "写明单位"),
        ([{"code": "a", "when": "从业人数 > 1", "amount": {"share": "1%", "of": "注册地"}}], "不是数值字段"),
        ([{"code": "a", "when": "从业人数 > 1", "examples": [{"case": "甲"}]}], "例子应写作"),
        (
            [
                {
                    "code": "a",
                    "when": "从业人数 > 1",
                    "examples": [{"case": "甲", "day": "2026-01-01", "row": {}, "expect": True}],
                }
            ],
            "带引号",
        ),
        (
            [
                {
                    "code": "a",
                    "when": "从业人数 > 1",
                    "examples": [{"case": "甲", "day": "2026-01-01", "row": {"人数": 1}, "expect": "yes"}],
                }
            ],
            "例子“甲”：“人数”：企业字段里没有“人数”",
        ),
        (
            [
                {
                    "code": "a",
                    "when": "从业人数 > 1",
                    "examples": [
                        {"case": "甲", "day": "2026-01-01", "row": {"从业人数": "3元"}, "expect": "yes"}
                    ],
                }
            ],
            "单位不对",
        ),
    ],
)
def test_what_breaks_a_book_is_refused_with_the_rule(rules: list[object], told: str) -> None:
    with pytest.raises(BookRefused, match=told):
        read_book(rules, catalogue())


def test_rules_of_one_code_follow_one_another() -> None:
    old = {"code": "a", "when": "从业人数 > 1", "until": date(2025, 12, 31)}
    new = {"code": "a", "when": "从业人数 > 2", "since": date(2026, 1, 1)}
    dated = read_book([old, new], catalogue())

    assert dated.at("a", date(2025, 12, 31)) is dated.rules[0]
    assert dated.at("a", date(2026, 1, 1)) is dated.rules[1]
    assert dated.in_force(DAY) == (dated.rules[1],)


def test_a_file_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("- {code: a, when: 从业人数 > 1}\n", encoding="utf-8")

    with pytest.raises(BookRefused, match="字段目录"):
        load_book(path)
    assert len(load_book(path, catalogue()).rules) == 1

"""The check finds rules that no row can meet, that every row meets, and words that change nothing."""

from datetime import date

import pytest

from guatu.rules.books.loading import read_book
from guatu.rules.checking.findings import check
from guatu.rules.checking.searching import can_be
from guatu.rules.truth import Verdict
from tests.rules.made import catalogue, rule

DAY = date(2026, 6, 30)


def kinds(text: str, **more: object) -> list[str]:
    book = read_book([{"code": "a", "when": text, **more}], catalogue())
    return [finding.kind for finding in check(book, DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "从业人数 > 300人 且 从业人数 < 20人",
        "从业人数 > 20人 且 从业人数 ≤ 20人",
        "从业人数 为空 且 从业人数 > 3人",
        "行业 属于 C39 且 行业 不属于 C",
        '注册地 属于 "柳溪镇" 且 注册地 属于 "示例区"',
        "纳税信用 ≥ B级 且 纳税信用 < C级",
        "列入失信名单 且 非 列入失信名单",
        '资质 包含 "甲" 且 非 资质 曾包含 "甲"',
        '标签 包含全部 {甲, 乙} 且 标签 不包含 "乙"',
        "近2年 无 安全事故 且 近2年 有 安全事故",
        "连续2年(营业收入 > 3元) 且 营业收入[上年] < 3元",
        "营业收入[上年] > 5元 且 营业收入[2025] < 5元",
        "成立日期 ≤ 申报日 - 2年 且 成立日期 > 申报日",
        '企业名称 开头为 "云桥" 且 企业名称 = "柳溪"',
        "至少2项(从业人数 > 9人, 从业人数 < 1人) 且 有效发明专利 > 1件",
    ],
)
def test_what_no_row_can_meet_is_found(text: str) -> None:
    assert kinds(text) == ["never"]


@pytest.mark.parametrize(
    "text",
    [
        "从业人数 > 300人 或 从业人数 ≤ 300人",
        "若 从业人数 > 3人 则 从业人数 > 2人",
        "非 (行业 属于 C39 且 行业 不属于 C)",
        "从业人数 为空 或 从业人数 不为空",
    ],
)
def test_what_no_row_can_miss_is_found(text: str) -> None:
    assert kinds(text) == ["always"]


@pytest.mark.parametrize(
    "text",
    [
        "从业人数 > 300人 且 从业人数 > 20人",
        '注册地 属于 "柳溪镇" 或 注册地 属于 "云桥县"',
        "纳税信用 = A级 且 纳税信用 ≥ B级",
    ],
)
def test_words_that_change_nothing_are_found(text: str) -> None:
    assert kinds(text) == ["needless"]


@pytest.mark.parametrize(
    "text",
    [
        "从业人数 > 20人 且 从业人数 ≤ 300人",
        "从业人数 > 300人 或 从业人数 < 300人",
        "行业 属于 C 且 行业 不属于 C39",
        '注册地 属于 "云桥县" 且 注册地 不属于 "柳溪镇"',
        '资质 曾包含 "甲" 且 非 资质 包含 "甲"',
        "累计支付 > 批复金额 且 累计支付 < 5元",
        "近2年 无 安全事故(等级 ≥ 较大) 且 近1年 有 安全事故",
        '企业名称 开头为 "云桥" 且 企业名称 ≠ "云桥"',
        "营业收入[上年] > 5元 且 营业收入[前年] < 5元",
        "研发费用占比 ≥ 3% 且 距时限天数 < 3天 且 平均(营业收入, 3年) > 1元",
    ],
)
def test_what_can_go_either_way_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_tier_that_none_comes_to_is_found() -> None:
    assert kinds("按 行业 分档(C: 从业人数 > 3, C39: 从业人数 > 5)") == ["never"]
    assert kinds("按 行业 分档(C39: 从业人数 > 3, C: 从业人数 > 5)") == []


def test_a_ladder_that_begins_above_the_conditions_is_found() -> None:
    ladder = {"by": "营业收入[上年]", "ladder": [{"from": "1亿元", "amount": "20万元"}]}

    assert kinds("营业收入[上年] ≥ 9000万元", amount=ladder) == ["below_ladder"]
    assert kinds("营业收入[上年] > 1亿元", amount=ladder) == []


def test_an_excluded_rule_must_exist() -> None:
    assert kinds("从业人数 > 3人", excludes=["b"]) == ["unknown_excluded"]


def test_the_sentence_names_the_parts_that_clash_and_no_others() -> None:
    book = read_book(
        [{"code": "a", "when": "有效发明专利 > 1件 且 从业人数 > 9人 且 从业人数 < 3人"}], catalogue()
    )
    (finding,) = check(book, DAY)

    assert "“从业人数 > 9人”、“从业人数 < 3人”不能同时成立" in finding.sentence
    assert "有效发明专利" not in finding.sentence


def test_a_rule_is_judged_on_a_day_of_its_own() -> None:
    """Last year is 2020 in the only year in which the rule was in force."""
    text = "营业收入[上年] > 5元 且 营业收入[2020] < 5元"

    assert kinds(text, since="2021-01-01", until="2021-12-31") == ["never"]
    assert kinds(text, since="2022-01-01") == []


def test_a_search_that_grows_too_long_says_nothing() -> None:
    from guatu.rules.setting import Setting

    many = " 且 ".join(f"(近{n}年 有 安全事故 或 近{n}个月 有 安全事故)" for n in range(1, 16))
    none = f"{many} 且 从业人数 > 3人 且 从业人数 < 3人"

    assert can_be(Verdict.YES, rule(none), Setting(catalogue(), DAY)) in (None, False)

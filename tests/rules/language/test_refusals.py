"""What cannot be understood is refused with its place, what is wrong, and what to write instead."""

import pytest

from guatu.rules import errors
from guatu.rules.errors import RuleTextRefused
from guatu.rules.language.parsing import DEEPEST
from tests.rules.made import rule

CASES: list[tuple[str, type[RuleTextRefused], str, str | None]] = [
    ("营业收人[上年] ≥ 1元", errors.UnknownField, "营业收人", "营业收入"),
    ("congyerenshu ≥ 1", errors.UnknownField, "congyerenshu", "从业人数"),
    ("从业人数增长率 ≥ 3%", errors.UnknownField, "从业人数增长率", "从业人数"),
    ("近2年 无 安全事故(级别 ≥ 较大)", errors.UnknownField, "级别", None),
    ("营业收入 ≥ 2000万元", errors.UnfitYear, "营业收入", None),
    ("从业人数[上年] ≥ 3", errors.UnfitYear, "从业人数[上年]", None),
    ("营业收入[去年夏天] ≥ 3元", errors.NotUnderstood, "去年夏天", None),
    ("营业收入[12] ≥ 3元", errors.UnfitYear, "12", None),
    ("平均(从业人数, 3年) > 1", errors.UnfitYear, "平均(从业人数", None),
    ("营业收入[上年] ≥ 2000", errors.BareFigure, "2000", "2000万元"),
    ("营业收入[上年] ≥ 2000万", errors.BareFigure, "2000万", "2000万元"),
    ("大专以上人员占比 ≥ 0.3", errors.BareFigure, "0.3", "0.3%"),
    ("从业人数 ≥ 30件", errors.UnfitUnit, "30件", "30人"),
    ("大专以上人员占比 ≥ 3元", errors.UnfitUnit, "3元", "3%"),
    ("纳税信用 ≥ E级", errors.UnknownValue, "E级", "A级"),
    ('注册地 属于 "云桥"', errors.UnknownValue, '"云桥"', "云桥县"),
    ("行业 属于 C99", errors.UnknownValue, "C99", None),
    ("行业 = C39", errors.UnfitComparison, "行业 =", None),
    ('企业名称 > "甲"', errors.UnfitComparison, "企业名称 >", None),
    ("资质 ≥ 3", errors.UnfitComparison, "资质 ≥", None),
    ('标签 曾包含 "甲"', errors.UnfitComparison, "标签 曾包含", None),
    ("标签 包含 {甲, 乙}", errors.UnfitComparison, "标签 包含 {甲, 乙}", None),
    ("累计支付 > 从业人数", errors.UnfitComparison, "从业人数", None),
    ("用电量 > 从业人数", errors.UnfitComparison, "从业人数", None),
    ("列入失信名单 > 是", errors.UnfitComparison, "列入失信名单 >", None),
    ("近2年 无 项目", errors.UnfitComparison, "近2年 无 项目", None),
    (
        "营业收入[上年] 介于 4亿元 与 5元",
        errors.UnfitComparison,
        "营业收入[上年] 介于 4亿元 与 5元",
        None,
    ),
    ("1元 < 营业收入[上年] > 2元", errors.UnfitComparison, "1元 < 营业收入[上年] > 2元", None),
    ("从业人数 ≥ 〔专科占比下限〕", errors.UnfitComparison, "〔专科占比下限〕", None),
    ("从业人数 ≥ 〔专科下限〕", errors.UnknownParameter, "〔专科下限〕", "专科占比下限"),
    ("成立日期 ≤ 2025-02-30", errors.NoSuchDay, "2025-02-30", None),
    ("至少3项(从业人数 > 1, 从业人数 > 2)", errors.UnfitCount, "至少3项(从业人数 > 1, 从业人数 > 2)", None),
    ("连续0年(营业收入 > 1元)", errors.UnfitCount, "连续0年", None),
    ("从业人数 ≥", errors.Unfinished, "", None),
    ("从业人数 ≥ 3 且", errors.Unfinished, "", None),
    ("(从业人数 ≥ 3", errors.Unfinished, "", None),
    ('企业名称 = "甲', errors.Unfinished, '"甲', None),
    ("", errors.Unfinished, "", None),
    ("从业人数 ≥ 3 从业人数", errors.NotUnderstood, "从业人数", None),
    ("从业人数 约为 3", errors.NotUnderstood, "约为", None),
    ("按 行业 分档(其他 从业人数 > 1)", errors.NotUnderstood, "从业人数", None),
    ("(" * (DEEPEST + 1) + "从业人数 > 1" + ")" * (DEEPEST + 1), errors.TooDeep, "", None),
]


@pytest.mark.parametrize(("text", "family", "place", "suggestion"), CASES)
def test_a_refusal_names_the_place_and_the_nearest_word(
    text: str, family: type[RuleTextRefused], place: str, suggestion: str | None
) -> None:
    with pytest.raises(family) as caught:
        rule(text)

    refusal = caught.value
    assert type(refusal) is family
    assert text[refusal.start : refusal.end].strip() == place
    assert refusal.suggestion == suggestion
    assert refusal.details()["found"] == text[refusal.start : refusal.end]


def test_a_name_of_several_codes_is_refused_with_both() -> None:
    with pytest.raises(errors.AmbiguousName, match="990102103、990101101"):
        rule('注册地 属于 "城关镇"')


def test_every_refusal_says_in_chinese_what_to_do() -> None:
    for text, *_ in CASES:
        with pytest.raises(RuleTextRefused) as caught:
            rule(text)
        sentence = str(caught.value)
        assert sentence.startswith("第"), sentence
        assert sum("\u4e00" <= letter <= "\u9fff" for letter in sentence) > 8, sentence

"""Canonical text and JSON form say the same as the tree."""

import json

import pytest

from guatu.rules.errors import MalformedForm, RuleTextRefused
from guatu.rules.language.forms import from_form, to_form
from guatu.rules.language.printing import print_rule
from tests.rules.made import PARAMETERS, catalogue, rule

TEXTS = [
    '注册地 属于 "示例区" 且 行业 属于 {C39, I65}',
    "营业收入[上年] ≥ 2000万元 且 营业收入[上年] 介于 2000万元 与 4亿元(不含)",
    "至少2项(研发费用占比 ≥ 3%, 有效发明专利 ≥ 1件, 大专以上人员占比 ≥ 〔专科占比下限〕)",
    "资质 包含任一 {专精特新, 高新技术企业} 且 纳税信用 ≥ B级 且 近2年 无 安全事故(等级 ≥ 较大)",
    '非 列入失信名单 且 成立日期 ≤ 申报日 - 2年 且 人工核定("技术先进")',
    "若 行业 属于 C 则 (用电量 ≤ 10万度 或 存在 项目(总投资 ≥ 1000万元 且 已开工))",
    "按 行业 分档(C39: 营业收入[上年] ≥ 2000万元, {I65, I64}: 从业人数 > 5人, 其他: 从业人数 ≥ 300人)",
    "按 从业人数 分档(≥ 300人: 有效发明专利 ≥ 5件, 介于 20人 与 300人(不含): 有效发明专利 ≥ 2件)",
    "连续2年(营业收入 ≥ 2000万元 且 利润率 > -5%) 或 平均(营业收入, 3年) ≥ 1.5亿元",
    "(从业人数 > 1人 或 从业人数 < 9人) 且 非 (从业人数 = 5人 或 有效发明专利 ≠ 5件)",
    "办结时限 + 1个月 - 10工作日 < 当日 且 成立日期 ≥ 2025-06-30",
    "近6个月 有 至少2次 安全事故(受伤人数 > 3人) 且 无 安全事故 且 资质 曾包含全部 {甲, 乙}",
    '标签 不包含 "有, 逗号" 且 标签 包含任一 {甲, "乙 丙", "丁""戊"} 且 企业名称 开头为 "示例"',
    "营业收入[本年] > 1元 且 营业收入[前年] > 1元 且 营业收入[本年-4] > 1元 且 营业收入[2021] > 1元",
    "累计支付 > 批复金额 且 从业人数 为空 且 列入失信名单 = 否 且 兼营行业 属于 I65",
]


@pytest.mark.parametrize("text", TEXTS)
def test_canonical_text_prints_as_it_was_written(text: str) -> None:
    assert print_rule(rule(text), catalogue()) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("staff>=30 AND".lower() + " not dishonest", "从业人数 ≥ 30人 且 非 列入失信名单"),
        ("从业人数>1 且 从业人数>2 或 从业人数>3", "(从业人数 > 1人 且 从业人数 > 2人) 或 从业人数 > 3人"),
        ("全部（从业人数＞1，从业人数＜9）", "从业人数 > 1人 且 从业人数 < 9人"),
        ("100件 > 有效发明专利", "有效发明专利 < 100件"),
    ],
)
def test_other_spellings_print_canonically(written: str, canonical: str) -> None:
    assert print_rule(rule(written), catalogue()) == canonical


@pytest.mark.parametrize("text", TEXTS)
def test_the_json_form_brings_the_same_rule_back(text: str) -> None:
    form = json.loads(json.dumps(to_form(rule(text)), ensure_ascii=False))

    assert from_form(form, catalogue(), PARAMETERS) == rule(text)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (None, "不能用在这里"),
        ({"is": "Shift"}, "“Shift”不能用在这里"),
        ({"is": "Not"}, "缺少键：part"),
        ({"is": "Not", "part": {"is": "Judged", "question": "甲", "who": 1}}, "part）：多出的键：who"),
        ({"is": "And", "parts": {"is": "Judged"}}, "parts）：应为数组"),
        ({"is": "IsSo", "field": {"is": "FieldAt", "name": "nobody"}}, "没有字段“nobody”"),
        (
            {
                "is": "Compares",
                "left": {"is": "FieldAt", "name": "staff"},
                "sign": ">",
                "right": {"is": "Figure", "value": "NaN", "unit": ""},
            },
            "right/value",
        ),
    ],
)
def test_a_malformed_form_is_refused_with_its_path(form: object, told: str) -> None:
    with pytest.raises(MalformedForm, match=told):
        from_form(form, catalogue())


def test_a_form_that_does_not_suit_its_fields_is_refused_like_text() -> None:
    form = {
        "is": "Compares",
        "left": {"is": "FieldAt", "name": "staff"},
        "sign": ">",
        "right": {"is": "Figure", "value": "3", "unit": "万元"},
    }
    with pytest.raises(RuleTextRefused, match="以“人”计"):
        from_form(form, catalogue())

"""Answers read as an official would write them."""

import json
from datetime import date

import pytest

from guatu.rules.answers.answering import Answer, answer
from guatu.rules.answers.plain import as_data
from guatu.rules.answers.sentences import condition_sentence, sentences, summary
from guatu.rules.language.parsing import parse
from guatu.rules.rows import Row
from guatu.rules.setting import DatedValue, Setting
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import CATALOGUE, DAY, SETTING, figure, with_parameter

RULE = """
注册地 属于 "示例区" 且 行业 属于 {C39, I65} 且 营业收入[上年] 介于 2000万元 与 4亿元(不含)
且 至少2项(研发费用占比[上年] ≥ 3%, 有效发明专利 ≥ 1件, 从业人数 ≥ 30人)
且 资质 包含任一 {专精特新, 高新技术企业} 且 纳税信用 ≥ B级 且 近2年 无 安全事故(等级 ≥ 较大)
且 非 列入失信名单 且 成立日期 ≤ 申报日 - 2年 且 人工核定("技术先进")
"""
FITTING: Row = {
    "zone": "示例区",
    "industry": "C3921",
    "revenue_2025": 23_800_000,
    "revenue_2025_as_of": date(2026, 3, 31),
    "research_2025": 952_000,
    "patents": 0,
    "staff": 30,
    "titles": ["高新技术企业"],
    "credit": "A级",
    "accidents": [],
    "dishonest": False,
    "founded": date(2020, 9, 10),
    "judgements": [{"question": "技术先进", "answer": True, "day": date(2026, 5, 1)}],
}


def told(text: str, row: Row, setting: Setting = SETTING) -> Answer:
    return answer(parse(text, CATALOGUE, setting.parameters), row, setting)


def line(text: str, row: Row, setting: Setting = SETTING) -> str:
    (only,) = told(text, row, setting).conditions
    return condition_sentence(only)


def test_an_enterprise_that_fits_is_told_what_each_condition_found() -> None:
    assert sentences(told(RULE, FITTING)) == (
        "符合：12项条件中满足11项，足以认定",
        "注册地为示例区，属于示例区",
        "行业为C3921（通信系统设备制造），属于C39（电子设备制造业）",
        "营业收入[上年]为2380万元，在2000万元至4亿元（不含）之间（税务局，截至2026年3月31日）",
        "研发费用占比[上年]为4%，达到3%（税务局，截至2026年3月31日）",
        "有效发明专利为0件，未达到1件，还差1件",
        "从业人数为30人，达到30人（人社局）",
        "资质为高新技术企业，包含高新技术企业",
        "纳税信用为A级，达到B级",
        "近2年安全事故（等级 ≥ 较大）没有发生过",
        "列入失信名单为否（法院）",
        "成立日期为2020年9月10日，不晚于2024年6月30日（申报日-2年）（市场监管局）",
        "“技术先进”经人工核定为是（2026年5月1日）",
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"revenue_2025": 18_800_000}, "不符合：仅差1项，营业收入[上年]还差120万元"),
        (
            {"revenue_2025": 400_000_000, "patents": 1},
            "不符合：仅差1项，营业收入[上年]须在2000万元至4亿元（不含）之间",
        ),
        ({"titles": []}, "不符合：仅差1项，资质缺少专精特新、高新技术企业中的任意一项"),
        ({"credit": "C级"}, "不符合：仅差1项，纳税信用低2级"),
        ({"dishonest": True}, "不符合：仅差1项，列入失信名单应为否"),
        ({"founded": date(2024, 9, 10)}, "不符合：仅差1项，成立日期晚2个月11天"),
        ({"zone": "别区"}, "不符合：仅差1项，注册地须属于示例区"),
        ({"industry": "C"}, "不符合：仅差1项，行业须属于C39（电子设备制造业）、I65之一"),
        ({"staff": 28}, "不符合：仅差1项，以下任一项改变即可：有效发明专利还差1件；或者从业人数还差2人"),
        (
            {"titles": [], "credit": "M级"},
            "不符合：2项须同时改变：资质缺少专精特新、高新技术企业中的任意一项，纳税信用低1级",
        ),
        ({"staff": None}, "尚不能判断：缺少从业人数；查明且满足要求的，判为符合；不满足的，判为不符合"),
        (
            {"staff": None, "credit": None, "judgements": None},
            (
                "尚不能判断：缺少从业人数、纳税信用、“技术先进”的人工核定；查明且都满足要求的，判为符合；"
                "其中任一项不满足要求的，判为不符合"
            ),
        ),
    ],
)
def test_the_summary_names_the_shortest_way(change: Row, expected: str) -> None:
    assert summary(told(RULE, {**FITTING, **change})) == expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        (
            "营业收入[上年] ≥ 2000万元",
            {"revenue_2025": 18_800_000, "revenue_2025_as_of": date(2026, 3, 31)},
            "营业收入[上年]为1880万元，未达到2000万元，还差120万元（税务局，截至2026年3月31日）",
        ),
        ("从业人数 ≤ 30人", {"staff": 33}, "从业人数为33人，超过30人，超出3人（人社局）"),
        ("从业人数 > 30人", {"staff": 30}, "从业人数为30人，未超过30人，须高于本数（人社局）"),
        ("从业人数 < 30人", {"staff": 30}, "从业人数为30人，不低于30人，须低于本数（人社局）"),
        ("从业人数 = 30人", {"staff": 33}, "从业人数为33人，不等于30人，相差3人（人社局）"),
        ("支付率 ≥ 60%", {"pay_rate": 0.592}, "支付率为59.2%，未达到60%，还差0.8个百分点"),
        (
            "累计支付 ≤ 批复金额",
            {"paid": 130_000_000, "approved": 100_000_000},
            "累计支付为1.3亿元，超过1亿元（批复金额），超出3000万元（财政局）",
        ),
        (
            "成立日期 ≥ 2020-03-01",
            {"founded": date(2020, 1, 1)},
            "成立日期为2020年1月1日，早于2020年3月1日，早2个月（市场监管局）",
        ),
        (
            "成立日期 < 2020-01-01",
            {"founded": date(2020, 1, 1)},
            "成立日期为2020年1月1日，不早于2020年1月1日，须早于该日（市场监管局）",
        ),
        ("纳税信用 ≥ B级", {"credit": "M级"}, "纳税信用为M级，未达到B级，低1级"),
        ("纳税信用 > B级", {"credit": "B级"}, "纳税信用为B级，不高于B级，低1级"),
        ("纳税信用 ≤ M级", {"credit": "A级"}, "纳税信用为A级，高于M级，高2级"),
        ('注册地 = "示例区"', {"zone": "别区"}, "注册地为别区，不是示例区"),
        ('注册地 = "示例区"', {"zone": ""}, "注册地为空白，不是示例区"),
        (
            "行业 不属于 C39",
            {"industry": "C3921"},
            "行业为C3921（通信系统设备制造），属于C39（电子设备制造业）",
        ),
        ('注册地 开头为 "示例"', {"zone": "别区"}, "注册地为别区，不以示例开头"),
        ('资质 包含 "专精特新"', {"titles": []}, "资质为空（没有任何一项），缺少专精特新"),
        ("资质 包含全部 {甲, 乙, 丙}", {"titles": ["乙"]}, "资质为乙，缺少甲、丙"),
        ('资质 不包含 "丙"', {"titles": ["丙", "丁"]}, "资质为丙、丁，包含丙"),
        (
            '许可 包含 "采矿"',
            {"licences": [{"value": "采矿", "until": date(2025, 12, 31)}]},
            "许可为采矿（已于2025年12月31日到期），缺少有效的采矿",
        ),
        (
            '许可 曾包含 "采矿"',
            {"licences": [{"value": "采矿", "until": date(2025, 12, 31)}]},
            "许可为采矿（已于2025年12月31日到期），曾包含采矿",
        ),
        (
            "近2年 无 安全事故",
            {"accidents": [{"day": date(2025, 3, 1)}, {"day": date(2020, 1, 1)}]},
            "近2年安全事故发生1次（2025年3月1日），超出1次",
        ),
        (
            "近2年 有 至少2次 安全事故",
            {"accidents": [{"day": date(2025, 3, 1)}]},
            "近2年安全事故发生1次（2025年3月1日），未达到2次，还差1次",
        ),
        (
            "存在 项目(总投资 ≥ 1亿元)",
            {"projects": [{"amount": 1}, {"amount": 2}]},
            "项目共2项，没有一项符合“总投资 ≥ 1亿元”",
        ),
        ("存在 项目(总投资 ≥ 1亿元)", {"projects": []}, "项目一项也没有"),
        ("注册地 为空", {"zone": "别区"}, "注册地已填报，为别区"),
        ("注册地 不为空", {}, "注册地未填报"),
        ("安全事故 为空", {"accidents": [{"day": DAY}, {}]}, "安全事故已填报，为2项"),
        ("列入失信名单 = 否", {"dishonest": True}, "列入失信名单为是，应为否（法院）"),
        (
            '人工核定("技术先进")',
            {"judgements": [{"question": "技术先进", "answer": False, "day": DAY}]},
            "“技术先进”经人工核定为否（2026年6月30日）",
        ),
        (
            "平均(营业收入, 2年) ≥ 1亿元",
            {"revenue_2024": 50_000_000, "revenue_2025": 120_000_000},
            "营业收入近2年平均为8500万元，未达到1亿元，还差1500万元（税务局）",
        ),
        (
            "研发费用占比[上年] ≥ 33%",
            {"research_2025": 1, "revenue_2025": 3},
            "研发费用占比[上年]约为33.33%，达到33%（税务局）",
        ),
        ("剩余天数 < 7天", {"deadline": date(2026, 6, 20)}, "剩余天数为-10天，低于7天"),
    ],
)
def test_a_decided_condition_says_what_was_found_and_how_far_it_is(
    text: str, row: Row, expected: str
) -> None:
    assert line(text, row) == expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("营业收入[上年] ≥ 2000万元", {}, "缺少2025年营业收入，无法判断是否达到2000万元"),
        (
            "研发费用占比[上年] ≥ 3%",
            {"revenue_2025": 1},
            "缺少2025年研发费用，无法判断研发费用占比[上年]是否达到3%",
        ),
        (
            "研发费用占比[上年] ≥ 3%",
            {"revenue_2025": 0, "research_2025": 1},
            "2025年研发费用、2025年营业收入的记录无法使用，无法判断研发费用占比[上年]是否达到3%",
        ),
        ("累计支付 ≤ 批复金额", {"paid": 1}, "缺少批复金额，无法判断累计支付是否不超过批复金额"),
        ("纳税信用 ≥ B级", {"credit": "E级"}, "纳税信用的记录无法使用，无法判断是否达到B级"),
        ('注册地 = "示例区"', {}, "缺少注册地，无法判断是否为示例区"),
        ("列入失信名单", {}, "缺少列入失信名单，无法判断"),
        ("近2年 无 安全事故", {}, "缺少安全事故，无法判断近2年安全事故是否发生过"),
        (
            "近2年 无 安全事故(等级 ≥ 较大)",
            {"accidents": [{"day": DAY}, {"grade": "重大"}, {"day": DAY, "grade": "一般"}]},
            "缺少第1项安全事故的等级、第2项安全事故的日期，无法判断近2年安全事故（等级 ≥ 较大）是否发生过",
        ),
        ('人工核定("技术先进")', {}, "“技术先进”尚未人工核定"),
        (
            "平均(营业收入, 3年) ≥ 1亿元",
            {"revenue_2024": 1},
            "缺少2025年营业收入、2023年营业收入，无法判断营业收入近3年平均是否达到1亿元",
        ),
    ],
)
def test_an_unknown_condition_says_what_is_missing(text: str, row: Row, expected: str) -> None:
    assert line(text, row) == expected


def test_a_parameter_is_told_with_its_name_and_where_it_has_no_value() -> None:
    setting = with_parameter(DatedValue(figure("2000", "万元"), until=DAY))
    text = "营业收入[上年] ≥ 〔门槛〕"
    below: Row = {"revenue_2025": 10_000_000}
    assert (
        line(text, below, setting)
        == "营业收入[上年]为1000万元，未达到2000万元（〔门槛〕），还差1000万元（税务局）"
    )
    late: Row = {**below, "asked_on": date(2026, 7, 1)}
    assert line(text, late, setting) == "〔门槛〕没有当日有效的值，无法判断营业收入[上年]是否达到〔门槛〕"


def test_a_stale_fact_decides_and_is_marked_or_waits_to_be_renewed() -> None:
    text = "营业收入[上年] ≥ 2000万元"
    row: Row = {
        "revenue_2025": 30_000_000,
        "revenue_2025_as_of": date(2025, 1, 1),
        "revenue_2025_source": "示例局",
    }
    assert line(text, row) == "营业收入[上年]为3000万元，达到2000万元（示例局，截至2025年1月1日，已过时）"
    assert summary(told(text, row)) == "符合：1项条件全部满足，其中1项依据的数据已过时"
    strict = with_parameter(stale_is_unknown=True)
    assert line(text, row, strict) == "2025年营业收入已过时，无法判断是否达到2000万元"


def test_years_in_a_row_are_told_year_by_year() -> None:
    found = told("连续2年(营业收入 ≥ 1亿元)", {"revenue_2024": 88_000_000, "revenue_2025": 120_000_000})
    assert sentences(found) == (
        "不符合：营业收入[2024]还差1200万元",
        "营业收入[2025]为1.2亿元，达到1亿元（税务局）",
        "营业收入[2024]为8800万元，未达到1亿元，还差1200万元（税务局）",
    )


def test_what_is_unknown_in_a_no_must_be_found_out_too() -> None:
    found = told('从业人数 ≥ 30人 且 人工核定("技术先进") 且 纳税信用 ≥ B级', {"staff": 28})
    expected = "不符合：3项须同时改变：从业人数还差2人，待人工将“技术先进”核定为是，待查明纳税信用达到B级"
    assert summary(found) == expected


def test_either_of_two_facts_may_settle_a_yes_and_both_a_no() -> None:
    found = told("从业人数 ≥ 30人 或 有效发明专利 ≥ 3件", {})
    expected = (
        "尚不能判断：缺少从业人数、有效发明专利；查明从业人数且满足要求的，判为符合；都不满足的，判为不符合"
    )
    assert summary(found) == expected


def test_a_yes_tells_how_far_it_is_from_a_no() -> None:
    found = told("从业人数 ≥ 30人 且 当日 ≤ 办结时限", {"staff": 33, "deadline": date(2026, 7, 10)})
    assert found.turns is not None
    gaps = [change.distance.text for turn in found.turns.turns for change in turn.changes if change.distance]
    assert found.turns.to is Verdict.NO
    assert gaps == ["超出3人", "晚10天"]


def test_an_answer_is_ready_for_json() -> None:
    row: Row = {**FITTING, "revenue_2025": 18_800_000, "staff": None, "licences": []}
    data = as_data(told(RULE, row))
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    conditions = data["conditions"]
    assert isinstance(conditions, list)
    revenue = conditions[2]
    assert isinstance(revenue, dict)
    assert revenue["found"] == "18800000"
    assert revenue["text"] == "营业收入[上年] 介于 2000万元 与 4亿元(不含)"
    assert revenue["distance"] == {
        "kind": "short",
        "text": "还差120万元",
        "amount": "120",
        "unit": "万元",
        "words": [],
    }
    assert revenue["facts"] == [
        {
            "kind": "field",
            "name": "revenue_2025",
            "label": "2025年营业收入",
            "state": "known",
            "source": "税务局",
            "as_of": "2026-03-31",
            "is_stale": False,
        }
    ]
    assert data["verdict"] == "no"
    assert data["is_near"] is False

"""A sentence of policy becomes the tree that it says."""

from datetime import date
from decimal import Decimal

import pytest

from guatu.rules.language.syntax import (
    And,
    AtLeast,
    BelongsTo,
    Compares,
    Contains,
    DayAt,
    Exists,
    FieldAt,
    Figure,
    Happened,
    Implies,
    InARow,
    IsBetween,
    IsMissing,
    IsSo,
    Judged,
    Node,
    Not,
    Or,
    OverYears,
    Parameter,
    Shift,
    Sign,
    StartsWith,
    Tier,
    Tiers,
    Window,
    Word,
    YearsBack,
)
from tests.rules.made import rule

STAFF, PATENTS = FieldAt("staff"), FieldAt("patents")
LAST_YEAR = FieldAt("revenue", YearsBack(1))


def figure(value: str, unit: str) -> Figure:
    return Figure(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("营业收入[上年] ≥ 2000万元", Compares(LAST_YEAR, "≥", figure("2000", "万元"))),
        ("营业收入[上年]>=2,000万元", Compares(LAST_YEAR, "≥", figure("2000", "万元"))),
        ("营业收入【上年】≥２０００万元", Compares(LAST_YEAR, "≥", figure("2000", "万元"))),
        ("2000万元 ≤ 营业收入[上年]", Compares(LAST_YEAR, "≥", figure("2000", "万元"))),
        ("营业收入[2024] = 1.5亿元", Compares(FieldAt("revenue", 2024), "=", figure("1.5", "亿元"))),
        ("营业收入[本年-3] < 1元", Compares(FieldAt("revenue", YearsBack(3)), "<", figure("1", "元"))),
        (
            "平均(营业收入, 3年) > 1亿元",
            Compares(OverYears("average", "revenue", 3), ">", figure("1", "亿元")),
        ),
        ("合计(研发费用，2年) > 1亿元", Compares(OverYears("sum", "research", 2), ">", figure("1", "亿元"))),
        ("累计支付 > 批复金额", Compares(FieldAt("paid"), ">", FieldAt("granted"))),
        ("从业人数 ≠ 30", Compares(STAFF, "≠", figure("30", "人"))),
        ("从业人数 ≥ 1.2万", Compares(STAFF, "≥", figure("1.2", "万人"))),
        ("用电量 ≤ 10万千瓦时", Compares(FieldAt("power"), "≤", figure("10", "万千瓦时"))),
        ("用电量 ≤ 10万度", Compares(FieldAt("power"), "≤", figure("10", "万度"))),
        ("利润率[上年] ≥ -5%", Compares(FieldAt("margin", YearsBack(1)), "≥", figure("-5", "%"))),
        ("研发费用占比 ≥ 30‰", Compares(FieldAt("research_share"), "≥", figure("30", "‰"))),
        ("纳税信用 ≥ B级", Compares(FieldAt("tax_credit"), "≥", Word("B级"))),
        ('企业名称 = "示例""甲""公司"', Compares(FieldAt("legal_name"), "=", Word('示例"甲"公司'))),
        ("企业名称 ≠ 实际控制人", Compares(FieldAt("legal_name"), "≠", FieldAt("owner"))),
        (
            "成立日期 ≤ 申报日 - 2年",
            Compares(FieldAt("founded"), "≤", DayAt("申报日", (Shift(-2, "年"),))),
        ),
        ("成立日期 ≥ 2025年6月30日", Compares(FieldAt("founded"), "≥", DayAt(date(2025, 6, 30)))),
        (
            "办结时限 + 1个月 - 10个工作日 < 当日",
            Compares(DayAt(FieldAt("due"), (Shift(1, "个月"), Shift(-10, "工作日"))), "<", DayAt("当日")),
        ),
        (
            "大专以上人员占比 ≥ 〔专科占比下限〕",
            Compares(FieldAt("graduate_share"), "≥", Parameter("专科占比下限")),
        ),
    ],
)
def test_a_comparison_says_which_field_which_sign_and_what_against(text: str, tree: Node) -> None:
    assert rule(text) == tree


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("营业收入[上年] 介于 2000万元 与 4亿元", "both"),
        ("营业收入[上年] 介于 2000万元 与 4亿元(不含)", "low"),
        ("营业收入[上年] 介于 2000万元（不含） 至 4亿元（含）", "high"),
        ("2000万元 ≤ 营业收入[上年] < 4亿元", "low"),
        ("4亿元 > 营业收入[上年] ≥ 2000万元", "low"),
        ("revenue[last year] between 2000万元 (excluded) and 4亿元 (excluded)", "none"),
    ],
)
def test_a_range_is_one_condition_with_both_ends_unless_excluded(text: str, included: str) -> None:
    low, high = figure("2000", "万元"), figure("4", "亿元")
    has_low, has_high = included in ("both", "low"), included in ("both", "high")
    assert rule(text) == IsBetween(LAST_YEAR, low, high, includes_low=has_low, includes_high=has_high)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("行业 属于 C39", BelongsTo(FieldAt("industry"), (Word("C39"),))),
        (
            "行业 不属于 {C39，I65、C39}",
            BelongsTo(FieldAt("industry"), (Word("C39"), Word("I65")), negated=True),
        ),
        ("行业 属于 〔重点行业〕", BelongsTo(FieldAt("industry"), Parameter("重点行业"))),
        ("注册地 属于 “示例区”", BelongsTo(FieldAt("city"), (Word("示例区"),))),
        ("注册地 in {示例区, 云桥县}", BelongsTo(FieldAt("city"), (Word("示例区"), Word("云桥县")))),
        ("企业名称 开头为 {甲, 乙}", StartsWith(FieldAt("legal_name"), (Word("甲"), Word("乙")))),
        ('资质 包含 "专精特新"', Contains(FieldAt("honours"), (Word("专精特新"),))),
        ('资质 不包含 "专精特新"', Contains(FieldAt("honours"), (Word("专精特新"),), negated=True)),
        ("资质 包含任一 {甲, 乙}", Contains(FieldAt("honours"), (Word("甲"), Word("乙")))),
        ("资质 包含全部 {甲, 乙}", Contains(FieldAt("honours"), (Word("甲"), Word("乙")), every=True)),
        ("资质 包含全部 {甲}", Contains(FieldAt("honours"), (Word("甲"),))),
        ('资质 曾包含 "甲"', Contains(FieldAt("honours"), (Word("甲"),), ever=True)),
        ("标签 contains any {甲, 乙}", Contains(FieldAt("tags"), (Word("甲"), Word("乙")))),
        ("从业人数 为空", IsMissing(STAFF)),
        ("营业收入[上年] 不为空", IsMissing(LAST_YEAR, negated=True)),
        ("列入失信名单", IsSo(FieldAt("dishonest"))),
        ("列入失信名单 = 否", IsSo(FieldAt("dishonest"), expected=False)),
        ("列入失信名单 ≠ 是", IsSo(FieldAt("dishonest"), expected=False)),
        ("人工核定(“技术先进”)", Judged("技术先进")),
    ],
)
def test_names_sets_flags_and_judgements_are_conditions(text: str, tree: Node) -> None:
    assert rule(text) == tree


def test_events_and_related_records_ask_in_their_own_fields() -> None:
    severe = Compares(FieldAt("severity"), "≥", Word("较大"))
    two_years = Window(2, "年")

    assert rule("近2年 无 安全事故(等级 ≥ 较大)") == Happened("accidents", two_years, severe, negated=True)
    assert rule("近两年有安全事故") == Happened("accidents", two_years)
    assert rule("近6个月内 有 至少2次 安全事故") == Happened("accidents", Window(6, "个月"), times=2)
    assert rule("无 安全事故") == Happened("accidents", negated=True)
    assert rule("存在 项目(总投资 > 1元 且 已开工)") == Exists(
        "projects",
        And((Compares(FieldAt("invested"), ">", figure("1", "元")), IsSo(FieldAt("started")))),
    )


def test_and_binds_tighter_than_or_and_brackets_group() -> None:
    a, b, c = (Compares(STAFF, ">", figure(n, "人")) for n in "123")

    assert rule("从业人数 > 1 且 从业人数 > 2 或 从业人数 > 3") == Or((And((a, b)), c))
    assert rule("从业人数 > 1 且 (从业人数 > 2 或 从业人数 > 3)") == And((a, Or((b, c))))
    assert rule("非 从业人数 > 1 且 从业人数 > 2") == And((Not(a), b))
    assert rule("not (staff > 1 or staff > 2)") == Not(Or((a, b)))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *(("不低于", "≥"), ("不少于", "≥"), ("达到", "≥"), ("超过", ">"), ("高于", ">")),
        *(("不超过", "≤"), ("不高于", "≤"), ("低于", "<"), ("少于", "<"), ("不足", "<"), ("不满", "<")),
        *(("未满", "<"), ("等于", "="), ("不等于", "≠")),
    ],
)
def test_words_of_policies_before_a_figure_are_signs(text: str, sign: Sign) -> None:
    assert rule(f"从业人数{text}30人") == Compares(STAFF, sign, figure("30", "人"))


@pytest.mark.parametrize(
    ("text", "sign"), [("以上", "≥"), ("及以上", "≥"), ("（含）以上", "≥"), ("以下", "≤"), ("以内", "≤")]
)
def test_words_of_policies_behind_a_figure_are_signs(text: str, sign: Sign) -> None:
    assert rule(f"从业人数 30人{text}") == Compares(STAFF, sign, figure("30", "人"))
    assert rule(f"营业收入[上年]2000万元{text}") == Compares(LAST_YEAR, sign, figure("2000", "万元"))


def test_the_same_word_nested_is_one_group() -> None:
    a, b, c = (Compares(STAFF, ">", figure(n, "人")) for n in "123")

    assert rule("(从业人数 > 1 且 从业人数 > 2) 且 从业人数 > 3") == And((a, b, c))
    assert rule("全部(从业人数 > 1, 从业人数 > 2 且 从业人数 > 3)") == And((a, b, c))
    assert rule("任一(从业人数 > 1, 任一(从业人数 > 2, 从业人数 > 3))") == Or((a, b, c))


def test_groups_that_count_imply_and_go_by_years() -> None:
    a, b, c = (Compares(STAFF, ">", figure(n, "人")) for n in "123")

    assert rule("至少2项(从业人数>1，从业人数>2、从业人数>3)") == AtLeast(2, (a, b, c))
    assert rule("at_least 2 (staff > 1, staff > 2, staff > 3)") == AtLeast(2, (a, b, c))
    assert rule("若 从业人数 > 1 则 从业人数 > 2") == Implies(a, b)
    assert rule("若 从业人数 > 1，则 从业人数 > 2 且 从业人数 > 3") == Implies(a, And((b, c)))
    assert rule("连续2年(营业收入 ≥ 1元)") == InARow(2, Compares(FieldAt("revenue"), "≥", figure("1", "元")))


def test_tiers_ask_by_the_first_guard_that_holds() -> None:
    a, b = (Compares(PATENTS, "≥", figure(n, "件")) for n in "12")
    industry = FieldAt("industry")

    assert rule("按 行业 分档(C39: 有效发明专利 ≥ 1, {I65, I64}: 有效发明专利 ≥ 2)") == Tiers(
        industry,
        (
            Tier(BelongsTo(industry, (Word("C39"),)), a),
            Tier(BelongsTo(industry, (Word("I65"), Word("I64"))), b),
        ),
    )
    assert rule("按 从业人数 分档(≥ 300人: 有效发明专利 ≥ 1, 其他: 有效发明专利 ≥ 2)") == Tiers(
        STAFF, (Tier(Compares(STAFF, "≥", figure("300", "人")), a),), b
    )


def test_a_field_of_a_longer_name_wins_over_words_of_the_language() -> None:
    assert rule("距时限天数 < 3天") == Compares(FieldAt("days_left"), "<", figure("3", "天"))
    assert rule("「有效发明专利」≥1") == Compares(PATENTS, "≥", figure("1", "件"))

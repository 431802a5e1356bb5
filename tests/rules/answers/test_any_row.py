"""Whatever a row holds, each kind of condition is answered, and as the reference decides it."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guatu.rules.answers.answering import answer
from guatu.rules.answers.plain import as_data
from guatu.rules.answers.sentences import sentences
from guatu.rules.language.parsing import parse
from guatu.rules.language.syntax import Node, Not, conjunction, disjunction
from guatu.rules.reference import decide
from guatu.rules.rows import Row, Value
from guatu.rules.setting import DatedValue
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import ACCIDENT_GRADES, CATALOGUE, DAY, figure, with_parameter

SETTING = with_parameter(DatedValue(figure("2000", "万元"), until=DAY))
TEXTS = (
    "营业收入[上年] ≥ 2000万元",
    "营业收入[上年] > 〔门槛〕",
    "营业收入[2024] 介于 〔门槛〕 与 4亿元(不含)",
    "研发费用占比[上年] ≥ 3%",
    "平均(研发费用占比, 2年) < 3%",
    "合计(营业收入, 2年) ≠ 1亿元",
    "连续2年(营业收入 ≥ 研发费用)",
    "累计支付 ≤ 批复金额",
    "支付率 = 60%",
    "从业人数 < 1.2万人",
    "剩余天数 < 7天",
    "成立日期 ≤ 申报日 - 2年",
    "当日 > 办结时限 + 30工作日",
    "成立日期 介于 2020-01-01(不含) 与 办结时限",
    '注册地 属于 {城东, "示例区"}',
    '注册地 = "示例区"',
    '注册地 开头为 "示例"',
    "行业 不属于 {C39, I65}",
    "经营行业 属于 C39",
    "纳税信用 > B级",
    "纳税信用 属于 {A级, B级}",
    "资质 包含任一 {甲, 乙}",
    "资质 包含全部 {甲, 乙}",
    '资质 不包含 "甲"',
    '许可 包含 "甲"',
    "许可 曾包含全部 {甲, 乙}",
    "注册地 为空",
    "经营行业 不为空",
    "列入失信名单",
    "列入失信名单 = 否",
    "近2年 有 至少2次 安全事故(等级 ≥ 较大)",
    "近30天 无 安全事故(直接损失 > 10万元)",
    '存在 项目(阶段 属于 "在建" 且 总投资 ≥ 1亿元)',
    '人工核定("技术先进")',
    "按 行业 分档(C39: 从业人数 ≥ 300人, I65: 从业人数 ≥ 100人, 其他: 得分 ≥ 60)",
    "若 列入失信名单 则 至少2项(得分 ≥ 60, 有效发明专利 ≥ 1件, 从业人数 ≥ 30人)",
)
PARTS = tuple(parse(text, CATALOGUE, SETTING.parameters) for text in TEXTS)

BOUNDS = (0, 1, 30, 60, 299, 20_000_000, 400_000_000)
FIGURES: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(BOUNDS),
    st.floats(allow_nan=True, allow_infinity=True),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.just(Decimal("0.6")),
)
DAYS = st.sampled_from((DAY, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), date(2020, 1, 1)))
NAMES = st.sampled_from(("甲", "乙", "示例区", "示例区Ａ", ""))
CODES = st.sampled_from(("C", "C39", "C3921", "I65", "Z9"))


def record(**values: st.SearchStrategy[Value]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({}, optional={name: st.none() | each for name, each in values.items()})


ACCIDENTS = record(day=DAYS, grade=st.sampled_from((*ACCIDENT_GRADES, "轻微")), loss=FIGURES)
PROJECTS = record(stage=st.sampled_from(("在建", "竣工")), amount=FIGURES)
LICENCES = record(value=NAMES, since=DAYS, until=DAYS)
JUDGEMENTS = record(question=st.just("技术先进"), answer=st.booleans(), day=DAYS)
COLUMNS: Mapping[str, st.SearchStrategy[Value]] = {
    **dict.fromkeys(("revenue_2024", "revenue_2025", "research_2024", "research_2025"), FIGURES),
    **dict.fromkeys(("approved", "paid", "pay_rate", "staff", "patents", "score"), FIGURES),
    **dict.fromkeys(("founded", "deadline", "asked_on", "revenue_2025_as_of", "staff_as_of"), DAYS),
    "zone": NAMES,
    "industry": CODES,
    "industries": st.lists(CODES, max_size=2),
    "credit": st.sampled_from(("A级", "B级", "Ｄ级", "E级")),
    "titles": st.lists(NAMES, max_size=2),
    "licences": st.lists(LICENCES, max_size=2),
    "dishonest": st.booleans(),
    "accidents": st.lists(ACCIDENTS, max_size=3),
    "projects": st.lists(PROJECTS, max_size=2),
    "judgements": st.lists(JUDGEMENTS, max_size=2),
}
ROWS = record(**COLUMNS)
SINGLE: st.SearchStrategy[Node] = st.sampled_from(PARTS)
RULES: st.SearchStrategy[Node] = st.one_of(
    SINGLE,
    SINGLE.map(Not),
    st.lists(SINGLE | SINGLE.map(Not), min_size=2, max_size=6).map(tuple).map(conjunction),
    st.lists(SINGLE, min_size=2, max_size=4).map(tuple).map(disjunction),
)


@given(RULES, ROWS)
def test_every_answer_agrees_with_the_reference_and_can_be_written_down(node: Node, row: Row) -> None:
    found = answer(node, row, SETTING)
    assert found.verdict is decide(node, row, SETTING)
    for each in found.conditions:
        assert each.verdict is Verdict.UNKNOWN or each.words.found_text or each.words.finding
        assert bool(each.wanting) is (each.verdict is Verdict.UNKNOWN)
    written = "".join(sentences(found)) + json.dumps(as_data(found), ensure_ascii=False)
    assert "None" not in written
    assert "，，" not in written
    assert "（）" not in written

"""Which facts a condition goes by, and the fewest that would settle what is unknown."""

from datetime import date

from guatu.rules.answers.answering import Answer, answer
from guatu.rules.answers.facts import Fact
from guatu.rules.answers.sentences import condition_sentence, sentences, summary
from guatu.rules.language.parsing import parse
from guatu.rules.rows import Row
from guatu.rules.setting import DatedValue, Setting
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import CATALOGUE, DAY, SETTING, YES, figure, with_parameter


def told(text: str, row: Row, setting: Setting = SETTING) -> Answer:
    return answer(parse(text, CATALOGUE, setting.parameters), row, setting)


def settled(text: str, row: Row, to: Verdict = YES) -> list[list[str]]:
    return [[fact.name for fact in each.facts] for each in told(text, row).settlements if each.to is to]


def test_a_fact_that_several_conditions_wait_for_is_asked_once() -> None:
    text = "营业收入[上年] ≥ 2000万元 且 营业收入[上年] < 4亿元 且 研发费用占比[上年] ≥ 3%"
    assert settled(text, {}) == [["revenue_2025", "research_2025"]]
    assert settled(text, {"research_2025": 1}) == [["revenue_2025"]]


def test_fewer_facts_come_first_though_they_serve_as_many_conditions() -> None:
    text = "(从业人数 ≥ 30人 且 从业人数 ≤ 300人) 或 (有效发明专利 ≥ 1件 且 得分 ≥ 60)"
    assert settled(text, {}) == [["staff"], ["patents", "score"]]
    text = "(有效发明专利 ≥ 1件 且 得分 ≥ 60) 或 (从业人数 ≥ 30人 且 从业人数 ≤ 300人)"
    assert settled(text, {}) == [["staff"], ["patents", "score"]]


def test_what_can_be_looked_up_comes_before_what_a_person_must_judge() -> None:
    text = '人工核定("技术先进") 或 (从业人数 ≥ 30人 且 得分 ≥ 60)'
    assert settled(text, {}) == [["staff", "score"], ["技术先进"]]


def test_a_fact_that_no_longer_matters_is_not_asked() -> None:
    text = "(从业人数 ≥ 30人 或 得分 ≥ 60) 且 有效发明专利 ≥ 1件"
    found = told(text, {"staff": 40})
    assert [fact.name for fact in found.wanting] == ["patents"]
    assert settled(text, {"staff": 40}) == [["patents"]]


def test_a_set_that_holds_a_smaller_one_is_not_told() -> None:
    text = "至少2项(从业人数 ≥ 30人, 从业人数 ≥ 20人, 得分 ≥ 60)"
    assert settled(text, {}) == [["staff"]]  # not also staff and score


def test_no_fact_settles_what_hangs_on_a_day_outside_the_calendar() -> None:
    found = told("当日 ≥ 成立日期 + 99999年", {"founded": DAY})
    assert found.verdict is Verdict.UNKNOWN
    assert [(fact.name, fact.state) for fact in found.wanting] == [("founded", "unusable")]


def test_each_fact_tells_its_holder_its_day_and_its_age() -> None:
    row: Row = {"staff": 30, "staff_as_of": date(2025, 6, 29), "staff_source": "示例局"}
    (only,) = told("从业人数 ≥ 30人", row).conditions
    assert only.facts == (
        Fact("field", "staff", "从业人数", "known", "示例局", date(2025, 6, 29), is_stale=True),
    )
    assert only.is_stale
    fresh = told("从业人数 ≥ 30人", {**row, "staff_as_of": date(2025, 6, 30)})
    assert not fresh.conditions[0].is_stale


def test_a_ratio_goes_by_its_parts_and_by_the_oldest_of_their_days() -> None:
    row: Row = {
        "research_2025": 1,
        "revenue_2025": 3,
        "research_2025_as_of": date(2026, 4, 30),
        "revenue_2025_as_of": date(2026, 3, 31),
        "research_2025_source": "科技局",
    }
    (only,) = told("研发费用占比[上年] ≥ 33%", row).conditions
    assert condition_sentence(only).endswith("（科技局、税务局，最早截至2026年3月31日）")


def test_a_parameter_is_a_fact_with_its_clause() -> None:
    setting = with_parameter(
        DatedValue(figure("30", "人"), date(2026, 1, 1), None, "示例办法第四条"),
    )
    (only,) = told("从业人数 ≥ 〔门槛〕", {"staff": 30}, setting).conditions
    assert only.facts[1] == Fact("parameter", "门槛", "〔门槛〕", "known", "示例办法第四条", date(2026, 1, 1))


TIERS = "按 行业 分档(C39: 从业人数 ≥ 300人, I65: 从业人数 ≥ 100人, 其他: 从业人数 ≥ 500人)"


def test_tiers_for_others_are_not_held_against_an_enterprise() -> None:
    assert sentences(told(TIERS, {"industry": "C39", "staff": 120})) == (
        "不符合：从业人数还差180人",
        "行业为C39（电子设备制造业），属于C39（电子设备制造业）",
        "从业人数为120人，未达到300人，还差180人（人社局）",
        "行业 属于 I65：此处不适用",
        "从业人数 ≥ 100人：此处不适用",
        "从业人数 ≥ 500人：此处不适用",
    )
    assert summary(told(TIERS, {"industry": "I65", "staff": 120})) == "符合：3项条件全部满足"


def test_what_stands_behind_an_if_that_does_not_hold_is_not_asked() -> None:
    found = told("若 列入失信名单 则 从业人数 > 30人", {"dishonest": False})
    assert [each.is_asked for each in found.conditions] == [True, False]
    asked = told("若 列入失信名单 则 从业人数 > 30人", {"dishonest": None, "staff": 5})
    assert [each.is_asked for each in asked.conditions] == [True, True]

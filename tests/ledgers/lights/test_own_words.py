"""What an office's own rules say of a matter is true of it, whichever sign and figure they ask."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

import pytest

from guatu.ledgers.lights import writing
from guatu.ledgers.lights.reasons import sentence, why
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.lights.writing import WrittenRule
from guatu.rules.regimes.regime import Light, Regime
from tests.ledgers.factories import DAY
from tests.ledgers.lights.regimes import GREEN, RED, two_lights

PRAISE: Final = Light("blue", "蓝牌", "blue", "star", "praise", "走在前面")


def row(**facts: Any) -> dict[str, Any]:
    """In progress and told of yesterday, twenty days before its deadline, half done where half was due."""
    given = {
        "state": "办理中",
        "deadline": DAY + timedelta(days=20),
        "days_left": 20,
        "days_overdue": 0,
        "progress": Decimal("0.5"),
        "planned": Decimal("0.5"),
        "extensions": 0,
        "days_since_report": 1,
        "quality": "一般",
        "long_term": False,
        "suspended": False,
        "met_in_month": True,
        "made_up": False,
    }
    return given | facts


def red_by(when: str) -> Regime:
    rules = (WrittenRule(light="red", when=when), WrittenRule(light="green"))
    return writing.regime_of(two_lights(rules=rules, cases=()), name="自定")


def said(when: str, **facts: Any) -> str:
    found = sentence(row(**facts), red_by(when), DAY)
    assert found.endswith("，所以是红灯")
    return found.removesuffix("，所以是红灯")


def acts(when: str, **facts: Any) -> list[str]:
    found = why(row(**facts), red_by(when), DAY)
    assert found.light == RED
    return [act for act, light in found.better if light == GREEN]


LATE: Final[dict[str, Any]] = {"days_overdue": 3, "days_left": -3}
BEHIND: Final[dict[str, Any]] = {"progress": Decimal("0.4")}
AHEAD: Final[dict[str, Any]] = {"progress": Decimal("0.6")}


@pytest.mark.parametrize(
    ("when", "facts", "words"),
    [
        ("逾期天数 ≥ 1天", LATE, "过时限 3 天"),
        ("逾期天数 = 3天", LATE, "过时限 3 天"),
        ("逾期天数 ≤ 3天", LATE, "逾期天数为3天，不超过3天"),
        ("逾期天数 < 1天", {}, "逾期天数为0天，低于1天"),
        ("距时限天数 ≤ 20天", {}, "距时限还有 20 天"),
        ("距时限天数 介于 0天 与 7天", {"days_left": 0}, "今天到期"),
        ("距时限天数 ≥ 20天", {}, "距时限天数为20天，达到20天"),
        ("与序时差距 < -5%", BEHIND, "进度 40%，落后于序时 50%"),
        ("与序时差距 ≤ -10%", BEHIND, "进度 40%，落后于序时 50%"),
        ("与序时差距 ≤ 0%", {}, "与序时差距为0%，不超过0%"),
        ("与序时差距 < 20%", AHEAD, "与序时差距为10%，低于20%"),
        ("与序时差距 ≥ 10%", AHEAD, "与序时差距为10%，达到10%"),
        ("距上次更新天数 > 30天", {"days_since_report": 31}, "31 天没有报送进展"),
        ("距上次更新天数 ≤ 3天", {}, "距上次更新天数为1天，不超过3天"),
        ("质量评价 ≤ 较差", {"quality": "较差"}, "核查退回后还没有改好"),
        ("质量评价 = 较差", {"quality": "较差"}, "核查退回后还没有改好"),
        ("状态 = 待签收", {"state": "待签收"}, "待签收"),
        ("状态 ≠ 已销号", {}, "办理中"),
        ("状态 属于 {待签收, 办理中}", {}, "办理中"),
        ("已挂起", {"suspended": True}, "已挂起，暂停计时"),
        ("已挂起 = 否", {}, "没有挂起"),
        ("事后补齐", {"made_up": True}, "到期的月度目标已在事后补齐"),
        ("当月目标完成 = 否", {"met_in_month": False}, "当月目标没有完成"),
        ("长期坚持", {"long_term": True}, "属于长期坚持事项"),
        ("进度 < 60%", {}, "进度为50%，低于60%"),
        ("序时完成率 < 90%", BEHIND, "序时完成率为80%，低于90%"),
    ],
)
def test_a_reason_is_true_of_the_matter(when: str, facts: dict[str, Any], words: str) -> None:
    assert said(when, **facts) == words


def test_a_quality_that_will_do_is_not_told_as_a_return() -> None:
    assert "退回" not in said("质量评价 ≥ 一般")


def test_praise_for_being_ahead_does_not_say_that_it_lags() -> None:
    rules = (WrittenRule(light="blue", when="与序时差距 ≥ 10%"), WrittenRule(light="green"))
    written = two_lights(palette=(RED, GREEN, PRAISE), rules=rules, cases=())
    regime = writing.regime_of(written, name="自定")

    assert sentence(row(**AHEAD), regime, DAY) == "与序时差距为10%，达到10%，所以是蓝牌"


@pytest.mark.parametrize(
    ("when", "facts", "told"),
    [
        ("状态 = 待签收", {"state": "待签收"}, ["签收"]),
        ("状态 = 办理中", {}, ["申请销号"]),
        ("状态 ≠ 已销号", {}, ["办结销号"]),
        ("状态 ≤ 待签收", {"state": "待签收"}, ["签收"]),
        ("状态 属于 {待签收, 办理中}", {"state": "待签收"}, ["申请销号"]),
        ("进度 < 60%", {}, ["进度达到 60%"]),
        ("进度 ≤ 60%", {}, ["进度达到 61%"]),
        ("进度 ≥ 50%", {}, []),
        ("与序时差距 < -5%", BEHIND, ["进度达到 45%"]),
        ("序时完成率 < 90%", BEHIND, ["进度达到 45%"]),
        ("与序时差距 ≥ 10%", AHEAD, []),
        ("逾期天数 ≥ 1天", LATE, ["办公室调整时限"]),
        ("逾期天数 < 1天", {}, []),
        ("距时限天数 ≤ 20天", {}, ["延期获批"]),
        ("距时限天数 ≥ 20天", {}, []),
        ("距上次更新天数 > 30天", {"days_since_report": 31}, ["报送一次进展"]),
        ("距上次更新天数 ≤ 3天", {}, []),
        ("质量评价 ≤ 较差", {"quality": "较差"}, ["改好后重新申请"]),
        ("质量评价 ≥ 一般", {}, []),
        ("事后补齐 = 否", {}, ["补齐到期的月度目标"]),
        ("延期次数 ≥ 2次", {"extensions": 2}, []),
        ("状态 = 办理中 且 进度 < 60%", {}, ["申请销号", "进度达到 60%"]),
    ],
)
def test_what_is_advised_would_turn_it(when: str, facts: dict[str, Any], told: list[str]) -> None:
    assert sorted(acts(when, **facts)) == sorted(told)


def test_a_missed_month_is_to_be_made_up() -> None:
    found = why(row(met_in_month=False), shipped()["month_targets"], DAY)

    assert found.light is not None
    assert found.light.code == "red"
    assert [(act, light.code) for act, light in found.better] == [("补齐到期的月度目标", "yellow")]

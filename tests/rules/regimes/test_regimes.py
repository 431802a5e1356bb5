"""A regime lights the first rule that holds, and none where a missing fact leaves several possible."""

from collections.abc import Mapping
from datetime import date

import pytest

from guatu.rules.books.facts import read_row
from guatu.rules.errors import BookRefused, ClashingColours
from guatu.rules.regimes.checking import check_regime, refuse_two_meanings, wrong_examples
from guatu.rules.regimes.lighting import Shown, show
from guatu.rules.regimes.loading import read_regimes
from guatu.rules.regimes.regime import Regime
from tests.rules.made import catalogue

DAY = date(2026, 6, 30)
RED = {
    "light": "red",
    "word": "红灯",
    "colour": "red",
    "shape": "circle",
    "polarity": "alarm",
    "meaning": "急",
}
YELLOW = RED | {"light": "yellow", "word": "黄灯", "colour": "yellow", "polarity": "warning", "meaning": "缓"}
GREEN = RED | {"light": "green", "word": "绿灯", "colour": "green", "polarity": "normal", "meaning": "好"}
PALETTE = [RED, YELLOW, GREEN]
LIGHTS = [
    {"light": "red", "when": "从业人数 > 90人"},
    {"light": "yellow", "when": "从业人数 > 50人 或 有效发明专利 < 1件"},
    {"light": "green"},
]


def regime(**told: object) -> Regime:
    body = {"code": "r", "name": "示例", "palette": PALETTE, "lights": LIGHTS} | told
    (made,) = read_regimes({"regimes": [body]}, catalogue())
    return made


def shown(made: Regime, **row: object) -> Shown:
    return show(made, read_row(row, catalogue(), DAY, ""), made.on(DAY))


@pytest.mark.parametrize(
    ("row", "light"),
    [
        ({"从业人数": 91, "有效发明专利": 5}, "red"),
        ({"从业人数": 90, "有效发明专利": 5}, "yellow"),
        ({"从业人数": 50, "有效发明专利": 1}, "green"),
        ({"从业人数": 50, "有效发明专利": 0}, "yellow"),
        ({"从业人数": 91}, "red"),
        ({"从业人数": 60}, "yellow"),
    ],
)
def test_the_first_rule_that_holds_is_lit(row: dict[str, object], light: str) -> None:
    found = shown(regime(), **row)

    assert found.light is not None
    assert (found.light.code, found.is_settled) == (light, True)


@pytest.mark.parametrize(
    ("row", "possible"),
    [
        ({}, {"red", "yellow", "green"}),
        ({"有效发明专利": 0}, {"red", "yellow"}),
        ({"从业人数": 10}, {"yellow", "green"}),
    ],
)
def test_a_missing_fact_leaves_lights_possible_and_lights_none(
    row: dict[str, object], possible: set[str]
) -> None:
    found = shown(regime(), **row)

    assert (found.light, found.is_settled) == (None, False)
    assert {light.code for light in found.aspects[0].possible} == possible


ASPECTS = [
    {"name": "人", "lights": [{"light": "red", "when": "从业人数 > 90人"}, {"light": "green"}]},
    {
        "name": "专利",
        "given": "列入失信名单 = 否",
        "lights": [{"light": "yellow", "when": "有效发明专利 < 1件"}, {"light": "green"}],
    },
]


@pytest.mark.parametrize(
    ("row", "light", "is_settled"),
    [
        ({"从业人数": 9, "列入失信名单": "否", "有效发明专利": 3}, "green", True),
        ({"从业人数": 9, "列入失信名单": "否", "有效发明专利": 0}, "yellow", True),
        ({"从业人数": 91, "列入失信名单": "否", "有效发明专利": 0}, "red", True),
        ({"从业人数": 91, "列入失信名单": "否"}, "red", True),
        ({"从业人数": 9, "列入失信名单": "是"}, "green", True),
        ({"从业人数": 9, "列入失信名单": "否"}, None, False),
        ({"从业人数": 9, "有效发明专利": 0}, None, False),
        ({"列入失信名单": "否", "有效发明专利": 0}, None, False),
    ],
)
def test_of_several_aspects_the_worst_light_shows_unless_a_missing_fact_could_be_worse(
    row: dict[str, object],
    light: str | None,
    is_settled: bool,  # noqa: FBT001 - a case of the table
) -> None:
    found = shown(regime(aspects=ASPECTS), **row)

    assert (found.light.code if found.light else None, found.is_settled) == (light, is_settled)


def test_a_question_that_is_not_put_shows_nothing() -> None:
    found = shown(regime(aspects=[ASPECTS[1]]), 列入失信名单="是")

    assert (found.light, found.is_settled, found.aspects) == (None, True, ())


def kinds(made: Regime) -> list[str]:
    return [finding.kind for finding in check_regime(made, DAY)]


@pytest.mark.parametrize(
    ("lights", "found"),
    [
        (LIGHTS, []),
        (LIGHTS[:2], ["gap", "unused"]),
        ([LIGHTS[0], {"light": "yellow", "when": "从业人数 > 95人"}, {"light": "green"}], ["never"]),
        (
            [{"light": "green", "when": "从业人数 < 95人"}, LIGHTS[0], {"light": "yellow"}],
            ["overlap", "never"],
        ),
        (
            [
                {"light": "red", "when": "从业人数 > 90人"},
                {"light": "green", "when": "从业人数 ≤ 90人"},
            ],
            ["unused"],
        ),
        (
            [
                {"light": "red", "when": "从业人数 > 90人"},
                {"light": "green", "when": "从业人数 < 90人"},
            ],
            ["gap", "unused"],
        ),
    ],
)
def test_lights_that_never_burn_gaps_and_overlaps_are_found(
    lights: list[Mapping[str, object]], found: list[str]
) -> None:
    assert kinds(regime(lights=lights)) == found


def test_one_colour_has_one_meaning_in_a_report() -> None:
    praise = GREEN | {"light": "best", "word": "红旗", "colour": "red", "polarity": "praise"}
    flags = regime(code="flags", name="红旗", palette=[GREEN, praise], lights=[{"light": "best"}])

    refuse_two_meanings([regime(), regime(code="other")])
    with pytest.raises(ClashingColours, match="红旗在“示例”里是“急”，在“红旗”里是“好”"):
        refuse_two_meanings([regime(), flags])


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"palette": []}, "从最重到最轻"),
        ({"palette": [RED, RED]}, "只列一次"),
        ({"palette": [RED | {"colour": "绯"}]}, "colour应为"),
        ({"palette": [RED | {"meaning": ""}]}, "meaning"),
        ({"lights": []}, "没有亮灯规则"),
        ({"lights": [{"light": "purple"}]}, "没有“purple”这个灯"),
        ({"lights": [{"light": "green"}, LIGHTS[0]]}, "只能放在最后"),
        ({"lights": [{"light": "red", "when": "从业人 > 3"}]}, "是否指“从业人数”"),
        ({"examples": [{"case": "甲", "day": "2026-01-01", "row": {}, "expect": "purple"}]}, "purple"),
        ({"examples": [{"case": "甲", "row": {}, "expect": "red"}]}, "缺少 day"),
    ],
)
def test_what_breaks_a_regime_is_refused(told: dict[str, object], why: str) -> None:
    with pytest.raises(BookRefused, match=why):
        regime(**told)


def test_an_example_that_shows_another_light_is_told() -> None:
    example = {"case": "写错", "day": "2026-06-30", "row": {"从业人数": 91}, "expect": "green"}
    ((wrong, light),) = wrong_examples(regime(examples=[example]))

    assert (wrong.case, light.code if light else None) == ("写错", "red")

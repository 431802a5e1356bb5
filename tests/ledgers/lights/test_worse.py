"""Whether a turn is for the worse goes by what a light says, and not by how its palette words it now."""

from dataclasses import replace
from typing import Final

import pytest

from guatu.ledgers.lights import writing
from guatu.ledgers.lights.turning import LightTurn
from guatu.ledgers.lights.writing import WrittenRule
from guatu.ledgers.models import Item
from guatu.rules.regimes.regime import Light
from tests.ledgers.lights.regimes import GREEN, RED, two_lights

YELLOW: Final = Light("yellow", "黄灯", "yellow", "triangle", "warning", "逾期不久")
ORANGE: Final = Light("orange", "橙灯", "orange", "square", "warning", "逾期一阵")
REWORDED: Final = replace(RED, word="红牌", meaning="逾期很久")
PLATE: Final = Light("light105", "黑牌", "black", "plate", "alarm", "挂牌督办")


@pytest.mark.parametrize(
    ("before", "after", "is_worse"),
    [
        (RED, YELLOW, False),
        (RED, REWORDED, False),
        (YELLOW, REWORDED, True),
        (YELLOW, ORANGE, True),
        (ORANGE, YELLOW, False),
        (GREEN, YELLOW, True),
        (None, YELLOW, True),
        (RED, None, False),
        (YELLOW, GREEN, False),
        (PLATE, YELLOW, False),  # of the regime before, which this one does not know
        (replace(PLATE, polarity="reminder"), YELLOW, True),
        (replace(YELLOW, polarity="alarm"), ORANGE, False),  # the same code said something worse
    ],
)
def test_a_turn_is_for_the_worse(before: Light | None, after: Light | None, is_worse: bool) -> None:  # noqa: FBT001
    rules = (WrittenRule(light="red", when="逾期天数 ≥ 9天"), WrittenRule(light="green"))
    palette = (REWORDED, ORANGE, YELLOW, GREEN)
    regime = writing.regime_of(two_lights(palette=palette, rules=rules, cases=()), name="新")

    assert LightTurn(Item(), regime, before, after, {}).is_worse is is_worse

"""A light that turned, and what is said of it."""

from dataclasses import dataclass
from datetime import date

from guatu.ledgers.lights.reasons import sentence
from guatu.ledgers.models import Item
from guatu.rules.regimes.regime import POLARITIES, Light, Regime
from guatu.rules.rows import Row


@dataclass(frozen=True, slots=True)
class LightTurn:
    """An item showed one light and shows another; None where a fact is missing."""

    item: Item
    regime: Regime
    before: Light | None
    after: Light | None
    row: Row
    """What the rules were asked of."""

    @property
    def matters(self) -> bool:
        """Whether the chain says so: from one light that is as it should be to another it does not."""
        return not all(
            light is not None and light.polarity == "normal" for light in (self.before, self.after)
        )

    @property
    def is_worse(self) -> bool:
        """Whether somebody has to look at it now who had not before."""
        if self.after is None or self.after.polarity == "normal":
            return False
        if self.before is None:
            return True
        before = self.regime.known(self.before.code)
        if before is None or before.polarity != self.before.polarity:  # the code says something else by now
            return POLARITIES.index(self.after.polarity) < POLARITIES.index(self.before.polarity)
        return self.regime.rank(self.after) < self.regime.rank(before)

    def words(self, on: date) -> str:
        """绿灯转红灯：过时限 1 天，所以是红灯."""
        told = f"{_word(self.before)}转{_word(self.after)}"
        return f"{told}：{sentence(self.row, self.regime, on)}"


def _word(light: Light | None) -> str:
    return light.word if light else "缺数据"

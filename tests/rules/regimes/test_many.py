"""The lights of many rows are those of each row by itself."""

import random
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.loading import load_regimes
from guatu.rules.regimes.many import OPEN, UNLIT, show_many
from guatu.rules.regimes.regime import Regime
from guatu.rules.rows import Row, Value

DAY = date(2026, 6, 30)
REGIMES = load_regimes(Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml")


def alone(regime: Regime, row: Row) -> int:
    shown = show(regime, row, regime.on(DAY))
    if shown.light is not None:
        return regime.rank(shown.light)
    return UNLIT if shown.is_settled else OPEN


def some_row(catalogue: Catalogue, dice: random.Random) -> Row:
    fields = [field for field in catalogue.fields if field.value is None]
    return {field.name: some_value(field, dice) for field in fields if dice.random() < 0.9}


def some_value(field: Field, dice: random.Random) -> Value:
    if field.type == "percent":
        return Decimal(dice.randint(0, 20)) / 20
    if field.is_figure:
        return dice.choice((0, 1, 2, 3, 7, 8, 30, 31))
    if field.type == "date":
        return DAY + timedelta(days=dice.randint(-400, 30))
    if field.type == "grade":
        return dice.choice(field.grades)
    if field.is_list:
        inner = [{each.name: some_value(each, dice) for each in field.fields}]
        return inner * dice.randint(0, 2)
    return dice.random() < 0.5


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_many_rows_light_as_each_by_itself(regime: Regime) -> None:
    dice = random.Random(20260630)  # noqa: S311 - a fixed seed
    rows = [some_row(regime.catalogue, dice) for _ in range(400)] + [e.row for e in regime.examples]

    found = show_many(regime, Encoded(table_of(rows)), DAY)

    assert found.tolist() == [alone(regime, row) for row in rows]
    assert set(found.tolist()) >= set(range(len(regime.palette))) | {OPEN}

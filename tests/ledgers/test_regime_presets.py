"""The shipped regimes light their own case tables as their sources say."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from guatu.rules.errors import ClashingColours
from guatu.rules.language.printing import print_rule
from guatu.rules.regimes.checking import check_regime, refuse_two_meanings, wrong_examples
from guatu.rules.regimes.loading import load_regimes
from guatu.rules.regimes.regime import Regime

REGIMES = load_regimes(Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml")
DAY = date(2026, 6, 30)
BY_CODE = {regime.code: regime for regime in REGIMES}


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_every_case_shows_the_light_that_it_names(regime: Regime) -> None:
    wrong = [(example.case, light.word if light else None) for example, light in wrong_examples(regime)]

    assert wrong == []


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_every_light_is_shown_by_a_case_and_a_missing_fact_by_another(regime: Regime) -> None:
    shown = {example.light for example in regime.examples}

    assert shown == {light.code for light in regime.palette} | {None}


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_no_light_is_dead_and_no_matter_without_one(regime: Regime) -> None:
    assert [finding.sentence for finding in check_regime(regime, DAY) if finding.is_wrong] == []


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.code)
def test_every_regime_names_its_source_and_every_figure_of_ours_is_marked(regime: Regime) -> None:
    assert len(regime.source) > 20
    for name in parameters_of(regime):
        (value,) = regime.parameters.values[name]
        assert "来源未给数字" in value.source
        assert any(example.ours for example in regime.examples), regime.code


def parameters_of(regime: Regime) -> set[str]:
    nodes = [clause.when for aspect in regime.aspects for clause in aspect.clauses if clause.when]
    return {
        name
        for name in regime.parameters.values
        for node in nodes
        if f"〔{name}〕" in print_rule(node, regime.catalogue)
    }


def test_blue_means_another_thing_in_each_of_three_regimes() -> None:
    slips, plates, environment = (
        BY_CODE[code] for code in ("three_slips", "praise_plates", "environment_plates")
    )
    for one, other in ((slips, plates), (slips, environment), (plates, environment)):
        with pytest.raises(ClashingColours):
            refuse_two_meanings([one, other])
    refuse_two_meanings([BY_CODE["red_yellow_green"], BY_CODE["project_gates"], BY_CODE["half_of_schedule"]])

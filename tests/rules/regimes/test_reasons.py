"""Why a light burns, and what turns it."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from guatu.rules.books.facts import read_row
from guatu.rules.regimes.loading import load_regimes
from guatu.rules.regimes.reasons import LightReasons, reasons

DAY = date(2026, 6, 30)
REGIMES = {
    regime.code: regime
    for regime in load_regimes(Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml")
}
STEADY: dict[str, object] = {
    "状态": "办理中",
    "已挂起": "否",
    "长期坚持": "否",
    "办结时限": "2026-07-30",
    "逾期天数": 0,
    "距时限天数": 30,
    "进度": "50%",
    "序时进度": "50%",
    "距上次更新天数": 3,
}


LEVERS = frozenset({"gap", "pace", "days_since_report", "days_overdue", "days_left"})


def why(code: str, **row: object) -> LightReasons:
    regime = REGIMES[code]
    read = read_row(row, regime.catalogue, DAY, "")
    return reasons(regime, read, regime.on(DAY), levers=LEVERS)


def turns(found: LightReasons) -> set[tuple[str, str]]:
    return {(each.text, each.light.code) for each in found.better}


def test_a_red_light_tells_what_makes_it_red_and_what_turns_it() -> None:
    found = why("red_yellow_green", **STEADY | {"逾期天数": 7, "距时限天数": -7})

    assert [each.words.label for each in found.because] == ["逾期天数"]
    assert turns(found) == {("逾期天数超出6天", "yellow")}


def test_a_yellow_light_that_lags_turns_green_by_what_is_lacking() -> None:
    found = why("red_yellow_green", **STEADY | {"进度": "42%"})

    assert [each.words.label for each in found.because] == ["办结时限", "与序时差距"]
    assert turns(found) == {("与序时差距还差8个百分点", "green")}


def test_two_reasons_must_both_be_mended() -> None:
    found = why("red_yellow_green", **STEADY | {"进度": "42%", "距上次更新天数": 40})

    (better,) = found.better
    assert len(better.changes) == 2
    assert better.light.code == "green"


def test_a_light_that_remains_when_no_other_holds_gives_no_condition() -> None:
    found = why("half_of_schedule", 进度="10%", 序时进度="40%")

    assert found.because == ()
    assert {each.light.code for each in found.better} == {"yellow", "green"}


def test_a_light_left_open_names_what_is_missing() -> None:
    found = why("half_of_schedule", 序时进度="40%")

    assert (found.shown.light, found.lacking) == (None, ("进度",))


def test_the_best_light_has_nothing_better() -> None:
    assert why("half_of_schedule", 进度="50%", 序时进度="40%").better == ()

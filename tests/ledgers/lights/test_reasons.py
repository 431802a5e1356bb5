"""An item shows a light for a reason that its people understand, and says what would turn it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from guatu.kernel.pacing import by_milestones
from guatu.ledgers.lights.facts import is_lit, row_of_assignment, row_of_item
from guatu.ledgers.lights.reasons import light_of_assignment, why_item
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.models import Assignment, Item

ON = date(2026, 6, 30)
STATE = Item.State
REGIME = shipped()["four_colours"]


def item(**fields: Any) -> Item:
    """Half of its time gone, half done, told of three days ago."""
    given = {
        "state": STATE.IN_PROGRESS,
        "dispatched_on": ON - timedelta(days=50),
        "deadline": ON + timedelta(days=50),
        "progress": 50,
    }
    return Item(**given | fields)


def part(**fields: Any) -> Assignment:
    given = {
        "duty": Assignment.Duty.RESPONSIBLE,
        "state": Assignment.State.REPORTED,
        "progress": 50,
        "reported_on": ON - timedelta(days=3),
        "signed_on": ON - timedelta(days=49),
    }
    return Assignment(**given | fields)


def told(one: Item, *parts: Assignment) -> tuple[str, str, list[tuple[str, str]]]:
    why = why_item(one, parts or [part()], REGIME, on=ON)
    assert why is not None
    return why.light.code if why.light else "", why.sentence, [(act, to.code) for act, to in why.better]


def test_what_keeps_its_time_is_green() -> None:
    assert told(item()) == ("green", "按序时推进或已办结", [])


def test_what_is_late_is_red_until_it_is_done_or_given_more_time() -> None:
    late = item(deadline=ON - timedelta(days=7), progress=30)

    assert told(late) == (
        "red",
        "过时限 7 天，所以是红灯",
        [("办结销号", "green"), ("办公室调整时限", "yellow")],
    )


@pytest.mark.parametrize(
    ("days", "light", "sentence"),
    [
        (-1, "red", "过时限 1 天，所以是红灯"),
        (0, "blue", "今天到期，所以是蓝灯"),
        (7, "blue", "距时限还有 7 天，所以是蓝灯"),
        (8, "green", "按序时推进或已办结"),
    ],
)
def test_the_days_before_and_after_the_deadline(days: int, light: str, sentence: str) -> None:
    one = item(deadline=ON + timedelta(days=days), progress=100)

    assert told(one)[:2] == (light, sentence)


def test_what_lags_behind_turns_green_by_catching_up() -> None:
    assert told(item(progress=40))[0] == "green"
    assert told(item(progress=32)) == (
        "yellow",
        "进度 32%，落后于序时 50%，所以是黄灯",
        [("办结销号", "green"), ("进度达到 40%", "green")],
    )


def test_what_has_a_plan_keeps_pace_with_it_and_not_with_the_time_gone_by() -> None:
    """Half of its time is gone and three tenths are done, which by its milestones were due."""
    one, months = item(progress=30), timedelta(days=30)
    plan = by_milestones([(ON - months, Fraction(3, 10)), (ON + months, Fraction(7, 10))])

    assert row_of_item(one, [part()], on=ON)["planned"] == Decimal("0.50")
    assert row_of_item(one, [part()], on=ON, curve=plan)["planned"] == Decimal("0.30")
    kept = why_item(one, [part()], REGIME, on=ON, curve=plan)
    behind = why_item(one, [part()], REGIME, on=ON)
    assert kept is not None
    assert behind is not None
    assert kept.light is not None
    assert behind.light is not None
    assert (kept.light.code, behind.light.code) == ("green", "yellow")


def test_a_unit_shares_the_items_plan_unless_its_deadline_is_another() -> None:
    one = item()
    plan = by_milestones([(ON, Fraction(9, 10)), (ON + timedelta(days=9), Fraction(1, 10))])

    def planned(deadline: date | None) -> object:
        return row_of_assignment(one, part(), deadline, on=ON, curve=plan)["planned"]

    assert planned(one.deadline) == Decimal("0.90")
    assert planned(ON + timedelta(days=150)) == Decimal("0.25")  # 50 of 200 days
    assert planned(None) is None


def test_what_is_not_told_of_turns_green_by_a_report() -> None:
    for days, light in ((30, "green"), (31, "yellow")):
        assert told(item(), part(reported_on=ON - timedelta(days=days)))[0] == light
    assert told(item(), part(reported_on=ON - timedelta(days=31)))[1:] == (
        "31 天没有报送进展，所以是黄灯",
        [("办结销号", "green"), ("报送一次进展", "green")],
    )


def test_two_reasons_are_both_told_and_both_to_be_mended() -> None:
    light, sentence, better = told(item(progress=32), part(reported_on=ON - timedelta(days=40)))

    assert (light, sentence) == ("yellow", "40 天没有报送进展，进度 32%，落后于序时 50%，所以是黄灯")
    assert better == [("办结销号", "green"), ("报送一次进展，并进度达到 40%", "green")]


def test_the_latest_report_of_any_unit_counts_and_one_of_a_later_day_does_not() -> None:
    old, new = part(reported_on=ON - timedelta(days=40)), part(reported_on=ON + timedelta(days=1))

    assert row_of_item(item(), [old, part(), new], on=ON)["days_since_report"] == 3
    assert row_of_item(item(), [part(state=Assignment.State.RELEASED)], on=ON)["days_since_report"] == 50


@pytest.mark.parametrize(
    ("fields", "light"),
    [
        ({"is_long_term": True, "deadline": ON - timedelta(days=90), "progress": 10}, "green"),
        ({"deadline": None, "progress": 0}, "green"),
        ({"is_suspended": True, "deadline": ON - timedelta(days=90)}, "paused"),
        ({"state": STATE.CLOSED, "closed_on": ON, "deadline": ON - timedelta(days=9)}, "green"),
        ({"state": STATE.VERIFYING, "deadline": ON - timedelta(days=9)}, "red"),
    ],
)
def test_what_the_clock_does_not_run_for(fields: dict[str, Any], light: str) -> None:
    assert told(item(**fields))[0] == light


@pytest.mark.parametrize(
    "fields",
    [
        {"state": STATE.DRAFT},
        {"state": STATE.APPROVING},
        {"state": STATE.VOIDED},
        {"merged_into_id": 3},
        {"transferred_to_id": 3},
    ],
)
def test_what_is_not_owed_here_shows_no_light(fields: dict[str, Any]) -> None:
    one = item(**fields)

    assert not is_lit(one)
    assert why_item(one, [part()], REGIME, on=ON) is None
    assert light_of_assignment(one, part(), one.deadline, REGIME, on=ON) is None


@pytest.mark.parametrize(
    ("fields", "deadline", "light"),
    [
        ({}, ON + timedelta(days=50), "green"),
        ({"progress": 20}, ON + timedelta(days=50), "yellow"),
        ({"progress": 20}, ON - timedelta(days=1), "red"),
        ({"progress": 100}, ON - timedelta(days=1), "green"),
        ({"reported_on": None}, ON + timedelta(days=50), "yellow"),
    ],
)
def test_each_unit_has_its_own_light(fields: dict[str, Any], deadline: date, light: str) -> None:
    found = light_of_assignment(item(), part(**fields), deadline, REGIME, on=ON)

    assert found is not None
    assert found.code == light


@pytest.mark.parametrize("duty", [Assignment.Duty.COOPERATING, Assignment.Duty.SUPERVISING])
def test_a_unit_that_owes_nothing_shows_none(duty: str) -> None:
    late = ON - timedelta(days=1)

    assert light_of_assignment(item(), part(duty=duty, progress=0), late, REGIME, on=ON) is None


def test_a_lead_answers_for_what_the_units_under_it_have_done() -> None:
    verifying = item(state=STATE.VERIFYING, progress=100, deadline=ON - timedelta(days=1))
    lead = part(duty=Assignment.Duty.LEAD, progress=0, reported_on=None)

    def light(progress: int | None) -> str:
        found = light_of_assignment(verifying, lead, verifying.deadline, REGIME, on=ON, progress=progress)
        return found.code if found else ""

    assert (light(None), light(100)) == ("red", "green")


def test_a_unit_that_was_released_shows_none() -> None:
    assert light_of_assignment(item(), part(state=Assignment.State.RELEASED), ON, REGIME, on=ON) is None


def test_the_same_day_gives_the_same_light_whenever_it_is_asked() -> None:
    """A light is a function of facts, rule and day: an earlier day shows what it showed."""
    one = item(deadline=ON + timedelta(days=5), progress=100)

    lights = [told_on(one, ON + timedelta(days=days)) for days in (-40, -2, 0, 5, 6)]
    assert lights == ["green", "blue", "blue", "blue", "red"]


def told_on(one: Item, on: date) -> str:
    why = why_item(one, [part(reported_on=on)], REGIME, on=on)
    assert why is not None
    assert why.light is not None
    return why.light.code

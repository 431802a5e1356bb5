"""序时进度: what should be done by a day."""

from datetime import date
from fractions import Fraction

import pytest

from guatu.kernel.pacing import Curve, by_milestones, by_months, percent_gone, straight

START, DEADLINE = date(2026, 1, 1), date(2026, 4, 11)  # a hundred days


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2025, 12, 31), 0),
        (START, 0),
        (date(2026, 1, 2), 1),
        (date(2026, 2, 20), 50),
        (date(2026, 4, 10), 99),
        (DEADLINE, 100),
        (date(2026, 12, 31), 100),
    ],
)
def test_straight_on_rises_evenly_by_days(day: date, percent: int) -> None:
    assert straight(START, DEADLINE).at(day) == Fraction(percent, 100)


@pytest.mark.parametrize("start", [DEADLINE, date(2026, 5, 1)])
def test_what_is_given_on_its_deadline_or_later_is_due_at_once(start: date) -> None:
    assert straight(start, DEADLINE).at(date(2026, 4, 10)) == 0
    assert straight(start, DEADLINE).at(DEADLINE) == 1


def test_a_month_plan_is_met_at_the_end_of_each_month_and_rises_between() -> None:
    plan = by_months(date(2026, 1, 31), {(2026, 3): Fraction(1, 2), (2026, 2): Fraction(28, 100)})

    assert plan.at(date(2026, 1, 31)) == 0
    assert plan.at(date(2026, 2, 1)) == Fraction(1, 100)
    assert plan.at(date(2026, 2, 28)) == Fraction(28, 100)
    assert plan.at(date(2026, 3, 31)) == Fraction(1, 2)
    assert plan.at(date(2027, 1, 1)) == Fraction(1, 2)


def test_a_month_plan_that_begins_within_its_only_month() -> None:
    assert by_months(date(2026, 2, 28), {(2026, 2): Fraction(1)}).at(date(2026, 2, 27)) == 0


def test_the_last_month_may_be_due_before_its_end() -> None:
    plan = by_months(START, {(2026, 1): Fraction(1, 2), (2026, 2): Fraction(1)}, until=date(2026, 2, 10))

    assert plan.at(date(2026, 1, 31)) == Fraction(1, 2)
    assert plan.at(date(2026, 2, 5)) == Fraction(3, 4)
    assert plan.at(date(2026, 2, 10)) == 1


def test_all_of_it_is_due_by_a_deadline_at_the_latest() -> None:
    steps = by_milestones([(START, Fraction(1, 4)), (DEADLINE, Fraction(3, 4))])
    sooner = date(2026, 2, 20)

    assert steps.by(DEADLINE) is steps
    assert [steps.by(sooner).at(day) for day in (START, date(2026, 2, 19), sooner)] == [
        Fraction(1, 4),
        Fraction(1, 4),
        1,
    ]
    assert straight(START, DEADLINE).by(sooner).at(date(2026, 1, 26)) == Fraction(1, 2)
    assert straight(START, DEADLINE).by(date(2025, 12, 1)).at(date(2025, 12, 1)) == 1


def test_percents_drop_their_fractions_and_follow_the_curve_where_there_is_one() -> None:
    step = by_milestones([(date(2026, 2, 1), Fraction(1))])

    assert percent_gone(START, date(2026, 1, 4), on=date(2026, 1, 2)) == 33
    assert percent_gone(START, DEADLINE, on=date(2026, 2, 20), curve=step) == 100
    assert percent_gone(START, None, on=date(2026, 2, 20), curve=step) == 0
    assert percent_gone(None, DEADLINE, on=date(2026, 4, 10)) == 0


def test_milestones_are_steps_that_add_up() -> None:
    plan = by_milestones(
        [
            (date(2026, 3, 1), Fraction(1, 4)),
            (date(2026, 2, 1), Fraction(1, 4)),
            (date(2026, 3, 1), Fraction(1, 2)),
        ]
    )

    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [plan.at(day) for day in days] == [0, Fraction(1, 4), Fraction(1, 4), 1]


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((START, Fraction(1, 2)), (START, Fraction(1))),
        ((START, Fraction(1, 2)), (DEADLINE, Fraction(1, 4))),
        ((START, Fraction(3, 2)),),
        ((START, Fraction(-1, 2)),),
    ],
)
def test_a_curve_that_falls_or_leaves_the_whole_is_refused(points: tuple[tuple[date, Fraction], ...]) -> None:
    with pytest.raises(ValueError, match="进度"):
        Curve(points)

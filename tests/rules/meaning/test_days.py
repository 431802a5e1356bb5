"""Days and windows: the day itself, before and after it, month ends, leap days, ends of the calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from guatu.rules.language.syntax import (
    Compares,
    DayAt,
    FieldAt,
    Happened,
    IsBetween,
    Not,
    Shift,
    Span,
    Window,
    Word,
)
from guatu.rules.reference import decide, found
from guatu.rules.rows import Row, Value
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import DAY, NO, SETTING, UNKNOWN, YES, figure, verdict

FOUNDED = FieldAt("founded")


def moved(base: date, *shifts: tuple[int, Span]) -> object:
    return found(DayAt(base, tuple(Shift(count, span) for count, span in shifts)), {}, SETTING)


@pytest.mark.parametrize(
    ("founded", "expected"),
    [(date(2024, 6, 29), YES), (date(2024, 6, 30), YES), (date(2024, 7, 1), NO), (None, UNKNOWN)],
)
def test_two_full_years_before_the_day(founded: date | None, expected: Verdict) -> None:
    node = Compares(FOUNDED, "≤", DayAt("申报日", (Shift(-2, "年"),)))
    assert verdict(node, {"founded": founded}) is expected


def test_a_row_with_its_own_day_is_decided_as_of_that_day() -> None:
    node = Compares(FOUNDED, "≤", DayAt("申报日", (Shift(-2, "年"),)))
    row = {"founded": date(2024, 7, 1), "asked_on": date(2026, 7, 1)}
    assert verdict(node, row) is YES
    assert verdict(Compares(FOUNDED, "≤", DayAt("当日", (Shift(-2, "年"),))), row) is YES
    assert verdict(node, {**row, "asked_on": None}) is NO


def test_a_moment_counts_as_its_day() -> None:
    row: Row = {"founded": datetime(2024, 6, 30, 23, 59, tzinfo=UTC)}
    assert verdict(Compares(FOUNDED, "=", DayAt(date(2024, 6, 30))), row) is YES


@pytest.mark.parametrize(
    ("base", "shifts", "expected"),
    [
        (date(2026, 1, 31), [(1, "个月")], date(2026, 2, 28)),
        (date(2024, 1, 31), [(1, "个月")], date(2024, 2, 29)),
        (date(2026, 3, 31), [(-1, "个月")], date(2026, 2, 28)),
        (date(2024, 2, 29), [(1, "年")], date(2025, 2, 28)),
        (date(2024, 2, 29), [(-4, "年")], date(2020, 2, 29)),
        (date(2026, 1, 31), [(1, "个月"), (1, "个月")], date(2026, 3, 28)),
        (date(2026, 1, 31), [(2, "个月")], date(2026, 3, 31)),
        (date(2024, 2, 29), [(1, "天")], date(2024, 3, 1)),
        (date(2025, 9, 30), [(5, "工作日")], date(2025, 10, 14)),
        (date(2025, 10, 14), [(-5, "工作日")], date(2025, 9, 30)),
        (date(2025, 10, 5), [(-1, "工作日")], date(2025, 9, 30)),
        (date(2025, 10, 5), [(0, "工作日")], date(2025, 10, 5)),
        (date(2025, 12, 31), [(-1, "年"), (-1, "天")], date(2024, 12, 30)),
    ],
)
def test_shifts_clip_month_ends_and_apply_in_order(
    base: date, shifts: Sequence[tuple[int, Span]], expected: date
) -> None:
    assert moved(base, *shifts) == expected


@pytest.mark.parametrize(
    ("base", "count", "span"),
    [
        (date(9999, 12, 31), 1, "天"),
        (date(9999, 12, 31), 1, "个月"),
        (date(9999, 2, 28), 1, "年"),
        (date(9999, 12, 31), 1, "工作日"),
        (date(1, 1, 1), -1, "天"),
        (date(1, 1, 31), -1, "个月"),
        (date(1, 12, 31), -1, "年"),
        (date(1, 1, 1), -1, "工作日"),
        (date(2026, 1, 1), 10**12, "天"),
        (date(2026, 1, 1), -(10**12), "年"),
    ],
)
def test_a_day_outside_the_calendar_is_missing(base: date, count: int, span: Span) -> None:
    outside = DayAt(base, (Shift(count, span),))
    assert found(outside, {}, SETTING) is None
    assert verdict(Compares(FOUNDED, "≤", outside), {"founded": base}) is UNKNOWN
    assert verdict(Not(Compares(FOUNDED, "≤", outside)), {"founded": base}) is UNKNOWN


def test_a_shift_that_comes_back_from_outside_is_missing_too() -> None:
    assert moved(date(9999, 12, 31), (1, "天"), (-1, "天")) is None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_are_days(day: date) -> None:
    assert verdict(Compares(FOUNDED, "=", DayAt(day)), {"founded": day}) is YES
    assert verdict(Compares(DayAt("当日"), "=", FOUNDED), {"founded": day}, on=day) is YES


def test_a_day_between_two_days_and_a_field_moved() -> None:
    node = IsBetween(DayAt("当日"), DayAt(FOUNDED), DayAt(FOUNDED, (Shift(1, "年"),)), includes_high=False)
    assert verdict(node, {"founded": DAY}) is YES
    assert verdict(node, {"founded": date(2025, 7, 1)}) is YES
    assert verdict(node, {"founded": date(2025, 6, 30)}) is NO
    assert verdict(node, {}) is UNKNOWN


TWO_YEARS = Window(2, "年")
SERIOUS = Compares(FieldAt("grade"), "≥", Word("较大"))


def accident(day: date | None, grade: str | None = "较大", loss: Value = None) -> Row:
    return {"day": day, "grade": grade, "loss": loss}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 6, 29), NO),
        (date(2024, 6, 30), YES),
        (DAY, YES),
        (date(2026, 7, 1), NO),
        (None, UNKNOWN),
    ],
)
def test_a_window_holds_its_first_day_and_the_day_of_asking(day: date | None, expected: Verdict) -> None:
    happened = Happened("accidents", TWO_YEARS)
    row: Row = {"accidents": [accident(day)]}
    assert verdict(happened, row) is expected
    assert verdict(Happened("accidents", TWO_YEARS, negated=True), row) is expected.negated()


def test_no_event_on_record_is_known_and_a_missing_list_is_not() -> None:
    never = Happened("accidents", TWO_YEARS, negated=True)
    assert verdict(never, {"accidents": []}) is YES
    assert verdict(Happened("accidents", TWO_YEARS), {"accidents": ()}) is NO
    assert verdict(never, {"accidents": None}) is UNKNOWN
    assert verdict(never, {"accidents": float("nan")}) is UNKNOWN
    assert verdict(Happened("accidents"), {}) is UNKNOWN


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (accident(DAY, "重大"), YES),
        (accident(DAY, "较大"), YES),
        (accident(DAY, "一般"), NO),
        (accident(DAY, None), UNKNOWN),
        (accident(DAY, "轻微"), UNKNOWN),  # no grade of the list
        (accident(date(2020, 1, 1), None), NO),
        (accident(None, "一般"), NO),
        (accident(None, "重大"), UNKNOWN),
    ],
)
def test_an_event_counts_when_it_lies_in_the_window_and_meets_the_part(event: Row, expected: Verdict) -> None:
    assert verdict(Happened("accidents", TWO_YEARS, SERIOUS), {"accidents": [event]}) is expected


def test_so_many_events_with_some_of_them_uncertain() -> None:
    twice = Happened("accidents", TWO_YEARS, times=2)
    sure, unsure = accident(DAY), accident(None)
    assert verdict(twice, {"accidents": [sure, sure]}) is YES
    assert verdict(twice, {"accidents": [sure, unsure]}) is UNKNOWN
    assert verdict(twice, {"accidents": [sure]}) is NO
    assert verdict(twice, {"accidents": [unsure, unsure, sure]}) is UNKNOWN


def test_without_a_window_every_event_up_to_the_day_counts() -> None:
    assert verdict(Happened("accidents"), {"accidents": [accident(date(1, 1, 1))]}) is YES
    assert verdict(Happened("accidents"), {"accidents": [accident(date(2026, 7, 1))]}) is NO
    assert verdict(Happened("accidents"), {"accidents": [accident(None)]}) is UNKNOWN


def test_a_window_that_begins_before_the_calendar_leaves_past_events_unknown() -> None:
    ages = Happened("accidents", Window(3000, "年"))
    assert verdict(ages, {"accidents": [accident(DAY)]}) is UNKNOWN
    assert verdict(ages, {"accidents": [accident(date(2026, 7, 1))]}) is NO
    assert verdict(ages, {"accidents": []}) is NO


def test_a_window_of_a_row_ends_on_its_own_day() -> None:
    row: Row = {"accidents": [accident(date(2024, 1, 1))], "asked_on": date(2025, 12, 31)}
    assert verdict(Happened("accidents", TWO_YEARS), row) is YES
    assert decide(Happened("accidents", Window(30, "工作日")), row, SETTING) is NO


def test_an_event_may_be_weighed_by_its_own_figures() -> None:
    costly = Happened("accidents", None, Compares(FieldAt("loss"), ">", figure("10", "万元")))
    assert verdict(costly, {"accidents": [accident(DAY, loss=100_001)]}) is YES
    assert verdict(costly, {"accidents": [accident(DAY, loss=100_000)]}) is NO

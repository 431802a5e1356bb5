"""How pages say deadlines, paces, figures and moments."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from guatu.web import wording
from guatu.web.parts import Pace

ON = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("deadline", "left", "tone"),
    [
        (date(2026, 9, 17), "逾期 1 天", "late"),
        (date(2026, 9, 18), "今天到期", "near"),
        (date(2026, 9, 25), "还剩 7 天", "near"),
        (date(2026, 9, 26), "还剩 8 天", ""),
    ],
)
def test_a_deadline_ends_with_its_day_and_is_near_for_a_week(deadline: date, left: str, tone: str) -> None:
    said = wording.due(deadline, on=ON)
    assert (said.left, said.tone) == (left, tone)


def test_what_has_no_day_says_why() -> None:
    assert wording.due(None, on=ON, due_kind="long_term").day == "长期坚持"
    assert wording.due(None, on=ON).day == "未定时限"


def test_the_first_promise_stays_in_sight() -> None:
    said = wording.due(date(2026, 9, 30), on=ON, first_promise=date(2026, 6, 30), extensions=2)
    assert (said.slips, said.first) == (2, "首次承诺 2026-06-30，已延期 2 次")


def test_a_closed_matter_is_not_late() -> None:
    assert wording.due(date(2026, 9, 1), on=ON, is_done=True).left == ""


def test_pace_compares_progress_with_the_time_gone_by() -> None:
    start, end = date(2026, 9, 8), date(2026, 9, 28)
    assert wording.pace(50, start, end, on=ON) == Pace(50, 50, "持平", "")
    assert wording.pace(20, start, end, on=ON).gap == "−30"
    assert wording.pace(20, start, end, on=ON).tone == "yellow"
    assert wording.pace(20, start, date(2026, 9, 17), on=ON).tone == "red"


def test_what_is_finished_keeps_pace_with_nothing() -> None:
    start, end = date(2026, 9, 8), date(2026, 9, 28)
    assert wording.pace(100, start, end, on=ON).gap == "完成"
    assert wording.pace(100, start, date(2026, 9, 17), on=ON).tone == ""
    assert wording.pace(100, None, None, on=ON).gap == "完成"


def test_figures_lose_idle_zeros_only() -> None:
    assert [wording.figure(Decimal(text)) for text in ("20.0000", "2.5000", "100", "0")] == [
        "20",
        "2.5",
        "100",
        "0",
    ]


def test_moments_are_those_of_the_county() -> None:
    evening = datetime(2026, 9, 17, 17, 5, tzinfo=UTC)
    assert wording.when(evening, on=ON) == "今天 01:05"
    assert wording.ago(evening, on=date(2026, 9, 21)) == "3 天前"

"""The clock's own round: each day once, missed days too, and nothing held up by one item that cannot go."""

from datetime import date, timedelta
from typing import Any

import pytest

from guatu.accounts.actions import calendar
from guatu.accounts.queries import actor_for
from guatu.history.models import Event
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import recounting, ticking
from guatu.ledgers.actions import deadlines, dispatching, verdicts
from guatu.ledgers.errors import DayNotCome
from guatu.ledgers.models import Assignment, CloseOut, Item, TickDay
from tests.accounts.factories import moment
from tests.ledgers.factories import (
    DAY,
    County,
    all_met,
    asked,
    closed,
    fresh,
    make_county,
    make_items,
    signed,
)

MAY_DAY = {date(2030, 5, day): False for day in range(1, 6)}
"""Holidays of a year whose notice has not come yet."""


@pytest.fixture
def publishing(db: None) -> County:
    """A county whose close-outs are published for three working days: until 5 March."""
    return make_county(publicity_days=3)


def published(county: County) -> Item:
    item = asked(county)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    return fresh(item)


def tick(on: date, at: date | None = None) -> TickDay | None:
    return ticking.tick(on=on, at=moment(at or on))


def test_publicity_ends_on_the_day_after_its_last(publishing: County) -> None:
    item = published(publishing)
    assert item.state == Item.State.PUBLICITY
    assert tick(date(2026, 3, 5)) is not None
    assert fresh(item).state == Item.State.PUBLICITY
    done = tick(date(2026, 3, 6))
    assert done is not None
    assert (done.published, done.refused) == (1, [])
    assert (fresh(item).state, fresh(item).closed_on) == (Item.State.CLOSED, date(2026, 3, 6))
    last = Event.objects.latest("pk")
    assert (last.kind, last.actor_id) == ("item.close_published", None)


def test_a_day_is_done_once(publishing: County) -> None:
    published(publishing)
    assert tick(date(2026, 3, 6)) is not None
    events = Event.objects.count()
    assert tick(date(2026, 3, 6)) is None
    assert (Event.objects.count(), TickDay.objects.count()) == (events, 1)


def test_a_day_that_has_not_come_is_refused(publishing: County) -> None:
    with pytest.raises(DayNotCome, match="还没有到"):
        tick(DAY + timedelta(days=1), at=DAY)


def test_missed_days_are_made_up_each_under_its_own_date(publishing: County) -> None:
    item = published(publishing)
    tick(date(2026, 3, 4))
    rounds = ticking.tick_missed(on=date(2026, 3, 9), at=moment(date(2026, 3, 9)))
    assert [row.day.day for row in rounds] == [5, 6, 7, 8, 9]
    assert fresh(item).closed_on == date(2026, 3, 6)
    struck = Event.objects.get(kind="item.close_published")
    assert struck.enclosures.get(name="why_earlier").text == "服务停运期间没有办理，恢复后补办"
    assert ticking.tick_missed(on=date(2026, 3, 9), at=moment(date(2026, 3, 9))) == []


def test_the_first_round_ever_is_of_its_day_alone(db: None) -> None:
    assert [row.day for row in ticking.tick_missed(on=DAY, at=moment(DAY))] == [DAY]


def test_one_item_that_cannot_go_holds_up_no_other(publishing: County) -> None:
    changed, other = published(publishing), published(publishing)
    Item.objects.filter(pk=changed.pk).update(goal="悄悄改过")
    done = tick(date(2026, 3, 6))
    assert done is not None
    assert done.published == 1
    assert [number for number, _ in done.refused] == [changed.number]
    assert "又有改动" in done.refused[0][1]
    assert fresh(other).state == Item.State.CLOSED
    assert fresh(changed).state == Item.State.PUBLICITY


def test_look_backs_due_are_listed(county: County) -> None:
    item = closed(county)
    due_on = DAY + timedelta(days=county.ledger.look_back_after)
    before, on_the_day = tick(due_on - timedelta(days=1)), tick(due_on)
    assert before is not None
    assert on_the_day is not None
    assert (before.look_backs_due, on_the_day.look_backs_due) == (0, 1)
    assert [row.item for row in ticking.look_backs_due(on=due_on)] == [item]


def knowing_2030() -> WorkingCalendar:
    official = WorkingCalendar.official()
    return WorkingCalendar(
        years=official.years | {2030}, notices={**official.notices, **MAY_DAY}, overrides={}
    )


def recount(on: date) -> int:
    return recounting.recount(knowing_2030(), WorkingCalendar.official(), on=on, at=moment(on))


def test_the_day_to_sign_by_moves_when_the_holidays_become_known(county: County) -> None:
    on = date(2030, 4, 30)
    item = make_items(county, deadline=date(2030, 12, 31))[0]
    dispatching.dispatch(pks=[item.pk], **county.when("coordinator", on))
    rows = Assignment.objects.filter(item=item)
    assert set(rows.values_list("sign_by", flat=True)) == {date(2030, 5, 2)}
    assert recount(date(2030, 5, 1)) == 3
    assert set(rows.values_list("sign_by", flat=True)) == {date(2030, 5, 7)}
    last = Event.objects.latest("pk")
    assert (last.kind, last.actor_id) == ("item.days_recounted", None)


def test_the_day_to_answer_by_and_publicity_move_too(publishing: County) -> None:
    on = date(2030, 4, 30)
    item = signed(publishing, deadline=date(2030, 12, 31))
    extension = deadlines.ask(
        assignment=item.assignments.get(duty="lead").pk,
        new_deadline=date(2031, 3, 31),
        reason="设备到货推迟",
        progress_text="完成 12 处",
        **publishing.when("liaison", on),
    )
    other = asked(publishing, deadline=date(2030, 12, 31))
    verdicts.verify(pk=other.pk, judged=all_met(other), **publishing.when("verifier", on))
    assert recount(date(2030, 5, 1)) == 2
    extension.refresh_from_db()
    assert extension.answer_by == date(2030, 5, 10)
    assert CloseOut.objects.get(item=other).publicity_to == date(2030, 5, 8)


def test_a_round_recounts_only_what_became_known_since_the_last(county: County) -> None:
    tick(DAY)
    done = tick(DAY + timedelta(days=1))
    assert done is not None
    assert done.recounted == 0
    assert done.known_years == sorted(WorkingCalendar.official().years)


def test_a_year_is_recounted_once_though_an_earlier_day_is_made_up_later(publishing: County) -> None:
    tick(DAY)
    TickDay.objects.update(known_years=[2024, 2025])
    item = asked(publishing)
    verdicts.verify(pk=item.pk, judged=all_met(item), **publishing.when("verifier", date(2026, 4, 2)))
    assert CloseOut.objects.get().publicity_to == date(2026, 4, 8)
    CloseOut.objects.update(publicity_to=date(2026, 4, 7))  # as if Qingming had not been known
    later = tick(date(2026, 4, 3))
    assert later is not None
    assert (later.recounted, CloseOut.objects.get().publicity_to) == (1, date(2026, 4, 8))
    made_up = tick(date(2026, 3, 20), at=date(2026, 4, 3))
    assert made_up is not None
    assert (made_up.recounted, CloseOut.objects.get().publicity_to) == (0, date(2026, 4, 8))


def test_limits_move_when_the_county_decides_a_day(publishing: County) -> None:
    tick(DAY)
    item = published(publishing)  # on Monday the 2nd, for three working days
    by = actor_for(publishing("administrator"), "administrator")
    decided: dict[str, Any] = {"by": by, "at": moment(DAY, hour=15), "on": DAY}
    rest = calendar.decide(day=date(2026, 3, 4), is_working=False, note="示例政办 1 号", **decided)
    later = published(publishing)  # counted with that day in view
    done = tick(DAY + timedelta(days=1))

    assert done is not None
    assert done.recounted == 1
    assert CloseOut.objects.get(item=item).publicity_to == date(2026, 3, 6)
    assert CloseOut.objects.get(item=later).publicity_to == date(2026, 3, 6)
    decided |= {"at": moment(date(2026, 3, 3), hour=15), "on": date(2026, 3, 3)}
    calendar.decide(day=rest.day, is_working=True, note="示例政办 2 号", **decided)
    assert tick(date(2026, 3, 4)).recounted == 2  # type: ignore[union-attr]
    assert CloseOut.objects.get(item=item).publicity_to == date(2026, 3, 5)

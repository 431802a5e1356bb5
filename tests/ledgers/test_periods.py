"""Reporting by the week: who owes, what counts, what the end of the period freezes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guatu.accounts.actions import calendar
from guatu.accounts.queries import actor_for, working_calendar
from guatu.history import rebuilding
from guatu.history.models import Event
from guatu.ledgers import ticking
from guatu.ledgers.actions import dispatching, items, ledgers, periods, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import NotNow, NotYours, ReasonMissing, WrongDay
from guatu.ledgers.models import Item, PeriodLine, Report, ReportingPeriod
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.periods import Sheet, sheet
from tests.accounts.factories import moment
from tests.ledgers.factories import County, dispatched, finished, fresh, ledger_with, make_items, signed

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)


@pytest.fixture
def weekly(county: County) -> County:
    """Each week by Friday."""
    county.ledger = ledger_with(county, who="coordinator", cadence="weekly")
    return county


def week(county: County, on: date = WEDNESDAY, code: str = "weekly") -> Sheet:
    return sheet(county.ledger, code, on=on, calendar=working_calendar())


def standings(found: Sheet) -> dict[str, str]:
    return {line.assignment.unit.name: line.standing for line in found.lines}


def report(county: County, item: Item, *, on: date = WEDNESDAY, done: int = 3) -> Report:
    """双桥镇 reports."""
    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(text="换表 3 处", achieved=Decimal(done))
    return reports.report(assignment=row.pk, new=new, **county.when("town", on))


def test_each_unit_owes_one_report_and_one_that_came_counts(weekly: County) -> None:
    item = signed(weekly)
    report(weekly, item, done=2)
    last = report(weekly, item)

    found = week(weekly)

    assert (found.period.first, found.period.last) == (date(2026, 2, 28), FRIDAY)
    assert standings(found) == {"双桥镇": "reported", "县供电公司": "missing", "石泉镇": "missing"}
    assert [line.report for line in found.lines if line.report] == [last]
    assert found.counts == {"reported": 1, "awaiting": 0, "missing": 2}


def test_who_still_has_time_to_sign_owes_nothing(weekly: County) -> None:
    item = make_items(weekly)[0]
    dispatching.dispatch(pks=[item.pk], **weekly.when("coordinator", FRIDAY))

    assert week(weekly, FRIDAY).lines == []
    assert set(standings(week(weekly, SATURDAY)).values()) == {"missing"}


def test_who_is_done_or_whose_item_rests_owes_nothing_more(weekly: County) -> None:
    finished(weekly)
    items.suspend(pk=signed(weekly).pk, reason="等批复", **weekly.when("coordinator"))

    assert standings(week(weekly)) == {"双桥镇": "reported", "石泉镇": "reported", "县供电公司": "missing"}
    assert standings(week(weekly, date(2026, 3, 11))) == {"县供电公司": "missing"}


def test_a_report_that_was_sent_back_is_missing_again(weekly: County) -> None:
    made = report(weekly, signed(weekly))
    reports.send_back(report=made, remark="缺照片", **weekly.when("coordinator", WEDNESDAY))

    assert standings(week(weekly))["双桥镇"] == "missing"


def test_the_clock_freezes_a_period_on_the_day_after_its_last(weekly: County) -> None:
    item = signed(weekly)
    counted = report(weekly, item)
    on_friday, on_saturday = (ticking.tick(on=day, at=moment(day)) for day in (FRIDAY, SATURDAY))
    late = report(weekly, item, on=SATURDAY, done=4)

    assert on_friday is not None
    assert on_saturday is not None
    assert (on_friday.periods, on_saturday.periods) == (0, 1)
    frozen = ReportingPeriod.objects.get()
    assert (frozen.ends_on, frozen.frozen_on, frozen.owed, frozen.reported) == (FRIDAY, SATURDAY, 3, 1)
    found = week(weekly)
    assert found.frozen == frozen
    assert [line.report for line in found.lines if line.report] == [counted]
    assert [line.report for line in week(weekly, SATURDAY).lines if line.report] == [late]
    event = Event.objects.get(kind="period.frozen")
    assert (event.actor_id, event.happened_on) == (None, SATURDAY)
    assert rebuilding.check().found == []


def test_missed_rounds_freeze_each_period_under_its_own_day(weekly: County) -> None:
    signed(weekly)
    ticking.tick(on=FRIDAY, at=moment(FRIDAY))
    ticking.tick_missed(on=date(2026, 3, 17), at=moment(date(2026, 3, 17)))

    found = ReportingPeriod.objects.order_by("ends_on").values_list("ends_on", "frozen_on")
    assert list(found) == [(FRIDAY, SATURDAY), (date(2026, 3, 13), date(2026, 3, 14))]


def test_a_coordinator_ends_a_period_on_its_day_and_once(weekly: County) -> None:
    signed(weekly)
    given: dict[str, Any] = {"ledger": weekly.ledger, "code": "weekly"}
    with pytest.raises(NotNow, match="03-06 才到截止日"):
        periods.freeze(**given, **weekly.when("coordinator", WEDNESDAY))
    with pytest.raises(NotYours):
        periods.freeze(**given, **weekly.when("liaison", FRIDAY))
    assert periods.freeze(**given, **weekly.when("coordinator", FRIDAY)).owed == 3
    with pytest.raises(NotNow, match="本期已截止"):
        periods.freeze(**given, **weekly.when("coordinator", FRIDAY))
    done = ticking.tick(on=SATURDAY, at=moment(SATURDAY))
    assert done is not None
    assert (done.periods, ReportingPeriod.objects.count()) == (0, 1)


def test_what_is_frozen_is_refused_by_the_database(weekly: County) -> None:
    signed(weekly)
    frozen = periods.freeze(ledger=weekly.ledger, code="weekly", **weekly.when("coordinator", FRIDAY))
    line = PeriodLine.objects.filter(period=frozen)[0]
    for change in (
        lambda: ReportingPeriod.objects.filter(pk=frozen.pk).update(reported=3),
        lambda: PeriodLine.objects.filter(pk=line.pk).update(standing="reported"),
        lambda: PeriodLine.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="已截止的填报期不能修改"), transaction.atomic():
            change()


def test_the_missing_are_urged_in_one_act_and_nobody_else(weekly: County) -> None:
    first, second = signed(weekly), signed(weekly)
    report(weekly, first)
    with pytest.raises(ReasonMissing):
        periods.urge_missing(lines=week(weekly).lines, words=" ", **weekly.when("coordinator"))

    urged = periods.urge_missing(
        lines=week(weekly).lines, words="今天下班前报", **weekly.when("coordinator", WEDNESDAY)
    )

    assert urged == [first, second]
    assert dict(fresh(first).assignments.values_list("unit__name", "times_urged")) == {
        "县供电公司": 1, "双桥镇": 0, "石泉镇": 1,
    }  # fmt: skip
    assert set(fresh(second).assignments.values_list("times_urged", flat=True)) == {1}
    with pytest.raises(NotYours):
        periods.urge_missing(lines=week(weekly).lines, words="报", **weekly.when("town"))


def test_an_item_may_have_a_rhythm_of_its_own(weekly: County) -> None:
    signed(weekly)
    single = signed(weekly)
    items.edit(pk=single.pk, seen=None, values={"cadence": "monthly"}, **weekly.when("coordinator"))

    month = week(weekly, code="monthly")

    assert {line.assignment.item_id for line in month.lines} == {single.pk}
    assert single.pk not in {line.assignment.item_id for line in week(weekly).lines}
    assert month.period.last == date(2026, 3, 31)
    ticking.tick(on=SATURDAY, at=moment(SATURDAY))
    ticking.tick(on=date(2026, 4, 1), at=moment(date(2026, 4, 1)))
    found = ReportingPeriod.objects.order_by("pk").values_list("cadence", "owed")
    assert list(found) == [("weekly", 3), ("monthly", 3)]


def test_a_day_that_no_month_has_is_refused(county: County) -> None:
    with pytest.raises(WrongDay, match="1 到 31"):
        ledgers.change(ledger=county.ledger, due_day=32, **county.when("coordinator"))


def test_who_asks_sees_what_he_may_see(weekly: County) -> None:
    signed(weekly)
    dispatched(weekly)
    seen = visibility.assignments(weekly("town")).filter(unit__in=weekly("town").units("liaison"))

    found = sheet(weekly.ledger, "weekly", on=WEDNESDAY, calendar=working_calendar(), seen=seen)

    assert set(standings(found)) == {"双桥镇"}


def test_what_is_owed_this_week_stands_in_the_work_of_a_unit(weekly: County) -> None:
    item = signed(weekly)

    def note(on: date) -> tuple[str, str]:
        (duty,) = duties.of(weekly("town", on), on=on)
        return duty.when, duty.note

    assert note(WEDNESDAY) == ("soon", "本期进展 3-06 前要报")
    assert note(FRIDAY) == ("today", "本期进展 3-06 前要报")
    report(weekly, item, on=FRIDAY)
    assert note(FRIDAY) == ("later", "")
    assert note(SATURDAY) == ("soon", "本期进展 3-13 前要报")


def decide(county: County, day: date, *, on: date) -> None:
    """The county rests on a day."""
    by = actor_for(county("administrator", on), "administrator")
    calendar.decide(day=day, is_working=False, note="示例政办 1 号", by=by, at=moment(on, hour=15), on=on)


def test_a_due_day_that_became_known_when_it_had_passed_is_frozen_then(weekly: County) -> None:
    item = signed(weekly)
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        ticking.tick(on=day, at=moment(day))
    report(weekly, item, on=FRIDAY)
    decide(weekly, FRIDAY, on=FRIDAY)  # so Thursday was the day
    ticking.tick(on=SATURDAY, at=moment(SATURDAY))

    frozen = ReportingPeriod.objects.get()
    assert (frozen.ends_on, frozen.frozen_on, frozen.owed, frozen.reported) == (THURSDAY, SATURDAY, 3, 0)
    assert week(weekly, on=FRIDAY).counts["reported"] == 1
    ticking.tick(on=SUNDAY, at=moment(SUNDAY))
    assert ReportingPeriod.objects.count() == 1


def test_no_day_lies_in_two_periods_though_a_due_day_moves_behind_a_frozen_one(weekly: County) -> None:
    item = signed(weekly)
    report(weekly, item, on=FRIDAY)
    periods.freeze(ledger=weekly.ledger, code="weekly", **weekly.when("coordinator", FRIDAY))
    decide(weekly, FRIDAY, on=SATURDAY)

    found = week(weekly, on=SATURDAY)
    assert (found.period.first, found.period.last) == (SATURDAY, date(2026, 3, 13))
    assert found.counts["reported"] == 0

"""序时计划: an item moves by months or by milestones, and every day keeps the plan that it had."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.history.models import Event as Link
from guatu.history.timelines import PastDay
from guatu.ledgers import schedules
from guatu.ledgers.actions import deadlines, items, reports
from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import (
    ChangedSince,
    Incomplete,
    LedgerRefusal,
    NotNow,
    NotYours,
    ReasonMissing,
    WrongChoice,
    WrongDay,
    WrongFigure,
)
from guatu.ledgers.lights import nightly
from guatu.ledgers.models import Item, Measure, Schedule, SchedulePoint
from guatu.ledgers.queries import item_page, listing, rows
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.paces import progress_by_day
from guatu.ledgers.schedules import Point
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, DEADLINE, County, fresh, make_items, photo, signed
from tests.ledgers.refusing import refuses

MONTHS = [
    Point(date(2026, 3, 1), 10),
    Point(date(2026, 4, 1), 20),
    Point(date(2026, 5, 1), 60),
    Point(date(2026, 6, 1), 100),
]
"""From the month of 交办 to that of the deadline, the last of June."""
STEPS = [
    Point(date(2026, 3, 31), 20, "完成招标"),
    Point(date(2026, 5, 31), 50, "设备到货"),
    Point(DEADLINE, 30, "验收"),
]


def set_plan(county: County, item: Item, kind: str, points: Sequence[Point], **more: Any) -> Item:
    on = more.pop("on", DAY)
    who = more.pop("who", "coordinator")
    return acting.set_plan(pk=item.pk, kind=kind, points=points, **more, **county.when(who, on))


def page_of(county: County, item: Item, on: date, **more: Any) -> ItemPage:
    found = item_page.item_page(county("coordinator"), item.pk, on=on, **more)
    assert found is not None
    return found


def planned(county: County, item: Item, on: date) -> int:
    item = fresh(item)
    curve = schedules.curves([item], on=on).get(item.pk)
    return schedules.planned(item, curve, on=on)


def test_without_a_plan_an_item_goes_straight_on(county: County) -> None:
    item = signed(county)

    assert planned(county, item, DAY) == 0
    assert planned(county, item, DAY + timedelta(days=60)) == 50  # of 120 days
    assert planned(county, item, DEADLINE) == 100


def test_a_month_plan_is_due_at_the_ends_of_its_months_and_rises_between(county: County) -> None:
    item = signed(county)
    set_plan(county, item, "months", MONTHS)

    days = [DAY, date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), DEADLINE]
    assert [planned(county, item, day) for day in days] == [0, 10, 20, 60, 100]
    assert planned(county, item, date(2026, 4, 15)) == 15  # halfway through thirty days


def test_the_last_month_is_due_by_the_deadline_within_it(county: County) -> None:
    item = signed(county, deadline=date(2026, 6, 11))
    set_plan(county, item, "months", MONTHS)

    assert SchedulePoint.objects.latest("day").day == date(2026, 6, 11)
    assert planned(county, item, date(2026, 6, 11)) == 100


def test_milestones_are_due_on_their_days_and_not_before(county: County) -> None:
    item = signed(county)
    set_plan(county, item, "milestones", [STEPS[2], STEPS[0], STEPS[1]])

    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 5, 30), date(2026, 5, 31), DEADLINE]
    assert [planned(county, item, day) for day in days] == [0, 20, 20, 70, 100]
    assert [one.name for one in SchedulePoint.objects.all()] == ["完成招标", "设备到货", "验收"]


def test_a_plan_stands_in_the_trail_with_its_points_and_its_names_beside(county: County) -> None:
    item = signed(county)
    set_plan(county, item, "milestones", STEPS)

    event = Link.objects.latest("pk")
    assert event.kind == "item.schedule_set"
    names = {one.text for one in event.enclosures.all()}
    assert names == {"完成招标", "设备到货", "验收"}
    assert fresh(item).last_kind == "item.schedule_set"


def test_another_plan_takes_its_place_and_the_past_keeps_the_one_it_had(county: County) -> None:
    item, later = signed(county), date(2026, 5, 4)
    set_plan(county, item, "months", MONTHS)
    set_plan(county, item, "milestones", STEPS, on=later, reason="招标推迟")

    assert planned(county, item, later - timedelta(days=1)) > 20
    assert planned(county, item, later) == 20
    past = PastDay.as_seen(later - timedelta(days=1))
    before, now = page_of(county, item, later, past=past), page_of(county, item, later)
    assert before.plan is not None
    assert now.plan is not None
    assert (before.plan.kind, now.plan.kind) == ("months", "milestones")
    assert page_of(county, item, later, past=PastDay.as_seen(DAY)).plan == before.plan


def test_a_plan_that_is_replaced_on_its_own_day_held_on_no_day(county: County) -> None:
    item = signed(county)
    set_plan(county, item, "months", MONTHS)
    set_plan(county, item, "milestones", STEPS, reason="填错了")

    assert [one.kind for one in schedules.plans([item.pk], on=DAY).values()] == ["milestones"]
    assert Schedule.objects.filter(item=item).count() == 2


def test_it_goes_straight_on_again_when_the_plan_is_ended(county: County) -> None:
    item, later = signed(county), date(2026, 4, 1)
    set_plan(county, item, "months", MONTHS)
    set_plan(county, item, "straight", [], on=later, reason="改为匀速")

    assert schedules.plans([item.pk], on=later) == {}
    assert schedules.plans([item.pk], on=later - timedelta(days=1)).keys() == {item.pk}


def test_who_changes_a_plan_says_why(county: County) -> None:
    item = signed(county)
    set_plan(county, item, "months", MONTHS)

    with refuses(ReasonMissing, "改计划的理由"):
        set_plan(county, item, "milestones", STEPS)
    with refuses(ReasonMissing):
        set_plan(county, item, "straight", [], reason=" ")


def test_the_same_plan_once_more_is_no_change(county: County) -> None:
    item = signed(county)
    with refuses(WrongDay, "与现在的匀速推进一样"):
        set_plan(county, item, "straight", [])
    set_plan(county, item, "months", MONTHS)
    with refuses(WrongDay, "与现在的月度计划一样"):
        set_plan(county, item, "months", MONTHS, reason="再来一次")


@pytest.mark.parametrize(
    ("points", "refusal", "sentence"),
    [
        ([], Incomplete, "请填写各月累计"),
        (MONTHS[:3], WrongFigure, "最后一个月（2026年5月）累计应为 100%，现为 60%"),
        ([MONTHS[1], MONTHS[0], MONTHS[3]], WrongDay, "2026年3月排在2026年4月后面"),
        ([MONTHS[0], MONTHS[0], MONTHS[3]], WrongDay, "一月一行"),
        ([MONTHS[2], Point(date(2026, 6, 1), 50)], WrongFigure, "低于2026年5月的 60%"),
        ([Point(date(2026, 2, 1), 5), *MONTHS], WrongDay, "2026年2月不在交办"),
        ([*MONTHS, Point(date(2026, 7, 1), 100)], WrongDay, "2026年7月不在交办"),
        ([Point(date(2026, 6, 1), 101)], WrongFigure, "应在 0 到 100 之间"),
        ([Point(date(2026, 4, 1), -1), MONTHS[3]], WrongFigure, "应在 0 到 100 之间"),
    ],
)
def test_a_month_plan_that_does_not_hold_together_is_refused(
    county: County, points: list[Point], refusal: type[LedgerRefusal], sentence: str
) -> None:
    item = signed(county)
    with refuses(refusal, sentence):
        set_plan(county, item, "months", points)


@pytest.mark.parametrize(
    ("points", "refusal", "sentence"),
    [
        ([], Incomplete, "请填写节点"),
        (STEPS[:2], WrongFigure, "各节点合计应为 100%，现为 70%"),
        ([Point(DEADLINE, 100, "  ")], Incomplete, "这个节点的名称"),
        ([Point(DEADLINE, 0, "验收"), *STEPS], WrongFigure, "应在 1 到 100 之间"),
        ([Point(DEADLINE + timedelta(days=1), 100, "验收")], WrongDay, "请改日期"),
        ([Point(DAY - timedelta(days=1), 100, "验收")], WrongDay, "请改日期"),
        ([STEPS[0], Point(STEPS[0].day, 80, "开工")], WrongDay, "请合成一个节点或错开日期"),
        ([Point(DAY + timedelta(days=n), 1, "步") for n in range(61)], WrongFigure, "最多 60 个"),
    ],
)
def test_milestones_that_do_not_hold_together_are_refused(
    county: County, points: list[Point], refusal: type[LedgerRefusal], sentence: str
) -> None:
    item = signed(county)
    with refuses(refusal, sentence):
        set_plan(county, item, "milestones", points)


def test_a_plan_of_an_unknown_kind_or_a_straight_one_with_points_is_refused(county: County) -> None:
    item = signed(county)
    with refuses(WrongChoice):
        set_plan(county, item, "weekly", MONTHS)
    with refuses(WrongFigure, "请留空"):
        set_plan(county, item, "straight", MONTHS)


def test_the_name_of_a_milestone_fits_its_field(county: County) -> None:
    assert SchedulePoint._meta.get_field("name").max_length == schedules.NAME
    item = signed(county)
    with refuses(WrongChoice, "最多 60 字"):
        set_plan(county, item, "milestones", [Point(DEADLINE, 100, "长" * 61)])


def test_nobody_but_the_office_sets_a_plan(county: County) -> None:
    item = signed(county)
    for name in ("liaison", "town", "verifier", "leader", "stranger"):
        with refuses(NotYours):
            set_plan(county, item, "months", MONTHS, who=name)


def test_a_draft_a_suspended_and_an_undated_item_take_no_plan(county: County) -> None:
    draft = make_items(county)[0]
    with refuses(NotNow):
        set_plan(county, draft, "months", MONTHS)
    undated = signed(county, deadline=None, due_kind="immediate")
    with refuses(WrongDay, "请先定时限"):
        set_plan(county, undated, "months", MONTHS)
    still = signed(county)
    items.suspend(pk=still.pk, reason="等批复", **county.when("coordinator"))
    with refuses(NotNow):
        set_plan(county, still, "months", MONTHS)


def test_a_plan_is_not_set_on_what_changed_meanwhile(county: County) -> None:
    item = signed(county)
    with refuses(ChangedSince):
        set_plan(county, item, "months", MONTHS, seen=fresh(item).revision - 1)


def move(county: County, item: Item, day: date) -> Item:
    paper = photo(77)
    by = county.when("coordinator")
    return deadlines.change(pk=item.pk, new_deadline=day, reason="领导批示", paper=paper, **by)


def test_a_deadline_that_moved_is_to_be_looked_at_and_nothing_is_due_after_it(county: County) -> None:
    item, sooner = signed(county), date(2026, 5, 20)
    set_plan(county, item, "months", MONTHS)
    assert schedules.doubt(fresh(item), page_of(county, item, DAY).plan) == ""

    now = move(county, item, sooner)
    told = schedules.doubt(now, page_of(county, item, DAY).plan)
    assert told == "序时计划到 2026-06-30 为止，时限是 2026-05-20，请核对"
    assert planned(county, item, date(2026, 4, 30)) == 20
    assert planned(county, item, sooner) == 100


def test_a_plan_that_falls_short_of_a_later_deadline_is_told_until_it_is_set_again(county: County) -> None:
    item, later = signed(county), date(2026, 7, 31)
    set_plan(county, item, "months", MONTHS)
    now = move(county, item, later)

    assert "到 2026-06-30 为止，时限是 2026-07-31" in schedules.doubt(now, page_of(county, item, DAY).plan)
    assert planned(county, item, DEADLINE) == 100
    set_plan(county, item, "months", MONTHS, reason="提前完成")  # the same, for the deadline of now
    assert schedules.doubt(fresh(item), page_of(county, item, DAY).plan) == ""


def test_a_draft_goes_evenly_by_months_to_the_deadline() -> None:
    found = schedules.even_months(date(2026, 3, 2), date(2026, 6, 10))  # a hundred days

    assert [(one.day, one.share) for one in found] == [
        (date(2026, 3, 31), 29),
        (date(2026, 4, 30), 59),
        (date(2026, 5, 31), 90),
        (date(2026, 6, 10), 100),
    ]
    assert schedules.even_months(date(2026, 6, 11), date(2026, 6, 10)) == []


def test_a_draft_of_milestones_takes_the_days_of_the_measures() -> None:
    measures = [
        Measure(text="甲", deadline=date(2026, 4, 30)),
        Measure(text="乙", deadline=None),
        Measure(text="丙", deadline=date(2026, 4, 30)),
    ]

    assert schedules.from_measures(measures, DEADLINE) == [
        Point(date(2026, 4, 30), 66, "甲、丙"),
        Point(DEADLINE, 34, "乙"),
    ]
    assert schedules.from_measures([], DEADLINE) == []


def test_a_list_knows_the_plans_of_its_rows_today_and_on_a_past_day(county: County) -> None:
    item, other, later = signed(county), signed(county), date(2026, 5, 4)
    set_plan(county, item, "milestones", STEPS, on=later)

    def planned_in_list(**more: Any) -> list[int]:
        book = listing.opened(county("coordinator"), county.ledger.pk, on=later, **more)
        assert book is not None
        found = rows.read(book, [item.pk, other.pk])
        return [schedules.planned(row.item, row.curve, on=book.on) for row in found]

    assert planned_in_list() == [20, 52]  # 63 of 120 days
    past = PastDay.as_seen(later - timedelta(days=3))
    assert planned_in_list(past=past) == [50, 50]


def test_many_plans_are_read_by_one_statement(county: County) -> None:
    made = [signed(county) for _ in range(3)]
    for item in made:
        set_plan(county, item, "months", MONTHS)

    with CaptureQueriesContext(connection) as captured:
        assert len(schedules.curves(made, on=DAY)) == 3
    assert len(captured) == 1


def report(county: County, item: Item, done: int, on: date) -> None:
    row = item.assignments.get(unit=county.towns[1])
    new = NewReport(text=f"完成 {done} 处", achieved=Decimal(done))
    reports.report(assignment=row.pk, new=new, **county.when("other_town", on))


def test_progress_is_told_day_by_day_by_one_statement_and_no_further_than_the_day(county: County) -> None:
    item = signed(county)
    for done, on in ((4, date(2026, 3, 9)), (10, date(2026, 4, 13)), (10, date(2026, 4, 20))):
        report(county, item, done, on)
    page = page_of(county, item, date(2026, 5, 4))

    with CaptureQueriesContext(connection) as captured:
        found = progress_by_day(page)
    assert len(captured) == 1
    assert found == [(DAY, 0), (date(2026, 3, 9), 20), (date(2026, 4, 13), 50)]  # of twenty places
    past = page_of(county, item, date(2026, 5, 4), past=PastDay.as_seen(date(2026, 4, 1)))
    assert progress_by_day(past) == [(DAY, 0), (date(2026, 3, 9), 20)]


def test_a_plan_turns_the_light_of_its_item_at_once_and_at_night(county: County) -> None:
    """Of 120 days 60 are gone and next to nothing is done; by its milestones nothing is due yet."""
    item, on = signed(county), DAY + timedelta(days=60)
    report(county, item, 1, on)
    nightly.light_all(on=on, at=moment(on, 8))
    behind = fresh(item).light

    steps = [Point(on + timedelta(days=10), 30, "完成招标"), Point(DEADLINE, 70, "验收")]
    set_plan(county, item, "milestones", steps, on=on)
    planned = fresh(item).light
    assert behind != planned
    nightly.light_all(on=on + timedelta(days=1), at=moment(on + timedelta(days=1), 8))
    assert fresh(item).light == planned
    set_plan(county, item, "straight", [], on=on + timedelta(days=1), reason="改为匀速")
    assert fresh(item).light == behind

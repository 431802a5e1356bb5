"""序时计划 on the item's page: the form with its rows, the refusals at their fields, the curve."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guatu.ledgers.actions import deadlines
from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Schedule, SchedulePoint
from guatu.ledgers.schedules import Point
from tests.ledgers.factories import DAY, DEADLINE, County, closed, fresh, make_items, photo, signed
from tests.ledgers.test_schedules import report
from tests.web.items.conftest import SetDay, SignIn
from tests.web.items.sending import do, url

EVENT = Event.SCHEDULE_SET
MONTHS = {"month_2026_03": "10", "month_2026_04": "20", "month_2026_05": "60", "month_2026_06": "100"}
STEPS = {
    "day_0": "2026-03-31", "name_0": "完成招标", "share_0": "20",
    "day_2": str(DEADLINE), "name_2": "验收", "share_2": "80",
}  # fmt: skip


def form(client: Client, item: Item) -> str:
    answer = client.get(url(item, EVENT), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def refused(client: Client, item: Item, **given: Any) -> str:
    answer = client.post(url(item, EVENT), {"seen": fresh(item).revision, **given})
    assert answer.status_code == 422
    return str(answer.content.decode())


def value(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    assert found is not None, name
    given = re.search(r'value="([^"]*)"', found[0])
    return given[1] if given else ""


def points() -> list[tuple[date, int, str]]:
    rows = SchedulePoint.objects.filter(schedule__ended_on=None)
    return [(one.day, one.share, one.name) for one in rows]


def test_the_form_has_a_row_for_each_month_and_drafts_them_evenly(county: County, as_: SignIn) -> None:
    text = form(as_("coordinator"), signed(county))

    assert re.findall(r'name="month_(\d+_\d+)"', text) == ["2026_03", "2026_04", "2026_05", "2026_06"]
    assert [value(text, name) for name in MONTHS] == ["24", "49", "75", "100"]  # 29, 59, 90 of 120 days
    assert "改计划的理由" not in text
    assert "时限 2026-06-30" in text


def test_milestones_are_drafted_from_the_days_of_the_measures(county: County, as_: SignIn) -> None:
    measures = [
        NewMeasure(text="完成招标", deadline=date(2026, 4, 30)),
        NewMeasure(text="全部改造", deadline=DEADLINE),
    ]
    text = form(as_("coordinator"), signed(county, measures=measures))

    assert (value(text, "day_0"), value(text, "name_0"), value(text, "share_0")) == (
        "2026-04-30",
        "完成招标",
        "50",
    )
    assert value(text, "day_2") == ""
    assert "节点先取各措施的时限" in text


def test_a_month_plan_is_set_changed_with_a_reason_and_ended(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    item = do(client, item, EVENT, kind="months", seen=item.revision, **MONTHS)
    ends = [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), DEADLINE]
    assert points() == [(day, share, "") for day, share in zip(ends, (10, 20, 60, 100), strict=True)]
    assert [value(form(client, item), name) for name in MONTHS] == ["10", "20", "60", "100"]

    assert "请填写改计划的理由" in refused(client, item, kind="milestones", **STEPS)
    given = {"kind": "milestones", "reason": "招标推迟", **STEPS}
    item = do(client, item, EVENT, seen=item.revision, **given)
    assert points() == [(date(2026, 3, 31), 20, "完成招标"), (DEADLINE, 80, "验收")]
    item = do(client, item, EVENT, seen=item.revision, kind="straight", reason="任务减少")
    assert points() == []
    assert Schedule.objects.filter(item=item).count() == 2
    text = client.get(reverse("web:item", args=[item.pk])).content.decode()
    for told in ("月度计划，4 个月", "节点计划，2 个节点", "理由：招标推迟"):
        assert told in text


def test_what_is_wrong_is_said_at_its_row_and_what_was_typed_stays(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    text = refused(client, item, kind="months", **MONTHS | {"month_2026_04": "甲"})
    assert "请填 0 到 100 的整数" in text
    assert value(text, "month_2026_05") == "60"

    text = refused(client, item, kind="months", **MONTHS | {"month_2026_05": "5"})
    assert "累计数不能往下走" in text
    text = refused(client, item, kind="milestones", **STEPS | {"name_2": ""})
    assert "请填第 3 个节点的名称" in text
    text = refused(client, item, kind="milestones", **STEPS | {"share_2": "70"})
    assert "合计应为 100%，现为 90%" in text
    assert value(text, "name_0") == "完成招标"
    assert "请填写节点" in refused(client, item, kind="milestones")
    assert "请选推进方式" in refused(client, item, kind="weekly")
    assert not Schedule.objects.exists()


def test_what_is_wrong_in_rows_of_another_way_does_not_stand_in_the_way(county: County, as_: SignIn) -> None:
    item = signed(county)
    given = {**STEPS, "month_2026_04": "900", "kind": "milestones"}
    do(as_("coordinator"), item, EVENT, seen=item.revision, **given)
    assert len(points()) == 2


def test_two_who_plan_at_once_see_both_versions(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    before = item.revision
    do(client, item, EVENT, kind="months", seen=before, **MONTHS)
    answer = client.post(url(item, EVENT), {"kind": "milestones", "seen": before, "reason": "改", **STEPS})
    assert answer.status_code == 409
    assert "刚被别人改过" in answer.content.decode()


def test_a_unit_sets_no_plan_and_an_item_without_a_deadline_offers_none(county: County, as_: SignIn) -> None:
    item = signed(county)
    assert as_("liaison").get(url(item, EVENT)).status_code == 403
    undated = signed(county, deadline=None, due_kind="immediate")
    assert (
        url(undated, EVENT)
        not in as_("coordinator").get(reverse("web:item", args=[undated.pk])).content.decode()
    )
    assert "请先定时限" in refused(as_("coordinator"), undated, kind="months")


def page(client: Client, item: Item, query: str = "") -> str:
    answer = client.get(reverse("web:item", args=[item.pk]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(text: str) -> list[list[str]]:
    """The table beside the curve, as its cells say it."""
    table = re.search(r'aria-labelledby="t-curve".*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    assert table is not None
    lines = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        for line in lines
    ]


def plan(county: County, item: Item, kind: str, given: list[Point], on: date = DAY) -> None:
    acting.set_plan(pk=item.pk, kind=kind, points=given, reason="分步推进", **county.when("coordinator", on))


def test_the_curve_tells_what_is_due_and_done_in_words_and_in_a_table(
    county: County, as_: SignIn, day: SetDay
) -> None:
    item, on = signed(county), date(2026, 4, 20)
    report(county, item, 10, date(2026, 4, 6))  # of twenty places
    day(on)

    text = page(as_("coordinator"), item)
    assert "进度 50%，序时应到 40%，快于序时 10 个百分点" in text  # 49 of 120 days
    assert rows(text) == [
        ["2026年3月", "3-31", "24%", "0% 没达到"],
        ["2026年4月", "4-30", "49%", "50%"],
        ["2026年5月", "5-31", "75%", "未到期"],
        ["2026年6月", "6-30", "100%", "未到期"],
    ]
    assert "时限 6-30" in text
    assert "首次承诺 6-30" not in text
    assert "今天 4-20" in text


def test_the_curve_of_a_plan_follows_it_and_a_past_day_the_plan_of_that_day(
    county: County, as_: SignIn, day: SetDay
) -> None:
    item, client = signed(county), as_("coordinator")
    given = [Point(date(2026, 3, 31), 20, "完成招标"), Point(DEADLINE, 80, "验收")]
    plan(county, item, "milestones", given)
    months = [Point(date(2026, month, 1), share) for month, share in ((3, 30), (4, 40), (5, 50), (6, 100))]
    later = date(2026, 4, 20)
    plan(county, item, "months", months, on=later)
    day(later)

    now, then = page(client, item), page(client, item, f"?as_of={later - timedelta(days=1)}")
    assert "进度 0%，序时应到 36%，落后 36 个百分点" in now  # 30 and two thirds of ten
    assert "进度 0%，序时应到 20%，落后 20 个百分点" in then
    assert rows(then) == [["完成招标", "3-31", "20%", "0% 没达到"], ["验收", "6-30", "100%", "未到期"]]
    assert "所看日期 4-19" in then
    assert url(item, EVENT) in now
    assert url(item, EVENT) not in then


def test_a_deadline_that_moved_is_told_beside_the_curve_with_the_first_promise(
    county: County, as_: SignIn
) -> None:
    item, client = signed(county), as_("coordinator")
    plan(county, item, "milestones", [Point(DEADLINE, 100, "验收")])
    later, by = date(2026, 9, 30), county.when("coordinator")
    deadlines.change(pk=item.pk, new_deadline=later, reason="上级调整", paper=photo(77), **by)

    told = "序时计划到 2026-06-30 为止，时限是 2026-09-30，请核对"
    text = page(client, item)
    assert told in text
    assert "首次承诺 6-30" in text
    assert told in form(client, item)
    assert told in page(as_("town"), item)


def test_a_curve_has_no_place_before_an_item_is_dispatched_or_where_nothing_is_due(
    county: County, as_: SignIn
) -> None:
    client = as_("coordinator")
    assert 'id="t-curve"' not in page(client, make_items(county)[0])
    assert 'id="t-curve"' not in page(client, signed(county, deadline=None, due_kind="immediate"))
    assert 'id="t-curve"' in page(client, closed(county))


@pytest.mark.parametrize("days", [0, 1, 900])
def test_a_curve_of_a_single_day_and_of_years_is_drawn(county: County, as_: SignIn, days: int) -> None:
    text = page(as_("coordinator"), signed(county, deadline=DAY + timedelta(days=days)))

    labels = re.findall(r'<g class="ticks">(.*?)</g>', text)[0].count("<text")
    assert 1 <= labels <= 9
    assert "nan" not in re.findall(r'class="due" d="([^"]+)"', text)[0]

"""A meeting before a browser: planned, held, read into an item that is reported back, and a second key."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from guatu.ledgers.actions import assignments, reports, requests
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.intake import reading
from guatu.ledgers.models import Draft, Item, Meeting
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, County
from tests.ledgers.factories import photo as picture
from tests.web.intake.papers import PLAN, written
from tests.web.intake.test_whole_loop import checked
from tests.web.items.conftest import SetDay, Visit
from tests.web.items.test_in_browser import Live, confirm, opened, press

SECOND = DAY + timedelta(days=14)


def asked(page: Page, label: str) -> Locator:
    """The dialog behind a link."""
    page.get_by_role("link", name=label, exact=True).click()
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog).to_be_visible()
    return dialog


def planned(page: Page, day: date) -> None:
    """What is on the notice of the meeting."""
    dialog = asked(page, "安排会议")
    dialog.get_by_label("会议类型").select_option(label="调度会")
    dialog.get_by_label("会议名称").fill("整改工作调度会")
    dialog.get_by_label("会议日期").fill(str(day))
    dialog.get_by_label("主持人").fill("分管副县长")
    dialog.get_by_label("参会单位").fill("县供电公司、双桥镇")
    assert grave(page) == []
    dialog.get_by_role("button", name="安排").click()
    expect(page.locator("h1")).to_have_text("整改工作调度会（2026年第1次）")


def held(page: Page) -> None:
    """One came, one was on leave."""
    dialog = asked(page, "登记开会")
    dialog.get_by_label("县供电公司参会人员职务").fill("副总经理")
    dialog.get_by_label("双桥镇", exact=True).select_option(label="请假")
    assert grave(page) == []
    dialog.get_by_role("button", name="登记").click()
    expect(page.locator(".meeting-came").first).to_contain_text("请假")


def filed(page: Page, name: str, *, is_read: bool) -> None:
    """The minutes are filed."""
    dialog = asked(page, "归档纪要")
    dialog.locator("input[type=file]").set_input_files([written(*PLAN, name, name=f"{name}.docx")])
    dialog.get_by_label("读成议定事项").set_checked(is_read)
    dialog.get_by_role("button", name="归档").click()
    words = "正在读取议定事项" if is_read else "会议纪要已归档"
    expect(page.locator("#toasts")).to_contain_text(words)


def entered(visit: Visit, live: Live) -> Item:
    """The first decision is checked beside the minutes and handed out; the other is put off."""
    draft = reading.read_now(draft=Draft.objects.get(), at=moment(DAY), on=DAY, isolated=False)
    page = checked(visit, live, draft)
    page.get_by_role("link", name="交办 1 条").click()
    dialog = page.locator("#dialogs dialog[open]")
    dialog.get_by_role("button", name=re.compile("交办 1 条")).click()
    expect(page.locator("#toasts")).to_contain_text("已交办")
    return Item.objects.get()


def done(county: County, item: Item) -> None:
    """Its units sign, report that all is done, and the lead unit asks to strike it off."""
    for number, (unit, person) in enumerate(
        ((county.lead, "liaison"), (county.towns[0], "town"), (county.towns[1], "other_town"))
    ):
        assignments.sign(pks=[item.pk], unit=unit, **county.when(person))
        for row in item.assignments.filter(unit=unit):
            served = [row.measure_id] if row.measure_id else []
            proof = NewEvidence(file=picture(number), name="现场.png", measures=served)
            new = NewReport(
                text="全部完成",
                progress=None if row.target_share else 100,
                achieved=row.target_share,
                evidence=[proof],
            )
            reports.report(assignment=row.pk, new=new, **county.when(person))
    requests.ask(pk=item.pk, statement="全部完成", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))


def test_a_meeting_becomes_items_hears_of_them_and_strikes_one_off(
    visit: Visit, live: Live, day: SetDay
) -> None:
    county = live[0]
    page = visit("coordinator")
    page.goto(live[1] + reverse("web:meetings"))
    planned(page, DAY)
    held(page)
    filed(page, "第一次会议纪要", is_read=True)
    item, first = entered(visit, live), Meeting.objects.get()
    assert item.directive is not None
    assert (item.directive.meeting, item.directive.kind) == (first, "minutes")

    page.goto(live[1] + reverse("web:meeting", args=[first.pk]))
    expect(page.locator(".meeting-items")).to_contain_text("基站转供电改造推进缓慢")
    dialog = asked(page, "安排下一次")
    dialog.get_by_label("会议日期").fill(str(SECOND))
    dialog.get_by_role("button", name="安排").click()
    expect(page.locator("h1")).to_have_text("整改工作调度会（2026年第2次）")
    expect(page.locator(".meeting-heard")).to_contain_text("基站转供电改造推进缓慢")
    expect(page.locator(".meeting-heard")).to_contain_text("待签收")
    assert grave(page) == []
    done(county, item)

    day(SECOND)
    page.reload()
    expect(page.locator(".meeting-heard")).to_contain_text("核查中")
    expect(page.locator(".meeting-heard")).to_contain_text("全部完成")
    held(page)
    filed(page, "第二次会议纪要", is_read=False)
    of_item = opened(visit, live, "coordinator", item)
    dialog = press(of_item, "会议研究销号")
    expect(dialog.get_by_label("会议", exact=True)).to_contain_text("整改工作调度会（2026年第2次）")
    confirm(of_item, "会议研究结果已登记")
    expect(of_item.locator(".item-now")).to_contain_text("已销号")
    item.refresh_from_db()
    assert item.close_outs.get().meeting == Meeting.objects.get(number=2)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_meetings_read_well(visit: Visit, live: Live, width: int) -> None:
    page = visit("coordinator", width=width)
    page.goto(live[1] + reverse("web:meetings"))
    expect(page.locator(".g-empty")).to_contain_text("还没有会议")
    assert grave(page) == []
    page.get_by_role("link", name="安排会议").click()
    expect(page.locator("dialog[open]")).to_contain_text("同名会议为一个系列")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""A list before its leader: read item by item, agreed to or returned, entered from paper by a coordinator."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from guatu.ledgers.actions import sign_offs
from guatu.ledgers.models import Item, SignOff
from tests.ledgers.factories import PNG, County, make_items
from tests.web.items.conftest import SetDay, SignIn, Visit

Live = tuple[County, str]


def asked(county: County, count: int = 4) -> SignOff:
    items = make_items(county, count)
    return sign_offs.ask(
        pks=[item.pk for item in items],
        leader=county.people["leader"],
        **county.when("coordinator"),
    )


def opened(visit: Visit, live: Live, name: str, paper: SignOff, width: int = 1440) -> Page:
    page = visit(name, width=width, allowed=("status of 422",))
    page.goto(live[1] + reverse("web:sign-off", args=[paper.pk]))
    return page


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["leader", "coordinator"])
def test_the_page_is_clean_at_every_width(visit: Visit, live: Live, name: str, width: int) -> None:
    page = opened(visit, live, name, asked(live[0]), width)
    expect(page.locator(".g-signing > li")).to_have_count(4)
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_leader_comes_from_his_work_to_the_whole_list_and_returns_it(visit: Visit, live: Live) -> None:
    paper = asked(live[0])
    page = visit("leader", allowed=("status of 422",))
    page.goto(live[1] + reverse("web:my-work"))
    expect(page.locator(".w-card .title")).to_have_text("4 件：基站转供电改造推进缓慢")
    page.get_by_role("link", name="审签").click()
    expect(page).to_have_url(live[1] + reverse("web:sign-off", args=[paper.pk]))
    first = page.locator(".g-signing > li").first
    expect(first).to_contain_text("20 处基站还在用转供电")
    expect(first).to_contain_text("牵头县供电公司")
    expect(first).to_contain_text("责任双桥镇 6 处、石泉镇 14 处")
    expect(page.locator("main")).not_to_contain_text("扫描件")
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("alert")).to_contain_text("退回意见")
    page.get_by_label("意见").fill("第二项时限偏晚")
    page.get_by_role("button", name="退回修改").click()
    expect(page.locator("h1 + .meta")).to_contain_text("已退回")
    coordinator = opened(visit, live, "coordinator", paper)
    expect(coordinator.locator("main")).to_contain_text("周行之的意见：第二项时限偏晚")
    coordinator.get_by_role("link", name="去台账修改").click()
    expect(coordinator.locator("main")).to_contain_text("基站转供电改造推进缓慢")


def test_a_coordinator_enters_an_approval_on_paper_with_the_paper(as_: SignIn, county: County) -> None:
    paper = asked(county)
    url, coordinator = reverse("web:sign-off", args=[paper.pk]), as_("coordinator")
    assert "周行之已在纸上签过" in coordinator.get(url).content.decode()
    answer = coordinator.post(url, {"answer": "approve"})
    assert answer.status_code == 422
    assert "请附上周行之签过的审签单" in answer.content.decode()
    scan = SimpleUploadedFile("审签单.png", PNG)
    assert coordinator.post(url, {"answer": "approve", "paper": scan}).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.answered_by) == ("approved", county.people["coordinator"])


def test_what_has_become_late_while_it_was_signed_off_goes_out_only_when_told(
    visit: Visit, live: Live, day: SetDay
) -> None:
    county, paper = live[0], asked(live[0], 2)
    sign_offs.approve(sign_off=paper, **county.when("leader"))
    day(date(2026, 7, 2))
    page = opened(visit, live, "coordinator", paper)
    expect(page.locator("[data-past-note]")).to_contain_text("有 2 条时限已过")
    page.get_by_role("button", name="交办 2 项").click()
    expect(page.get_by_role("alert")).to_contain_text("请先改时限，或勾选")
    assert set(Item.objects.values_list("state", flat=True)) == {"approving"}
    page.get_by_label("时限已过，仍然交办").check()
    page.get_by_role("button", name="交办 2 项").click()
    expect(page.locator("#toasts")).to_contain_text("已交办 2 项")


@pytest.mark.parametrize("name", ["verifier", "inspector", "administrator"])
def test_who_reads_the_ledger_and_has_no_part_in_its_lists_is_told_so(
    county: County, as_: SignIn, name: str
) -> None:
    where = reverse("web:sign-off", args=[asked(county, 1).pk])

    assert as_(name).get(where).status_code == 200
    for answer in ({"answer": "approve"}, {"answer": "return"}):
        refused = as_(name).post(where, answer)
        assert (refused.status_code, "领导" in refused.content.decode()) == (403, True)

"""新旧对照 as people use it: what changed is marked, what is ticked is done, what cannot be done says why."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from guatu.ledgers.actions import items
from guatu.ledgers.models import Directive, Draft, Item
from tests.browsers import grave
from tests.ledgers.revisions.conftest import Plan
from tests.web.revisions.conftest import SignIn, Visit

Live = tuple[Plan, str]
SHOTS = os.environ.get("GUATU_SHOTS", "")


def address(plan: Plan, name: str = "directive-changes") -> str:
    return reverse(f"web:{name}", args=[plan.directive.pk])


def line(page: Page, words: str) -> Locator:
    """The line of a clause."""
    return page.locator(".rv-line").filter(has=page.locator(".rv-text", has_text=words))


@pytest.mark.parametrize("width", [1440, 390])
def test_both_versions_stand_side_by_side_and_read_well(visit: Visit, live: Live, width: int) -> None:
    plan, server = live
    page = visit("coordinator", width=width)
    page.goto(server + address(plan))

    expect(page.get_by_role("navigation", name="只看")).to_contain_text("有改动 7")
    wells = line(page, "窨井盖缺失破损")
    expect(wells.locator("section[aria-label=旧版] del")).to_have_text("260")
    expect(wells.locator("section[aria-label=新版] ins")).to_have_text("310")
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/changes-{width}.png", full_page=True)
        page.goto(server + address(plan, "directive"))
        page.screenshot(path=f"{SHOTS}/directive-{width}.png")
        page.goto(server + reverse("web:draft", args=[plan.newer.pk]))
        page.screenshot(path=f"{SHOTS}/draft-{width}.png")


def test_what_is_ticked_is_done_and_the_page_says_so(visit: Visit, live: Live) -> None:
    plan, server = live
    page = visit("coordinator")
    page.goto(server + address(plan))
    page.get_by_label("2026-11-30").check()
    line(page, "瓶装燃气").get_by_label("录入为草稿事项").check()
    expect(page.locator("[data-revise-count]")).to_have_text("已勾选 2 处")
    page.get_by_role("button", name="更新勾选的").click()

    expect(page.get_by_text("已按新版更新 1 项，录入 1 项草稿")).to_be_visible()
    expect(line(page, "基站转供电改造")).to_contain_text("已记上新版原文")
    assert plan.fresh("supply").deadline is not None
    assert str(plan.fresh("supply").deadline) == "2026-11-30"
    assert Item.objects.filter(directive=plan.directive, state="draft").count() == 1


def test_all_of_a_line_is_ticked_at_once(visit: Visit, live: Live) -> None:
    plan, server = live
    page = visit("coordinator")
    page.goto(server + address(plan))
    line(page, "充电桩故障").get_by_role("button", name="勾选这条的 2 处").click()

    expect(page.locator("[data-revise-count]")).to_have_text("已勾选 2 处")


def test_who_does_not_coordinate_looks_and_ticks_nothing(plan: Plan, as_: SignIn) -> None:
    key = plan.edit("supply", "due").key
    for who in ("verifier", "leader", "administrator", "inspector"):
        answer = as_(who).get(address(plan))
        assert answer.status_code == 200
        assert "更新勾选的" not in answer.content.decode()
        assert as_(who).post(address(plan), {"edit": key}).status_code == 403
        assert as_(who).post(address(plan, "directive-version"), {"replaces": ""}).status_code == 403
    for who in ("liaison", "stranger"):
        assert as_(who).get(address(plan)).status_code == 404
        assert as_(who).post(address(plan), {"edit": key}).status_code == 404
    assert str(plan.fresh("supply").deadline) == "2026-09-30"


def test_a_stale_tick_is_refused_with_the_number_and_keeps_the_others(plan: Plan, as_: SignIn) -> None:
    due, other = plan.edit("supply", "due"), plan.edit("fees", "problem")
    items.suspend(pk=plan.items["supply"].pk, reason="等批复", **plan.when())

    answer = as_("coordinator").post(address(plan), {"edit": [due.key, other.key]})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{plan.items['supply'].number}在您对照之后又有改动（挂起）" in page
    assert f'value="{other.key}" form="revise" checked' in page
    assert "现在是“待签收（挂起）”，不能调整时限" in page
    assert plan.fresh("fees").problem == "服务费收取不透明"


def test_the_same_form_twice_is_done_once(plan: Plan, as_: SignIn) -> None:
    client = as_("coordinator")
    given = {"edit": plan.edit("gas", "enter").key, "form_key": "k1", "ledger": plan.county.ledger.pk}

    assert client.post(address(plan), given).status_code == 302
    again = client.post(address(plan), given)
    assert "这份表单已经提交过" in again.content.decode()
    assert Item.objects.filter(title="瓶装燃气安全检查流于形式").count() == 1


def test_items_that_did_not_change_are_pointed_to_the_newer_version_by_one_tick(
    plan: Plan, as_: SignIn
) -> None:
    answer = as_("coordinator").post(address(plan), {"link_rest": "1"})

    assert answer.status_code == 302
    assert plan.directive.newer_passages.count() == len(plan.items) - 2
    statuses = [one["status"] for one in Draft.objects.get(pk=plan.newer.pk).entries]
    assert statuses.count("entered") == len(plan.items) - 2
    assert {plan.fresh(code).deadline for code in ("supply",)} == {plan.items["supply"].deadline}


def test_a_version_is_suggested_named_and_taken_back(plan: Plan, as_: SignIn) -> None:
    client = as_("coordinator")
    page, older = address(plan, "directive"), Directive.objects.get(pk=plan.older.directive_id or 0)
    assert "这是新版本，替代" in client.get(page).content.decode()
    assert client.post(address(plan, "directive-version"), {"replaces": ""}).status_code == 302
    assert f"看起来是“{older.title}”的新版本" in client.get(page).content.decode()
    assert client.get(address(plan)).headers["location"] == page

    answer = client.post(address(plan, "directive-version"), {"replaces": older.pk})

    assert answer.headers["location"] == address(plan)
    assert "已有新版本" in client.get(reverse("web:directive", args=[older.pk])).content.decode()
    assert client.post(address(plan, "directive-version"), {"replaces": "999999"}).status_code == 404


def test_the_draft_says_what_is_entered_already(plan: Plan, as_: SignIn) -> None:
    page = as_("coordinator").get(reverse("web:draft", args=[plan.newer.pk])).content.decode()

    assert page.count(">已有<") + page.count("这一条按旧版已经入账") == len(plan.items) - 2
    assert "新旧对照" in page


def test_somebody_pairs_by_hand(plan: Plan, as_: SignIn) -> None:
    client = as_("coordinator")
    entry = next(one["id"] for one in plan.newer.entries if one["title"] == "建筑工地扬尘管控不严")
    archive = plan.line("archive").pair.old
    assert archive is not None

    answer = client.post(address(plan, "directive-pairs"), {"entry": entry, "older": archive.key})

    assert answer.status_code == 302
    assert plan.line("dust").touched[0].item.pk == plan.items["archive"].pk
    assert client.post(address(plan, "directive-pairs"), {"entry": "x", "older": ""}).status_code == 404

"""The three screens in a real browser: planned by ticks, answered by thumb, checked by the inspector."""

from datetime import timedelta
from typing import TypeAlias

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guatu.history import checkpoints, keys
from guatu.ledgers import sights
from guatu.ledgers.actions import ledgers, look_backs, verdicts
from guatu.ledgers.models import Instruction, Item
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, DEADLINE, County, all_met, asked, closed, fresh, signed
from tests.web.items.conftest import SetDay, Visit

Live: TypeAlias = tuple[County, str]


def test_look_backs_are_ticked_confirmed_and_put_down(live: Live, visit: Visit) -> None:
    county, site = live
    items = [closed(county) for _ in range(2)]
    page = visit("coordinator")
    page.goto(site + reverse("web:look-backs"))
    assert grave(page) == []
    page.get_by_role("checkbox", name="全选").check()
    page.get_by_role("button", name="按计划确认").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("确认 2 项")
    assert grave(page) == []
    dialog.get_by_label("由谁看").select_option(str(county.people["verifier"].pk))
    dialog.get_by_role("button", name="确认", exact=True).click()
    expect(page.get_by_text("已确认 2 项回头看")).to_be_visible()
    assert {one.look_backs.get().looker_id for one in items} == {county.people["verifier"].pk}

    look_backs.plan(pk=items[0].pk, due_on=DAY, **county.when("coordinator"))
    other = visit("verifier", width=390)
    other.goto(f"{site}{reverse('web:look-backs')}?show=due")
    other.get_by_role("link", name="登记结果").click()
    other.get_by_label("基本稳定").check()
    other.get_by_label("回头看情况").fill("两处正常，一处待修")
    assert grave(other) == []
    other.get_by_role("button", name="登记", exact=True).click()
    expect(other.get_by_text("回头看已登记：基本稳定")).to_be_visible()
    assert items[0].look_backs.get().finding == "两处正常，一处待修"


def test_a_sample_is_drawn_in_two_presses(live: Live, visit: Visit) -> None:
    county, site = live
    for _ in range(3):
        closed(county)
    keys.make_key()
    checkpoints.take(at=moment(DAY))
    page = visit("coordinator")
    page.goto(site + reverse("web:look-backs"))
    page.get_by_role("link", name="抽查").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("抽查比例").fill("30")
    dialog.get_by_role("button", name="抽查").click()
    expect(page.get_by_text("3 项抽中 1 项")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_leader_answers_with_a_thumb(live: Live, visit: Visit, day: SetDay, width: int) -> None:
    county, site = live
    county.ledger = ledgers.change(ledger=county.ledger, needs_approval=True, **county.when("administrator"))
    item = asked(county)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    stuck = signed(county)
    day(DEADLINE + timedelta(days=2))
    page = visit("leader", width=width, allowed=("status of 422",))
    page.goto(site + reverse("web:decisions"))
    expect(page.locator("h1")).to_have_text("今天有 1 件事等您定")
    assert grave(page) == []
    if width == 390:
        heights = page.locator(".d-card .g-btn").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(heights) >= 44

    page.get_by_role("button", name=f"不准 {item.number}").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写")
    page.get_by_role("button", name=f"批准销号 {item.number}").click()
    expect(page.locator("h1")).to_have_text("今天没有等您定的")
    assert fresh(item).state == Item.State.CLOSED

    page.get_by_role("textbox", name=f"写批示 {stuck.number}").fill("请三天内进场")
    page.get_by_role("button", name=f"批示 {stuck.number}").click()
    expect(page.locator("#said")).to_contain_text("请三天内进场")
    assert Instruction.objects.get().item_id == stuck.pk


def test_the_inspector_checks_and_sees_who_looked(live: Live, visit: Visit) -> None:
    county, site = live
    item = closed(county)
    keys.make_key()
    checkpoints.take(at=moment(DAY))
    looker = visit("leader")
    looker.goto(site + reverse("web:item", args=[item.pk]))
    for _ in range(2):
        sights.fold()
    page = visit("inspector")
    page.goto(site + reverse("web:trail"))
    page.get_by_role("link", name="谁看过").click()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").last).to_contain_text("周行之")
    page.get_by_role("link", name="核验与导出").click()
    assert grave(page) == []
    page.get_by_label("从").fill(DAY.isoformat())
    page.get_by_label("到").fill(DAY.isoformat())
    page.get_by_role("combobox", name="链").select_option(county.office.chain)
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出这一段").click()
    assert taken.value.suggested_filename == f"留痕-{county.office.chain}-{DAY}至{DAY}.zip"
    page.get_by_role("button", name="现在核验").click()
    expect(page.get_by_role("button", name="正在核验")).to_be_disabled()
    page.get_by_role("link", name="谁导出过").click()
    expect(page.get_by_role("row").last).to_contain_text("导出核验包")

"""Views and columns in a real browser: saved, opened again, changed and restored; put in order by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guatu.ledgers.models import SavedView
from tests.browsers import grave
from tests.ledgers.factories import County

Shown = tuple[County, Callable[..., Page]]


def heads(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#list thead th").all_inner_texts() if text.strip()]


def save(page: Page, name: str, *boxes: str) -> None:
    page.get_by_role("link", name="存为视图").click()
    dialog = page.locator("#dialogs dialog[open]")
    dialog.get_by_label("视图名称").fill(name)
    for box in boxes:
        dialog.get_by_label(box).check()
    assert grave(page) == []
    dialog.get_by_role("button", name="存为视图").click()
    expect(page.locator(".view-bar b")).to_have_text(name)


def test_a_view_is_saved_opened_again_changed_and_restored(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?state=in_progress&group=none&cols=title.lead")
    save(page, "在办几件", "以后打开就用它")

    page.goto(page.url.split("?")[0])
    expect(page.locator(".view-bar b")).to_have_text("在办几件")
    assert heads(page) == ["编号", "事项", "牵头单位"]
    page.locator(".g-lamp", has_text="逾期").click()
    expect(page.locator(".view-bar")).to_contain_text("视图已改动")
    expect(page.locator("#list [data-row]")).to_have_count(1)
    assert grave(page) == []
    page.get_by_role("link", name="还原").click()
    expect(page.locator("#list [data-row]")).to_have_count(3)
    page.locator(".g-lamp", has_text="逾期").click()
    page.locator(".view-bar").get_by_role("button", name="保存").click()
    expect(page.locator("#toasts")).to_contain_text("视图“在办几件”已更新")
    expect(page.locator("#list [data-row]")).to_have_count(1)
    page.get_by_role("link", name=re.compile("^全部")).click()
    expect(page.locator("#list [data-row]")).to_have_count(7)

    page.get_by_text("视图 1").click()
    page.locator(".g-menu").get_by_role("link", name="在办几件").click()
    page.get_by_role("link", name="视图设置").click()
    dialog = page.locator("#dialogs dialog[open]")
    assert grave(page) == []
    dialog.get_by_label("视图名称").fill("逾期几件")
    page.keyboard.press("Enter")
    expect(page.locator(".view-bar b")).to_have_text("逾期几件")
    page.get_by_role("link", name="视图设置").click()
    dialog.get_by_role("button", name="删除视图").click()
    expect(page.locator(".view-bar")).to_have_count(0)
    assert not SavedView.objects.exists()


def test_a_shared_view_is_there_for_the_leader(shown: Shown) -> None:
    county, visit = shown
    save(visit("coordinator", f"/ledgers/{county.ledger.pk}?due=overdue"), "本周盯办", "共享给本办公室")

    page = visit("leader")
    page.get_by_text("视图 1").click()
    page.locator(".g-menu").get_by_role("link", name="本周盯办").click()
    expect(page.locator("#list a[data-open]")).to_have_text(["逾期一件"])
    expect(page.locator(".view-bar")).to_contain_text("办公室共享")


@pytest.mark.parametrize("width", [1440, 390])
def test_views_read_well(shown: Shown, width: int) -> None:
    county, visit = shown
    view = SavedView.objects.create(
        ledger=county.ledger, person=county.people["coordinator"], name="旧视图", words="phase=99&group=none",
        saved_at=county.when("coordinator")["at"],
    )  # fmt: skip

    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?{view.words}&view={view.pk}", width=width)
    expect(page.locator("#list")).to_contain_text("视图“旧视图”里的条件已不存在：阶段")
    assert grave(page) == []


def test_columns_are_put_in_order_by_keys_and_by_the_mouse(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?cols=lead.deadline.state&group=none")

    page.get_by_role("link", name="列 5/").click()
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog.get_by_label("牵头单位", exact=True)).to_be_focused()
    assert grave(page) == []
    page.keyboard.press("Alt+ArrowDown")
    expect(dialog.locator("[data-order-said]")).to_have_text("牵头单位，第 2 位")
    dialog.get_by_role("button", name="状态上移").click()
    dialog.get_by_label("措施", exact=True).check()
    first, grip = dialog.locator("[data-order-item]").first, dialog.locator("[data-order-item] .grip").nth(3)
    grip.drag_to(first, target_position={"x": 8, "y": 2})
    dialog.get_by_role("button", name="显示").click()
    expect(dialog).to_have_count(0)

    shown_heads = heads(page)
    assert sorted(shown_heads) == sorted(["编号", "事项", "时限", "状态", "牵头单位", "措施"])
    assert shown_heads[:2] == ["编号", "事项"]
    assert shown_heads.index("状态") < shown_heads.index("牵头单位")

"""What a hand meets at the edges of the screens: keys, feet, menus, marks of refused fields."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.ledgers.test_in_browser import REFUSED, Shown


def promised(page: Page) -> str:
    return page.locator(".g-foot .keys").inner_text()


def bottom_of(page: Page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_each_page_promises_the_keys_that_work_on_it(shown: Shown) -> None:
    _, visit = shown
    page = visit("administrator")
    assert all(word in promised(page) for word in ("移动", "选择", "打开", "预览"))
    for path in ("/units", "/people"):
        page = visit("administrator", path)
        assert all(word not in promised(page) for word in ("选择", "预览")), path
        assert "打开" in promised(page)
    page.keyboard.press("?")
    sheet = page.locator("#keys")
    expect(sheet.get_by_text("打开")).to_be_visible()
    expect(sheet.get_by_text("勾选")).to_be_hidden()
    expect(sheet.get_by_text("预览")).to_be_hidden()


@pytest.mark.parametrize("path", ["/units", "/people"])
def test_the_letter_f_leads_to_the_filter(shown: Shown, path: str) -> None:
    _, visit = shown
    page = visit("administrator", path)
    page.keyboard.press("f")
    expect(page.locator(".a-find input[name=q]")).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 600), (390, 844)])
def test_the_buttons_of_the_filters_stay_in_the_window(shown: Shown, width: int, height: int) -> None:
    county, visit = shown
    for path in (f"/ledgers/{county.ledger.pk}/narrow", f"/ledgers/{county.ledger.pk}"):
        page = visit("coordinator", path, width=width)
        page.set_viewport_size({"width": width, "height": height})
        if not path.endswith("narrow"):
            page.locator(".g-chip.add a").click()
        expect(page.locator("dialog[open] .foot").last).to_be_visible()
        assert bottom_of(page, "dialog[open] .foot") <= height, path


def test_a_refused_field_loses_its_mark_once_it_is_changed(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}/new", allowed=REFUSED)
    page.get_by_role("button", name="存为草稿").click()
    title = page.locator("#id_title")
    expect(title).to_have_attribute("aria-invalid", "true")
    error = page.locator("#id_title_error")
    expect(error).to_be_visible()
    title.fill("路灯不亮")
    expect(error).to_be_hidden()
    assert title.get_attribute("aria-invalid") is None


def test_a_phone_is_offered_no_columns(shown: Shown) -> None:
    _, visit = shown
    expect(visit("coordinator").locator(".menus .columns")).to_be_visible()
    phone = visit("coordinator", width=390)
    expect(phone.locator(".menus .columns")).to_be_hidden()


def test_a_toast_leaves_the_foot_of_the_list_in_sight(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")
    page.evaluate("document.dispatchEvent(new CustomEvent('guatu:toast', {detail: {text: '已催办 2 项'}}))")
    foot = page.locator(".g-foot").bounding_box()
    assert foot
    assert bottom_of(page, ".g-toast") <= foot["y"]


def test_ticked_rows_bring_up_the_acts_that_they_are_open_to(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?group=none&sort=number")
    bar = page.locator("#bulk")
    page.get_by_label("选择 5G-001").check()
    expect(bar.get_by_role("button", name="交办", exact=True)).to_be_visible()
    expect(bar.get_by_role("button", name="催办")).to_be_hidden()
    page.get_by_label("选择 5G-003").check()
    expect(bar.get_by_role("button", name="催办")).to_be_visible()
    page.get_by_label("选择 5G-001").uncheck()
    expect(bar.get_by_role("button", name="交办", exact=True)).to_be_hidden()


def test_an_item_says_its_place_in_the_list_from_which_it_was_opened(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?group=none&sort=number")
    page.locator("a[data-open]").nth(2).click()
    expect(page.locator("[data-walk-at]")).to_have_text("第 3 项，共 7 项")

"""The whole loop before a browser, each by his own hands: from dispatch to close-out, and open again."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Locator, Page, expect

from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County, asked, closed, make_items, signed
from tests.ledgers.test_pictures import scene, stored
from tests.web.items.conftest import SetDay, Visit

Live = tuple[County, str]


def photo(shift: int = 0, name: str = "现场.jpg") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": stored(scene(shift=shift)).getvalue()}


def opened(
    visit: Visit, live: Live, name: str, item: Item, *, width: int = 1440, **more: tuple[str, ...]
) -> Page:
    page = visit(name, width=width, **more)
    page.goto(live[1] + reverse("web:item", args=[item.pk]))
    return page


def press(page: Page, label: str) -> Locator:
    """Open the dialog of an act."""
    page.locator(".item-offers").get_by_role("link", name=label, exact=True).click()
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog).to_be_visible()
    return dialog


def confirm(page: Page, told: str) -> None:
    page.locator("#dialogs dialog button.confirm").click()
    expect(page.locator("#toasts")).to_contain_text(told)


def stands(page: Page, word: str) -> None:
    expect(page.locator(".item-now")).to_contain_text(word)


def report(page: Page, done: int, shift: int) -> None:
    """A report by thumb, with a photo."""
    page.locator(".item-offers").get_by_role("link", name="报进展").click()
    more = page.get_by_label("多")
    for _ in range(done):
        more.click()
    page.locator(".g-camera input[type=file]").set_input_files([photo(shift, f"改造后{shift}.jpg")])
    expect(page.locator(".g-files .g-tag")).to_have_text("已上传")
    page.get_by_label("进展").fill("全部完成换表送电")
    page.locator(".g-chip.pick", has_text="没有").click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toasts")).to_contain_text("进展已报")


def test_the_loop_from_dispatch_to_reopening(visit: Visit, live: Live, day: SetDay) -> None:
    county, _ = live
    item = make_items(county)[0]
    desk = opened(visit, live, "coordinator", item)
    press(desk, "交办")
    confirm(desk, "已交办")
    stands(desk, "待签收")

    for name in ("liaison", "town", "other_town"):
        page = opened(visit, live, name, item, width=390)
        press(page, "签收")
        confirm(page, "已签收")
    stands(page, "办理中")

    report(opened(visit, live, "town", item, width=390), 6, 0)
    report(opened(visit, live, "other_town", item, width=390), 14, 150)

    for words in ("20 处全部完成", "照片已补拍"):
        lead = opened(visit, live, "liaison", item)
        dialog = press(lead, "申请销号")
        dialog.get_by_label("完成情况").fill(words)
        confirm(lead, "销号申请已提交")
        stands(lead, "单位审核")
        reviewer = opened(visit, live, "reviewer", item)
        press(reviewer, "单位审核通过")
        confirm(reviewer, "送核查")
        if words.startswith("20"):
            returned(visit, live, item)

    passed(visit, live, item)
    day(date(2026, 6, 10))
    verifier = opened(visit, live, "verifier", item)
    dialog = press(verifier, "重新打开")
    dialog.get_by_label("反弹情况").fill("又有 2 处转供电")
    dialog.get_by_label("新时限").fill("2026-08-31")
    confirm(verifier, "已重新打开")
    stands(verifier, "办理中")
    expect(verifier.locator(".item-head")).to_contain_text("重新打开 1 次")

    lead = opened(visit, live, "liaison", item)
    press(lead, "申请销号").get_by_label("完成情况").fill("2 处已改")
    confirm(lead, "销号申请已提交")
    reviewer = opened(visit, live, "reviewer", item)
    press(reviewer, "单位审核通过")
    confirm(reviewer, "送核查")
    passed(visit, live, item)
    expect(verifier.locator(".g-code").first).to_have_text(item.number)


def returned(visit: Visit, live: Live, item: Item) -> None:
    page = opened(visit, live, "verifier", item)
    dialog = press(page, "核查退回")
    dialog.locator(".g-chip.pick", has_text="存疑").click()
    dialog.get_by_label("退回意见").fill("双桥镇照片为旧图，三日内重拍")
    confirm(page, "已退回")
    stands(page, "核查退回")
    expect(page.locator(".item-banner")).to_contain_text("双桥镇照片为旧图")


def passed(visit: Visit, live: Live, item: Item) -> None:
    """The second key turns by the dialog of the item's page."""
    page = visit("verifier")
    page.goto(live[1] + reverse("web:item-act", args=[item.pk, "close-verified"]))
    page.locator(".g-chip.pick", has_text="符合").first.click()
    page.locator("button.confirm").click()
    stands(page, "已销号")


def test_a_refusal_comes_back_into_the_dialog_with_what_was_typed(visit: Visit, live: Live) -> None:
    item = signed(live[0])
    page = opened(visit, live, "liaison", item, allowed=("status of 422",))
    dialog = press(page, "申请延期")
    dialog.get_by_label("新时限").fill("2026-05-01")
    dialog.get_by_label("延期理由").fill("到货推迟")
    dialog.get_by_label("目前进展").fill("3 处")
    dialog.locator("button.confirm").click()
    expect(dialog).to_contain_text("新时限须晚于原时限")
    expect(dialog.get_by_label("延期理由")).to_have_value("到货推迟")
    dialog.get_by_label("新时限").fill("2026-08-31")
    confirm(page, "延期申请已提交")


def test_a_press_twice_acts_once(visit: Visit, live: Live) -> None:
    item = signed(live[0])
    page = opened(visit, live, "coordinator", item)
    press(page, "催办").get_by_label("催办要求").fill("三日内报进展")
    page.locator("#dialogs dialog button.confirm").dblclick()
    expect(page.locator("#toasts")).to_contain_text("已")
    assert set(item.assignments.values_list("times_urged", flat=True)) == {1}


def test_files_dropped_or_taken_away_before_they_are_sent(visit: Visit, live: Live) -> None:
    item = signed(live[0])
    page = opened(visit, live, "town", item, allowed=("status of 422",))
    dialog = press(page, "补佐证")
    bad: FilePayload = {
        "name": "程序.exe",
        "mimeType": "application/octet-stream",
        "buffer": b"MZ\x90\x00\x03",
    }
    files = [photo(0, "一.jpg"), photo(150, "二.jpg"), bad]
    dialog.locator(".pick input[type=file]").set_input_files(files)
    expect(dialog.locator(".g-files .g-tag")).to_have_count(2)
    expect(dialog.locator(".g-files .bad")).to_contain_text("看不出是什么文件")
    dialog.get_by_label("去掉 二.jpg").click()
    confirm(page, "已补 1 份佐证")
    assert [one.name for one in item.evidence.all()] == ["一.jpg"]
    page.locator(".item-measures .g-thumb").first.click()
    expect(page.locator(".item-proof")).to_contain_text("设备自报")
    shown = page.locator(".item-proof .show > a > img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 640


def test_the_report_works_without_scripts(visit: Visit, live: Live, chromium: object) -> None:
    county, address = live
    item = signed(county)
    row = item.assignments.get(unit=county.towns[0])
    signed_in = visit("town")
    context = signed_in.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}{reverse('web:item-act', args=[item.pk, 'reported'])}?of={row.pk}")
    page.locator("[name=achieved]").fill("2")
    page.locator("[name=text]").fill("完成 2 处")
    page.locator(".pick input[type=file]").set_input_files([photo()])
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toasts")).to_contain_text("进展已报")
    context.close()
    assert item.evidence.count() == 1


def test_a_list_is_walked_from_the_items_page(visit: Visit, live: Live) -> None:
    county, address = live
    first, second, third = signed(county), signed(county), signed(county)
    page = visit("coordinator")
    page.goto(f"{address}{reverse('web:ledger', args=[county.ledger.pk])}")
    page.locator(f'[data-list] a[data-open][href="{reverse("web:item", args=[second.pk])}"]').click()
    expect(page.locator("[data-walk-at]")).to_contain_text("共 3 项")
    page.keyboard.press("ArrowLeft")
    expect(page).not_to_have_url(f"{address}{reverse('web:item', args=[second.pk])}")
    expect(page.locator(".item-head .g-code")).not_to_have_text(second.number)
    assert page.locator(".item-head .g-code").inner_text() in (first.number, third.number)


def draft(county: County) -> Item:
    return make_items(county)[0]


@pytest.mark.parametrize("width", [1440, 1366, 390])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("coordinator", draft),
        ("coordinator", signed),
        ("town", signed),
        ("verifier", asked),
        ("inspector", closed),
        ("coordinator", closed),
    ],
)
def test_the_page_reads_well_for_everybody(
    visit: Visit, live: Live, name: str, make: Callable[[County], Item], width: int
) -> None:
    page = opened(visit, live, name, make(live[0]), width=width)
    assert grave(page) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("name", "make", "label"),
    [
        ("verifier", asked, "核查退回"),
        ("town", signed, "补佐证"),
        ("liaison", signed, "申请延期"),
        ("coordinator", signed, "加单位"),
    ],
)
def test_the_dialogs_read_well(
    visit: Visit, live: Live, name: str, make: Callable[[County], Item], label: str, width: int
) -> None:
    page = opened(visit, live, name, make(live[0]), width=width)
    press(page, label)
    assert grave(page) == []


def test_the_report_reads_well_and_its_marks_are_large_enough_for_a_thumb(visit: Visit, live: Live) -> None:
    county, address = live
    item = signed(county)
    page = visit("town", width=390)
    page.goto(address + reverse("web:item-act", args=[item.pk, "reported"]))
    assert grave(page) == []
    marks = page.locator(", ".join(f".item-report {one}" for one in THUMBED))
    small = [
        box for one in marks.all() if one.is_visible() and (box := one.bounding_box()) and box["height"] < 44
    ]
    assert small == []


THUMBED = ("a.g-btn", "button", ".g-chip label", "input[type=number]", "input[name=next_step]", "textarea")

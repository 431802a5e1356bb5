"""The item in a real browser: its dialogs, its report with files, and how it reads in every state."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Locator, Page, expect

from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County, asked, closed, make_items, signed
from tests.ledgers.test_pictures import scene, stored
from tests.web.items.conftest import Visit

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


def test_of_a_plan_only_the_rows_of_the_chosen_way_are_asked(visit: Visit, live: Live) -> None:
    page = opened(visit, live, "coordinator", signed(live[0]))
    page.get_by_role("link", name="定序时计划").click()
    dialog = page.locator("#dialogs dialog[open]")
    months, milestones = dialog.locator("fieldset.months"), dialog.locator("fieldset.milestones")

    expect(months).to_be_visible()
    expect(milestones).to_be_hidden()
    dialog.get_by_label("按节点").check()
    expect(milestones).to_be_visible()
    expect(months).to_be_hidden()


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
    expect(shown).to_have_js_property("naturalWidth", 640)


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


@pytest.mark.parametrize("width", [1440, 390])
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

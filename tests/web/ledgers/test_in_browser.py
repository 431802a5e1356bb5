"""The list in a real browser: narrowed, walked by keys, acted on, filled, exported, on a past day."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guatu.ledgers.models import Assignment, Item
from tests.browsers import grave
from tests.ledgers.factories import County

Shown = tuple[County, Callable[..., Page]]
REFUSED = ("status of 422",)


def titles(page: Page) -> list[str]:
    return page.locator("#list a[data-open]").all_inner_texts()


STATES = ("/search?q=一件", "/ledgers/{}?as_of=2026-03-16", "/ledgers/{}?q=没有这样的事")


@pytest.mark.parametrize("role", ["leader", "liaison", "reader"])
def test_the_list_reads_well_for_every_role(shown: Shown, role: str) -> None:
    _, visit = shown

    page = visit(role)
    expect(page.locator("#list h1")).to_have_text("整改台账")
    assert grave(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_with_and_without_findings_read_well(shown: Shown, width: int) -> None:
    county, visit = shown

    for path in STATES:
        page = visit("coordinator", path.format(county.ledger.pk), width=width)
        assert grave(page) == [], path


def test_chips_menus_and_views_narrow_without_leaving_the_page(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")
    page.evaluate("window.stayed = true")

    page.get_by_role("link", name="在办").click()
    expect(page).to_have_url(re.compile(r"\?state=open$"))
    page.locator("summary", has_text="分类").first.click()
    page.locator(".g-chip .g-menu a", has_text="站址").click()
    expect(page.locator(".g-chip.on")).to_have_count(2)

    assert titles(page) == ["逾期一件", "临期一件"]
    page.locator(".g-chip.on a", has_text="分类").click()
    expect(page.locator("#list [data-row]")).to_have_count(5)
    page.locator(".g-lamp", has_text="逾期").click()
    expect(page.locator("#list [data-row]")).to_have_count(1)
    assert page.evaluate("window.stayed")
    page.go_back()
    expect(page.locator("#list [data-row]")).to_have_count(5)


def test_the_filter_dialog_opens_by_a_key_and_sets_all_at_once(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")

    page.keyboard.press("f")
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog).to_be_visible()
    assert grave(page) == []
    dialog.get_by_label("办理中").check()
    dialog.get_by_label("编号或事项里含").fill("期一件")
    dialog.get_by_role("button", name="筛选", exact=True).click()

    expect(page.locator("#list [data-row]")).to_have_count(3)
    expect(dialog).to_have_count(0)
    assert page.url.endswith("?q=%E6%9C%9F%E4%B8%80%E4%BB%B6&state=in_progress")


def test_rows_are_walked_ticked_and_urged_by_keys(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?state=in_progress&group=none")

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk [data-count]")).to_have_text("2")
    page.locator("#bulk").get_by_role("button", name="催办").click()
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog.locator("h2")).to_have_text("催办 2 项")
    assert grave(page) == []
    dialog.get_by_role("button", name="催办").click()

    expect(page.locator("#toasts")).to_contain_text("已催办 2 项")
    expect(page.locator("#list [data-row]").first).to_contain_text("催办")
    assert Assignment.objects.filter(times_urged=1).count() == 6


def test_what_was_refused_is_told_with_its_reason(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")

    page.locator("[data-tick-all]").check()
    page.locator("#bulk").get_by_role("button", name="交办").click()
    page.locator("#dialogs").get_by_role("button", name="交办").click()

    outcome = page.locator("#dialogs dialog[open]")
    expect(outcome.locator("h2")).to_have_text("已交办 1 项，6 项没有办成")
    expect(outcome.locator("li").first).to_contain_text("不能交办")
    outcome.get_by_role("button", name="知道了").click()
    expect(page.locator("#list").get_by_text("草稿", exact=True)).to_have_count(0)


def test_moving_a_deadline_from_the_row_keeps_what_was_typed(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator", allowed=REFUSED)

    row = page.locator("[data-row]", has_text="逾期一件")
    row.hover()
    row.get_by_role("link", name="调整时限").click()
    dialog = page.locator("#dialogs dialog[open]")
    dialog.get_by_label("新时限").fill("6月底前")
    expect(dialog.locator(".meant")).to_contain_text("6月30日")
    dialog.get_by_label("理由").fill("会议决定")
    dialog.get_by_role("button", name="改时限").click()

    expect(page.locator("#dialogs")).to_contain_text("请附上依据文件")
    expect(page.locator("#dialogs").get_by_label("理由")).to_have_value("会议决定")


def test_the_list_is_exported_as_a_file(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")

    with page.expect_download() as download:
        page.get_by_role("button", name="导出本表").click()

    assert download.value.suggested_filename == "整改台账-20260320.xlsx"


def test_an_item_is_entered_by_keyboard_with_units_by_letters(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")

    page.keyboard.press("n")
    page.locator("#id_title").fill("杆塔共享比例低")
    page.get_by_label("牵头单位").fill("xgd")
    expect(page.locator(".pick-list li").first).to_have_text("县供电公司")
    page.keyboard.press("Enter")
    page.get_by_label("责任单位").fill("sqz")
    page.keyboard.press("Enter")
    page.keyboard.type("sqz")  # 双桥镇 and 石泉镇 are written alike: what is taken is not offered again
    page.keyboard.press("Enter")
    page.locator("#id_deadline").fill("6月底前")
    expect(page.locator(".meant").first).to_contain_text("2026 年 6月30日")
    page.get_by_role("button", name="加一条").click()
    expect(page.locator(".measures .line")).to_have_count(3)
    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts")).to_contain_text("已录入并交办")
    item = Item.objects.get(title="杆塔共享比例低")
    assert (item.state, item.assignments.count(), str(item.deadline)) == ("dispatched", 3, "2026-06-30")


def test_a_block_of_excel_is_pasted_previewed_and_entered(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}/paste")

    page.evaluate(
        """block => {
          const data = new DataTransfer();
          data.setData("text/plain", block);
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        "事项\t牵头单位\t时限\n站址未公布\t县供电公司\t6月底前\n缺单位\t没有的局\t年底前",
    )

    expect(page.locator(".preview tbody tr")).to_have_count(2)
    expect(page.locator(".preview .bad")).to_contain_text("没有“没有的局”")
    assert grave(page) == []
    page.get_by_role("button", name="只录入 1 行好的").click()
    expect(page.locator("#toasts")).to_contain_text("已录入 1 项草稿")
    assert Item.objects.filter(title="站址未公布", state="draft").exists()


def test_ctrl_k_finds_and_opens(shown: Shown) -> None:
    _, visit = shown
    page = visit("coordinator")

    page.keyboard.press("Control+k")
    page.keyboard.type("按期")

    expect(page.locator("#palette [data-hit]").first).to_contain_text("按期一件")
    expect(page.locator("#palette [data-hit].is-at")).to_have_count(1)


def test_a_past_day_shows_a_note_and_no_writing(shown: Shown) -> None:
    county, visit = shown

    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?as_of=2026-03-10&due=near")

    expect(page.locator(".g-past")).to_contain_text("正在看 2026-03-10")
    assert "逾期一件" in titles(page)
    expect(page.get_by_role("link", name="新增事项")).to_have_count(0)
    expect(page.locator("#bulk").get_by_role("button", name="催办")).to_have_count(0)


def test_without_scripts_links_forms_and_bulk_acts_work(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", "/standards")
    session = page.context.cookies()
    plain = page.context.browser.new_context(java_script_enabled=False, locale="zh-CN")  # type: ignore[union-attr]
    plain.add_cookies(session)  # type: ignore[arg-type]
    still = plain.new_page()
    base = page.url.removesuffix("/standards")
    still.goto(f"{base}/ledgers/{county.ledger.pk}?group=none&state=in_progress")

    still.locator("[data-row] input").first.check()
    still.get_by_role("button", name="催办").click()
    still.get_by_role("button", name="催办").click()

    expect(still.locator("#toasts")).to_contain_text("已催办 1 项")
    plain.close()

"""The grid in a real browser: keys like a sheet, a block from Excel, two people in one cell, nothing lost."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from guatu.ledgers.actions import items
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County, make_items
from tests.web.ledgers.conftest import FRIDAY

Shown = tuple[County, Callable[..., Page]]
COLUMNS = (
    "number", "title", "problem", "goal", "category", "lead_leader", "sponsor_leader", "lead", "responsible",
    "deadline", "measure", "target", "quantity_unit", "measure_deadline", "state",
)  # fmt: skip
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.getElementById("grid-editor").dispatchEvent(event);
}"""


def opened(
    shown: Shown, *, drafts: int = 3, width: int = 1440, allowed: Sequence[str] = ()
) -> tuple[County, Page]:
    """A grid of drafts called 第1件, 第2件, …"""
    county, visit = shown
    for number in range(1, drafts + 1):
        make_items(county, title=f"第{number}件", measures=[], duties=[])
    query = "?q=第&state=draft&group=none&sort=number"
    page = visit(
        "coordinator", f"/ledgers/{county.ledger.pk}/grid{query}", width=width, allowed=tuple(allowed)
    )
    expect(page.locator("#grid tbody tr")).to_have_count(drafts + 1)
    return county, page


def cell(page: Page, row: int, code: str) -> Locator:
    return page.locator("#grid tbody tr").nth(row).locator("td").nth(COLUMNS.index(code))


def words(page: Page, code: str, rows: int = 3) -> list[str]:
    return [cell(page, row, code).locator(".words").inner_text() for row in range(rows)]


def named(title: str) -> Item:
    return Item.objects.get(title=title)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    dialog = page.locator("#grid-review")
    expect(dialog).to_be_visible()
    with page.expect_navigation():
        dialog.get_by_role("button", name="全部保存").click()
    expect(page.locator("#toasts .g-toast")).to_contain_text("已保存")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_grid_reads_well(shown: Shown, width: int) -> None:
    _, page = opened(shown, width=width)

    assert grave(page) == []
    cell(page, 0, "title").click()
    page.keyboard.type("改名")
    page.keyboard.press("Control+s")
    expect(page.locator("#grid-review")).to_be_visible()
    assert grave(page) == []


def test_keys_move_write_fill_and_take_back(shown: Shown) -> None:
    _, page = opened(shown)
    press = page.keyboard.press

    page.keyboard.type("甲")  # typed over what stood there
    press("Enter")
    press("F2")
    press("End")
    page.keyboard.type("（补）")
    press("Tab")
    page.keyboard.type("问题")
    press("Escape")
    assert words(page, "title") == ["甲", "第2件（补）", "第3件"]
    assert words(page, "problem")[1] == "20 处基站还在用转供电。"

    cell(page, 0, "category").click()
    page.keyboard.type("用电")
    press("ArrowDown")
    press("ArrowUp")
    press("Shift+ArrowDown")
    press("Shift+ArrowDown")
    press("Control+d")
    assert words(page, "category") == ["用电"] * 3
    press("Control+z")
    assert words(page, "category") == ["用电", "", ""]
    press("Control+y")
    press("Control+z")
    cell(page, 0, "category").click()
    press("Control+c")
    cell(page, 1, "goal").click()
    press("Control+v")
    assert words(page, "goal") == ["", "用电", ""]
    press("Delete")
    assert words(page, "goal") == ["", "", ""]
    press("Escape")
    expect(page.locator("#grid-save")).to_be_focused()


def test_an_input_method_composes_in_the_cell(shown: Shown) -> None:
    _, page = opened(shown)
    session = page.context.new_cdp_session(page)

    session.send("Input.imeSetComposition", {"text": "gai", "selectionStart": 3, "selectionEnd": 3})
    expect(page.locator("#grid-editor")).to_have_class("grid-editor is-on")
    session.send("Input.insertText", {"text": "改过"})
    page.keyboard.press("Enter")

    assert words(page, "title")[0] == "改过"


def test_a_block_with_a_bad_day_and_an_unknown_unit_is_mended_and_saved(shown: Shown) -> None:
    _, page = opened(shown)
    block = (
        '"李\n副县长"\t双桥镇\t\t6月底前\r\n'
        "李副县长\t石泉乡\t\t2026-07-31\r\n李副县长\t县供电公司\t\t哪天都行\r\n"
    )

    cell(page, 0, "sponsor_leader").click()
    page.evaluate(PASTE, block)

    expect(page.locator("#grid .is-bad")).to_have_count(2)
    expect(cell(page, 2, "deadline")).to_contain_text("“哪天都行”看不出是哪一天，可写 2026-09-30、9月底前")
    expect(cell(page, 1, "lead")).to_contain_text("没有“石泉乡”，是否石泉镇")
    expect(cell(page, 0, "deadline")).to_contain_text("即 2026-06-30")
    assert cell(page, 0, "sponsor_leader").locator(".words").inner_text() == "李\n副县长"
    page.keyboard.press("Control+s")
    expect(page.locator("#toasts")).to_contain_text("还有 2 个格子要改，没有保存")
    page.locator("#grid-told button", has_text="石泉镇").click()
    cell(page, 2, "deadline").click()
    page.keyboard.type("2026-12-31")
    page.keyboard.press("Enter")
    expect(page.locator("#grid .is-bad")).to_have_count(0)
    save(page)

    assert [str(named(f"第{number}件").deadline) for number in (1, 2, 3)] == [
        "2026-06-30",
        "2026-07-31",
        "2026-12-31",
    ]
    assert [str(named(f"第{number}件").lead_unit) for number in (1, 2, 3)] == [
        "双桥镇",
        "石泉镇",
        "县供电公司",
    ]
    assert named("第1件").sponsor_leader == "李\n副县长"


def test_lines_past_the_end_become_new_items(shown: Shown) -> None:
    county, page = opened(shown, drafts=1)

    cell(page, 0, "title").click()
    page.evaluate(PASTE, "第1件\t旧的\n新的一件\t有问题\n又一件\t也有\n")

    expect(page.locator("#toasts")).to_contain_text("有 2 行超出表格，已放在末尾作为新增事项")
    save(page)
    assert named("新的一件").problem == "有问题"
    assert county.ledger.items.filter(title="又一件", state="draft").count() == 1


def test_a_column_of_items_goes_past_their_further_measures(shown: Shown) -> None:
    county, page = opened(shown, drafts=0)
    for number in (1, 2):
        measures = [NewMeasure(text="先摸底"), NewMeasure(text="再整改")]
        make_items(county, title=f"第{number}件", measures=measures, duties=[])
    page.reload()
    expect(page.locator("#grid tbody tr")).to_have_count(5)

    cell(page, 0, "category").click()
    page.evaluate(PASTE, "用电\n站址\n规划\n")
    assert words(page, "category", rows=5) == ["用电", "", "站址", "", "规划"]
    page.keyboard.press("Control+z")
    page.evaluate(PASTE, "用电\n\n站址\n")  # copied from a sheet in which the items stand over two lines
    assert words(page, "category", rows=5) == ["用电", "", "站址", "", ""]
    cell(page, 0, "goal").click()
    page.keyboard.type("清零")
    page.keyboard.press("Enter")
    page.keyboard.type("见底")
    page.keyboard.press("Enter")
    assert words(page, "goal", rows=5) == ["清零", "", "见底", "", ""]
    cell(page, 1, "measure").click()
    page.keyboard.type("再整改到位")
    page.keyboard.press("Enter")
    save(page)
    assert [one.text for one in named("第1件").measures.all()] == ["先摸底", "再整改到位"]


def test_two_people_in_one_cell_are_asked_whose_words_stand(shown: Shown) -> None:
    county, page = opened(shown, allowed=("status of 409",))
    for row, goal in ((0, "我的目标"), (1, "我的另一个")):
        cell(page, row, "goal").click()
        page.keyboard.type(goal)
        page.keyboard.press("Enter")
    for title in ("第1件", "第2件"):
        values: dict[str, object] = {"goal": f"别人给{title}的"}
        items.edit(pk=named(title).pk, seen=None, values=values, **county.when("coordinator", FRIDAY))

    page.keyboard.press("Control+s")
    dialog = page.locator("#grid-merge")
    expect(dialog).to_be_visible()
    assert grave(page) == []
    expect(dialog).to_contain_text("别人给第1件的")
    dialog.get_by_role("button", name="都用我的").click()
    dialog.locator("input[value=theirs]").nth(1).check()
    dialog.get_by_role("button", name="按所选合并").click()
    expect(page.locator("#grid-review")).to_be_visible()
    with page.expect_navigation():
        page.locator("#grid-review").get_by_role("button", name="全部保存").click()

    assert (named("第1件").goal, named("第2件").goal) == ("我的目标", "别人给第2件的")


def test_a_reload_loses_nothing_that_was_typed(shown: Shown) -> None:
    _, page = opened(shown)
    cell(page, 1, "goal").click()
    page.keyboard.type("还没保存")
    page.keyboard.press("Enter")
    page.reload()

    expect(page.locator("#grid-kept")).to_contain_text("已找回上次没有保存的 1 个格子")
    expect(cell(page, 1, "goal")).to_have_class("is-dirty")
    with page.expect_navigation():
        page.locator("#grid-forget").click()
    expect(page.locator("#grid-kept")).to_be_hidden()
    assert words(page, "goal") == ["", "", ""]

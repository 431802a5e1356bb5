"""The editor in a real browser: builder and sentence in step, cases lit as one types, the way to approval."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County

Shown = tuple[County, Callable[..., Page]]


@pytest.fixture
def editor(shown: Shown) -> Page:
    """A coordinator who has just begun a regime from 三单."""
    _, visit = shown
    page = visit("coordinator", "/regimes")
    page.get_by_role("link", name="起草一套").click()
    page.get_by_label("规则名称").fill("本办三单")
    page.get_by_label("照着哪一套起草").select_option("three_slips")
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本办三单 第 1 版")
    expect(page.locator("#regime-state .ok")).to_be_visible()
    return page


def test_conditions_and_sentence_stay_in_step(editor: Page) -> None:
    sentence = editor.locator("#rule-1-when")
    expect(sentence).to_have_value("逾期天数 ≥ 1天 且 非 长期坚持")

    editor.locator("#rule-1-p0-value").fill("3")
    expect(sentence).to_have_value("逾期天数 ≥ 3天 且 非 长期坚持")
    editor.locator("#rule-1-p2-field").select_option("质量评价")
    expect(editor.locator("#rule-1-p2-sign")).to_be_visible()
    expect(sentence).to_have_value("逾期天数 ≥ 3天 且 非 长期坚持")
    editor.locator("#rule-1-p2-sign").select_option("=")
    editor.locator("#rule-1-p2-value").select_option("较差")
    expect(sentence).to_have_value("逾期天数 ≥ 3天 且 非 长期坚持 且 质量评价 = 较差")

    sentence.fill("逾期天数 ≥ 3天 且 (已挂起 或 质量评价 = 较差)")
    expect(editor.locator("#rule-1-pieces .words")).to_have_text("已挂起 或 质量评价 = 较差")
    expect(editor.locator("#rule-1-p0-value")).to_have_value("3天")


def test_what_does_not_read_is_marked_at_its_place_and_mended_by_a_press(editor: Page) -> None:
    editor.locator("#rule-1-when").fill("逾期天 ≥ 3天")
    said = editor.locator("#rule-1-said")
    expect(said.locator("mark")).to_have_text("逾期天")
    expect(editor.locator("#regime-state")).to_contain_text("要改")

    said.get_by_role("button", name="改成“逾期天数”").click()

    expect(editor.locator("#rule-1-when")).to_have_value("逾期天数 ≥ 3天")
    expect(said.locator("mark")).to_have_count(0)


def test_cases_and_real_matters_show_their_light_as_one_types(editor: Page) -> None:
    late = editor.locator("tr", has=editor.locator("input[value='逾期一天']"))
    expect(late.locator(".shown")).to_contain_text("红单")
    number = Item.objects.get(title="临期一件").number

    editor.locator("#rule-1-when").fill("逾期天数 ≥ 3天 且 非 长期坚持")
    expect(late.locator(".shown")).to_contain_text("应为红单，按规则是无单")
    late.get_by_label("逾期天数").fill("3")
    expect(late.locator(".shown .fits")).to_be_visible()
    editor.get_by_label("第 1 个事项的编号").fill(number)
    expect(editor.locator("#item-0-said")).to_contain_text("临期一件")


def test_values_stay_while_a_sentence_is_rewritten(editor: Page) -> None:
    sentence = editor.locator("#rule-2-when")
    sentence.fill("与序时差距 < 0%")
    expect(editor.locator("#regime-cases th", has_text="质量评价")).to_have_count(0)

    sentence.fill("与序时差距 < 0% 或 质量评价 ≤ 较差")

    expect(editor.locator("#regime-state .ok")).to_be_visible()


def test_a_row_that_is_added_is_told_what_it_lacks_and_taken_away(editor: Page) -> None:
    rules = editor.locator("[data-lines=rule]")
    key = rules.locator("input[name=rule-TOTAL_FORMS]").input_value()
    rules.get_by_role("button", name="加一条").click()
    editor.locator(f"#rule-{key}-when").fill("已挂起")
    expect(editor.locator(f"#rule-{key}-said")).to_contain_text("请选择亮哪个灯")
    editor.get_by_role("button", name="试亮").click()
    expect(editor.locator(f"#rule-{key}-when")).to_have_value("已挂起")

    editor.locator(f"#rule-{key}-light").select_option("去掉这条")

    expect(editor.locator("#regime-state .ok")).to_be_visible()
    editor.get_by_role("button", name="保存草稿").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("本办三单 第 1 版")


def test_a_draft_is_saved_asked_for_and_waits_for_another(editor: Page) -> None:
    editor.get_by_role("button", name="保存草稿").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("本办三单 第 1 版")
    editor.get_by_role("link", name="提请批准").click()
    editor.get_by_label("整改台账").check()
    editor.locator("dialog").get_by_role("button", name="提请批准").click()
    expect(editor.locator(".g-note")).to_contain_text("待本办公室另一名督办员或领导批准")
    assert grave(editor) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_read_well(shown: Shown, width: int) -> None:
    _, visit = shown
    page = visit("coordinator", "/regimes", width=width)
    assert grave(page) == []
    page.goto(page.url + "/new")
    page.get_by_label("规则名称").fill("本办三单")
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.locator("#regime-state .ok")).to_be_visible()
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

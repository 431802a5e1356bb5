"""The whole loop before a browser: a document comes in, and what came of it is struck off for good.

Each step is done by the person whose it is: uploaded, checked, signed off, dispatched to three units, signed,
reported with a photograph, asked to be struck off, returned once, verified, opened again, struck off; then
the whole trail is verified.
"""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from guatu.history import checkpoints, keys
from guatu.history.verifying import verify
from guatu.ledgers.actions import ledgers
from guatu.ledgers.intake import reading
from guatu.ledgers.models import Draft, Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY
from tests.web.intake.papers import PLAN, written
from tests.web.items.conftest import SetDay, Visit
from tests.web.items.test_in_browser import Live, confirm, opened, photo, press


def uploaded(visit: Visit, live: Live) -> Draft:
    """The coordinator lets the document fall on the desk; the job worker's part is done here."""
    desk = visit("coordinator")
    desk.goto(live[1] + reverse("web:directives"))
    desk.locator("input[type=file][multiple]").set_input_files([written(*PLAN)])
    expect(desk.locator("#uploads")).to_contain_text("已收下")
    draft = Draft.objects.get()
    return reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)


def checked(visit: Visit, live: Live, draft: Draft) -> Page:
    """The draft beside its source: the first entry is confirmed, the second put off."""
    page = visit("coordinator", allowed=("status of 422",))
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]) + "?order=source")
    expect(page.locator(".g-intake .source")).to_contain_text("基站转供电改造推进缓慢")
    expect(page.locator("#open-entry .title")).to_have_value("基站转供电改造推进缓慢")
    page.locator("#standard").select_option(label="转改直 v1")
    expect(page.locator("#open-entry")).to_contain_text("人工选定")
    page.get_by_role("button", name="确认，下一条").click()
    expect(page.locator(".g-send")).to_contain_text("1 / 2")
    expect(page.locator("#open-entry .title")).to_have_value("转供电加价现象仍然存在")
    page.keyboard.press("p")
    expect(page.locator(".g-draft.later")).to_have_count(1)
    page.reload()
    expect(page.locator(".g-send")).to_contain_text("1 / 2")
    return page


def signed_off(visit: Visit, live: Live, page: Page) -> Item:
    """Sent to the leader, agreed to, dispatched."""
    page.get_by_role("link", name="交办 1 条").click()
    dialog = page.locator("#dialogs dialog[open]")
    dialog.get_by_label("审签领导").select_option(label="周行之")
    dialog.get_by_role("button", name="送审签 1 条").click()
    expect(page.locator("h1")).to_contain_text("审签")
    leader = visit("leader")
    leader.goto(page.url)
    leader.get_by_role("button", name="同意").click()
    expect(leader.locator("h1 + .meta")).to_contain_text("已同意")
    page.reload()
    page.get_by_role("button", name="交办 1 项").click()
    expect(page.locator("#toasts")).to_contain_text("已交办 1 项")
    return Item.objects.get()


def done(visit: Visit, live: Live, item: Item, name: str, shift: int) -> None:
    """A unit reports from its phone that all is done, with a photograph."""
    page = opened(visit, live, name, item, width=390)
    page.context.clock.set_fixed_time(moment(DAY, 10))
    page.locator(".item-offers").get_by_role("link", name="报进展").click()
    page.locator("[name=progress]").fill("100")
    page.locator(".g-camera input[type=file]").set_input_files([photo(shift, f"{name}.jpg")])
    expect(page.locator(".g-files .g-tag")).to_have_text("已上传")
    page.get_by_label("进展").fill("全部完成换表送电")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toasts")).to_contain_text("进展已报")


def asked(visit: Visit, live: Live, item: Item, words: str) -> None:
    """The lead unit asks to strike the item off, and its reviewer passes the request on."""
    lead = opened(visit, live, "liaison", item)
    press(lead, "申请销号").get_by_label("完成情况").fill(words)
    confirm(lead, "销号申请已提交")
    reviewer = opened(visit, live, "reviewer", item)
    press(reviewer, "单位审核通过")
    confirm(reviewer, "送核查")


def stands(page: Page, word: str) -> None:
    expect(page.locator(".item-now")).to_contain_text(word)


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


@pytest.mark.on_both
def test_a_document_becomes_an_item_that_is_struck_off_for_good(
    visit: Visit, live: Live, day: SetDay
) -> None:
    county = live[0]
    ledgers.change(ledger=county.ledger, needs_sign_off=True, **county.when("coordinator"))
    item = signed_off(visit, live, checked(visit, live, uploaded(visit, live)))
    assert item.directive is not None
    assert {row.unit.name for row in item.assignments.all()} == {"县供电公司", "双桥镇", "石泉镇"}

    for name in ("liaison", "town", "other_town"):
        page = opened(visit, live, name, item, width=390)
        press(page, "签收")
        confirm(page, "已签收")
    for shift, name in ((0, "town"), (90, "other_town"), (170, "liaison")):
        done(visit, live, item, name, shift)

    asked(visit, live, item, "20 处全部完成")
    returned(visit, live, item)
    asked(visit, live, item, "照片已补拍")
    passed(visit, live, item)

    day(date(2026, 6, 10))
    verifier = opened(visit, live, "verifier", item)
    dialog = press(verifier, "重新打开")
    dialog.get_by_label("反弹情况").fill("又有 2 处转供电")
    dialog.get_by_label("新时限").fill("2026-08-31")
    confirm(verifier, "已重新打开")
    asked(visit, live, item, "2 处已改")
    passed(visit, live, item)
    stands(verifier, "办理中")  # what this browser shows is of before
    item.refresh_from_db()
    assert (item.state, item.times_reopened) == (Item.State.CLOSED, 1)

    keys.make_key()
    checkpoints.take(at=moment(date(2026, 6, 10), 12))
    found = verify()
    assert found.is_whole, found

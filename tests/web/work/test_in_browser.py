"""The work screens in a real browser: signed by thumb, judged by keys, nothing lost, nothing in the way."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from guatu.ledgers.actions import reports
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import Assignment, Item
from tests.beginnings import Begin
from tests.browsers import grave
from tests.ledgers.factories import DAY, County, asked, dispatched, fresh, make_county, signed
from tests.ledgers.photographing import asked_with_a_copy
from tests.scratch import Scratch

OpenPage = Callable[..., Page]
Visit = Callable[..., Page]


@pytest.fixture
def county(scratch: Scratch, begun: Begin, today: Callable[[date], None]) -> County:
    """A county in a database of its own, which the server of the test shares."""
    today(DAY)
    return begun("county", make_county).answer


@pytest.fixture
def visit(county: County, site: str, open_page: OpenPage) -> Visit:
    """visit("town", "/work", width=390) signs somebody in and opens a page."""

    def open_as(name: str, address: str, *, width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        client = Client()
        client.force_login(county.people[name])
        page = open_page(width=width, allowed=allowed)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page.goto(site + address)
        return page

    return open_as


def used_again(county: County, item: Item) -> None:
    other = signed(county)
    copied = NewEvidence(file=item.evidence.order_by("pk")[0].file, name="又一次.png")
    reports.prove(pk=other.pk, unit=county.towns[0], evidence=[copied], **county.when("town"))


@pytest.mark.parametrize("width", [1440, 390])
def test_my_work_reads_well(county: County, visit: Visit, width: int) -> None:
    dispatched(county)
    dispatched(county)
    reports.urge(pks=[signed(county).pk], words="报进展", **county.when("coordinator"))

    page = visit("town", reverse("web:my-work"), width=width)

    expect(page.locator("h1")).to_have_text("双桥镇，今天 3 件要办")
    assert grave(page) == []
    if width == 390:
        heights = page.locator(".w-card .act .g-btn").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(heights) >= 44


def test_a_thumb_signs_and_the_count_follows(county: County, visit: Visit) -> None:
    first, second = dispatched(county), dispatched(county)
    page = visit("town", reverse("web:my-work"), width=390)
    tab = page.locator(".g-tabbar [aria-current] .n")
    expect(tab).to_have_text("2")

    page.get_by_role("button", name=f"签收 {first.number}").tap()

    expect(page.locator("#toasts")).to_contain_text(f"双桥镇已签收 {first.number}")
    expect(page.locator("h1")).to_have_text("双桥镇，今天 1 件要办")
    expect(tab).to_have_text("1")
    expect(page.get_by_role("button", name=f"签收 {second.number}")).to_be_visible()
    assert first.assignments.get(unit=county.towns[0]).state == Assignment.State.WORKING


def test_all_is_signed_after_a_look_at_the_list(county: County, visit: Visit) -> None:
    items = [dispatched(county) for _ in range(3)]
    page = visit("town", reverse("web:my-work"))

    page.get_by_role("link", name="全部签收 3 件").click()
    dialog = page.locator("#dialogs dialog")
    expect(dialog).to_contain_text(items[2].title)
    assert grave(page) == []
    dialog.get_by_role("button", name="签收 3 件").click()

    expect(page.locator("#toasts")).to_contain_text("双桥镇已签收 3 件")
    expect(dialog).to_have_count(0)
    expect(page.locator("h1")).to_have_text("双桥镇，今天没有要办的")


def test_the_list_is_walked_by_keys(county: County, visit: Visit) -> None:
    dispatched(county)
    item = dispatched(county)
    page = visit("town", reverse("web:my-work"))

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"{reverse('web:item', args=[item.pk])}$"))


@pytest.mark.parametrize("width", [1440, 390])
def test_to_verify_reads_well(county: County, visit: Visit, width: int) -> None:
    item = asked(county)
    used_again(county, item)
    asked(county)

    page = visit("verifier", reverse("web:to-verify", args=[item.pk]), width=width)

    expect(page.locator(".v-picture img")).to_have_count(2)
    expect(page.locator(".v-picture img").first).not_to_have_js_property("naturalWidth", 0)
    assert grave(page) == []
    if width > 760:
        scrolled = "one => one.scrollHeight - one.clientHeight"
        assert page.locator(".v-right").evaluate(scrolled) <= 0
        expect(page.locator("[data-go]")).to_be_in_viewport()


def test_on_a_phone_the_queue_comes_first(county: County, visit: Visit) -> None:
    item = asked(county)
    page = visit("verifier", reverse("web:to-verify"), width=390)
    expect(page.locator(".v-right")).to_be_hidden()

    page.get_by_role("link", name=re.compile(item.number)).tap()

    expect(page.locator(".v-queue")).to_be_hidden()
    page.locator("[name^=line-][value=met]").check()
    page.locator("[name=verdict][value=pass]").check()
    page.locator("[data-go]").tap()
    expect(page.locator("#toasts")).to_contain_text(f"{item.number} 已通过核查")


def test_passing_opens_when_the_last_line_is_met(county: County, visit: Visit) -> None:
    item = asked(county)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]))
    passing = page.locator("[name=verdict][value=pass]")
    expect(passing).to_be_disabled()
    expect(page.locator("[data-why]")).to_have_text("第 3 条未判")
    expect(page.locator("[data-met]")).to_have_text("2")

    page.locator("[name^=line-][value=unmet]").check()
    expect(page.locator("[data-why]")).to_have_text("第 3 条未过")
    page.locator("[name^=line-][value=met]").check()
    expect(page.locator("[data-met]")).to_have_text("3")
    passing.check()
    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts")).to_contain_text(f"{item.number} 已通过核查")
    assert fresh(item).state == Item.State.CLOSED


def test_marks_stay_in_the_browser_until_they_are_taken(county: County, visit: Visit) -> None:
    item = asked(county)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]))
    page.locator("[name^=line-][value=doubtful]").check()
    page.locator("[name^=note-]").fill("电表编号看不清")
    page.locator("[name=verdict][value=back]").check()
    page.locator("[name=remark]").fill("请补拍双桥 3 号电表")

    page.reload()

    expect(page.locator("[name^=line-][value=doubtful]")).to_be_checked()
    expect(page.locator("[name^=note-]")).to_have_value("电表编号看不清")
    expect(page.locator("[name=remark]")).to_have_value("请补拍双桥 3 号电表")
    expect(page.locator("[data-go]")).to_have_text("退回补证")
    expect(page.get_by_text("已放回没交的判定")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text(f"{item.number} 已退回")
    assert item.close_outs.get().remark == "请补拍双桥 3 号电表"


def test_a_refusal_stands_at_the_field(county: County, visit: Visit) -> None:
    item = asked(county)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]), allowed=("status of 422",))
    page.locator("[name^=line-][value=unmet]").check()
    page.locator("[name=verdict][value=back]").check()

    page.locator("[data-go]").click()

    expect(page.locator("#v-remark-error")).to_contain_text("缺什么、几时再报")
    expect(page.locator("[name^=line-][value=unmet]")).to_be_checked()
    assert grave(page) == []


def test_arrows_turn_the_proofs_and_keep_the_marks(county: County, visit: Visit) -> None:
    item = asked(county)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]))
    page.locator("[name^=line-][value=met]").check()
    page.locator("h1").click()

    page.keyboard.press("ArrowRight")

    expect(page.get_by_text("第 2 份，共 2 份")).to_be_visible()
    expect(page.locator("[name^=line-][value=met]")).to_be_checked()
    second = item.evidence.order_by("pk")[1]
    expect(page).to_have_url(re.compile(f"evidence={second.pk}$"))
    page.keyboard.press("z")
    expect(page.locator(".v-figures")).to_have_class(re.compile("is-zoomed"))
    page.keyboard.press("z")
    expect(page.locator(".v-figures")).not_to_have_class(re.compile("is-zoomed"))
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("第 1 份，共 2 份")).to_be_visible()


def test_judging_a_proof_keeps_the_marks(county: County, visit: Visit) -> None:
    item = asked(county)
    used_again(county, item)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]))
    page.locator("[name=remark]").fill("其余属实")

    page.get_by_label("这份判为").fill("同一处设施")
    page.get_by_role("button", name="属实，可共用").click()

    expect(page.locator("#toasts")).to_contain_text("第 1 份佐证已判")
    expect(page.get_by_role("button", name="属实，可共用")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=remark]")).to_have_value("其余属实")


def test_the_queue_is_walked_by_keys(county: County, visit: Visit) -> None:
    first, second = asked(county), asked(county)
    page = visit("verifier", reverse("web:to-verify", args=[first.pk]))

    page.keyboard.press("j")

    expect(page).to_have_url(re.compile(f"{reverse('web:to-verify', args=[second.pk])}$"))
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile(f"{reverse('web:to-verify', args=[first.pk])}$"))


def test_the_wait_of_the_day_is_told_by_the_rail(county: County, visit: Visit) -> None:
    asked(county)

    page = visit("verifier", reverse("web:my-work"))

    expect(page.locator(".g-nav a", has_text="待核查").locator(".n")).to_have_text("1")


def test_an_urging_is_signed_for_by_thumb_and_the_bell_follows(county: County, visit: Visit) -> None:
    item = signed(county)
    reports.urge(pks=[item.pk], words="三日内报进展", **county.when("coordinator"))
    page = visit("town", reverse("web:notices"), width=390)
    bell = page.locator(".g-bell .n")
    expect(bell).to_have_text("1")
    expect(page.locator(".w-notice")).to_contain_text("三日内报进展")
    assert grave(page) == []
    button = page.get_by_role("button", name=re.compile("^签收"))
    assert button.evaluate("one => one.offsetHeight") >= 44

    button.tap()

    expect(page.locator("#toasts")).to_contain_text("已签收")
    expect(page.get_by_text("没有待看的消息")).to_be_visible()
    expect(bell).to_be_hidden()


def test_two_pictures_are_laid_over_each_other_and_blink(county: County, visit: Visit) -> None:
    item, first = asked_with_a_copy(county)
    page = visit("verifier", reverse("web:to-verify", args=[item.pk]))

    expect(page.locator("#proof")).to_contain_text("与另一事项的照片几乎相同，左右翻转过")
    expect(page.locator(".v-frame")).to_have_count(2)
    page.keyboard.press("o")
    expect(page.locator(".v-stage")).to_be_visible()
    over = page.locator(".v-stage [data-over]")
    page.get_by_label("本项所传的浓淡").fill("100")
    expect(over).to_have_attribute("opacity", "1")
    assert grave(page) == []
    blink = page.get_by_role("button", name="闪切")
    blink.click()
    expect(page.locator(".v-stage [data-shown]")).to_have_text("本项所传")
    blink.click()  # no motion is wanted here, so it turns by hand
    expect(page.locator(".v-stage [data-shown]")).to_have_text("别处已有")
    page.get_by_role("button", name="并排").click()
    expect(page.locator(".v-stage")).to_be_hidden()
    page.get_by_role("link", name=first.number).first.click()
    expect(page).to_have_url(re.compile(reverse("web:item", args=[first.pk])))

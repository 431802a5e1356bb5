"""An item in short beside a list."""

from django.urls import reverse
from playwright.sync_api import expect

from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County
from tests.web.ledgers.conftest import SignIn
from tests.web.ledgers.test_in_browser import Shown

HTMX = {"HX-Request": "true"}


def url(item: Item) -> str:
    return reverse("web:item-preview", args=[item.pk])


def test_the_preview_says_what_stands_who_is_how_far_and_what_happened_last(
    county: County, as_: SignIn
) -> None:
    item = county.ledger.items.get(title="申请销号一件")
    shown = as_("coordinator").get(url(item), headers=HTMX)
    text = shown.content.decode()
    for words in (item.number, item.title, "5-29", "核查中", "县供电公司", "双桥镇", "石泉镇", "2 份"):
        assert words in text
    assert [told.what for told in shown.context["entries"]][:2] == ["单位审核通过", "申请销号"]
    assert len(shown.context["entries"]) == 3


def test_without_scripts_the_preview_is_the_item(county: County, as_: SignIn) -> None:
    item = county.ledger.items.get(title="按期一件")
    answer = as_("coordinator").get(url(item), {"as_of": "2026-03-16"})
    assert answer.headers["Location"] == reverse("web:item", args=[item.pk]) + "?as_of=2026-03-16"


def test_a_unit_sees_no_more_of_an_item_than_on_its_page(county: County, as_: SignIn) -> None:
    county.ledger.siblings_visible = False
    county.ledger.save()
    item, draft = (county.ledger.items.get(title=title) for title in ("按期一件", "草稿一件"))
    text = as_("town").get(url(item), headers=HTMX).content.decode()
    assert "双桥镇" in text
    assert "石泉镇" not in text
    assert as_("town").get(url(draft), headers=HTMX).status_code == 404
    assert as_("stranger").get(url(item), headers=HTMX).status_code == 404


def test_the_space_bar_opens_it_and_it_follows_the_cursor(shown: Shown) -> None:
    county, visit = shown
    page = visit("coordinator", f"/ledgers/{county.ledger.pk}?state=in_progress&group=none")
    preview = page.locator("#dialogs dialog[data-preview-of][open]")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(preview.locator("h2")).to_have_text("逾期一件")
    assert grave(page) == []
    page.keyboard.press("j")
    expect(preview.locator("h2")).to_have_text("临期一件")
    page.keyboard.press("Space")
    expect(preview).to_have_count(0)
    expect(page.locator("#list .is-cursor")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Space")
    expect(preview.locator("h2")).to_have_text("逾期一件")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    page.keyboard.press("Space")
    expect(preview).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("逾期一件")


def test_what_waits_is_previewed_too(shown: Shown) -> None:
    _, visit = shown
    page = visit("town", "/work?show=all")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.locator("#dialogs dialog[data-preview-of][open] h2")).to_be_visible()

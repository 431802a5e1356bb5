"""The review page in a real browser: both sides light up, nothing is fetched, a phone can use it."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from guatu.reading.draft import Draft
from guatu.reading.writing import as_html


@dataclass
class Watched:
    """A page with what it complained of and what it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def watched(chromium: Browser, *, width: int, height: int, script: bool = True) -> Watched:
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, reduced_motion="reduce"
    )
    found = Watched(context.new_page())
    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("request", lambda request: found.requests.append(request.url))
    return found


def reopened(found: Watched, file: Path) -> Watched:
    """The page as if nobody had touched it."""
    found.complaints.clear()
    found.requests.clear()
    found.page.emulate_media(media="screen")
    found.page.mouse.move(0, 0)
    found.page.goto(file.as_uri())
    return found


@pytest.fixture(scope="module")
def file(draft: Draft, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "审阅.html"
    path.write_text(as_html.write(draft), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def wide(chromium: Browser) -> Watched:
    return watched(chromium, width=1440, height=900)


@pytest.fixture(scope="module")
def narrow(chromium: Browser) -> Watched:
    return watched(chromium, width=390, height=844)


@pytest.fixture
def desk(wide: Watched, file: Path) -> Watched:
    return reopened(wide, file)


@pytest.fixture
def phone(narrow: Watched, file: Path) -> Watched:
    return reopened(narrow, file)


def numbers(page: Page) -> list[str]:
    """The items in the order in which they are shown."""
    cards = page.locator(".dr:not([hidden])").all()
    return [card.get_attribute("data-n") or "" for card in cards]


def is_lit(page: Page, selector: str, name: str = "lit") -> bool:
    return bool(page.eval_on_selector(selector, f"element => element.classList.contains('{name}')"))


def test_the_page_asks_for_nothing_and_complains_of_nothing(desk: Watched, file: Path) -> None:
    desk.page.click("#i1 .head")
    desk.page.hover("mark.u")

    assert desk.requests == [file.as_uri()]
    assert desk.complaints == []


def test_hovering_a_measure_lights_its_words_in_the_source(desk: Watched) -> None:
    desk.page.click("#i1 .head")
    desk.page.hover("#m1-1")

    assert is_lit(desk.page, "mark.d[data-m='1-1']")
    assert not is_lit(desk.page, "mark.d[data-m='1-2']")
    assert is_lit(desk.page, "#p4", "on")


def test_hovering_the_source_lights_the_item(desk: Watched) -> None:
    desk.page.hover("mark.d[data-m='3-1']")

    assert is_lit(desk.page, "#i3")
    assert is_lit(desk.page, "#m3-1")
    assert not is_lit(desk.page, "#i1")


def test_focus_lights_as_a_pointer_does(desk: Watched) -> None:
    desk.page.focus("#p5 .no")

    assert is_lit(desk.page, "#i2")
    assert is_lit(desk.page, "#p5", "on")


def test_clicking_words_in_the_source_opens_the_item_they_belong_to(desk: Watched) -> None:
    desk.page.click("mark.d[data-m='1-2']")

    assert desk.page.get_attribute("#i1 .head", "aria-expanded") == "true"
    assert desk.page.is_visible("#m1-2")
    assert desk.page.get_attribute("#i4 .head", "aria-expanded") == "false"


def test_the_least_certain_item_comes_first_until_the_source_order_is_chosen(desk: Watched) -> None:
    assert numbers(desk.page) == ["4", "6", "3", "2", "1", "5"]

    desk.page.click("text=按原文顺序")

    assert numbers(desk.page) == ["1", "2", "3", "4", "5", "6"]


def test_filter_and_search_narrow_the_items_and_say_when_nothing_is_left(desk: Watched) -> None:
    desk.page.click("text=待核对 3")
    assert numbers(desk.page) == ["4", "6", "3"]

    desk.page.fill("input[type=search]", "市场监管")
    assert numbers(desk.page) == ["3"]

    desk.page.fill("input[type=search]", "没有这个单位")
    assert numbers(desk.page) == []
    desk.page.click("[data-clear]")
    assert len(numbers(desk.page)) == 6


def test_arrows_move_through_the_items_and_enter_opens_them(desk: Watched) -> None:
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowDown")
    assert is_lit(desk.page, "#i6", "is-cursor")

    desk.page.keyboard.press("Enter")
    assert desk.page.get_attribute("#i6 .head", "aria-expanded") == "true"

    desk.page.keyboard.press("/")
    assert desk.page.evaluate("document.activeElement.type") == "search"


def test_a_phone_shows_one_side_at_a_time_without_scrolling_sideways(phone: Watched) -> None:
    page = phone.page
    assert page.is_visible("#i4")
    assert not page.is_visible("#p4")

    page.click(".switch a[href='#source']")
    assert page.is_visible("#p4")
    assert not page.is_visible("#i4")
    for tab in ("#source", "#items"):
        page.click(f".switch a[href='{tab}']")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.complaints == []


def test_on_a_phone_a_place_in_the_source_is_one_tap_away_and_back(phone: Watched) -> None:
    page = phone.page
    page.click("#i4 .to")
    assert page.is_visible("#p8")

    page.click("#p8 .no")
    assert page.is_visible("#i4")
    assert page.get_attribute("#i4 .head", "aria-expanded") == "true"


def test_without_the_script_every_card_can_be_read(chromium: Browser, file: Path) -> None:
    page = reopened(watched(chromium, width=1440, height=900, script=False), file).page

    assert page.is_visible("#m1-1")
    assert page.is_visible("#m5-1")
    assert not page.is_visible("text=把握低的在前")


def test_on_paper_every_card_is_open_and_the_tools_are_gone(desk: Watched) -> None:
    desk.page.emulate_media(media="print")

    assert desk.page.is_visible("#m5-1")
    assert desk.page.is_visible("#p4")
    assert not desk.page.is_visible(".tools")

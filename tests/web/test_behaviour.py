"""What the scripts add to plain links and forms, tried on the gallery with answers made up at the door."""

import json
import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

OpenPage = Callable[..., Page]

DIALOG = """<dialog class="g-dialog" aria-labelledby="t">
<form hx-post="/made-up" hx-target="#answer" method="post">
<div class="head"><h2 id="t">{title}</h2><button type="button" class="g-btn" data-close>取消</button></div>
<div class="body">{body}<button class="g-btn primary">送签</button></div></form></dialog>"""
LINE = '<li><span class="name">{name}</span><span class="g-tag green">读出 17 条</span></li>'


@pytest.fixture
def gallery(site: str, open_page: OpenPage) -> Callable[..., Page]:
    def visit(*, width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        page = open_page(width=width, allowed=allowed)
        page.goto(site + reverse("web:gallery"))
        page.evaluate("document.querySelectorAll('dialog.is-inline').forEach(each => each.remove())")
        return page

    return visit


def answering(page: Page, address: str, body: str = "", status: int = 200, trigger: str = "") -> list[str]:
    """Let the address answer so; gives the list in which what was sent will stand."""
    sent: list[str] = []
    headers = {"HX-Trigger": trigger} if trigger else {}

    def answer(route: Route) -> None:
        request = route.request
        sent.append(
            f"{request.method} {request.headers.get('x-csrftoken', '')} {request.post_data_buffer or b''!r}"
        )
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8", headers=headers)

    page.route(f"**{address}*", answer)
    return sent


def add(page: Page, markup: str) -> None:
    page.evaluate(
        "markup => { document.querySelector('#main').insertAdjacentHTML('afterbegin', markup);"
        " htmx.process(document.querySelector('#main')); }",
        markup,
    )


def test_a_list_is_walked_ticked_and_opened_by_keys(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.keyboard.press("k")
    expect(page.locator("[data-row].is-cursor")).to_contain_text("5G-003")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("[data-row].is-cursor")).to_contain_text("5G-022")
    expect(page.locator("[data-row].is-selected")).to_have_count(2)
    expect(page.locator("#bulk [data-count]")).to_have_text("2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#5G-022$"))
    page.keyboard.press("Escape")
    expect(page.locator("[data-row].is-selected")).to_have_count(0)
    assert "is-on" not in (page.locator("#bulk").get_attribute("class") or "")


def test_letters_are_text_while_the_person_writes(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.keyboard.press("/")
    page.keyboard.type("jx?")

    expect(page.locator("[data-search]")).to_have_value("jx?")
    expect(page.locator("[data-row].is-cursor")).to_contain_text("5G-005")
    expect(page.locator("#keys")).not_to_be_visible()


def test_shift_ticks_all_rows_between(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.locator("[data-tick]").nth(0).click()
    page.locator("[data-tick]").nth(4).click(modifiers=["Shift"])

    expect(page.locator("#bulk [data-count]")).to_have_text("5")
    expect(page.locator("[data-tick-all]")).to_be_checked()


def test_keys_press_what_names_them_and_the_sheet_of_keys_opens(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.keyboard.press("f")
    expect(page.locator("details.g-chip.add")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("details.g-chip.add")).not_to_have_attribute("open", "")
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()


def test_the_palette_finds_and_goes(gallery: Callable[..., Page]) -> None:
    page = gallery()
    answering(page, "/search", '<a data-hit href="#one">甲</a><a data-hit href="#two">乙</a>')

    page.keyboard.press("Control+k")
    page.keyboard.type("zj")
    expect(page.locator("#palette [data-hit].is-at")).to_have_text("甲")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#two$"))


def test_a_dialog_opens_keeps_a_refusal_and_closes_when_done(gallery: Callable[..., Page]) -> None:
    page = gallery(allowed=("status of 422",))
    answering(page, "/ask", DIALOG.format(title="发督办函", body=""))
    refused = DIALOG.format(title="发督办函", body='<p class="g-err">缺签发人</p>')
    sent = answering(page, "/made-up", refused, status=422)
    add(page, '<p id="answer"></p><a id="ask" href="#" hx-get="/ask" hx-target="#dialogs">发函</a>')

    page.locator("#ask").click()
    dialog = page.locator("#dialogs dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_text("送签").click()
    expect(dialog).to_contain_text("缺签发人")
    page.unroute("**/made-up*")
    answering(page, "/made-up", "已送签")
    dialog.get_by_text("送签").click()

    expect(page.locator("#answer")).to_have_text("已送签")
    expect(dialog).to_have_count(0)
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    assert token
    assert sent[0].startswith(f"POST {token} ")


def test_a_toast_of_the_server_offers_to_undo(gallery: Callable[..., Page]) -> None:
    page = gallery()
    toast = json.dumps({"guatu:toast": {"text": "已交办 12 条", "undo": "/undo/7"}})
    answering(page, "/dispatch", "好", trigger=toast)
    undone = answering(page, "/undo/7", "")
    add(page, '<button id="go" hx-post="/dispatch" hx-swap="none">交办</button>')

    page.locator("#go").click()
    shown = page.locator("#toasts .g-toast")
    expect(shown).to_contain_text("已交办 12 条")
    shown.get_by_text("撤回").click()

    expect(shown).to_have_count(0)
    assert len(undone) == 1


def test_a_failure_says_what_to_do_and_stays(gallery: Callable[..., Page]) -> None:
    page = gallery(allowed=("status of 500", "Response Status Error Code 500"))
    answering(page, "/broken", status=500)
    add(page, '<button id="go" hx-post="/broken">存</button>')

    page.locator("#go").click()

    expect(page.locator("#toasts .g-toast.bad")).to_contain_text("请稍后再试")


def test_files_travel_one_by_one_and_fail_alone(gallery: Callable[..., Page]) -> None:
    page = gallery(allowed=("status of 500",))
    answers = iter([(200, LINE.format(name="甲.docx")), (500, "")])

    def answer(route: Route) -> None:
        status, body = next(answers)
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    page.route("**/gallery", answer)
    files = [
        {"name": f"{name}.docx", "mimeType": "application/octet-stream", "buffer": b"x"}
        for name in ("甲", "乙")
    ]
    page.locator("#upload input[type=file]").first.set_input_files(files)  # type: ignore[arg-type]

    expect(page.locator("#sample-files .g-tag", has_text="17 条")).to_have_count(2)
    expect(page.locator("#sample-files li.bad", has_text="乙.docx")).to_contain_text("请再试一次")


def test_typed_text_outlives_a_reload_until_it_is_taken(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.locator("[name=lead]").fill("县供电公司")
    page.reload()

    expect(page.locator("[name=lead]")).to_have_value("县供电公司")
    expect(page.locator("[data-kept-note]")).to_be_visible()
    page.locator("[data-forget]").click()
    page.reload()
    expect(page.locator("[name=lead]")).to_have_value("")


def test_a_block_pasted_anywhere_lands_in_its_field(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.evaluate(
        "() => { const data = new DataTransfer(); data.setData('text/plain', '一、站址\\n二、用电');"
        " document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true})); }"
    )

    expect(page.locator("#sample-paste")).to_have_value("一、站址\n二、用电")
    expect(page.locator("[data-paste-count=sample-paste]")).to_have_text("8 字，2 段")


def test_a_press_fills_the_date_and_the_thumb_counts_within_bounds(gallery: Callable[..., Page]) -> None:
    page = gallery(width=390)

    page.locator("[data-fill]", has_text="10-8").click()
    more = page.get_by_label("多一")
    for _ in range(10):
        more.click()

    expect(page.locator("[name=deadline]")).to_have_value("2026-10-08")
    expect(page.locator("input[name=done]")).to_have_value("14")
    expect(more).to_be_disabled()


def test_source_and_draft_light_up_together(gallery: Callable[..., Page]) -> None:
    page = gallery()

    page.locator(".draft[data-link=d7]").hover()

    expect(page.locator(".g-para[data-link=d7]")).to_have_class(re.compile("is-linked"))
    expect(page.locator(".g-para[data-link=d8]")).not_to_have_class(re.compile("is-linked"))


def test_another_day_is_chosen_without_losing_the_filters(gallery: Callable[..., Page]) -> None:
    page = gallery()
    page.goto(f"{page.url}?unit=sq")

    page.locator(".g-asof summary").click()
    page.locator("#as-of").fill("2026-08-31")
    page.locator(".g-asof").get_by_text("看这一天").click()
    expect(page).to_have_url(re.compile(r"\?unit=sq&as_of=2026-08-31$"))
    page.locator(".g-past").get_by_text("回到今天").click()

    expect(page).to_have_url(re.compile(r"\?unit=sq$"))


def test_the_menu_of_the_phone_is_the_rail(gallery: Callable[..., Page]) -> None:
    page = gallery(width=390)
    expect(page.locator("#rail")).not_to_be_visible()

    page.locator(".g-tabbar").get_by_text("菜单").click()
    expect(page.locator("#rail").get_by_text("留痕核验")).to_be_visible()
    page.get_by_label("关闭菜单").click()

    expect(page.locator("#rail")).not_to_be_visible()


def test_an_ended_session_leads_to_the_sign_in_page_and_not_into_a_cell(gallery: Callable[..., Page]) -> None:
    page = gallery()
    answering(page, "/cell", "<!doctype html><title>登录</title>")
    add(page, '<p id="cell">原样</p><button id="go" hx-get="/cell" hx-target="#cell">看</button>')

    page.locator("#go").click()

    expect(page).to_have_url(re.compile("/cell$"))
    expect(page).to_have_title("登录")


def test_all_of_it_works_without_scripts(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + reverse("web:gallery"))

    expect(page.locator("#upload").get_by_text("上传", exact=True)).to_be_visible()
    expect(page.locator("#bulk").get_by_text("催办")).to_be_visible()
    expect(page.locator("input[name=done]")).to_be_visible()
    page.locator(".g-tabbar").get_by_text("菜单").click()
    expect(page.locator("#rail")).to_be_visible()
    context.close()

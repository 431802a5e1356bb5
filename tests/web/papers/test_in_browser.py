"""Papers in a real browser: from the ticked rows to the signature of the unit, and how each page reads."""

import io
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from guatu.ledgers.actions import papers as issuing
from guatu.papers.models import Paper
from tests.browsers import grave
from tests.ledgers.factories import County, closed, signed
from tests.papers.words import words_of, written
from tests.web.items.conftest import Visit

Live = tuple[County, str]


def test_from_ticked_rows_to_the_signature(visit: Visit, live: Live) -> None:
    county, address = live
    some = [signed(county), signed(county)]
    page = visit("coordinator")
    page.goto(address + reverse("web:ledger", args=[county.ledger.pk]))
    for one in some:
        page.get_by_label(re.compile(one.number)).first.check()
    page.locator("#bulk").get_by_role("button", name="发文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("拟")
    page.get_by_role("link", name="督办函", exact=True).click()
    page.get_by_role("link", name="双桥镇", exact=True).click()
    page.get_by_label("标题").fill("关于尽快改造的函")
    page.get_by_role("button", name="按改过的字预览").click()
    expect(page.locator(".paper-sheet h2")).to_have_text("关于尽快改造的函")
    page.get_by_role("button", name="签发督办函").click()
    expect(page.locator("#toasts")).to_contain_text("已签发督办函〔2026〕1号，送双桥镇")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 Word").click()
    assert waiting.value.suggested_filename == "督办函〔2026〕1号.docx"
    assert "关于尽快改造的函" in words_of(Path(waiting.value.path()).read_bytes())

    town = visit("town", width=390)
    town.goto(address + reverse("web:my-work"))
    town.get_by_role("link", name=re.compile("看公文")).click()
    town.get_by_role("button", name="签收").click()
    expect(town.locator("#toasts")).to_contain_text("签收已登记：督办函〔2026〕1号")
    expect(town.locator(".paper-side")).to_contain_text("陈念安 3-02 签收")


def pages_of(county: County) -> dict[str, list[str]]:
    """The addresses of all pages, by who looks at them."""
    letter = issuing.issue(
        kind="letter", pks=[signed(county).pk, signed(county).pk], unit=county.lead,
        title="关于督办基站转供电改造推进缓慢等 2 个事项的函", text="请抓紧办理。\n三日内反馈。",
        **county.when("coordinator"),
    )  # fmt: skip
    done = closed(county)
    sheet = issuing.issue(
        kind="close_out_sheet", pks=[done.pk], unit=None, title="销号审批表", text="",
        **county.when("coordinator"),
    )  # fmt: skip
    item = f"?item={letter.subjects.all()[0].subject_id}"
    papers = [reverse("web:papers"), *(reverse("web:paper", args=[one.pk]) for one in (letter, sheet))]
    own = [reverse("web:paper-new"), reverse("web:paper-new") + item, f"/items/{item.partition('=')[2]}"]
    templates = [reverse("web:paper-templates"), reverse("web:paper-template", args=["close_out_sheet"])]
    return {"coordinator": [*papers, *own, *templates], "liaison": papers[:2]}


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_read_well(visit: Visit, live: Live, width: int) -> None:
    county, site = live
    for name, addresses in pages_of(county).items():
        page = visit(name, width=width)
        for address in addresses:
            page.goto(site + address)
            assert grave(page) == [], address
            assert fits(page), address


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_template_is_brought_back_and_a_bad_one_told_why(visit: Visit, live: Live) -> None:
    _, site = live
    page = visit("administrator", allowed=("status of 422",))
    page.goto(site + reverse("web:paper-template", args=["letter"]))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for lines, told in ((("{{密码}}",), "不认识的字段：密码"), (("我室专用 {{标题}}",), "第 1 版")):
        file = {"name": "我室.docx", "mimeType": word, "buffer": io.BytesIO(written(*lines)).getvalue()}
        page.get_by_label("改好的模板").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="检查并换上").click()
        expect(page.locator("main")).to_contain_text(told)
    assert not Paper.objects.exists()

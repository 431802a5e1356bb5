"""The desk: what is being done with a document is said in words; what is read opens by itself."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.intake import reading, receiving
from guatu.ledgers.models import Draft
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County
from tests.web.intake.papers import PLAN, written
from tests.web.items.conftest import SignIn, Visit

Live = tuple[County, str]


def brought(county: County, *paragraphs: str) -> Draft:
    file = BytesIO(written(*paragraphs)["buffer"])
    return receiving.receive(
        upload=file, name="整改方案.docx", office=county.office, **county.when("coordinator")
    )


def read(draft: Draft) -> Draft:
    return reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desk_is_clean_at_every_width(visit: Visit, live: Live, width: int) -> None:
    read(brought(live[0], *PLAN))
    brought(live[0], "云桥县工作要点", "一、推进站址开放。")
    page = visit("coordinator", width=width)
    page.goto(live[1] + reverse("web:directives"))
    expect(page.locator("#desk .g-reading")).to_have_text("排队等读")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_page_that_waits_says_each_step_and_opens_the_draft(visit: Visit, live: Live) -> None:
    draft = brought(live[0], *PLAN)
    page = visit("coordinator")
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]))
    expect(page.locator("h1")).to_have_text("整改方案.docx")
    expect(page.locator(".g-steps [aria-current]")).to_have_text("排队等读")
    assert page.locator("progress").count() == 0
    Draft.objects.filter(pk=draft.pk).update(state="reading", progress=1)
    expect(page.locator(".g-steps [aria-current]")).to_have_text("读文字，认事项")
    draft.refresh_from_db()
    read(draft)
    expect(page.locator("#open-entry")).to_be_visible()
    expect(page.locator(".g-shell")).to_have_class("g-shell is-fit")


def test_a_document_with_a_mark_says_so_in_its_line(visit: Visit, live: Live) -> None:
    draft = brought(live[0], "机密★5年", "云桥县某项工作方案")
    page = visit("coordinator")
    page.goto(live[1] + reverse("web:directives"))
    expect(page.locator("#desk .g-reading")).to_be_visible()
    with pytest.raises(SecrecyMark):
        read(draft)
    DBTaskResult.objects.update(return_value=SecrecyMark.code)
    expect(page.locator("#desk").get_by_role("alert")).to_contain_text("标志，不能上传，文件没有保存")


def test_who_is_no_coordinator_finds_no_desk_with_or_without_a_file(county: County, as_: SignIn) -> None:
    assert as_("liaison").post(reverse("web:directive-upload")).status_code == 404
    assert as_("coordinator").post(reverse("web:directive-upload")).status_code == 302

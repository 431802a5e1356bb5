"""A verifier in a valley: code and result without a line, and all of it sent once when it is back."""

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import FilePayload, expect

from guatu.ledgers.actions import verdicts
from guatu.ledgers.events import Event
from guatu.ledgers.models import SiteCheck
from guatu.web.views.items.registry import url_of
from tests.browsers import grave
from tests.ledgers.factories import County, asked
from tests.ledgers.test_pictures import scene, stored
from tests.web.items.conftest import Visit
from tests.web.items.test_offline_in_browser import NO_LINE, WRITTEN

PHOTO: FilePayload = {"name": "表箱.jpg", "mimeType": "image/jpeg", "buffer": stored(scene()).getvalue()}


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a device does not know the database")
def test_the_form_the_route_kept_works_without_a_line(live: tuple[County, str], visit: Visit) -> None:
    county, site = live
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    check = item.site_checks.get()
    page = visit("verifier", width=390, allowed=NO_LINE)
    page.context.clock.set_fixed_time(WRITTEN)
    page.goto(site + reverse("web:site-check-route"))
    assert grave(page) == []
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(site + url_of(Event.SITE_CHECK_DONE, item.pk))
    assert grave(page) == []

    page.context.set_offline(True)
    page.goto(site + url_of(Event.SITE_CHECK_DONE, item.pk))
    expect(page.locator("[data-kept-page]")).to_contain_text("没有信号")
    letters = page.locator("[data-code-letters]")
    expect(letters).to_be_hidden()
    page.get_by_role("button", name="显示现场代码").click()
    expect(letters).to_have_text(f"{check.code[:3]} {check.code[3:]}")
    page.locator(".pick input[type=file]").set_input_files([PHOTO])
    for name, value in (("code_use", "photo"), ("result", "matches")):
        page.locator(f"[name={name}][value={value}]").dispatch_event("click")
    page.locator("[name=finding]").fill("3 处都已改造")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("没有信号，已放进待发送")).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="已提交")).to_be_visible(timeout=15_000)
    check = SiteCheck.objects.get(pk=check.pk)
    assert (check.result, check.claimed_shown_at, check.written_at) == ("matches", WRITTEN, WRITTEN)
    assert (check.code_shown_at, check.photos.count()) == (None, 1)

"""The pages of site checks: the list, the route sheet, the form, the code, what a verifier reads of it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guatu.history import rebuilding
from guatu.ledgers.actions import verdicts
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, SiteCheck, SiteCheckPhoto
from guatu.ledgers.site_checks import deeds, visits
from guatu.notices.models import Notice
from guatu.web.views.items.registry import url_of
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, PNG, County, asked
from tests.web.items.conftest import SignIn

NOW = moment(DAY, hour=10)


@pytest.fixture
def check(county: County) -> SiteCheck:
    """The place of a request is to be seen."""
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    return item.site_checks.get()


@pytest.fixture
def secret(county: County) -> SiteCheck:
    """Somebody is to go without notice."""
    return visits.start(
        office=county.office, unit=county.towns[0], words="看消防通道", **county.when("coordinator")
    )


def text(client: Client, name: str, *args: int, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(f"web:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("表箱.png", PNG + b"\x07", content_type="image/png")


def given(**values: Any) -> dict[str, Any]:
    return {"result": "matches", "finding": "3 处都已改造", "file": photo(), "form_key": "k1", **values}


def test_the_list_holds_what_waits_and_what_is_over(
    county: County, as_: SignIn, check: SiteCheck, secret: SiteCheck
) -> None:
    shown = text(as_("verifier"), "site-checks")
    assert "双桥镇抽 1 处" in shown
    assert "看消防通道" in shown
    assert "不打招呼检查" in shown
    visits.drop(check=secret, reason="改期", **county.when("coordinator"))
    assert "看消防通道" not in text(as_("leader"), "site-checks")
    assert "改期" in text(as_("leader"), "site-checks", query="?show=ended")


def test_who_is_named_reads_of_it_in_his_notices_and_among_what_he_owes(
    county: County, as_: SignIn, check: SiteCheck
) -> None:
    assert check.item is not None
    named = county.people["verifier"]
    deeds.plan(pk=check.item.pk, checker=named, due_on=DAY, **county.when("coordinator"))
    one = Notice.objects.get(person=named, kind=Notice.Kind.TO_SITE_CHECK)
    owed, told = text(as_("verifier"), "my-work"), text(as_("verifier"), "notices")
    where = reverse("web:site-check", args=[check.pk])
    assert f'href="{where}"' in owed
    assert "今天到现场" in owed
    assert check.item.title in told

    assert as_("verifier").get(reverse("web:notice", args=[one.pk])).headers["location"] == where
    text(as_("verifier"), "site-check", check.pk)
    assert not Notice.objects.get(pk=one.pk).waits


@pytest.mark.parametrize("who", ["liaison", "town", "reviewer", "administrator", "stranger"])
def test_units_find_none_of_it(as_: SignIn, check: SiteCheck, secret: SiteCheck, who: str) -> None:
    client = as_(who)
    for name, args in (("site-checks", ()), ("site-check-route", ()), ("site-check-start", ())):
        text(client, name, *args, status=404)
    for one in (check, secret):
        text(client, "site-check", one.pk, status=404)


def test_the_route_sheet_tells_where_to_and_what_for_and_no_code_on_paper(
    as_: SignIn, check: SiteCheck, secret: SiteCheck
) -> None:
    client = as_("verifier")
    shown = text(client, "site-check-route")
    for words in ("双桥镇抽 1 处", "现场核对属实", "看消防通道", "到现场填"):
        assert words in shown
    paper = text(client, "site-check-route-print")
    assert "双桥镇抽 1 处" in paper
    for one in (check, secret):
        assert one.code not in shown + paper


def test_the_form_is_for_who_may_go_and_shows_the_code_only_to_him(
    county: County, as_: SignIn, check: SiteCheck
) -> None:
    where = url_of(Event.SITE_CHECK_DONE, check.item_id or 0)
    shown = as_("verifier").get(where)
    assert f"{check.code[:3]} {check.code[3:]}" in shown.content.decode()
    assert shown.headers["X-Guatu-Person"] == str(county.people["verifier"].pk)
    assert as_("coordinator").get(where).status_code == 403
    assert check.code not in text(as_("leader"), "site-check", check.pk)


def test_the_code_is_shown_stamped_and_read_beside_the_photographs(
    county: County, as_: SignIn, check: SiteCheck
) -> None:
    client, where = as_("verifier"), url_of(Event.SITE_CHECK_DONE, check.item_id or 0)
    code = reverse("web:site-check-code", args=[check.pk])
    told = client.post(code, headers={"accept": "application/json"}).json()
    assert told["shown_at"].startswith("2026-03-02T10:00")
    assert client.post(code).headers["Location"] == where
    assert as_("town").post(code).status_code == 404
    assert as_("coordinator").post(code).status_code == 403

    answer = client.post(where, given(code_use="photo"))
    assert answer.status_code == 302, re.findall(r"g-err.*?</p>", answer.content.decode())
    shown = text(client, "to-verify", check.item_id or 0)
    assert f"照片里应看得见代码 {check.code[:3]} {check.code[3:]}" in shown
    assert "3-02 10:00 在手机上显示，3-02 10:00 收到" in shown
    assert "设备自报 没有时间，没有位置" in shown
    assert check.code in text(as_("coordinator"), "item", check.item_id or 0)
    assert rebuilding.check().found == []


def test_what_a_phone_sends_later_is_done_once(as_: SignIn, check: SiteCheck) -> None:
    client, where = as_("verifier"), url_of(Event.SITE_CHECK_DONE, check.item_id or 0)
    sent = {"code_use": "written", "shown_at": "2026-03-02T01:30:00Z", "written_at": "2026-03-02T01:40:00Z"}
    headers = {"accept": "application/json", "x-guatu-later": "1"}
    first = client.post(where, given(**sent), headers=headers).json()
    again = client.post(where, given(**sent), headers=headers).json()

    assert (first["done"], first["again"], again["again"]) == ("现场核查已记：相符", False, True)
    one = SiteCheck.objects.get(pk=check.pk)
    assert (one.code_shown_at, one.received_at, SiteCheckPhoto.objects.count()) == (None, NOW, 1)
    shown = text(client, "to-verify", check.item_id or 0)
    assert "3-02 09:30 在手机上显示（没有信号，设备自报）" in shown


def test_the_verifier_cannot_pass_what_nobody_has_seen(as_: SignIn, check: SiteCheck) -> None:
    shown = text(as_("verifier"), "to-verify", check.item_id or 0)
    assert "现场未查" in shown
    assert "指派现场核查" in shown


def test_photographs_travel_before_the_result_and_are_handed_out(as_: SignIn, check: SiteCheck) -> None:
    client = as_("verifier")
    upload = reverse("web:site-check-upload", args=[check.pk])
    word = re.search(r'name="kept" value="([^"]+)"', client.post(upload, {"file": photo()}).content.decode())
    assert word is not None
    assert as_("coordinator").post(upload, {"file": photo()}).status_code == 403
    where = url_of(Event.SITE_CHECK_DONE, check.item_id or 0)
    assert client.post(where, given(file=[], kept=word[1])).status_code == 302

    one = SiteCheckPhoto.objects.get()
    file = client.get(reverse("web:site-check-photo", args=[check.pk, one.pk]))
    assert b"".join(file.streaming_content) == PNG + b"\x07"  # type: ignore[attr-defined]
    assert client.get(reverse("web:site-check-photo-small", args=[check.pk, one.pk])).status_code == 200
    assert as_("town").get(reverse("web:site-check-photo", args=[check.pk, one.pk])).status_code == 404


def test_a_check_without_notice_is_sent_recorded_and_leads_to_drafts(county: County, as_: SignIn) -> None:
    client = as_("verifier")
    start = {"office": county.office.pk, "unit": county.towns[0].pk, "words": "看消防通道", "form_key": "a"}
    assert client.post(reverse("web:site-check-start"), start).status_code == 302
    check = SiteCheck.objects.get()
    shown = text(client, "site-check", check.pk)
    assert "被查单位看不到这次检查" in shown
    where = reverse("web:site-check-record", args=[check.pk])
    wrong = client.post(where, given(result="differs"))
    assert wrong.status_code == 422
    assert "请写明每个问题" in wrong.content.decode()
    found = given(result="differs", problems="通道堆物\n\n灭火器过期", ledger=county.ledger.pk)
    assert client.post(where, found).headers["Location"] == reverse("web:site-check", args=[check.pk])

    made = list(Item.objects.order_by("pk"))
    assert [one.title for one in made] == ["通道堆物", "灭火器过期"]
    assert "通道堆物" in text(client, "site-check", check.pk)
    assert "由不打招呼检查发现" in text(as_("coordinator"), "item", made[0].pk)
    assert as_("town").get(reverse("web:item", args=[made[0].pk])).status_code == 404


def test_a_check_without_notice_sent_by_a_script_is_done_once(as_: SignIn, secret: SiteCheck) -> None:
    where, headers = reverse("web:site-check-record", args=[secret.pk]), {"accept": "application/json"}
    first = as_("verifier").post(where, given(), headers=headers).json()
    again = as_("verifier").post(where, given(), headers=headers).json()
    assert (first["done"], again["again"]) == ("已记", True)
    assert first["address"] == reverse("web:site-check", args=[secret.pk])
    late = as_("verifier").post(where, given(form_key="k2"), headers=headers)
    assert late.status_code == 409


def test_a_check_without_notice_is_given_to_somebody_else(
    county: County, as_: SignIn, secret: SiteCheck
) -> None:
    where = reverse("web:site-check-plan", args=[secret.pk])
    assert as_("leader").get(where).status_code == 404
    assert where in text(as_("verifier"), "site-check", secret.pk)
    assert "看消防通道" in as_("coordinator").get(where).content.decode()
    given = {"checker": str(county.people["verifier"].pk), "due_on": "", "words": "看消防通道"}
    assert as_("coordinator").post(where, given).status_code == 422
    assert as_("coordinator").post(where, given | {"due_on": str(DAY)}).status_code == 302
    assert SiteCheck.objects.get().checker == county.people["verifier"]


def test_a_check_without_notice_is_called_off_by_a_coordinator(as_: SignIn, secret: SiteCheck) -> None:
    where = reverse("web:site-check-drop", args=[secret.pk])
    assert as_("verifier").get(where).status_code == 404
    assert as_("coordinator").post(where, {"reason": ""}).status_code == 422
    assert as_("coordinator").post(where, {"reason": "改期"}).status_code == 302
    assert SiteCheck.objects.get().state == "dropped"

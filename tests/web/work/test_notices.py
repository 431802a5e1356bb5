"""The page of notices: what waits, what was said, who signs; and what the office sees of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guatu.ledgers.actions import assignments, ledgers, meetings, regime_uses, reports, sign_offs
from guatu.ledgers.models import Item
from guatu.notices.models import Notice, Receipt
from tests.ledgers.factories import DAY, County, asked, make_items, signed
from tests.ledgers.lights.regimes import asked as lights_asked
from tests.ledgers.meeting_factories import planned

SignIn = Callable[[str], Client]
PAGE = "web:notices"


@pytest.fixture(autouse=True)
def _that_day(today: Callable[[date], None]) -> None:
    today(DAY)


def urged(county: County) -> Item:
    item = signed(county)
    reports.urge(pks=[item.pk], unit=county.towns[0], words="三日内报到", **county.when("coordinator"))
    return item


def page(client: Client, **query: str) -> str:
    return client.get(reverse(PAGE), query).content.decode()


def notice(county: County, name: str = "town") -> Notice:
    return Notice.objects.filter(person=county.people[name]).latest("pk")


def test_what_waits_stands_there_with_what_was_said(county: County, as_: SignIn) -> None:
    item = urged(county)
    shown = page(as_("town"))
    for words in (item.number, item.title, "三日内报到", "催办", "签收"):
        assert words in shown
    assert 'aria-label="消息 1 条待看"' in shown
    assert "没有待看的消息" in page(as_("other_town"))


def test_lights_that_wait_for_an_answer_lead_to_where_it_is_given(county: County, as_: SignIn) -> None:
    version, by = lights_asked(county), county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    regime_uses.ask(ledger=other, preset="three_slips", starts_on=DAY, **by)
    leader = as_("leader")

    shown = page(leader)

    for words in ("亮灯规则请批准", "两色灯 第 1 版", "另一本，改用“", f"定自 {DAY} 起启用"):
        assert words in shown
    of_use, of_version = Notice.objects.filter(person=county.people["leader"]).order_by("-pk")
    answer = leader.get(reverse("web:notice", args=[of_version.pk]))
    assert answer.headers["Location"] == reverse("web:regime-version", args=[version.regime_id, 1])
    answer = leader.get(reverse("web:notice", args=[of_use.pk]))
    assert answer.headers["Location"] == reverse("web:regimes")
    assert "两色灯" not in page(as_("coordinator"))


def test_a_receipt_is_given_in_place(county: County, as_: SignIn) -> None:
    urged(county)
    address = reverse("web:notice-receive", args=[notice(county).pk])
    answer = as_("town").post(address, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "没有待看的消息" in answer.content.decode()
    assert "guatu:toast" in answer.headers["HX-Trigger"]
    assert Receipt.objects.count() == 1
    assert as_("town").post(address, headers={"hx-request": "true"}).status_code == 409
    assert "签收" in page(as_("town"), show="all")


def test_without_scripts_a_receipt_leads_back_to_the_list(county: County, as_: SignIn) -> None:
    urged(county)
    answer = as_("town").post(reverse("web:notice-receive", args=[notice(county).pk]))
    assert (answer.status_code, answer.headers["location"]) == (302, reverse(PAGE))


@pytest.mark.parametrize("name", ["other_town", "coordinator", "stranger"])
def test_nobody_else_opens_or_signs_it(county: County, as_: SignIn, name: str) -> None:
    urged(county)
    pk = notice(county).pk
    assert as_(name).get(reverse("web:notice", args=[pk])).status_code == 404
    assert as_(name).post(reverse("web:notice-receive", args=[pk])).status_code == 404


def test_opening_the_item_is_seeing(county: County, as_: SignIn) -> None:
    item = urged(county)
    one = notice(county)
    answer = as_("town").get(reverse("web:notice", args=[one.pk]))
    assert answer.headers["location"] == reverse("web:item", args=[item.pk])
    assert Notice.objects.get(pk=one.pk).seen_at is not None
    asked_for = asked(county)
    as_("verifier").get(reverse("web:item", args=[asked_for.pk]))
    assert not Notice.objects.filter(person=county.people["verifier"], waits=True).exists()


def test_the_pages_where_it_is_answered_are_openings_too(county: County, as_: SignIn) -> None:
    item = asked(county)
    as_("verifier").get(reverse("web:to-verify", args=[item.pk]))
    leader = county.people["leader"]
    paper = sign_offs.ask(pks=[make_items(county)[0].pk], leader=leader, **county.when("coordinator"))
    as_("leader").get(reverse("web:sign-off", args=[paper.pk]))
    assert not Notice.objects.filter(kind__in=("to_verify", "to_sign_off"), waits=True).exists()


def test_looking_at_a_past_day_sees_nothing(county: County, as_: SignIn) -> None:
    item = urged(county)
    as_("town").get(reverse("web:item", args=[item.pk]), {"as_of": "2026-03-01"})
    assert notice(county).seen_at is None


def test_all_of_it_is_marked_as_seen_but_receipts_wait_on(county: County, as_: SignIn) -> None:
    urged(county)
    as_("town").post(reverse("web:notices-seen"), headers={"hx-request": "true"})
    shown = page(as_("town"))
    assert "签收" in shown
    assert "未看" not in shown


def test_a_list_to_sign_off_and_a_request_to_verify_lead_to_their_pages(county: County, as_: SignIn) -> None:
    paper = sign_offs.ask(
        pks=[make_items(county)[0].pk], leader=county.people["leader"], **county.when("coordinator")
    )
    assert "一批事项请您审签" in page(as_("leader"))
    leads = as_("leader").get(reverse("web:notice", args=[notice(county, "leader").pk]))
    assert leads.headers["location"] == reverse("web:sign-off", args=[paper.pk])
    item = asked(county)
    leads = as_("verifier").get(reverse("web:notice", args=[notice(county, "verifier").pk]))
    assert leads.headers["location"] == reverse("web:to-verify", args=[item.pk])


def test_what_is_out_of_sight_says_nothing(county: County, as_: SignIn) -> None:
    item = urged(county)
    one = notice(county)
    assignments.release(pk=item.pk, unit=county.towns[0], reason="不归镇里办", **county.when("coordinator"))
    shown = page(as_("town"), show="all")
    assert "已移出" in shown
    assert item.title not in shown
    assert "三日内报到" not in shown
    assert as_("town").get(reverse("web:notice", args=[one.pk])).status_code == 404


def test_the_office_sees_who_has_seen_and_signed(county: County, as_: SignIn) -> None:
    item = urged(county)
    address = reverse("web:item", args=[item.pk])
    shown = as_("coordinator").get(address).content.decode()
    assert "消息回执" in shown
    assert "未看" in shown
    as_("town").post(reverse("web:notice-receive", args=[notice(county).pk]))
    shown = as_("coordinator").get(address).content.decode()
    assert "已签收" in shown
    assert "签收消息：催办" in shown
    assert "消息回执" not in as_("town").get(address).content.decode()


def test_other_units_do_not_see_that_one_was_urged_and_signed(county: County, as_: SignIn) -> None:
    county.ledger.siblings_visible = False
    county.ledger.save()
    item = urged(county)
    as_("town").post(reverse("web:notice-receive", args=[notice(county).pk]))
    assert "签收消息" not in as_("other_town").get(reverse("web:item", args=[item.pk])).content.decode()


def test_long_lists_go_on_below(county: County, as_: SignIn) -> None:
    urged(county)
    first = notice(county)
    assert "再看以前的" not in page(as_("town"), before="kein", show="all")
    assert f'id="notice-{first.pk}"' not in page(as_("town"), before=str(first.pk))


def test_a_meeting_is_told_with_its_day_and_leads_to_its_page(county: County, as_: SignIn) -> None:
    meeting = planned(county, starts="15:00")
    shown, told = page(as_("town")), notice(county)
    for words in ("会议通知", meeting.title, "15:00 县政府二楼会议室"):
        assert words in shown
    answer = as_("town").get(reverse("web:notice", args=[told.pk]))
    assert answer.headers["location"] == reverse("web:meeting", args=[meeting.pk])
    assert "没有待看的消息" in page(as_("town"))


def test_who_opens_a_meeting_has_seen_it(county: County, as_: SignIn) -> None:
    meeting = planned(county)
    assert as_("liaison").get(reverse("web:meeting", args=[meeting.pk])).status_code == 200
    assert "没有待看的消息" in page(as_("liaison"))
    assert "没有待看的消息" not in page(as_("town"))


def test_who_need_not_come_any_more_reads_that_and_no_more(county: County, as_: SignIn) -> None:
    meeting = planned(county)
    same: dict[str, Any] = {"meets_on": meeting.meets_on, "chair": "县长", "starts": "", "place": "另一处"}
    units = [county.lead.pk]
    meetings.change(meeting=meeting, **same, units=units, **county.when("coordinator"))
    shown = page(as_("town"))
    assert "不用参会" in shown
    assert meeting.title in shown
    assert "另一处" not in shown
    assert as_("town").get(reverse("web:notice", args=[notice(county).pk])).status_code == 404

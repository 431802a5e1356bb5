"""My work: each person finds what is owed today, and signs in place."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.ledgers.actions import reports, requests, schedules
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment
from guatu.ledgers.schedules import Point
from guatu.web.views.items.registry import url_of
from tests.ledgers.factories import DAY, DEADLINE, County, asked, dispatched, finished, signed

SignIn = Callable[[str], Client]
Today = Callable[[date], None]


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("web:my-work") + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _on_the_first_day(today: Today) -> None:
    today(DAY)


def test_a_liaison_finds_what_to_sign_with_the_units_own_figures(county: County, as_: SignIn) -> None:
    item = dispatched(county)

    shown = page(as_("town"))

    assert "双桥镇，今天 1 件要办" in shown
    assert f"{item.title}，双桥镇 6 处完成 0 处" in shown
    assert "签收时限 3-04，还剩 2 个工作日" in shown
    assert "3-02 交办，6-30 前办结" in shown


def test_signing_in_place_gives_the_list_anew_and_says_so(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    given = {"item": item.pk, "unit": county.towns[0].pk}

    answer = as_("town").post(reverse("web:sign-here"), given, headers={"hx-request": "true"})

    assert answer.status_code == 200
    toast = json.loads(answer.headers["HX-Trigger"])["guatu:toast"]
    assert toast["text"] == f"双桥镇已签收 {item.number}，6-30 前办结"
    assert "<html" not in answer.content.decode()
    assert "今天没有要办的" in answer.content.decode()
    row = item.assignments.get(unit=county.towns[0])
    assert row.state == Assignment.State.WORKING


def test_signing_twice_changes_nothing_and_says_why(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    given = {"item": item.pk, "unit": county.towns[0].pk}
    client = as_("town")
    client.post(reverse("web:sign-here"), given)

    answer = client.post(reverse("web:sign-here"), given, headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert "已签收" in json.loads(answer.headers["HX-Trigger"])["guatu:toast"]["text"]


def test_without_scripts_signing_leads_back_to_the_page(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    client = as_("town")

    answer = client.post(reverse("web:sign-here"), {"item": item.pk, "unit": county.towns[0].pk}, follow=True)

    assert answer.redirect_chain == [(reverse("web:my-work"), 302)]
    assert f"双桥镇已签收 {item.number}" in answer.content.decode()


@pytest.mark.parametrize("name", ["other_town", "coordinator", "stranger"])
def test_nobody_signs_for_a_unit_that_is_not_his(county: County, as_: SignIn, name: str) -> None:
    item = dispatched(county)

    answer = as_(name).post(reverse("web:sign-here"), {"item": item.pk, "unit": county.towns[0].pk})

    assert answer.status_code == 404
    assert not item.assignments.exclude(signed_on=None).exists()


def test_an_item_of_others_is_not_there(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    stranger = county.people["stranger"]

    answer = as_("stranger").post(reverse("web:sign-here"), {"item": item.pk, "unit": stranger.unit_id})

    assert answer.status_code == 404


def test_signing_reads_only_what_is_posted(county: County, as_: SignIn) -> None:
    assert as_("town").get(reverse("web:sign-here")).status_code == 405


def test_all_that_waits_is_signed_after_a_look_at_the_list(county: County, as_: SignIn) -> None:
    items = [dispatched(county) for _ in range(3)]
    client, unit = as_("town"), county.towns[0]
    asked_for = client.get(reverse("web:sign-all"), {"unit": unit.pk}, headers={"hx-request": "true"})
    assert all(item.number in asked_for.content.decode() for item in items)

    given = {"unit": unit.pk, "item": [item.pk for item in items]}
    answer = client.post(reverse("web:sign-all"), given, headers={"hx-request": "true"})

    assert json.loads(answer.headers["HX-Trigger"])["guatu:toast"]["text"] == "双桥镇已签收 3 件"
    assert not Assignment.objects.filter(unit=unit, state=Assignment.State.AWAITING_SIGNATURE).exists()


def test_only_what_was_shown_is_signed(county: County, as_: SignIn) -> None:
    shown, later = dispatched(county), dispatched(county)

    as_("town").post(reverse("web:sign-all"), {"unit": county.towns[0].pk, "item": [shown.pk]})

    waiting = Assignment.objects.filter(unit=county.towns[0], state=Assignment.State.AWAITING_SIGNATURE)
    assert [row.item_id for row in waiting] == [later.pk]


def test_the_list_to_sign_is_a_page_without_scripts(county: County, as_: SignIn) -> None:
    dispatched(county)

    answer = as_("town").get(reverse("web:sign-all"), {"unit": county.towns[0].pk})

    assert "<html" in answer.content.decode()
    assert "is-inline" in answer.content.decode()


def test_each_count_opens_its_list(county: County, as_: SignIn, today: Today) -> None:
    item, far = signed(county), signed(county, deadline=DEADLINE + timedelta(days=90))
    today(DEADLINE - timedelta(days=3))
    client = as_("town")

    soon, everything = page(client, "?show=soon"), page(client, "?show=all")

    assert item.number in soon
    assert far.number not in soon
    assert item.number in everything
    assert far.number in everything
    assert "还剩 3 天" in soon
    assert "落后" in soon


def test_a_card_keeps_pace_with_the_plan_of_its_item(county: County, as_: SignIn, today: Today) -> None:
    item, on = signed(county), DEADLINE - timedelta(days=5)
    given = [Point(DEADLINE - timedelta(days=60), 20, "完成招标"), Point(DEADLINE, 80, "验收")]
    schedules.set_plan(pk=item.pk, kind="milestones", points=given, **county.when("coordinator"))
    today(on)

    assert "落后 20" in page(as_("town"), "?show=soon")
    row = item.assignments.get(unit=county.towns[0])
    Assignment.objects.filter(pk=row.pk).update(deadline=on)
    assert "落后 100" in page(as_("town"))  # a unit with a day of its own goes straight on to it


def test_what_is_late_or_urged_is_todays(county: County, as_: SignIn, today: Today) -> None:
    late = signed(county)
    today(DEADLINE + timedelta(days=7))
    assert "逾期 7 天" in page(as_("town"))

    urged = signed(county, deadline=DEADLINE + timedelta(days=90))
    reports.urge(pks=[urged.pk], words="三日内报进展", **county.when("coordinator", DEADLINE))
    shown = page(as_("town"), "?show=today")
    assert "县督查室 6-30 催办：三日内报进展" in shown
    assert late.number in shown


def test_an_empty_list_says_what_is_true_and_the_next_step(county: County, as_: SignIn) -> None:
    signed(county)

    shown = page(as_("town"))

    assert "今天没有要办的" in shown
    assert "看全部在办 1 件" in shown
    assert "手上没有在办的事" in page(as_("stranger"))


def test_a_past_day_is_not_worked_on(county: County, as_: SignIn) -> None:
    item = dispatched(county)

    shown = page(as_("town"), "?as_of=2026-02-27")

    assert "待办只列今天的" in shown
    assert item.number not in shown


@pytest.mark.parametrize(
    ("name", "label"), [("reviewer", ""), ("verifier", "核查"), ("leader", ""), ("coordinator", "")]
)
def test_everybody_finds_what_waits_for_him(county: County, as_: SignIn, name: str, label: str) -> None:
    item = asked(county)

    shown = page(as_(name))

    assert (f"{label} {item.number}" in shown) if label else (item.number not in shown)


def test_a_decision_offers_the_other_answer_too(county: County, as_: SignIn) -> None:
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("liaison"))

    shown = page(as_("reviewer"))

    assert f'aria-label="审核 {item.number}"' in shown
    assert f'aria-label="退回 {item.number}"' in shown
    assert url_of(Event.CLOSE_NOT_REVIEWED, item.pk) in shown


def test_the_list_costs_the_same_however_long(county: County, as_: SignIn) -> None:
    client = as_("town")

    def statements() -> int:
        page(client)  # what the rail remembers is counted anew after each deed
        with CaptureQueriesContext(connection) as made:
            page(client)
        return len(made)

    dispatched(county)
    few = statements()
    for _ in range(4):
        dispatched(county)

    assert statements() == few <= 21


def test_more_of_the_coming_days_is_a_press_away_but_never_for_one(
    county: County, as_: SignIn, today: Today
) -> None:
    for _ in range(6):
        signed(county)
    today(DEADLINE - timedelta(days=3))
    client = as_("town")
    assert "再看" not in page(client)

    signed(county)

    assert "再看 2 件" in page(client)
    assert "再看" not in page(client, "?show=soon")


def test_an_answer_given_over_the_list_leads_back_to_the_list(county: County, as_: SignIn) -> None:
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("liaison"))
    here = f"http://testserver{reverse('web:my-work')}?show=all"
    client, act = as_("reviewer"), url_of(Event.CLOSE_REVIEWED, item.pk)

    answer = client.post(act, headers={"HX-Request": "true", "HX-Current-URL": here})

    assert answer.headers["HX-Redirect"] == f"{reverse('web:my-work')}?show=all"
    assert "已审核通过，送核查" in client.get(answer.headers["HX-Redirect"]).content.decode()


def test_the_list_alone_is_brought_anew(county: County, as_: SignIn) -> None:
    dispatched(county)
    shown = as_("town").get(reverse("web:my-work"), headers={"hx-request": "true"}).content.decode()
    assert shown.lstrip().startswith('<div id="my-work"')

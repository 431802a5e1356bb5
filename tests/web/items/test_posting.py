"""Reports that a device sends later: done once, told as data, with the moment that the device claims."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guatu.history import rebuilding
from guatu.history.models import Event
from guatu.ledgers.actions import items
from guatu.ledgers.models import Item, Report
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, dispatched, signed
from tests.web.items.conftest import SignIn

NOW = moment(DAY, hour=10)


def address(county: County, item: Item) -> str:
    row = item.assignments.get(unit=county.towns[0])
    return f"{reverse('web:item-act', args=[item.pk, 'reported'])}?of={row.pk}"


def send(client: Client, where: str, headers: dict[str, str] | None = None, **given: object) -> Any:
    values = {"form_key": "k1", "achieved": "2", "text": "换表 2 处", **given}
    return client.post(where, values, headers={"accept": "application/json"} | (headers or {}))


def written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def test_a_script_is_told_what_was_done_and_the_second_time_that_it_was(county: County, as_: SignIn) -> None:
    item = signed(county)
    first = send(as_("town"), address(county, item)).json()
    again = send(as_("town"), address(county, item)).json()
    assert (first["done"], first["again"], first["address"]) == (
        "进展已报", False, reverse("web:item", args=[item.pk])
    )  # fmt: skip
    assert again["again"] is True
    assert Report.objects.count() == 1


def test_the_claim_of_the_device_stands_on_the_report_and_in_the_event(county: County, as_: SignIn) -> None:
    item = signed(county)
    claimed = NOW - timedelta(hours=20)
    send(as_("town"), address(county, item), written_at=written(claimed))
    report = Report.objects.get()
    assert (report.written_at, report.reported_on) == (claimed, DAY)
    event = Event.objects.get(kind="item.reported")
    image = json.loads(bytes(event.body))["changes"][report.reference]
    assert datetime.fromisoformat(image["written_at"]) == claimed
    assert event.recorded_at == NOW
    assert rebuilding.check().found == []
    shown = as_("coordinator").get(reverse("web:item", args=[item.pk])).content.decode()
    assert "手机时间 昨天 14:00 写，今天 10:00 收到" in shown


def test_a_claim_near_the_receipt_is_kept_and_not_dwelt_on(county: County, as_: SignIn) -> None:
    item = signed(county)
    send(as_("town"), address(county, item), written_at=written(NOW - timedelta(minutes=3)))
    assert Report.objects.get().written_at is not None
    assert "手机时间" not in as_("town").get(reverse("web:item", args=[item.pk])).content.decode()


@pytest.mark.parametrize(
    ("apart", "words"),
    [(timedelta(minutes=23), "快 23 分钟"), (-timedelta(days=31), "30 天以前"), (timedelta(days=4000), "快")],
)
def test_a_claim_in_the_future_or_absurdly_old_is_refused(
    county: County, as_: SignIn, apart: timedelta, words: str
) -> None:
    item = signed(county)
    answer = send(as_("town"), address(county, item), written_at=written(NOW + apart))
    assert answer.status_code == 422
    assert words in answer.json()["error"]["fields"]["written_at"]
    assert not Report.objects.exists()
    assert send(as_("town"), address(county, item)).status_code == 200, "without the claim it is taken"


def test_a_claim_that_cannot_be_read_is_refused(county: County, as_: SignIn) -> None:
    answer = send(as_("town"), address(county, signed(county)), written_at="gestern")
    assert "手机时间" in answer.json()["error"]["message"]


def test_what_is_wrong_is_told_field_by_field(county: County, as_: SignIn) -> None:
    answer = send(as_("town"), address(county, signed(county)), text="", achieved="x")
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {"text", "achieved"}


def test_what_has_changed_meanwhile_is_told_with_the_reason(county: County, as_: SignIn) -> None:
    item = signed(county)
    where = address(county, item)
    items.suspend(pk=item.pk, reason="等资金", **county.when("coordinator"))
    answer = send(as_("town"), where)
    assert answer.status_code == 409
    assert "挂起" in answer.json()["error"]["message"]
    assert send(as_("town"), address(county, dispatched(county))).status_code == 409
    assert send(as_("verifier"), where).status_code == 403


def test_a_session_that_is_over_asks_to_sign_in(county: County, as_: SignIn) -> None:
    where, client = address(county, signed(county)), as_("town")
    client.logout()
    answer = send(client, where)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_needed")


def test_what_one_person_wrote_is_not_handed_in_by_another(county: County, as_: SignIn) -> None:
    item = signed(county)
    wrote = {"X-Guatu-Person": str(county.people["town"].pk)}
    other = Client()
    other.force_login(county.people["other_town"])
    answer = send(other, address(county, item), headers=wrote)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "another_person")
    assert not Report.objects.exists()
    assert send(as_("town"), address(county, item), headers=wrote).status_code == 200


def test_pages_that_a_device_may_keep_say_whose_they_are(county: County, as_: SignIn) -> None:
    whose = str(county.people["town"].pk)
    for page in (reverse("web:my-work"), address(county, signed(county))):
        assert as_("town").get(page).headers["X-Guatu-Person"] == whose


def test_the_worker_is_handed_to_anybody_and_asked_for_anew(client: Client) -> None:
    answer = client.get("/worker.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]

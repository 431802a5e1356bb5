"""Where one is reached: said on one's own account; how the channels fare: seen by who keeps the system."""

from datetime import time

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from guatu.channels.models import Delivery, Wish
from guatu.channels.settings import MailChannel
from guatu.http import requests
from guatu.ledgers.actions import reports
from guatu.notices.models import Notice
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, make_county, signed

MAIL = MailChannel(name="mail", label="邮件", host="127.0.0.1", port=1, security="none", sender="g@x.example")
ASKED = {"mail": "at_once", "email": "town@x.example", "quiet_from": "21:00", "quiet_to": "07:30"}


@pytest.fixture
def county(db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> County:
    settings.CHANNELS = (MAIL,)
    monkeypatch.setattr(requests, "now", lambda: moment(DAY, 10))
    return make_county()


def client(county: County, name: str) -> Client:
    found = Client()
    found.force_login(county.people[name])
    return found


def test_one_says_where_one_is_reached_by_the_channels_that_there_are(county: County) -> None:
    town, url = client(county, "town"), reverse("web:account-do", args=["wish"])
    asked = town.get(url).content.decode()
    assert "邮箱" in asked
    assert "短信" not in asked, "the county sends no SMS"

    answer = town.post(url, ASKED, follow=True)

    assert "邮件随时" in answer.content.decode()
    wish = Wish.objects.get()
    assert (wish.person, wish.email, wish.quiet_from) == (county.people["town"], ASKED["email"], time(21))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": ""}, "要收邮件，请填邮箱"),
        ({"email": "x"}, "邮箱写法不对"),
        ({"quiet_to": "早上"}, "07:30|20:00"),
    ],
)
def test_what_cannot_be_kept_is_told_at_the_field_and_nothing_is_kept(
    county: County, given: dict[str, str], words: str
) -> None:
    answer = client(county, "town").post(reverse("web:account-do", args=["wish"]), ASKED | given)
    assert answer.status_code == 422
    assert any(one in answer.content.decode() for one in words.split("|"))
    assert not Wish.objects.exists()


def test_the_keeper_sees_what_failed_and_sends_it_again(county: County) -> None:
    item = signed(county)
    reports.urge(pks=[item.pk], words="报进展", **county.when("coordinator"))
    Delivery.objects.create(
        notice=Notice.objects.filter(kind="urged")[0],
        channel="mail",
        state="failed",
        tries=6,
        why="邮件服务器没有应答",
        due_at=moment(DAY),
        ended_at=moment(DAY),
    )
    keeper = client(county, "administrator")
    page = keeper.get(reverse("web:channels")).content.decode()
    assert "最近一次：邮件服务器没有应答" in page
    assert "重送 1 条" in page
    keeper.post(reverse("web:channel-again", args=["mail"]))
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize("name", ["town", "coordinator", "leader"])
def test_channels_are_for_who_keeps_the_system(county: County, name: str) -> None:
    found = client(county, name)
    assert found.get(reverse("web:channels")).status_code == 404
    assert found.post(reverse("web:channel-again", args=["mail"])).status_code == 404


def test_a_channel_that_is_not_there_is_not_found(county: County) -> None:
    found = client(county, "administrator")
    assert found.post(reverse("web:channel-again", args=["pigeon"])).status_code == 404

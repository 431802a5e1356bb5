"""From the notice to the house: what is sent when, once, to whom, and what is not."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.conf import LazySettings

from guatu.channels import carrying, queries, wishes
from guatu.channels.errors import WishMalformed
from guatu.channels.models import Delivery, Wish
from guatu.channels.retrying import retry
from guatu.channels.settings import Channel, MailChannel, RobotChannel, SmsChannel
from guatu.channels.wishes import Wished
from guatu.ledgers.actions import assignments, reports
from guatu.notices.models import Notice
from tests.accounts.factories import moment
from tests.channels.houses import Came, mail_house, web_house
from tests.ledgers.factories import DAY, County, make_county, signed

pytestmark = pytest.mark.enable_socket
TEN = moment(DAY, 10)


@pytest.fixture
def web() -> Iterator[Came]:
    with web_house() as came:
        yield came


@pytest.fixture
def post() -> Iterator[Came]:
    with mail_house() as came:
        yield came


@pytest.fixture
def channels(web: Came, post: Came, settings: LazySettings) -> tuple[Channel, ...]:
    found = (
        MailChannel(
            name="mail", label="邮件", host="127.0.0.1", port=post.port, security="none", sender="g@x.example"
        ),
        SmsChannel(
            name="sms",
            label="短信",
            url=f"http://127.0.0.1:{web.port}/sms",
            body='{"to":"{phone}","text":"{text}"}',
            content_type="application/json",
            headers=(),
            accepted='"code":0',
        ),
        RobotChannel(
            name="town",
            label="镇里的群",
            kind="wecom",
            url=f"http://127.0.0.1:{web.port}/wecom?key=group-key",
            units=frozenset(("双桥镇",)),
        ),
    )
    settings.CHANNELS = found
    settings.NOTICES_ADDRESS = "https://guatu.county.example"
    return found


@pytest.fixture
def county(db: None) -> County:
    return make_county()


def wish(county: County, name: str = "town", **values: object) -> Wish:
    given = Wished(email=f"{name}@x.example", phone="13000000000")
    return wishes.keep(county.people[name].pk, Wished(**(vars_of(given) | values)))  # type: ignore[arg-type]


def vars_of(wished: Wished) -> dict[str, object]:
    return {name: getattr(wished, name) for name in Wished.__slots__}


def urge(county: County, words: str = "三日内报进展") -> int:
    item = signed(county)
    Notice.objects.all().delete()  # what came of dispatching is not looked at here
    reports.urge(pks=[item.pk], words=words, **county.when("coordinator"))
    return item.pk


def texts(web: Came) -> list[str]:
    return [one["text"]["content"] if "msgtype" in one else one["text"] for one in web.bodies]


def test_an_urging_goes_by_every_channel_that_is_wished_for_and_only_once(
    county: County, channels: object, web: Came, post: Came
) -> None:
    wish(county, mail="at_once", sms="urgent")
    urge(county)

    carrying.go(at=TEN)
    carrying.go(at=TEN + timedelta(minutes=1))

    (mail,) = post.mails
    assert mail["To"] == "town@x.example"
    assert "催办 1 件（5G-001）" in mail.get_content()
    assert "三日内" not in str(mail), "words stay inside"
    assert texts(web) == [
        "【挂图】催办 1 件（5G-001）。请登录办理",
        "\n".join(("双桥镇：催办 1 件（5G-001）", "登录办理：https://guatu.county.example", last_link())),
    ]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def last_link() -> str:
    event = Notice.objects.exclude(event=None).latest("pk").event
    assert event is not None
    return f"留痕 {event.hash[:4]}…{event.hash[-4:]}"


def test_who_wishes_nothing_is_sent_nothing(county: County, channels: object, post: Came) -> None:
    urge(county)
    carrying.go(at=TEN)
    assert post.mails == []
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"town"}


def test_only_what_is_urgent_goes_as_sms_where_that_is_wished(
    county: County, channels: object, web: Came
) -> None:
    wish(county, "other_town", sms="urgent")
    wish(county, "liaison", sms="all")
    signed(county)  # all were told of the dispatch
    Notice.objects.update(waits=True, over_at=None)

    carrying.set_down(at=TEN)

    sent = Delivery.objects.filter(channel="sms").values_list("notice__person", flat=True)
    assert set(sent) == {county.people["liaison"].pk}


def test_at_night_it_waits_until_the_morning(county: County, channels: object, post: Came) -> None:
    wish(county, mail="at_once", quiet_from=time(9), quiet_to=time(11))
    urge(county)

    carrying.go(at=TEN)
    assert post.mails == []
    carrying.go(at=moment(DAY, 11))

    assert len(post.mails) == 1


def test_the_day_s_one_mail_gathers_what_came(county: County, channels: object, post: Came) -> None:
    wish(county, mail="daily")
    pk = urge(county)
    reports.urge(pks=[pk], words="再催", **county.when("coordinator"))

    carrying.go(at=TEN)
    assert post.mails == []
    tomorrow = moment(DAY + timedelta(days=1), 9)
    carrying.go(at=tomorrow)

    (mail,) = post.mails
    assert "催办 1 件（5G-001）" in mail.get_content()
    assert Delivery.objects.filter(channel="mail", state="sent").count() == 2


def test_what_is_handed_over_meanwhile_is_not_sent(county: County, channels: object, post: Came) -> None:
    wish(county, mail="daily")
    pk = urge(county)
    carrying.go(at=TEN)
    assignments.hand_over(
        pks=[pk],
        giver=county.towns[0],
        taker=county.towns[1],
        reason="区划调整",
        **county.when("coordinator"),
    )

    carrying.go(at=moment(DAY + timedelta(days=1), 9))

    assert post.mails == []
    assert Delivery.objects.get(channel="mail").state == "dropped"


def test_what_failed_is_tried_again_later_and_later_then_shown(
    county: County, channels: object, web: Came
) -> None:
    wish(county, sms="urgent", on_days_off=True, quiet_from=time(0), quiet_to=time(0))
    urge(county)
    at, tried = TEN, []
    for _ in range(1 + len(carrying.WAITS)):
        web.answers += [(503, "")] * 9
        carrying.go(at=at)
        web.answers.clear()
        row = Delivery.objects.get(channel="sms")
        tried.append(row.due_at - at)
        at = row.due_at

    assert tuple(tried[: len(carrying.WAITS)]) == carrying.WAITS
    assert (row.state, row.tries, row.why) == ("failed", 6, "网关回答 503")
    standing = {one.name: one for one in queries.standings(at=at)}["sms"]
    assert (standing.failed, standing.last_why) == (1, "网关回答 503")

    assert retry("sms", at=at) == 1
    carrying.go(at=at)

    assert Delivery.objects.get(channel="sms").state == "sent"


def test_a_sending_that_was_cut_off_is_taken_up_again(
    county: County, channels: object, post: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(county, mail="at_once")
    urge(county)

    def cut(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as torn:
        torn.setattr(carrying, "carry", cut)
        with pytest.raises(KeyboardInterrupt):
            carrying.go(at=TEN)
    carrying.go(at=TEN + timedelta(minutes=1))
    assert post.mails == [], "another server may be at it"
    carrying.go(at=TEN + timedelta(minutes=11))

    assert len(post.mails) == 1


def test_who_changed_his_mind_is_not_sent_what_was_on_its_way(
    county: County, channels: object, post: Came
) -> None:
    wish(county, mail="daily")
    urge(county)
    carrying.go(at=TEN)
    wishes.keep(county.people["town"].pk, Wished())

    carrying.go(at=moment(DAY + timedelta(days=1), 9))

    assert post.mails == []
    assert Delivery.objects.get(channel="mail").why == "本人已不要这个渠道"
    assert wishes.of(county.people["town"].pk).email == "", "what is not used is forgotten"


@pytest.mark.parametrize(
    ("wished", "field"),
    [
        ({"mail": "daily"}, "email"),
        ({"mail": "daily", "email": "nobody"}, "email"),
        ({"sms": "all"}, "phone"),
        ({"sms": "all", "phone": "1234"}, "phone"),
        ({"sms": "all", "phone": "１3000000000"}, "phone"),
        ({"mail": "hourly", "email": "a@b.example"}, "mail"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_told_at_its_field(
    county: County, wished: dict[str, str], field: str
) -> None:
    with pytest.raises(WishMalformed) as refused:
        wishes.keep(county.people["town"].pk, Wished(**wished))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Wish.objects.exists()


def test_old_notices_do_not_flood_a_channel_that_is_new(county: County, channels: object, post: Came) -> None:
    urge(county)
    wish(county, mail="at_once")
    carrying.go(at=datetime.combine(DAY + timedelta(days=3), time(10), TEN.tzinfo))
    assert post.mails == []
    assert isinstance(DAY, date)

"""What the houses at the other end are sent, and what is said when they do not take it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from guatu.channels.carriers import carry
from guatu.channels.errors import NotCarried
from guatu.channels.messages import Message
from guatu.channels.settings import MailChannel, RobotChannel, RobotKind, SmsChannel
from tests.channels.houses import SECRET, Came, mail_house, web_house

pytestmark = pytest.mark.enable_socket
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SAID = Message(
    subject="挂图：2 条待看消息",
    lines=("双桥镇：催办 1 件（5G-001）", "石泉镇：新交办 1 件（5G-“2”）"),
    address="https://guatu.county.example/notices",
    trail="留痕 1a2b…9f0e",
)


@pytest.fixture
def web() -> Iterator[Came]:
    with web_house() as came:
        yield came


@pytest.fixture
def post() -> Iterator[Came]:
    with mail_house() as came:
        yield came


def robot(web: Came, kind: RobotKind, *, secret: str = SECRET, key: str = "group-key") -> RobotChannel:
    url = f"http://127.0.0.1:{web.port}/{kind}?key={key}"
    return RobotChannel(
        name="town", label="群", kind=kind, url=url, secret=secret, units=frozenset(("双桥镇",))
    )


def mail(post: Came) -> MailChannel:
    return MailChannel(
        name="mail", label="邮件", host="127.0.0.1", port=post.port, security="none", sender="guatu@x.example"
    )


def sms(web: Came, body: str, content_type: str = "application/json") -> SmsChannel:
    return SmsChannel(
        name="sms",
        label="短信",
        url=f"http://127.0.0.1:{web.port}/sms",
        body=body,
        content_type=content_type,
        headers=(("X-Key", "k"),),
        accepted='"code":0',
    )


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("wecom", lambda body: body["text"]["content"]),
        ("dingtalk", lambda body: body["text"]["content"]),
        ("feishu", lambda body: body["content"]["text"]),
    ],
)
def test_each_robot_is_spoken_to_in_its_own_shape(
    web: Came, kind: RobotKind, read: Callable[[Any], str]
) -> None:
    carry(robot(web, kind), SAID, to="", at=AT)
    assert read(web.bodies[0]).splitlines() == [
        "双桥镇：催办 1 件（5G-001）",
        "石泉镇：新交办 1 件（5G-“2”）",
        "登录办理：https://guatu.county.example/notices",
        "留痕 1a2b…9f0e",
    ]


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19021")])
def test_a_wrong_secret_is_told_with_the_code_of_the_house(web: Came, kind: RobotKind, code: str) -> None:
    with pytest.raises(NotCarried, match=code) as refused:
        carry(robot(web, kind, secret=SECRET[::-1]), SAID, to="", at=AT)
    assert SECRET[::-1] not in str(refused.value)


def test_a_wrong_key_of_a_group_is_told(web: Came) -> None:
    with pytest.raises(NotCarried, match="93000"):
        carry(robot(web, "wecom", key="other"), SAID, to="", at=AT)


def test_a_long_text_is_cut_before_wecom_refuses_it(web: Came) -> None:
    long = Message(subject="", lines=tuple(f"第{n}个镇：催办 1 件" for n in range(200)))
    carry(robot(web, "wecom"), long, to="", at=AT)
    assert web.bodies[0]["text"]["content"].endswith("…")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, "{}"), "网关回答 500"),
        ((302, "{}"), "网关回答 302"),
        ((200, "<html>"), "读不懂"),
        ((200, "[]"), "读不懂"),
    ],
)
def test_what_a_gateway_says_amiss_is_told(web: Came, answer: tuple[int, str], words: str) -> None:
    web.answers.append(answer)
    with pytest.raises(NotCarried, match=words):
        carry(robot(web, "wecom"), SAID, to="", at=AT)


def test_a_gateway_that_is_away_is_told() -> None:
    with web_house() as gone:
        channel = robot(gone, "wecom")
    with pytest.raises(NotCarried, match="没有应答"):
        carry(channel, SAID, to="", at=AT)


def test_an_sms_goes_in_the_body_that_the_gateway_wants(web: Came) -> None:
    quoted = Message(subject="", lines=('双桥镇：催办 1 件（"5G"\\1）',))
    carry(sms(web, '{"to":"{phone}","text":"{text}"}'), quoted, to="13000000000", at=AT)
    assert web.bodies == [{"to": "13000000000", "text": '【挂图】双桥镇：催办 1 件（"5G"\\1）。请登录办理'}]


def test_an_sms_as_a_form_cannot_add_fields(web: Came) -> None:
    tricky = Message(subject="", lines=("a&to=1",))
    form = sms(web, "to={phone}&text={text}", "application/x-www-form-urlencoded")
    carry(form, tricky, to="13000000000", at=AT)
    assert web.bodies[0].startswith("to=13000000000&text=")
    assert "&to=1" not in web.bodies[0]


def test_an_sms_that_the_gateway_does_not_take_is_told(web: Came) -> None:
    web.answers.append((200, '{"code":7}'))
    with pytest.raises(NotCarried, match="没有收下"):
        carry(sms(web, '{"to":"{phone}","text":"{text}"}'), SAID, to="13000000000", at=AT)


def test_a_mail_is_taken_by_the_server_of_the_county(post: Came) -> None:
    carry(mail(post), SAID, to="ming@x.example", at=AT)
    (mail_taken,) = post.mails
    assert (mail_taken["Subject"], mail_taken["To"]) == (SAID.subject, "ming@x.example")
    assert mail_taken["Auto-Submitted"] == "auto-generated"
    assert "石泉镇：新交办 1 件（5G-“2”）" in mail_taken.get_content()


def test_an_address_that_the_server_does_not_know_is_told_without_naming_it(post: Came) -> None:
    with pytest.raises(NotCarried, match="不收这个地址") as refused:
        carry(mail(post), SAID, to="gone@x.example", at=AT)
    assert "gone" not in str(refused.value)
    assert post.mails == []

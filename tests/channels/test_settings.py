"""The channels as the environment names them; what is missing stops with its cure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from environs import Env

from guatu.channels.settings import MailChannel, RobotChannel, SmsChannel, read
from guatu.kernel.errors import SettingMissing

SetAll = Callable[..., Env]
MAIL = {
    "GUATU_CHANNEL_MAIL": "email",
    "GUATU_CHANNEL_MAIL_HOST": "m.example",
    "GUATU_CHANNEL_MAIL_SENDER": "a@b",
}
ROBOT = {
    "GUATU_CHANNEL_TOWN": "feishu",
    "GUATU_CHANNEL_TOWN_URL": "https://open.example/hook/1",
    "GUATU_CHANNEL_TOWN_UNITS": "双桥镇，石泉镇",
}
SMS = {
    "GUATU_CHANNEL_SMS": "sms",
    "GUATU_CHANNEL_SMS_URL": "http://10.1.1.5/send",
    "GUATU_CHANNEL_SMS_BODY": "{phone} {text}",
    "GUATU_CHANNEL_SMS_ACCEPTED": "ok",
    "GUATU_CHANNEL_SMS_HEADERS": "X-Key: abc; X-App: 7",
}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> SetAll:
    def set_all(names: str, **values: str) -> Env:
        monkeypatch.setenv("GUATU_CHANNELS", names)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Env()

    return set_all


def test_no_channel_unless_the_keeper_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUATU_CHANNELS", raising=False)
    assert read(Env()) == ()


def test_channels_in_the_order_of_their_names(env: SetAll, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s\n")
    town, mail, sms = read(
        env("town,mail,sms", **MAIL, **ROBOT, **SMS, GUATU_CHANNEL_TOWN_SECRET_FILE=str(secret))
    )
    assert isinstance(town, RobotChannel)
    assert (town.kind, town.secret, town.units) == ("feishu", "s", frozenset(("双桥镇", "石泉镇")))
    assert isinstance(mail, MailChannel)
    assert (mail.port, mail.security) == (465, "tls")
    assert isinstance(sms, SmsChannel)
    assert sms.headers == (("X-Key", "abc"), ("X-App", "7"))
    assert "abc" not in repr(sms)
    assert "hook" not in repr(town)


@pytest.mark.parametrize(
    ("names", "values", "words"),
    [
        ("mail,mail", MAIL, "GUATU_CHANNELS"),
        ("邮件", {}, "GUATU_CHANNELS"),
        ("mail", {}, "种类"),
        ("mail", {"GUATU_CHANNEL_MAIL": "pigeon"}, "应为"),
        ("mail", {"GUATU_CHANNEL_MAIL": "email"}, "发件地址|邮件服务器"),
        ("mail", MAIL | {"GUATU_CHANNEL_MAIL_SENDER": "nobody"}, "邮箱地址"),
        ("mail", MAIL | {"GUATU_CHANNEL_MAIL_SECURITY": "ssl"}, "starttls"),
        ("mail", MAIL | {"GUATU_CHANNEL_MAIL_PORT": "99999"}, "端口号"),
        ("sms", SMS | {"GUATU_CHANNEL_SMS_BODY": "{text}"}, "{phone}"),
        ("sms", SMS | {"GUATU_CHANNEL_SMS_URL": "ftp://x"}, "http"),
        ("sms", SMS | {"GUATU_CHANNEL_SMS_HEADERS": "no colon"}, "名称: 值"),
        ("town", ROBOT | {"GUATU_CHANNEL_TOWN_URL": ""}, "机器人的地址"),
        ("town", ROBOT | {"GUATU_CHANNEL_TOWN_UNITS": ""}, "哪些单位"),
        ("town", ROBOT | {"GUATU_CHANNEL_TOWN_SECRET_FILE": "/nowhere"}, "读不到文件"),
    ],
)
def test_what_is_missing_or_malformed_stops_with_its_cure(
    env: SetAll, names: str, values: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingMissing, match=words):
        read(env(names, **values))

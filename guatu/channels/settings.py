"""The channels as the environment names them, typed; a missing part stops the server with its cure.

GUATU_CHANNELS=mail,sms,town
GUATU_CHANNEL_MAIL=email     GUATU_CHANNEL_MAIL_HOST=...  GUATU_CHANNEL_MAIL_SENDER=...
GUATU_CHANNEL_SMS=sms        GUATU_CHANNEL_SMS_URL=...    GUATU_CHANNEL_SMS_BODY=...
GUATU_CHANNEL_TOWN=dingtalk  GUATU_CHANNEL_TOWN_URL=...   GUATU_CHANNEL_TOWN_UNITS=双桥镇
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from environs import Env

from guatu.kernel.errors import SettingMalformed, SettingMissing
from guatu.kernel.settings import Parts

RobotKind: TypeAlias = Literal["wecom", "dingtalk", "feishu"]
Security: TypeAlias = Literal["tls", "starttls", "none"]
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")
_PORTS: Final[Mapping[Security, int]] = {"tls": 465, "starttls": 587, "none": 25}
_KINDS: Final = "email、sms、wecom、dingtalk、feishu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way out of the building; the name stands with what was sent by it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel(Channel):
    """A mail server of the county."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsChannel(Channel):
    """A gateway that sends SMS when it is asked by HTTP, in whatever shape it wants."""

    url: str
    body: str = field(repr=False)
    """With `{phone}` and `{text}`, each written as the type of the body asks."""
    content_type: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    accepted: str
    """What its answer contains when it took the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotChannel(Channel):
    """The robot of one chat group, for the people of some units."""

    kind: RobotKind
    url: str = field(repr=False)
    """It holds the key by which the group is known."""
    secret: str = field(default="", repr=False)
    units: frozenset[str]


def read(env: Env) -> tuple[Channel, ...]:
    """The channels in the order in which they are named; none unless the keeper names one."""
    names: list[str] = [name.strip() for name in env.str("GUATU_CHANNELS", "").split(",") if name.strip()]
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise SettingMalformed(
            "GUATU_CHANNELS", "各渠道的名称以逗号分开，用小写字母、数字和连字符，不重复，例如 mail,sms"
        )
    return tuple(_channel(Parts(env.str, "GUATU_CHANNEL", name)) for name in names)


def _channel(parts: Parts) -> Channel:
    read_one = _READ.get(parts.text("", f"这个渠道的种类：{_KINDS} 之一"))
    if read_one is None:
        raise parts.wrong("", f"应为 {_KINDS} 之一")
    return read_one(parts)


def _mail(parts: Parts) -> MailChannel:
    security = parts.maybe("SECURITY", "tls")
    if security not in _PORTS:
        raise parts.wrong("SECURITY", "应为 tls、starttls 或 none")
    sender = parts.text("SENDER", "发件地址，例如 guatu@county.example")
    if "@" not in sender or any(sign in sender for sign in "\r\n"):
        raise parts.wrong("SENDER", "应为邮箱地址，例如 guatu@county.example")
    return MailChannel(
        name=parts.name,
        label=parts.maybe("LABEL", "邮件"),
        host=parts.text("HOST", "邮件服务器的地址，例如 mail.county.example"),
        port=parts.number("PORT", _PORTS[cast("Security", security)], 65_535, "端口号"),
        security=cast("Security", security),
        sender=sender,
        user=parts.maybe("USER"),
        password=parts.secret("PASSWORD"),
    )


def _sms(parts: Parts) -> SmsChannel:
    body = parts.text("BODY", '请求正文，含 {phone} 和 {text}，例如 {"to":"{phone}","text":"{text}"}')
    if "{phone}" not in body or "{text}" not in body:
        raise parts.wrong("BODY", "应含 {phone} 和 {text}，系统以手机号和短信内容替换")
    return SmsChannel(
        name=parts.name,
        label=parts.maybe("LABEL", "短信"),
        url=_url(parts),
        body=body,
        content_type=parts.maybe("TYPE", "application/json"),
        headers=_headers(parts),
        accepted=parts.text("ACCEPTED", '网关收下时回答里含有的文字，例如 "code":0'),
    )


def _robot(kind: RobotKind, label: str) -> Callable[[Parts], Channel]:
    def read_one(parts: Parts) -> RobotChannel:
        units = parts.text("UNITS", "这个群是哪些单位的，填单位名称，多个以逗号分开")
        return RobotChannel(
            name=parts.name,
            label=parts.maybe("LABEL", label),
            kind=kind,
            url=_url(parts),
            secret=parts.secret("SECRET"),
            units=frozenset(unit.strip() for unit in units.replace("，", ",").split(",") if unit.strip()),
        )

    return read_one


_READ: Final[Mapping[str, Callable[[Parts], Channel]]] = {
    "email": _mail,
    "sms": _sms,
    "wecom": _robot("wecom", "政务微信群"),
    "dingtalk": _robot("dingtalk", "钉钉群"),
    "feishu": _robot("feishu", "飞书群"),
}


def _url(parts: Parts) -> str:
    """An address, which may lie in a file for it holds a key; inside the network it may be without TLS."""
    url = parts.secret("URL")
    if not url:
        raise SettingMissing(parts.called("URL"), "网关或群机器人的地址，或用 …_URL_FILE 指明存放它的文件")
    found = urlsplit(url)
    if found.scheme not in ("http", "https") or not found.hostname or found.username:
        raise parts.wrong("URL", "应为 http:// 或 https:// 开头的地址")
    return url


def _headers(parts: Parts) -> tuple[tuple[str, str], ...]:
    """Lines of `Name: value`, as a gateway wants for its key."""
    found = []
    for line in filter(str.strip, parts.secret("HEADERS").replace(";", "\n").splitlines()):
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z0-9-]+", name.strip()):
            raise parts.wrong("HEADERS", "应为“名称: 值”，多个以分号分开，例如 X-Key: abc")
        found.append((name.strip(), value.strip()))
    return tuple(found)

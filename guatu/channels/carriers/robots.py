"""Robots of chat groups, each in the shape of its house.

WeCom (企业微信, 政务微信) knows the group by the key in the address. DingTalk wants the moment in
milliseconds and its HMAC in the address; Feishu wants seconds and a HMAC in the body, whose key is the
moment and the secret, and whose message is empty. All three answer 200 to what they refuse: the code inside
tells.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, TypeAlias
from urllib.parse import urlencode

from guatu.channels.carriers.posting import post
from guatu.channels.errors import NotCarried
from guatu.channels.messages import Message
from guatu.channels.settings import RobotChannel

_MOST_BYTES: Final = 2000
"""WeCom refuses a text of more than 2,048 bytes."""
_Asked: TypeAlias = tuple[str, dict[str, object]]


def carry(channel: RobotChannel, message: Message, *, at: datetime) -> None:
    """Let the robot say it in its group."""
    url, body = _SHAPES[channel.kind](channel, _cut(message.long), at)
    said = post(url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
    code = _code(said)
    if code != 0:
        raise NotCarried(f"群机器人没有收下（{code}）" if code is not None else "群机器人的回答读不懂")


def _wecom(channel: RobotChannel, text: str, at: datetime) -> _Asked:
    return channel.url, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(channel: RobotChannel, text: str, at: datetime) -> _Asked:
    body: dict[str, object] = {"msgtype": "text", "text": {"content": text}}
    if not channel.secret:
        return channel.url, body
    moment = str(int(at.timestamp() * 1000))
    sign = _signed(channel.secret.encode(), f"{moment}\n{channel.secret}".encode())
    joint = "&" if "?" in channel.url else "?"
    return f"{channel.url}{joint}{urlencode({'timestamp': moment, 'sign': sign})}", body


def _feishu(channel: RobotChannel, text: str, at: datetime) -> _Asked:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if channel.secret:
        moment = str(int(at.timestamp()))
        body |= {"timestamp": moment, "sign": _signed(f"{moment}\n{channel.secret}".encode(), b"")}
    return channel.url, body


_SHAPES: Final[Mapping[str, Callable[[RobotChannel, str, datetime], _Asked]]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}


def _signed(key: bytes, message: bytes) -> str:
    return b64encode(hmac.new(key, message, sha256).digest()).decode()


def _code(said: str) -> int | None:
    """The code of the answer: `errcode`, or `code` and before it `StatusCode`; 0 means taken."""
    try:
        found = json.loads(said)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    code = next((found[name] for name in ("errcode", "code", "StatusCode") if name in found), None)
    return code if isinstance(code, int) else None


def _cut(text: str) -> str:
    """A text that the strictest of them takes, cut between characters."""
    data = text.encode()
    return text if len(data) <= _MOST_BYTES else data[: _MOST_BYTES - 3].decode(errors="ignore") + "…"

"""By SMS: the body that the gateway wants, with the number and the text in their places."""

import json
from typing import Final
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

from guatu.channels.carriers.posting import post
from guatu.channels.errors import NotCarried
from guatu.channels.messages import Message
from guatu.channels.settings import SmsChannel

_LONGEST: Final = 200
"""Characters; gateways send more than 70 as several."""


def carry(channel: SmsChannel, message: Message, *, to: str) -> None:
    """Ask the gateway to send it; what it answers must say that it took it."""
    text = message.short if len(message.short) <= _LONGEST else f"{message.short[: _LONGEST - 1]}…"
    body = channel.body
    for name, value in (("{phone}", to), ("{text}", text)):
        body = body.replace(name, _written(value, channel.content_type))
    headers = {"Content-Type": f"{channel.content_type}; charset=utf-8"} | dict(channel.headers)
    if channel.accepted not in post(channel.url, body.encode(), headers):
        raise NotCarried("短信网关没有收下")


def _written(value: str, content_type: str) -> str:
    """The value as the type of the body asks, so that nothing in it is read as more than text."""
    if "json" in content_type:
        return json.dumps(value, ensure_ascii=False)[1:-1]
    if "urlencoded" in content_type:
        return quote_plus(value)
    return escape(value) if "xml" in content_type else value

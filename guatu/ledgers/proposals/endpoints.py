"""An endpoint that speaks `/chat/completions`, inside the network: asked once, for some seconds at most."""

import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, Final
from urllib.parse import urlsplit

from guatu.ledgers.proposals.naming import Endpoint

_LARGEST: Final = 64 * 1024
_LONGEST: Final = 700
"""Tokens of an answer: a few fields with their quotes."""
Messages = Sequence[Mapping[str, str]]


class NoAnswer(Exception):
    """The endpoint gave no answer that can be read; the words say why, and hold nothing of the document."""


def ask(endpoint: Endpoint, messages: Messages) -> str:
    """What the model says; NoAnswer for all that goes wrong."""
    asked = {
        "model": endpoint.model,
        "messages": list(messages),
        "temperature": 0,
        "max_tokens": _LONGEST,
        "stream": False,
    }
    said = _post(endpoint, json.dumps(asked, ensure_ascii=False).encode())
    try:
        content: Any = json.loads(said)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoAnswer("回答不是约定的格式") from error
    if not isinstance(content, str):
        raise NoAnswer("回答不是约定的格式")
    return content


def _post(endpoint: Endpoint, body: bytes) -> bytes:
    parts = urlsplit(endpoint.url)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    door = _door(parts.scheme, parts.hostname or "", parts.port, endpoint.seconds)
    try:
        door.connect()
        _refuse_outside(door.sock)
        with _ended_after(door.sock, endpoint.seconds):
            door.request("POST", f"{parts.path}/chat/completions", body, headers)
            with door.getresponse() as answer:
                said, status = answer.read(_LARGEST + 1), answer.status
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer("没有应答，或超过了时间") from error
    finally:
        door.close()
    if status != 200:
        raise NoAnswer(f"回答 {status}")
    if len(said) > _LARGEST:
        raise NoAnswer("回答过长")
    return said


def _door(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    """Without proxies and redirects."""
    if scheme == "http":
        return HTTPConnection(host, port, timeout=seconds)
    return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())


def _refuse_outside(connected: socket) -> None:
    """Before a word is sent: only to this machine or to a network of the office's own."""
    if ip_address(str(connected.getpeername()[0]).partition("%")[0]).is_global:
        raise NoAnswer("接口不在本机或内网，没有发送")


@contextmanager
def _ended_after(connected: socket, seconds: float) -> Iterator[None]:
    """However slowly it drips: at the end of the time the line is cut."""

    def cut() -> None:
        try:
            connected.shutdown(SHUT_RDWR)
        except OSError:
            return  # it has ended by itself

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

"""Asking a provider: small JSON over TLS, within seconds, without redirects and without proxies."""

import json
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from guatu.http.identity.doors import is_safe

_EACH: Final = 3.0
"""Seconds to connect, and between two pieces of an answer."""
_WHOLE: Final = 6.0
"""Seconds for all of it, however small the pieces."""
_LARGEST: Final = 256 * 1024


class NoAnswer(Exception):
    """There was no usable answer; the words name no secret and no person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a mapping."""

    status: int
    data: Mapping[str, Any]


def fetch(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    authorities: str = "",
) -> Answer:
    """GET, or POST of a form; an address without TLS is not asked."""
    if not is_safe(address):
        raise NoAnswer("address")
    door = _connection(address, authorities)
    cut: Timer | None = None
    try:
        door.connect()
        cut = Timer(_WHOLE, _shut, (door.sock,))
        cut.daemon = True
        cut.start()
        status, body = _exchange(door, address, form, dict(headers or {}))
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        if cut is not None:
            cut.cancel()
        door.close()
    return Answer(status, _mapping(body))


def _connection(address: str, authorities: str) -> HTTPConnection:
    parts = urlsplit(address)
    assert parts.hostname is not None  # noqa: S101 - a safe address has one
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname, parts.port, timeout=_EACH)
    try:
        context = ssl.create_default_context(cafile=authorities or None)
    except OSError as error:
        raise NoAnswer("authorities") from error
    return HTTPSConnection(parts.hostname, parts.port, timeout=_EACH, context=context)


def _exchange(
    door: HTTPConnection, address: str, form: Mapping[str, str] | None, headers: dict[str, str]
) -> tuple[int, bytes]:
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers |= {"Accept": "application/json", "Connection": "close"}
    if form is None:
        door.request("GET", target, headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        door.request("POST", target, urlencode(form), headers)
    with door.getresponse() as answer:
        body = answer.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise ValueError("too large")
    return answer.status, body


def _shut(opened: socket) -> None:
    """End a connection under the thread that reads from it; below TLS, which would want to say goodbye."""
    with suppress(OSError):
        socket.shutdown(opened, SHUT_RDWR)


def _mapping(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("json") from error
    if not isinstance(found, dict):
        raise NoAnswer("json")
    return found

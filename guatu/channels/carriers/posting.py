"""A POST to a gateway inside the network: seconds, no redirects, no proxies, a small answer."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from guatu.channels.errors import NotCarried

_SECONDS: Final = 5.0
_LARGEST: Final = 64 * 1024


def post(url: str, body: bytes, headers: Mapping[str, str]) -> str:
    """What the gateway answers; NotCarried where it is away or answers with an error."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    door = _door(parts.scheme, parts.hostname or "", parts.port)
    try:
        door.request("POST", target, body, dict(headers) | {"Connection": "close"})
        with door.getresponse() as answer:
            said = answer.read(_LARGEST)
            status = answer.status
    except (OSError, HTTPException) as error:
        raise NotCarried("网关没有应答") from error
    finally:
        door.close()
    if not 200 <= status < 300:
        raise NotCarried(f"网关回答 {status}")
    return said.decode("utf-8", "replace")


def _door(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(host, port, timeout=_SECONDS)
    return HTTPSConnection(host, port, timeout=_SECONDS, context=ssl.create_default_context())

"""Asking a provider: whatever it does, the asking ends."""

import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from guatu.http.identity import fetching
from guatu.http.identity.fetching import NoAnswer, fetch
from tests.http.identity.crooked import Crooked


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.2)


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"H")
            time.sleep(0.05)


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"{")
            time.sleep(0.05)


@pytest.mark.parametrize("say", [silent, dripping_head, dripping_body], ids=lambda one: one.__name__)
def test_a_provider_that_drags_its_feet_is_left(
    crooked: Crooked, monkeypatch: pytest.MonkeyPatch, say: object
) -> None:
    monkeypatch.setattr(fetching, "_EACH", 0.5)
    monkeypatch.setattr(fetching, "_WHOLE", 0.7)
    crooked.says["/slow"] = say  # type: ignore[assignment]
    start = time.monotonic()

    with pytest.raises(NoAnswer):
        fetch(f"{crooked.issuer}/slow")

    assert time.monotonic() - start < 1.1


def test_an_address_without_tls_is_not_asked() -> None:
    with pytest.raises(NoAnswer, match="address"):
        fetch("http://id.county.example/keys")


def test_a_certificate_that_nobody_vouches_for_is_no_provider(crooked: Crooked) -> None:
    with pytest.raises(NoAnswer):
        fetch(crooked.issuer.replace("http://", "https://"))


def test_certificates_that_cannot_be_read_are_told_as_such(crooked: Crooked) -> None:
    with pytest.raises(NoAnswer, match="authorities"):
        fetch(crooked.issuer.replace("http://", "https://"), authorities="/nowhere/ca.pem")

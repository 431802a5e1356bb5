"""A browser before the door to the crooked provider: there and back again."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.http.identity.crooked import Crooked

Claims = dict[str, Any]


def begin(client: Client, target: str = "/account") -> dict[str, str]:
    """What the browser is sent to the provider with."""
    answer = client.get(f"/sign-in/county?next={target}")
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in asked.items()}


def come_back(client: Client, state: str, code: str = "c-1", **more: str) -> HttpResponse:
    return client.get("/sign-in/county/back", {"state": state, "code": code, **more})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def said(answer: HttpResponse) -> str:
    return answer.content.decode()


def signed_in(client: Client, crooked: Crooked, **claims: Any) -> HttpResponse:
    asked = begin(client)
    crooked.sign(crooked.claims(asked["nonce"], **claims))
    return come_back(client, asked["state"])

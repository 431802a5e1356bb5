"""Signing in by a gateway's signed header: of a minute, for this host, once, and from the gateway alone."""

import logging
import time
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, Final
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from pytest_django.fixtures import Settings

from guatu.accounts.models import Office, Person
from guatu.http.identity.doors import PASSWORD_DOOR, GatewayDoor
from guatu.http.identity.gateways import strip_middleware
from guatu.http.models import Session
from tests.accounts.factories import make_person

KEY: Final = "for tests alone, of two and thirty characters"
GATEWAY: Final = "10.8.0.5"
ELSEWHERE: Final = "10.9.0.7"
Opened = Callable[..., GatewayDoor]


@pytest.fixture
def chat(settings: Settings) -> Opened:
    """`chat(age=10)` opens the door to the gateway."""

    def opened(**changes: object) -> GatewayDoor:
        parts = {
            "name": "chat",
            "label": "政务微信",
            "header": "X-Guatu-Identity",
            "gateways": (ip_network("10.8.0.0/28"), ip_network("fd00::5")),
            "key": KEY,
            "skew": 5,
        }
        made = GatewayDoor(**{**parts, **changes})  # type: ignore[arg-type]  # parts of a door by their names
        settings.SIGN_IN_DOORS = (PASSWORD_DOOR, made)
        return made

    return opened


def claims(**other: Any) -> dict[str, Any]:
    honest = {"sub": "E1001", "iat": int(time.time()), "jti": uuid4().hex, "aud": "testserver"}
    return {name: value for name, value in (honest | other).items() if value is not None}


def signed(key: str = KEY, alg: str = "HS256", **other: Any) -> str:
    return jwt.encode({"alg": alg}, claims(**other), OctKey.import_key(key))


def present(client: Client, token: str, at: str = GATEWAY, path: str = "/sign-in/chat/back") -> HttpResponse:
    return client.get(path, headers={"x-guatu-identity": token}, REMOTE_ADDR=at)  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_who_comes_through_the_gateway_is_let_in(client: Client, chat: Opened, known: Person) -> None:
    chat()
    there = client.get("/sign-in/chat?next=/ledgers", REMOTE_ADDR=GATEWAY).headers["Location"]
    assert there == "http://testserver/sign-in/chat/back?next=%2Fledgers"

    answer = present(client, signed(), path=there.removeprefix("http://testserver"))

    assert answer.headers["Location"] == "/ledgers"
    assert Session.objects.get(person_id=known.pk).door == "chat"
    assert "政务微信登录" in client.get("/account").content.decode()
    assert client.post("/sign-out").headers["Location"] == "/sign-in"


def test_who_opens_the_chat_on_the_computer_of_another_is_not_taken_for_him(
    client: Client, chat: Opened, known: Person, office: Office
) -> None:
    chat()
    other = make_person("何敏", external_id="E1002", roles=[("leader", office)])
    present(client, signed())

    assert (
        client.get("/sign-in/chat", REMOTE_ADDR=GATEWAY).headers["Location"].startswith("http://testserver")
    )
    present(client, signed(sub="E1002"))

    assert "何敏" in client.get("/account").content.decode()
    assert [row.person_id for row in Session.objects.all()] == [other.pk]


def test_a_header_is_good_once(client: Client, stranger: Client, chat: Opened, known: Person) -> None:
    chat()
    token = signed()
    present(client, token)

    answer = present(stranger, token)

    assert (answer.status_code, "已经用过" in answer.content.decode()) == (409, True)
    assert not is_in(stranger)
    assert present(stranger, signed()).status_code == 302


@pytest.mark.parametrize("address", [ELSEWHERE, "10.8.0.16", "", "127.0.0.1"])
def test_nobody_else_brings_the_header(client: Client, chat: Opened, known: Person, address: str) -> None:
    chat()

    answer = present(client, signed(), at=address)

    assert (answer.status_code, "请从政务微信的工作台打开" in answer.content.decode()) == (403, True)
    assert not is_in(client)


def test_no_header_of_a_proxy_makes_an_address_a_gateway(client: Client, chat: Opened, known: Person) -> None:
    chat()
    headers = {"x-guatu-identity": signed(), "x-forwarded-for": GATEWAY, "x-real-ip": GATEWAY}

    assert client.get("/sign-in/chat/back", headers=headers, REMOTE_ADDR=ELSEWHERE).status_code == 403


@pytest.mark.parametrize(("address", "seen"), [(GATEWAY, 1), ("fd00::5", 1), (ELSEWHERE, 0)])
def test_the_header_is_struck_out_of_every_request_that_is_not_the_gateways(
    chat: Opened, rf: RequestFactory, address: str, seen: int
) -> None:
    chat()
    found: list[bool] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append("HTTP_X_GUATU_IDENTITY" in request.META)
        return HttpResponse()

    request = rf.get("/work", headers={"x-guatu-identity": "anything"}, REMOTE_ADDR=address)
    strip_middleware(view)(request)

    assert found == [bool(seen)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iat": int(time.time()) - 61}, "iat"),
        ({"iat": int(time.time()) + 3600}, "iat"),
        ({"iat": None}, "iat"),
        ({"iat": "now"}, "iat"),
        ({"jti": None}, "jti"),
        ({"jti": "1"}, "jti"),
        ({"aud": "elsewhere.example"}, "aud"),
        ({"aud": None}, "aud"),
        ({"exp": int(time.time()) - 60}, "exp"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
    ],
)
def test_a_header_that_says_something_wrong_opens_nothing(
    client: Client, chat: Opened, known: Person, changes: dict[str, Any], why: str
) -> None:
    chat()

    answer = present(client, signed(**changes))

    assert (answer.status_code, f"（{why}" in answer.content.decode()) == (422, True)
    assert not is_in(client)


@pytest.mark.parametrize(
    "token",
    [
        signed(KEY[::-1]),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJFMTAwMSJ9.",
        "E1001",
        f"{signed()},{signed()}",
        jwt.encode({"alg": "Ed25519"}, claims(), OKPKey.generate_key("Ed25519"), algorithms=["Ed25519"]),
    ],
    ids=["another key", "none", "a bare name", "two headers", "a key of one's own"],
)
def test_a_header_that_the_gateway_did_not_sign_opens_nothing(
    client: Client, chat: Opened, known: Person, token: str
) -> None:
    chat()

    answer = present(client, token)

    assert (answer.status_code, "（signature）" in answer.content.decode()) == (422, True)
    assert not is_in(client)


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_a_gateway_may_keep_its_key_to_itself(
    client: Client, stranger: Client, chat: Opened, known: Person, alg: str
) -> None:
    own = OKPKey.generate_key("Ed25519")
    public = own.as_pem(private=False).decode()
    chat(key="", public_key=public)

    token = jwt.encode({"alg": alg}, claims(), own, algorithms=[alg])
    assert present(client, token).status_code == 302
    by_public_key = jwt.encode({"alg": "HS256"}, claims(), OctKey.import_key("x" + public[30:]))
    assert present(stranger, by_public_key).status_code == 422


def test_an_unknown_person_is_told_whom_to_ask(client: Client, chat: Opened, known: Person) -> None:
    chat()

    answer = present(client, signed(sub="E9999"))

    assert (answer.status_code, "请联系县政务服务中心登记" in answer.content.decode()) == (403, True)


def test_the_log_holds_no_header_and_nobody(
    client: Client, chat: Opened, known: Person, caplog: pytest.LogCaptureFixture
) -> None:
    made, tokens = chat(), [signed(), signed(aud="elsewhere.example"), signed(KEY[::-1])]
    with caplog.at_level(logging.DEBUG):
        for token in tokens:
            present(client, token)

    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "sign-in by chat: refused (aud)" in told
    assert [one for one in (*tokens, KEY, "E1001", "周宁") if one in told] == []
    assert KEY not in repr(made)

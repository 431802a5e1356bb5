"""Signing in by OpenID Connect: what does not open the door, and what is said then."""

import logging
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey

from guatu.accounts.actions import people
from guatu.accounts.models import Person
from guatu.history.chains import SYSTEM
from tests.accounts.factories import ENTERED, ENTERED_AT
from tests.http.identity.conftest import MakeDoor
from tests.http.identity.crooked import CLIENT, SECRET, Crooked, key, send
from tests.http.identity.visiting import Claims, begin, come_back, is_in, said, signed_in


def test_an_unknown_person_is_told_whom_to_ask_and_nobody_is_made(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    count = Person.objects.count()

    answer = signed_in(client, crooked, sub="E9999")

    assert answer.status_code == 403
    assert "名册里没有“E9999”，请联系县政务服务中心登记您的统一身份标识" in said(answer)
    assert not is_in(client)
    assert Person.objects.count() == count


def test_who_was_deactivated_is_told_so(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    people.deactivate(person=known, by=SYSTEM, at=ENTERED_AT, on=ENTERED)

    answer = signed_in(client, crooked)

    assert (answer.status_code, "账号已停用" in said(answer)) == (403, True)
    assert not is_in(client)


def test_the_state_of_another_browser_opens_nothing(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    asked = begin(stranger)
    crooked.sign(crooked.claims(asked["nonce"]))

    for state in (asked["state"], "", "不存在"):
        answer = come_back(client, state)
        assert (answer.status_code, "已过期或已用过" in said(answer)) == (422, True)
    assert crooked.asked == []
    assert not is_in(client)


def test_an_answer_is_taken_once(client: Client, crooked: Crooked, door: MakeDoor, known: Person) -> None:
    door()
    asked = begin(client)
    crooked.status = 400
    assert "code" in said(come_back(client, asked["state"]))

    crooked.status = 200
    crooked.sign(crooked.claims(asked["nonce"]))
    answer = come_back(client, asked["state"])

    assert (answer.status_code, "已过期或已用过" in said(answer)) == (422, True)
    assert len(crooked.asked) == 1


def test_an_answer_that_comes_late_is_not_taken(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    asked = begin(client)
    session = client.session
    session["waiting"] = [one | {"began": time.time() - 601} for one in session["waiting"]]
    session.save()

    assert come_back(client, asked["state"]).status_code == 422
    assert crooked.asked == []


def test_it_leads_to_our_own_pages_only(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    asked = begin(client, "https://elsewhere.example/")
    crooked.sign(crooked.claims(asked["nonce"]))

    assert come_back(client, asked["state"]).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"iss": "https://elsewhere.example"}, "iss"),
        ({"iss": None}, "iss"),
        ({"aud": "another"}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": [CLIENT, "another"]}, "azp"),
        ({"azp": "another"}, "azp"),
        ({"exp": int(time.time()) - 31}, "exp"),
        ({"exp": None}, "exp"),
        ({"iat": int(time.time()) + 3600}, "iat"),
        ({"nbf": int(time.time()) + 3600}, "nbf"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": "E1001\x00"}, "sub"),
        ({"sub": "E" * 81}, "sub"),
        ({"sub": ["E1001"]}, "sub"),
    ],
)
def test_a_token_that_claims_something_wrong_is_refused_by_the_name_of_the_check(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person, changes: Claims, why: str
) -> None:
    door()

    answer = signed_in(client, crooked, **changes)

    assert answer.status_code == 422
    assert f"没有通过核对（{why}" in said(answer)
    assert not is_in(client)


def test_clocks_may_differ_a_little(client: Client, crooked: Crooked, door: MakeDoor, known: Person) -> None:
    door()

    assert signed_in(client, crooked, exp=int(time.time()) - 20, iat=int(time.time()) + 20).status_code == 302


def unsigned(crooked: Crooked, claims: Claims) -> None:
    crooked.unsigned(claims)


def by_our_secret(crooked: Crooked, claims: Claims) -> None:
    crooked.token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def by_the_public_key_as_a_secret(crooked: Crooked, claims: Claims) -> None:
    public = key().as_pem(private=False)
    crooked.token = jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(public[30:]))


def by_a_key_that_is_not_published(crooked: Crooked, claims: Claims) -> None:
    crooked.sign(claims, by=key("stranger"))


def by_another_key_under_the_name_of_the_first(crooked: Crooked, claims: Claims) -> None:
    crooked.sign(claims, by=key("stranger"), kid="first")


def changed_after_signing(crooked: Crooked, claims: Claims) -> None:
    crooked.sign(claims | {"sub": "E9999"})
    head, _, signature = crooked.token.split(".")
    honest = crooked.token
    crooked.sign(claims)
    body = crooked.token.split(".")[1]
    assert honest != crooked.token
    crooked.token = f"{head}.{body}.{signature}"


def no_token(crooked: Crooked, claims: Claims) -> None:
    crooked.token = None


def garbled(crooked: Crooked, claims: Claims) -> None:
    crooked.token = "a.b.c"  # noqa: S105 - no token


FORGERIES = [
    unsigned,
    by_our_secret,
    by_the_public_key_as_a_secret,
    by_a_key_that_is_not_published,
    by_another_key_under_the_name_of_the_first,
    changed_after_signing,
    no_token,
    garbled,
]


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda one: one.__name__)
def test_a_token_without_the_providers_signature_opens_nothing(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person, forge: Callable[[Crooked, Claims], None]
) -> None:
    door()
    asked = begin(client)
    forge(crooked, crooked.claims(asked["nonce"]))

    answer = come_back(client, asked["state"])

    assert (answer.status_code, "没有通过核对" in said(answer)) == (422, True)
    assert not is_in(client)


def test_forged_tokens_do_not_make_us_ask_for_keys_again_and_again(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    for _ in range(3):
        asked = begin(client)
        crooked.sign(crooked.claims(asked["nonce"]), by=key("stranger"))
        assert come_back(client, asked["state"]).status_code == 422

    assert crooked.visits.count("/keys") == 1


def test_who_says_no_is_told_so(client: Client, crooked: Crooked, door: MakeDoor, known: Person) -> None:
    door()
    asked = begin(client)

    answer = client.get("/sign-in/county/back", {"state": asked["state"], "error": "access_denied"})

    assert (answer.status_code, "没有同意这次登录" in answer.content.decode()) == (422, True)
    assert crooked.asked == []


def test_an_answer_in_the_name_of_another_issuer_is_not_taken(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    asked = begin(client)

    answer = come_back(client, asked["state"], iss="https://elsewhere.example")

    assert (answer.status_code, crooked.asked) == (422, [])


def test_a_provider_that_is_down_is_told_at_once_and_the_other_doors_stand(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door(issuer="http://127.0.0.1:9")
    start = time.monotonic()

    answer = client.get("/sign-in/county")

    assert answer.status_code == 503
    assert "统一身份认证暂时连不上" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()
    assert time.monotonic() - start < 4


def failing(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 500, {})


def no_mapping(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, ["no mapping"])


def away(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.end_headers()


def too_much(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, {"filler": "x" * 300_000})


@pytest.mark.parametrize("say", [failing, no_mapping, away, too_much], ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_answers_nonsense_is_told_as_one_that_is_down(
    client: Client,
    crooked: Crooked,
    door: MakeDoor,
    known: Person,
    path: str,
    say: Callable[[BaseHTTPRequestHandler], None],
) -> None:
    door()
    crooked.says[path] = say
    answer = client.get("/sign-in/county")
    if answer.status_code == 302:
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        crooked.sign(crooked.claims(asked["nonce"][0]))
        answer = come_back(client, asked["state"][0])  # type: ignore[assignment]

    assert answer.status_code in (422, 503)
    assert not is_in(client)


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"authorization_endpoint": ""},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
    ],
)
def test_a_provider_that_publishes_unsafe_addresses_is_not_used(
    client: Client, crooked: Crooked, door: MakeDoor, db: None, published: dict[str, str]
) -> None:
    door()
    crooked.published = published

    assert client.get("/sign-in/county").status_code == 503


def test_the_log_names_the_check_and_no_secret_and_nobody(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person, caplog: pytest.LogCaptureFixture
) -> None:
    made = door()
    with caplog.at_level(logging.DEBUG):
        asked = begin(client)
        crooked.sign(crooked.claims(asked["nonce"], aud="another"))
        come_back(client, asked["state"], code="a-code-of-its-own")
        signed_in(client, crooked, sub="E9999")
        signed_in(client, crooked)

    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "sign-in by county: refused (aud)" in told
    secrets = (SECRET, "a-code-of-its-own", crooked.token, "E1001", "E9999", "周宁", asked["state"])
    assert [one for one in secrets if one in told] == []
    assert SECRET not in repr(made)

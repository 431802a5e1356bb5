"""Signing in by OpenID Connect: what opens the door, and what does not."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now
from django_otp.plugins.otp_totp.models import TOTPDevice
from joserfc import jwt
from joserfc.jwk import OctKey
from pytest_django.fixtures import Settings

from guatu.accounts.actions import people
from guatu.accounts.models import Office, Person
from guatu.history.chains import SYSTEM
from guatu.http.models import Session
from tests.accounts.factories import ENTERED, ENTERED_AT, PASSWORD, make_person
from tests.http.identity.conftest import MakeDoor
from tests.http.identity.crooked import CLIENT, SECRET, Crooked, key, send

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


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    asked = begin(client)

    assert (asked["response_type"], asked["scope"], asked["client_id"]) == ("code", "openid", CLIENT)
    assert asked["redirect_uri"] == "http://testserver/sign-in/county/back"
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    crooked.sign(crooked.claims(asked["nonce"]))
    assert come_back(client, asked["state"]).headers["Location"] == "/account"
    form = crooked.asked[0]
    assert (form["grant_type"], form["code"], form["redirect_uri"]) == (
        "authorization_code", "c-1", asked["redirect_uri"],
    )  # fmt: skip
    assert len(form["code_verifier"]) > 42
    assert form["authorization"].startswith("Basic ")
    assert "client_secret" not in form


def test_who_is_known_is_let_in_and_the_session_says_by_which_door(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    before = begin(client)
    anonymous = client.session.session_key
    crooked.sign(crooked.claims(before["nonce"]))

    come_back(client, before["state"])

    row = Session.objects.get(person_id=known.pk)
    assert row.door == "county"
    assert row.session_key != anonymous
    assert row.expire_date - now() > timedelta(hours=11)
    assert not Session.objects.filter(session_key=anonymous).exists()
    assert "统一身份认证登录" in said(client.get("/account"))  # type: ignore[arg-type]
    kept = str(row.get_decoded())
    assert "E1001" not in kept
    assert "周宁" not in kept


def test_a_user_name_is_matched_where_the_door_says_so(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door(match="username", claim="preferred_username")

    assert signed_in(client, crooked, preferred_username="ZhouNing").status_code == 302
    assert is_in(client)


def test_what_the_token_leaves_out_is_asked_of_the_provider_about_the_same_person(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door(claim="employee")
    crooked.people = {"sub": "opaque-7", "employee": "E1001"}
    assert signed_in(client, crooked, sub="opaque-7").status_code == 302

    crooked.people = {"sub": "another", "employee": "E1001"}
    answer = signed_in(stranger, crooked, sub="opaque-7")
    assert (answer.status_code, "userinfo" in said(answer)) == (422, True)


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


def test_several_tabs_may_be_under_way(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    first, _ = begin(client, "/ledgers"), begin(client, "/work")
    crooked.sign(crooked.claims(first["nonce"]))

    assert come_back(client, first["state"]).headers["Location"] == "/ledgers"
    for _ in range(9):
        begin(Client())
    assert "waiting" not in client.session


def test_a_browser_keeps_five_beginnings_at_most(
    client: Client, crooked: Crooked, door: MakeDoor, db: None
) -> None:
    door()
    for _ in range(9):
        begin(client)

    assert len(client.session["waiting"]) == 5
    assert Session.objects.get().expire_date - now() < timedelta(minutes=11)


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


def test_a_new_key_of_the_provider_is_asked_for_once(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guatu.http.identity import metadata

    door()
    signed_in(Client(), crooked)
    crooked.keys = [key("second")]
    monkeypatch.setattr(metadata, "_AGAIN", timedelta(0))

    assert signed_in(client, crooked).status_code == 302
    assert crooked.visits.count("/keys") == 2
    assert crooked.visits.count("/.well-known/openid-configuration") == 1


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


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    crooked.published = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert signed_in(client, crooked).status_code == 302
    assert (crooked.asked[0]["client_secret"], crooked.asked[0]["authorization"]) == (SECRET, "")


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


def test_a_lock_on_the_user_name_closes_the_password_alone(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    for _ in range(5):
        stranger.post("/sign-in", {"username": "zhouning", "password": "wrong"})
    right = {"username": "zhouning", "password": PASSWORD}
    assert stranger.post("/sign-in", right).status_code == 429

    assert signed_in(client, crooked).status_code == 302
    assert is_in(client)


def test_a_given_password_need_not_be_changed_by_who_comes_in_without_it(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    people.reset_password(person=known, password=PASSWORD, by=SYSTEM, at=ENTERED_AT, on=ENTERED)
    signed_in(client, crooked)
    stranger.post("/sign-in", {"username": "zhouning", "password": PASSWORD})

    assert is_in(client)
    assert not is_in(stranger)


@pytest.mark.parametrize("names", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}])
def test_a_second_step_at_the_provider_counts_only_where_the_door_says_so(
    crooked: Crooked, door: MakeDoor, office: Office, settings: Settings, names: Claims
) -> None:
    settings.TOTP_REQUIRED = True
    make_person("何敏", external_id="E1002", roles=[("administrator", office)])
    door()
    unasked, without, trusted = Client(), Client(), Client()
    signed_in(unasked, crooked, sub="E1002", **names)
    assert unasked.get("/account").headers["Location"].startswith("/code")

    door(two_step=frozenset({"mfa"}))
    signed_in(without, crooked, sub="E1002", amr=["pwd"], acr="0")
    signed_in(trusted, crooked, sub="E1002", **names)

    assert without.get("/account").headers["Location"].startswith("/code")
    assert is_in(trusted)


def test_who_has_a_device_gives_its_code_unless_the_provider_asked_for_a_second_step(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    TOTPDevice.objects.create(user=known, name="", confirmed=True)
    door(two_step=frozenset({"mfa"}))
    signed_in(client, crooked)
    signed_in(stranger, crooked, amr=["mfa"])

    assert client.get("/account").headers["Location"].startswith("/code")
    assert is_in(stranger)


def test_a_second_step_of_an_earlier_session_is_not_handed_on(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person, settings: Settings
) -> None:
    TOTPDevice.objects.create(user=known, name="", confirmed=True)
    door(two_step=frozenset({"mfa"}))
    asked = begin(client)
    signed_in(client, crooked, amr=["mfa"])
    assert is_in(client)
    session = client.session
    session["waiting"] = [{"door": "county", "target": "/", "began": time.time(), "state": asked["state"],
                           "nonce": asked["nonce"], "verifier": "v"}]  # fmt: skip
    session.save()
    crooked.sign(crooked.claims(asked["nonce"], amr=["pwd"]))
    come_back(client, asked["state"])

    assert client.get("/account").headers["Location"].startswith("/code")


def test_signing_out_offers_to_sign_out_there_where_there_is_such_a_page(
    client: Client, stranger: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    signed_in(stranger, crooked)
    assert stranger.post("/sign-out").headers["Location"] == "/sign-in"

    from guatu.http.identity import metadata

    metadata.forget()
    crooked.published = {"end_session_endpoint": f"{crooked.issuer}/out?x=1"}
    signed_in(client, crooked)
    there = client.post("/sign-out").headers["Location"]
    assert there == "/sign-in?left=county"
    page = client.get(there).content.decode()
    assert "统一身份认证还在登录状态" in page
    assert "/sign-in/county/out" in page
    address = client.get("/sign-in/county/out").headers["Location"]
    assert address.startswith(f"{crooked.issuer}/out?x=1&client_id={CLIENT}&post_logout_redirect_uri=")
    assert not is_in(client)


def test_a_door_that_is_not_there_is_not_there(client: Client, door: MakeDoor, db: None) -> None:
    door()
    for name in ("password", "elsewhere"):
        for page in ("", "/back", "/out"):
            assert client.get(f"/sign-in/{name}{page}").status_code == 404
    assert client.post("/sign-in/county").status_code == 405


def test_where_there_is_no_door_for_passwords_none_is_taken(
    client: Client, door: MakeDoor, known: Person, settings: Settings
) -> None:
    settings.SIGN_IN_DOORS = (door(),)

    assert 'name="password"' not in client.get("/sign-in").content.decode()
    assert client.post("/sign-in", {"username": "zhouning", "password": PASSWORD}).status_code == 404
    assert not is_in(client)

"""Signing in by OpenID Connect: what opens the door, by what it stands open, and how one leaves."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from guatu.accounts.actions import people
from guatu.accounts.models import Office, Person
from guatu.history.chains import SYSTEM
from guatu.http.models import Session
from tests.accounts.factories import ENTERED, ENTERED_AT, PASSWORD, make_person
from tests.http.identity.conftest import MakeDoor
from tests.http.identity.crooked import CLIENT, SECRET, Crooked, key
from tests.http.identity.visiting import Claims, begin, come_back, is_in, said, signed_in


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


def test_behind_a_proxy_that_takes_the_tls_off_the_way_back_is_over_tls(
    client: Client, door: MakeDoor, db: None, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    door()

    assert begin(client)["redirect_uri"] == "https://testserver/sign-in/county/back"


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


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    crooked.published = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert signed_in(client, crooked).status_code == 302
    assert (crooked.asked[0]["client_secret"], crooked.asked[0]["authorization"]) == (SECRET, "")


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


def test_who_is_signed_in_is_not_sent_to_the_provider_again(
    client: Client, crooked: Crooked, door: MakeDoor, known: Person
) -> None:
    door()
    signed_in(client, crooked)

    assert client.get("/sign-in/county?next=/work").headers["Location"] == "/work"


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

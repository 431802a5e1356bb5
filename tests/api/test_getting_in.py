"""Who gets in: tokens by scope and days, sessions with their proof; one shape of error for the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from guatu.accounts.actions import people, tokens
from guatu.accounts.errors import AlreadyEnded, EndsBeforeStart, PersonInactive
from guatu.accounts.models import Token
from guatu.history import rebuilding
from guatu.history.chains import SYSTEM
from guatu.history.models import Event
from tests.accounts.factories import moment
from tests.api.conftest import Program, Programs, SetDay, problem, token_of
from tests.ledgers.factories import DAY, County


def test_a_token_acts_as_its_person_with_the_roles_of_the_day(program: Programs, county: County) -> None:
    told = program("coordinator", "read").get("/me").json()

    assert told["name"] == "林知远"
    assert [(one["kind"], one["office"]["name"]) for one in told["roles"]] == [("coordinator", "县督查室")]
    assert told["token"]["scope"] == "read"
    liaison = program("town", "read").get("/me").json()
    assert [one["unit"]["name"] for one in liaison["roles"]] == ["双桥镇"]


def test_only_a_digest_of_the_key_is_kept_and_the_deed_is_in_the_chain(county: County) -> None:
    key = token_of(county, "leader")

    token = Token.objects.get()
    assert key not in str(Token.objects.values().get())
    event = Event.objects.latest("pk")
    assert (event.kind, event.subject_kind, event.subject_id) == (
        "token_made", "person", county.people["leader"].pk,
    )  # fmt: skip
    assert token.digest.encode() not in bytes(event.body)
    assert rebuilding.check().found == []


def test_what_is_no_token_is_refused_without_saying_why(county: County, day: SetDay) -> None:
    key = token_of(county, "leader", last_day=DAY)
    revoked = token_of(county, "leader")
    tokens.revoke(token=Token.objects.latest("pk"), by=SYSTEM, at=moment(DAY), on=DAY)

    assert Program(key).get("/me").status_code == 200
    day(DAY + timedelta(days=1))
    for wrong in (key, revoked, f"{key}x", "x" * 5000, "", "我"):
        answer = Program(wrong.encode().decode("latin-1")).get("/me")
        assert problem(answer) in ((401, "token_refused"), (401, "sign_in_needed")), wrong
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_person_who_was_deactivated_gets_in_no_more_and_neither_does_his_token_later(
    county: County,
) -> None:
    key = token_of(county, "stranger")
    deed: dict[str, Any] = {"by": SYSTEM, "at": moment(DAY), "on": DAY}
    person = people.deactivate(person=county.people["stranger"], **deed)

    assert problem(Program(key).get("/me")) == (401, "token_refused")
    people.reactivate(person=person, **deed)
    assert problem(Program(key).get("/me")) == (401, "token_refused")
    assert Token.objects.get().revoked_on == DAY


def test_a_token_ends_once_and_begins_for_somebody_who_can_sign_in(county: County) -> None:
    token_of(county, "stranger")
    deed: dict[str, Any] = {"by": SYSTEM, "at": moment(DAY), "on": DAY}
    tokens.revoke(token=Token.objects.get(), **deed)

    with pytest.raises(AlreadyEnded):
        tokens.revoke(token=Token.objects.get(), **deed)
    with pytest.raises(EndsBeforeStart):
        token_of(county, "stranger", last_day=DAY - timedelta(days=1))
    people.deactivate(person=county.people["stranger"], **deed)
    with pytest.raises(PersonInactive):
        token_of(county, "stranger")


@pytest.mark.parametrize("values", [{"scope": "all"}, {"digest": ""}])
def test_the_table_refuses_what_no_token_is(county: County, values: dict[str, str]) -> None:
    token_of(county, "leader")
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.update(**values)


def test_use_is_noted_at_most_twice_an_hour(program: Programs, county: County) -> None:
    one = program("leader")
    one.get("/me")
    first = Token.objects.get().used_at
    assert first is not None
    one.get("/me")
    assert Token.objects.get().used_at == first


def test_where_codes_are_asked_a_token_must_have_a_last_day(county: County, settings: Settings) -> None:
    settings.TOTP_REQUIRED = True
    ending = token_of(county, "coordinator", last_day=DAY)

    assert problem(Program(token_of(county, "coordinator")).get("/me")) == (401, "token_refused")
    assert Program(ending).get("/me").status_code == 200
    assert Program(token_of(county, "leader")).get("/me").status_code == 200


def test_a_session_gets_in_too_and_passes_the_gates(county: County, client: Client) -> None:
    assert problem(client.get("/api/v1/me")) == (401, "sign_in_needed")
    client.force_login(county.people["leader"])
    assert client.get("/api/v1/me").json()["token"] is None
    county.people["leader"].must_change_password = True
    county.people["leader"].save(update_fields=["must_change_password"])
    assert problem(client.get("/api/v1/me")) == (403, "password_needed")


def test_what_lies_beside_the_addresses_is_answered_in_the_same_shape(program: Programs) -> None:
    one = program("leader")

    assert problem(one.get("/nothing")) == (404, "absent")
    assert problem(one.get("/")) == (404, "absent")
    answer = one.post("/me")
    assert problem(answer) == (405, "method_unknown")
    assert answer.headers["Allow"] == "GET"
    assert problem(one.get("/me?x=%00")) == (400, "garbled")
    assert one.get("/me").headers["Cache-Control"] == "private, no-store"

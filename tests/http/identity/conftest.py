"""A county whose people are known to another house, the doors to it, and the pages themselves."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guatu.accounts.models import Office, Person
from guatu.http.identity import metadata
from guatu.http.identity.doors import PASSWORD_DOOR, OidcDoor
from tests.accounts.factories import PASSWORD, make_person
from tests.http.identity.crooked import CLIENT, SECRET, Crooked, serving

MakeDoor = Callable[..., OidcDoor]


@pytest.fixture(autouse=True)
def _own_addresses(settings: Settings) -> None:
    """These go through the pages as they are."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SIGN_IN_HELP = "县政务服务中心"


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    yield
    metadata.forget()


@pytest.fixture
def known(office: Office) -> Person:
    """A leader, of whom no code is asked, by the number that the county's directory gave him."""
    return make_person(
        "周宁", username="zhouning", external_id="E1001", password=PASSWORD, roles=[("leader", office)]
    )


@pytest.fixture
def crooked(socket_enabled: None) -> Iterator[Crooked]:
    with serving() as provider:
        yield provider


@pytest.fixture
def door(crooked: Crooked, settings: Settings) -> MakeDoor:
    """`door(two_step=frozenset({"mfa"}))` opens the door to the crooked provider."""

    def opened(**changes: object) -> OidcDoor:
        parts = {
            "name": "county",
            "label": "统一身份认证",
            "issuer": crooked.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
        }
        made = OidcDoor(**{**parts, **changes})  # type: ignore[arg-type]  # parts of a door by their names
        settings.SIGN_IN_DOORS = (PASSWORD_DOOR, made)
        return made

    return opened


@pytest.fixture
def stranger() -> Client:
    return Client()

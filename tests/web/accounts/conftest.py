"""The county of the ledgers with all its roles, and its people signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.accounts.factories import make_division, make_office, make_person, make_unit, moment
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County, make_county

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Passwords of tests need no slow hash; the slow one still reads what imports made."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("neighbours", make_neighbours).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    """The county, and the administrator of another one."""
    return _begun


def make_neighbours() -> County:
    """The county with somebody who administers another one: `people["neighbour"]`."""
    county = make_county()
    division = make_division("邻水县")
    office = make_office("邻水县督查室", unit=make_unit("邻水县政府办", division=division))
    county.people["neighbour"] = make_person("邻县管理员", roles=[("administrator", office)])
    return county


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is of the first day of the county."""
    from guatu.http import requests

    monkeypatch.setattr(requests, "now", lambda: moment(DAY))


@pytest.fixture
def as_(county: County) -> SignIn:
    """A client in which somebody of the county is signed in: `as_("town")`."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(county.people[name])
        return client

    return signed_in

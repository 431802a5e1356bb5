"""A county for each test of the work screens, and people signed in."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.beginnings import Begin
from tests.ledgers.factories import County, make_county
from tests.scratch import Scratch

SignIn = Callable[[str], Client]


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("county", make_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun


@pytest.fixture
def scratch(begun: Begin, tmp_path: Path) -> Iterator[Scratch]:
    with begun("county", make_county).copied(tmp_path / "data") as copy:
        yield copy


@pytest.fixture
def as_(county: County) -> SignIn:
    """A client in which somebody of the county is signed in: `as_("town")`."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(county.people[name])
        return client

    return signed_in


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let every request be of a day."""

    def set_day(day: date) -> None:
        from guatu.http import requests
        from tests.accounts.factories import moment

        monkeypatch.setattr(requests, "now", lambda: moment(day))

    return set_day

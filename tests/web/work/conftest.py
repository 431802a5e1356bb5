"""A county for each test of the work screens, and people signed in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.ledgers.factories import County, make_county
from tests.scratch import scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

SignIn = Callable[[str], Client]


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.FILES = tmp_path / "files"
    return make_county()


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

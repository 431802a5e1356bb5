"""A county and people signed in, at a browser's door and before the pages; every request is of one day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from guatu.http import requests
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, make_county
from tests.scratch import Scratch, scratch, scratch_template  # noqa: F401 - fixtures

SignIn = Callable[[str], Client]
Visit = Callable[..., Page]
SetDay = Callable[[date], None]


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    """Let every request from now on be of a day; at first it is the day on which the county begins."""

    def set_day(on: date) -> None:
        monkeypatch.setattr(requests, "now", lambda: moment(on, hour=10))

    set_day(DAY)
    return set_day


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path, day: SetDay) -> County:
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
def live(scratch: Scratch, day: SetDay, socket_enabled: None) -> Iterator[tuple[County, str]]:  # noqa: F811
    """A county whose rows are committed, and the address of a server that shows it."""
    county = make_county()
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    yield county, server.url
    server._live_server_modified_settings.disable()
    server.stop()


@pytest.fixture
def visit(live: tuple[County, str], open_page: Callable[..., Page]) -> Visit:
    """A page before somebody: `visit("town", width=390)`; the address is that of the server."""

    def signed_in(name: str, *, width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        county, address = live
        client = Client()
        client.force_login(county.people[name])
        page = open_page(width=width, allowed=allowed)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        return page

    return signed_in

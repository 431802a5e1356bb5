"""A county and people signed in, at a browser's door and before the pages; every request is of one day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from guatu.http import requests
from tests.accounts.factories import moment
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County, make_county
from tests.scratch import Scratch

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
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("county", make_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None, day: SetDay) -> County:
    return _begun


@pytest.fixture
def as_(county: County) -> SignIn:
    """A client in which somebody of the county is signed in: `as_("town")`."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(county.people[name])
        return client

    return signed_in


@pytest.fixture
def live(scratch: Scratch, served: str, begun: Begin, day: SetDay) -> tuple[County, str]:
    """A county whose rows are committed, and the address of a server that shows it."""
    return begun("county", make_county).answer, served


@pytest.fixture
def scratch(begun: Begin, tmp_path: Path) -> Iterator[Scratch]:
    with begun("county", make_county).copied(tmp_path / "data") as copy:
        yield copy


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

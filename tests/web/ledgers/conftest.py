"""A county whose ledger holds items in many states, looked at on one fixed Friday."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from guatu.http import requests
from guatu.ledgers.actions import ledgers as ledger_actions
from guatu.ledgers.lights import nightly
from guatu.ledgers.queries import listing
from tests.accounts.factories import make_person, moment
from tests.beginnings import Begin
from tests.ledgers.factories import County, asked, closed, dispatched, make_county, make_items, signed
from tests.scratch import Scratch

FRIDAY = date(2026, 3, 20)
SignIn = Callable[[str], Client]
Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def _friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is of the same day, whenever the tests run; nothing is remembered from test to test."""
    monkeypatch.setattr(requests, "now", lambda: moment(FRIDAY))
    listing.memory.clear()


def make_furnished_county() -> County:
    """Seven items: a draft, one to sign, three under way (late, near, on time), one asked, one closed."""
    county = make_county()
    make_items(county, title="草稿一件", category="用电", deadline=date(2026, 5, 29))
    dispatched(county, title="待签收一件", category="用电", deadline=date(2026, 5, 29))
    signed(county, title="逾期一件", category="站址", deadline=date(2026, 3, 13))
    signed(county, title="临期一件", category="站址", deadline=date(2026, 3, 25))
    signed(county, title="按期一件", category="规划", deadline=date(2026, 6, 30))
    asked(county, title="申请销号一件", category="规划", deadline=date(2026, 5, 29))
    closed(county, title="已销号一件", category="规划", deadline=date(2026, 3, 10))
    reader = make_person("方遥岑", unit=county.towns[0])
    ledger_actions.name_reader(ledger=county.ledger, person=reader, **county.when("coordinator"))
    county.people["reader"] = reader
    nightly.light_all(on=FRIDAY, at=moment(FRIDAY))
    return county


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("furnished", make_furnished_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun


@pytest.fixture
def scratch(begun: Begin, tmp_path: Path) -> Iterator[Scratch]:
    with begun("furnished", make_furnished_county).copied(tmp_path / "data") as copy:
        yield copy


@pytest.fixture
def as_(county: County) -> SignIn:
    """A client in which somebody of the county is signed in: `as_("town")`."""
    return lambda name: signed_in(county, name)


def signed_in(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def shown(served: str, begun: Begin, open_page: Callable[..., Page]) -> tuple[County, Visit]:
    """A county in a database that the browser's server shares, and a way to visit as somebody."""
    county = begun("furnished", make_furnished_county).answer

    def visit(name: str, path: str = "", *, width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        session = signed_in(county, name).cookies["sessionid"].value
        page = open_page(width=width, allowed=allowed)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
        page.goto(served + (path or f"/ledgers/{county.ledger.pk}"))
        return page

    return county, visit

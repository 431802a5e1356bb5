"""Two versions of a plan in a county, and a browser before them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from guatu.ledgers.models import Directive
from guatu.ledgers.revisions import naming
from tests.beginnings import Begin
from tests.ledgers.revisions.conftest import (
    LATER,
    MakePlan,
    Plan,
    _begun,
    dispatched,
    make_plan,
    make_two_versions,
)
from tests.scratch import Scratch
from tests.web.items.conftest import SetDay, day

__all__ = ["_begun", "day", "make_plan"]
Visit = Callable[..., Page]
SignIn = Callable[[str], Client]


@pytest.fixture
def plan(make_plan: MakePlan, day: SetDay) -> Plan:
    day(LATER)
    return make_plan()


@pytest.fixture
def as_(plan: Plan) -> SignIn:
    """A client in which somebody of the county is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(plan.county.people[name])
        return client

    return signed_in


@pytest.fixture
def scratch(begun: Begin, tmp_path: Path) -> Iterator[Scratch]:
    with begun("two versions", make_two_versions).copied(tmp_path / "data") as copy:
        yield copy


@pytest.fixture
def live(scratch: Scratch, served: str, begun: Begin, day: SetDay) -> tuple[Plan, str]:
    """The plan in committed rows, and the address of a server that shows it."""
    day(LATER)
    plan = dispatched(begun("two versions", make_two_versions).answer)
    older = Directive.objects.get(pk=plan.older.directive_id or 0)
    naming.name(directive=plan.directive, replaces=older, **plan.when())
    return plan, served


@pytest.fixture
def visit(live: tuple[Plan, str], open_page: Callable[..., Page]) -> Visit:
    """A page before somebody."""

    def signed_in(name: str, *, width: int = 1440, **more: bool) -> Page:
        plan, address = live
        client = Client()
        client.force_login(plan.county.people[name])
        page = open_page(width=width, **more)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        return page

    return signed_in

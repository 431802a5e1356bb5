"""A county, and programs that act for its people by tokens; every request is of one day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guatu.accounts.actions import tokens
from guatu.history.chains import SYSTEM
from guatu.http import requests
from tests.accounts.factories import moment
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County, make_county

SetDay = Callable[[date], None]


class Program:
    """A program with a token: `program("coordinator").get("/items")`."""

    def __init__(self, key: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=True)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=headers or None)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        data = {} if body is None else body
        return self.client.post(
            f"/api/v1{path}", data, content_type="application/json", headers=headers or None
        )

    def send(self, path: str, **files: object) -> Any:
        return self.client.post(f"/api/v1{path}", files)


Programs = Callable[..., Program]


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
def program(county: County) -> Programs:
    """A program of somebody of the county; each asks for its own token."""

    def made(name: str, scope: str = "write") -> Program:
        return Program(token_of(county, name, scope=scope))

    return made


def token_of(county: County, name: str, *, scope: str = "write", last_day: date | None = None) -> str:
    """The key of a new token."""
    person = county.people[name]
    return tokens.make(person=person, scope=scope, last_day=last_day, by=SYSTEM, at=moment(DAY), on=DAY)[1]


def problem(answer: Any) -> tuple[int, str]:
    """The status and the code of an error in the one shape."""
    error = answer.json()["error"]
    assert error.keys() == {"code", "message", "field", "details"}
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"])
    return answer.status_code, error["code"]

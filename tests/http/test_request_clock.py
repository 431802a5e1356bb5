"""What a request carries, how refusals are answered, and what every answer's head says."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from guatu.accounts import errors as accounts
from guatu.accounts.models import CalendarDay, Office, Person
from guatu.history.errors import HistoryRefusal
from guatu.http import errors as doors
from guatu.http.refusals import STATUSES, payload, status_of
from guatu.kernel.errors import Refusal
from tests.accounts.factories import PASSWORD, make_person, make_unit


def test_a_past_day_is_looked_at_and_any_other_is_today(signed_in: Client) -> None:
    today = str(localdate())
    assert signed_in.get("/work?as_of=2026-01-05").json() == {
        "name": "周宁",
        "day": "2026-01-05",
        "as_of": "2026-01-05",
    }
    for value in ("", today, "2999-01-01", "昨天"):
        assert signed_in.get("/work", {"as_of": value}).json()["day"] == today


def test_a_past_day_cannot_be_changed(client: Client, office: Office) -> None:
    make_person(username="admin", password=PASSWORD, roles=[("administrator", office)])
    client.post("/sign-in", {"username": "admin", "password": PASSWORD})

    answer = client.post("/writing?as_of=2026-01-05")
    assert (answer.status_code, "请先回到今天" in answer.content.decode()) == (409, True)
    assert not CalendarDay.objects.exists()
    assert client.post("/writing").status_code == 200
    assert CalendarDay.objects.count() == 1


def test_a_refusal_that_no_view_caught_is_a_page_or_json(signed_in: Client) -> None:
    page, api = signed_in.get("/refusing"), signed_in.get("/api/refusing")

    assert (page.status_code, "云桥县已有“县住建局”" in page.content.decode()) == (409, True)
    assert api.status_code == 409
    assert api.json() == {
        "error": {
            "code": "name_taken",
            "message": "云桥县已有“县住建局”，请直接使用或换一个名称",
            "field": "",
            "details": {"division": "云桥县", "name": "县住建局"},
        }
    }


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (None, 200),
        (accounts.NotAdministrator(where="云桥县"), 403),
        (accounts.AlreadyActive(person="周宁"), 409),
        (accounts.WrongCode(), 422),
        (HistoryRefusal(), 422),
        (doors.SignInNeeded(), 401),
        (doors.LockedOut(minutes=3), 429),
        (doors.WrongCredentials(left=2), 422),
    ],
)
def test_each_family_has_its_status(refusal: Refusal | None, status: int) -> None:
    assert status_of(refusal) == status


def test_every_refusal_speaks_chinese_and_has_a_code_of_its_own() -> None:
    families = [accounts.AccountRefusal, doors.DoorRefusal]
    found = [one for family in families for one in _below(family)]

    codes = [one.code for one in found]
    assert len(codes) == len(set(codes))
    assert all(one.__doc__ for one in found)
    assert Refusal in STATUSES
    assert payload(doors.LockedOut(minutes=3))["error"]["details"] == {"minutes": 3}


def _below(family: type[Refusal]) -> list[type[Refusal]]:
    return [family, *(one for child in family.__subclasses__() for one in _below(child))]


def test_what_a_request_costs_does_not_grow_with_roles(client: Client, office: Office) -> None:
    make_person(username="one", password=PASSWORD, roles=[("leader", office)])
    many: list[tuple[str, Office]] = [("leader", office), ("coordinator", office), ("verifier", office)]
    person = make_person(username="many", password=PASSWORD, roles=many)
    assert isinstance(person, Person)
    make_unit()

    costs = []
    for name in ("one", "many"):
        client.post("/sign-in", {"username": name, "password": PASSWORD})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/work")
        costs.append(len(queries))
    assert costs == [4, 4]  # session, person, mandates, roles


def test_the_head_of_every_answer_says_what_a_browser_may_do(signed_in: Client) -> None:
    heads = signed_in.get("/work").headers

    assert heads["Cache-Control"] == "private, no-store"
    assert heads["X-Frame-Options"] == "DENY"
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Referrer-Policy"] == "same-origin"
    assert "microphone=()" in heads["Permissions-Policy"]
    assert "script-src 'self'" in heads["Content-Security-Policy"]
    assert "unsafe" not in heads["Content-Security-Policy"]

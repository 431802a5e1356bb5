"""Each person begins at the first screen of his role."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from guatu.ledgers.actions import ledgers, look_backs
from guatu.web.framing import address
from tests.accounts.factories import make_office, make_person
from tests.ledgers.factories import DAY, County, asked, closed

SignIn = Callable[[str], Client]


def first_screen(client: Client) -> str:
    answer = client.get(reverse("web:home"))
    assert answer.status_code == 302
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("town", ["my-work"]),
        ("reviewer", ["my-work"]),
        ("verifier", ["to-verify"]),
        ("leader", ["decisions"]),
        ("inspector", ["trail", "ledgers"]),
        ("administrator", ["people", "ledgers"]),
    ],
)
def test_everybody_begins_where_his_work_is(as_: SignIn, name: str, pages: list[str]) -> None:
    there = [url for page in pages if (url := address(page))]
    assert first_screen(as_(name)) == there[0]


def test_a_verifier_with_an_empty_queue_begins_where_something_else_waits(
    county: County, as_: SignIn, today: Callable[[date], None]
) -> None:
    item = closed(county)
    planned = look_backs.plan(pk=item.pk, due_on=DAY + timedelta(days=1), **county.when("verifier"))
    today(planned.due_on)
    assert first_screen(as_("verifier")) == reverse("web:my-work")
    asked(county)
    assert first_screen(as_("verifier")) == reverse("web:to-verify")


def test_a_coordinator_begins_with_the_ledger_that_was_opened_last(county: County, as_: SignIn) -> None:
    second = ledgers.open_ledger(
        office=county.office, name="营商环境专项督办", prefix="YS", **county.when("coordinator")
    )
    client = as_("coordinator")
    assert first_screen(client) == reverse("web:ledger", args=[county.ledger.pk])

    assert client.get(reverse("web:ledger", args=[second.pk])).status_code == 200

    assert first_screen(client) == reverse("web:ledger", args=[second.pk])


def test_who_has_no_role_is_told_what_to_do(county: County, as_: SignIn) -> None:
    county.people["new"] = make_person("新来的")
    client = as_("new")

    assert first_screen(client) == reverse("web:my-work")
    assert "请本单位管理员给您安排角色" in client.get(reverse("web:my-work")).content.decode()


def test_who_serves_two_offices_works_in_the_one_he_chose(county: County, as_: SignIn) -> None:
    other = make_office("县整改办")
    both = make_person("两边跑", roles=[("coordinator", county.office), ("coordinator", other)])
    county.people["both"] = both
    client = as_("both")
    assert "<summary" in client.get(reverse("web:my-work")).content.decode()

    answer = client.post(reverse("web:switch-office"), {"office": other.pk})

    assert answer.headers["location"] == reverse("web:home")
    assert first_screen(client) == reverse("web:ledgers")  # the other office keeps no ledger yet


@pytest.mark.parametrize("office", ["", "x", "999999", "-1"])
def test_an_office_of_others_is_not_there(as_: SignIn, office: str) -> None:
    assert as_("coordinator").post(reverse("web:switch-office"), {"office": office}).status_code == 404


def test_an_office_is_switched_by_post(as_: SignIn) -> None:
    assert as_("coordinator").get(reverse("web:switch-office")).status_code == 405


def test_a_stranger_signs_in_first(db: None) -> None:
    for name in ("home", "my-work", "to-verify"):
        assert Client().get(reverse(f"web:{name}")).headers["location"].startswith(reverse("web:sign-in"))

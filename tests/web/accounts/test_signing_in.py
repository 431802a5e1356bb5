"""At the door: password, lockout, first password, one-time code; in a real browser and by requests."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.accounts.factories import PASSWORD, make_person
from tests.browsers import grave


def _sign_in(client: Client, username: str, password: str, **more: str) -> int:
    return client.post(
        reverse("web:sign-in"), {"username": username, "password": password, **more}
    ).status_code


@pytest.mark.django_db
def test_nothing_is_open_to_a_stranger(client: Client) -> None:
    answer = client.get(reverse("web:account"))
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(reverse("web:sign-in"))


@pytest.mark.django_db
def test_the_right_password_opens_the_page_that_was_asked_for(client: Client) -> None:
    person = make_person(password=PASSWORD)
    answer = client.post(
        reverse("web:sign-in") + "?next=" + reverse("web:account"),
        {"username": person.username, "password": PASSWORD},
    )
    assert answer.headers["location"] == reverse("web:account")


@pytest.mark.django_db
def test_a_foreign_address_is_not_followed(client: Client) -> None:
    person = make_person(password=PASSWORD)
    answer = client.post(
        reverse("web:sign-in"),
        {"username": person.username, "password": PASSWORD, "next": "https://example.org/"},
    )
    assert answer.headers["location"] == reverse("web:home")


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_name_also_for_the_right_one(client: Client) -> None:
    person = make_person(password=PASSWORD)
    assert {_sign_in(client, person.username, "wrong") for _ in range(4)} == {422}
    _sign_in(client, person.username, "wrong")
    answer = client.post(reverse("web:sign-in"), {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 429
    assert "分钟" in answer.content.decode()


@pytest.mark.django_db
def test_a_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    person = make_person(password=PASSWORD, must_change_password=True)
    client.force_login(person)
    assert client.get(reverse("web:account")).headers["location"].startswith(reverse("web:password"))
    given = {"old": PASSWORD, "new": "Shiquan-2026-xin", "again": "Shiquan-2026-xin"}
    assert client.post(reverse("web:password"), given).status_code == 302
    assert client.get(reverse("web:account")).status_code == 200


@pytest.mark.django_db
def test_other_browsers_can_be_signed_out(client: Client) -> None:
    person, other = make_person(password=PASSWORD), Client()
    _sign_in(client, person.username, PASSWORD)
    _sign_in(other, person.username, PASSWORD)
    client.post(reverse("web:end-session"))
    assert other.get(reverse("web:account")).status_code == 302
    assert client.get(reverse("web:account")).status_code == 200


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["web:sign-in", "web:password", "web:code", "web:account"])
def test_the_pages_at_the_door_are_clean(
    served: str, open_page: Callable[..., Page], name: str, width: int
) -> None:
    person = make_person(password=PASSWORD)
    page = open_page(width=width)
    page.goto(served + reverse("web:sign-in"))
    if name != "web:sign-in":
        page.fill("[name=username]", person.username)
        page.fill("[name=password]", PASSWORD)
        page.click("button:has-text('登录')")
        page.goto(served + reverse(name))
    assert grave(page) == []

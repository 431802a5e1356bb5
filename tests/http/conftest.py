"""Addresses of the test's own, and people who can sign in."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guatu.accounts.models import Office, Person
from tests.accounts.factories import PASSWORD, make_office, make_person


@pytest.fixture(autouse=True)
def _own_addresses(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.http.urls"
    settings.STATIC_ROOT = tmp_path  # nothing need be built for these tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def person(office: Office) -> Person:
    """A leader, of whom no code is asked."""
    return make_person("周宁", username="zhouning", password=PASSWORD, roles=[("leader", office)])


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    client.post("/sign-in", {"username": "zhouning", "password": PASSWORD})
    return client

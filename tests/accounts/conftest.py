"""What most tests of the registry begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.accounts.counties import County, make_county
from tests.beginnings import Begin


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Passwords of tests need no slow hash; the slow one still reads what imports made."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("registry", make_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun

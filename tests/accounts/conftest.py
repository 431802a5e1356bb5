"""What most tests of the registry begin with."""

import pytest
from pytest_django.fixtures import Settings

from tests.accounts.counties import County, make_county


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Passwords of tests need no slow hash; the slow one still reads what imports made."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture
def county(db: None) -> County:
    return make_county()

"""A county for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.beginnings import Begin
from tests.ledgers.factories import County, make_county


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("county", make_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun

"""A county for each test."""

import pytest

from tests.ledgers.factories import County, make_county


@pytest.fixture
def county(db: None) -> County:
    return make_county()

"""A county for each test."""

import pytest

from tests.ledgers.factories import County, make_county
from tests.scratch import scratch, scratch_template

__all__ = ["scratch", "scratch_template"]


@pytest.fixture
def county(db: None) -> County:
    return make_county()

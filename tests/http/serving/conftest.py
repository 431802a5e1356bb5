"""The addresses of the product itself."""

import pytest


@pytest.fixture(autouse=True)
def _own_addresses() -> None:
    """In the place of the room's: see there."""

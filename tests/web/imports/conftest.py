"""The county, its people and a browser before them."""

from tests.web.items.conftest import _begun, as_, county, day, live, scratch, visit

__all__ = ["_begun", "as_", "county", "day", "live", "scratch", "visit"]

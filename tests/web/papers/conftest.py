"""The county of the pages of items, before the pages of papers."""

from tests.web.items.conftest import _begun, as_, county, day, live, scratch, visit

__all__ = ["_begun", "as_", "county", "day", "live", "scratch", "visit"]

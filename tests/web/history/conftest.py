"""The county, its people and a browser before them."""

from tests.web.items.conftest import as_, county, day, live, visit

__all__ = ["as_", "county", "day", "live", "visit"]

"""A county and people signed in, as for the pages of items."""

from tests.web.items.conftest import (
    _begun,
    as_,
    county,
    day,
    live,
    scratch,
    visit,
)

__all__ = ["_begun", "as_", "county", "day", "live", "scratch", "visit"]

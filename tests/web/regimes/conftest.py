"""A county and people signed in, as for the pages of ledgers."""

from tests.web.ledgers.conftest import _begun, _friday, as_, county, scratch, shown

__all__ = ["_begun", "_friday", "as_", "county", "scratch", "shown"]

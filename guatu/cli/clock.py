"""What day it is in the county, for commands that need no database."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

COUNTY: Final = timedelta(hours=8)
"""How far the county's clock is ahead of UTC."""


def today() -> date:
    """The day in the county."""
    return (datetime.now(UTC) + COUNTY).date()

"""The county, filled once for all tests of a run that look at it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

import pytest

from guatu.demo.county.filling import fill
from tests.beginnings import Begin
from tests.scratch import Scratch

DAY: Final = date(2026, 9, 18)
"""A Friday."""
NOW: Final = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
"""Five in the afternoon."""


@pytest.fixture(scope="module")
def filled(begun: Begin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """A database of its own with the county in it."""
    with begun("filled", fill_county).copied(tmp_path_factory.mktemp("county") / "data") as copy:
        yield copy


def fill_county() -> None:
    fill(at=NOW, on=DAY)

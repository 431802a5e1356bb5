"""The county, filled once for all tests of this folder that look at it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from guatu.demo.county.filling import fill
from tests.scratch import Scratch, copied, scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

DAY: Final = date(2026, 9, 18)
"""A Friday."""
NOW: Final = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
"""Five in the afternoon."""


@pytest.fixture(scope="package")
def filled(
    scratch_template: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scratch]:
    """A database of its own with the county in it."""
    folder = tmp_path_factory.mktemp("county") / "data"
    with copied(scratch_template, django_db_blocker, folder) as copy:
        fill(at=NOW, on=DAY)
        yield copy

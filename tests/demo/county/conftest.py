"""The county, filled once for all tests of a run that look at it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from guatu.demo.county.filling import fill
from tests.scratch import Scratch, copied, kept, scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

DAY: Final = date(2026, 9, 18)
"""A Friday."""
NOW: Final = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
"""Five in the afternoon."""


@pytest.fixture(scope="session")
def told(
    scratch_template: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A database with the county in it, and its folder, to copy from."""
    folder = tmp_path_factory.mktemp("county") / "data"
    with ExitStack() as until_the_end:
        with copied(scratch_template, django_db_blocker, folder) as copy:
            fill(at=NOW, on=DAY)
            template = until_the_end.enter_context(kept(copy))
        yield template, folder


@pytest.fixture(scope="module")
def filled(
    told: tuple[str, Path], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scratch]:
    """A database of its own with the county in it."""
    template, source = told
    folder = tmp_path_factory.mktemp("county") / "data"
    with copied(template, django_db_blocker, folder) as copy:
        for name in ("files", "keys", "checkpoints"):
            copytree(source / name, folder / name, dirs_exist_ok=True)
        yield copy

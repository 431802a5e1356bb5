"""A county that was worked in, made once for a run, and a backup of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from guatu.keeping import backing_up
from tests.beginnings import Begin
from tests.keeping.places import AT, fill
from tests.scratch import Scratch


@pytest.fixture
def kept(begun: Begin, tmp_path: Path) -> Iterator[Scratch]:
    """A copy of the county, in which a test may commit."""
    with begun("kept", fill).copied(tmp_path / "data") as copy:
        yield copy


@pytest.fixture
def backup(kept: Scratch, tmp_path: Path) -> Path:
    """A backup of it."""
    return backing_up.take(tmp_path / "out", at=AT).path


@pytest.fixture
def databases(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Databases may be asked; there is none yet."""
    with django_db_blocker.unblock():
        yield

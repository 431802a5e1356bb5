"""The world of the matrix, made once for a run; every request is of the day on which it begins."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from guatu.history import checkpoints, keys
from guatu.http import requests
from tests.accounts.factories import moment
from tests.beginnings import Begin
from tests.matrix.world import TODAY, World, make_world


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[World]:
    with begun("matrix", make_world).entered(tmp_path) as world:
        yield world


@pytest.fixture
def world(_begun: World, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(requests, "now", lambda: moment(TODAY, hour=10))
    logging.disable(logging.CRITICAL)  # thousands of refusals are not worth a line each
    keys.make_key()
    checkpoints.take(at=moment(TODAY, hour=9))
    checkpoints.lay_all()
    yield _begun
    logging.disable(logging.NOTSET)

"""Fixtures of the tests of the trail: the tables of the trials stand beside those of the product."""

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.history.trials import Matter, MatterFacts
from tests.scratch import Scratch


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        _add_trials()


@pytest.fixture
def scratch(scratch: Scratch) -> Scratch:
    _add_trials()
    return scratch


def _add_trials() -> None:
    with connection.schema_editor() as editor:
        for model in (Matter, MatterFacts):
            editor.create_model(model)

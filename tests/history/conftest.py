"""Fixtures of the tests of the trail."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.history.trials import Matter, MatterFacts
from tests.scratch import migrated_database, scratch, scratch_template

__all__ = ["scratch", "scratch_template"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables of the trials beside those of the product."""
    with migrated_database(django_db_blocker):
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            for model in (Matter, MatterFacts):
                if model._meta.db_table not in connection.introspection.table_names():
                    editor.create_model(model)
        yield

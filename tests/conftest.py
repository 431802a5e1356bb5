"""Fixtures and settings for every test."""

import gc

from hypothesis import HealthCheck, settings

from tests.scratch import django_db_setup

__all__ = ["django_db_setup"]  # here, for among plugins that of pytest-django would come first

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
settings.load_profile("steady")

gc.disable()  # what is collected stays until the end: looking for garbage in it finds none


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, but not among the thousands of tests, and not at every turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()

"""Fixtures and settings for every test."""

from hypothesis import HealthCheck, settings

from tests.scratch import django_db_setup

__all__ = ["django_db_setup"]  # here, for among plugins that of pytest-django would come first

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
settings.load_profile("steady")

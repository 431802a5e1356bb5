"""Fixtures of the tests of commands."""

from tests.scratch import scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

"""Fixtures of the tests of the trail."""

from tests.scratch import scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

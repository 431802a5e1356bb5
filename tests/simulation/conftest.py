"""Comparisons tell what differs, as asserts of tests do."""

import pytest

pytest.register_assert_rewrite("tests.simulation.comparing", "tests.simulation.desk", "tests.simulation.life")

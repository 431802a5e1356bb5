"""Ids are told apart by the workers in passing where they grow; only others are counted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="没有安装 guatu[fast]，规则的 Spark 测试未运行")

from guatu.rules.spark.task import are_apart, stretch  # noqa: E402 - only where pyarrow is


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ([3, 4, 9], (3, 9)),
        ([7], (7, 7)),
        (["甲1", "甲2", "乙"], None),
        (["a", "aa", "b"], ("a", "b")),
        ([3, 3], None),
        ([4, 3], None),
        ([1, None], None),
        ([None], None),
        ([1.0, float("nan")], None),
        ([date(2026, 3, 1), date(2026, 3, 2)], (date(2026, 3, 1), date(2026, 3, 2))),
        ([Decimal("1.5"), Decimal("1.6")], (Decimal("1.5"), Decimal("1.6"))),
        ([[1], [2]], None),
        ([{"a": 1}, {"a": 2}], None),
    ],
)
def test_a_stretch_is_told_only_of_ids_that_grow(ids: list[Any], found: Any) -> None:
    assert stretch(pa.array(ids)) == found


@pytest.mark.parametrize(
    ("stretches", "apart"),
    [
        ([], True),
        ([(4, 9), (1, 3)], True),
        ([(1, 3), (3, 9)], False),
        ([(1, 9), (4, 5)], False),
        ([(1, 3), None], False),
        ([("a", "b"), ("b!", "c")], True),
    ],
)
def test_ids_are_apart_where_no_stretch_reaches_into_another(stretches: Any, apart: bool) -> None:  # noqa: FBT001 - a case
    assert are_apart(stretches) is apart

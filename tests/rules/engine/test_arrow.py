"""A table from Arrow is answered as the same rows are plain, whatever its columns are made of."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.rules.engine.encoded import EVERYTHING, Encoded
from guatu.rules.engine.errors import UnfitColumn
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.language.syntax import Compares, DayAt, FieldAt, Figure
from guatu.rules.rows import Row
from tests.rules.engine.pairs import answered, case, differences

pa = pytest.importorskip("pyarrow", reason="没有安装 guatu[fast]：pyarrow")


def arrow_of(rows: Sequence[Row]) -> Any:
    names = sorted({name for row in rows for name in row})
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def with_dictionaries(table: Any) -> Any:
    """The same table with its texts as dictionaries."""
    columns = {
        name: column.dictionary_encode() if pa.types.is_string(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_an_arrow_table_is_answered_as_plain_rows(seed: int) -> None:
    from guatu.rules.engine import arrow

    rules, rows, asked = case(seed, rules=20, count=40, mixed=False)
    plain = answered(Encoded(table_of(rows), fast=False).decide(rules, asked, EVERYTHING))
    whole = arrow_of(rows)
    pieces = pa.concat_tables([whole.slice(0, 13), whole.slice(13, 1), whole.slice(14)])

    for table in (whole, pieces, with_dictionaries(whole), with_dictionaries(pieces)):
        found = answered(Encoded(arrow.table_of(table), fast=False).decide(rules, asked, EVERYTHING))
        assert not differences(found, plain, rules, rows)


@pytest.mark.parametrize(
    "kind",
    ["int8", "int32", "uint16", "uint64", "float32", "float64", "decimal128(9, 2)", "decimal128(30, 2)"],
)
def test_figures_of_any_width_are_compared_exactly(kind: str) -> None:
    from guatu.rules.engine import arrow

    _, _, asked = case(1, rules=0, count=1)
    kinds = {"decimal128(9, 2)": pa.decimal128(9, 2), "decimal128(30, 2)": pa.decimal128(30, 2)}
    values = [Decimal(29), Decimal(30), Decimal(31), None]
    plain = values if "decimal" in kind else [None if value is None else int(value) for value in values]
    table = pa.table({"staff": pa.array(plain, kinds.get(kind) or getattr(pa, kind)())})
    rules = [Compares(FieldAt("staff"), "≥", Figure(Decimal(30), "人"))]

    outcome = Encoded(arrow.table_of(table), fast=False).decide(rules, asked, EVERYTHING)

    assert outcome.yes.of(0).tolist() == [1, 2]
    assert outcome.unknown_counts.tolist() == [1]


def test_a_column_of_another_type_is_refused_with_its_name() -> None:
    from guatu.rules.engine import arrow

    _, _, asked = case(1, rules=0, count=1)
    table = pa.table({"staff": [date(2025, 1, 1)]})
    rules = [Compares(FieldAt("staff"), "≥", Figure(Decimal(30), "人"))]

    with pytest.raises(UnfitColumn, match="列“staff”的类型是 date32"):
        Encoded(arrow.table_of(table)).decide(rules, asked)


def test_a_moment_is_its_day_and_one_with_a_zone_is_refused() -> None:
    """Midnight in Shanghai is the day before in UTC: which day is meant cannot be told."""
    from guatu.rules.engine import arrow

    asked = case(1, rules=0, count=1).setting
    rules = [Compares(FieldAt("founded"), "=", DayAt(date(2025, 1, 2)))]
    moments = [datetime(2025, 1, 2, 16, 0), datetime(2025, 1, 1, 23, 59)]  # noqa: DTZ001 - without a zone
    plain, zoned = pa.array(moments, pa.timestamp("us")), pa.array(moments, pa.timestamp("us", tz="UTC"))

    outcome = Encoded(arrow.table_of(pa.table({"founded": plain}))).decide(rules, asked, EVERYTHING)
    assert outcome.yes.of(0).tolist() == [0]
    with pytest.raises(UnfitColumn, match="founded"):
        Encoded(arrow.table_of(pa.table({"founded": zoned}))).decide(rules, asked)

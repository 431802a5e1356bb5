"""A catalogue says what may be asked, and refuses to be ambiguous about it."""

from decimal import Decimal
from pathlib import Path

import pytest

from guatu.rules.catalogue.expressions import Arithmetic
from guatu.rules.catalogue.loading import load_catalogue, read_catalogue
from guatu.rules.catalogue.units import Conversions
from guatu.rules.errors import CatalogueRefused, ClashingLabels
from guatu.rules.language.syntax import DayAt, FieldAt, YearsBack
from tests.rules.made import catalogue

GRADES = {"name": "g", "label": "等级", "type": "grade", "grades": ["A", "B"]}


def test_a_field_is_found_by_its_name_and_by_its_label() -> None:
    assert catalogue().by_word["从业人数"] is catalogue().by_word["staff"] is catalogue()["staff"]


def test_a_derived_field_is_read_into_its_expression() -> None:
    revenue, research = (FieldAt(name, YearsBack(1)) for name in ("revenue", "research"))

    assert catalogue()["research_share"].value == Arithmetic(research, "/", revenue)
    assert catalogue()["days_left"].value == Arithmetic(DayAt(FieldAt("due")), "-", DayAt("当日"))
    assert catalogue()["margin"].value == Arithmetic(
        Arithmetic(FieldAt("revenue"), "-", FieldAt("research")), "/", FieldAt("revenue")
    )


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("万元", "元", "10000"),
        ("千万元", "元", "10000000"),
        ("万亿元", "元", "1000000000000"),
        ("分", "元", "0.01"),
        ("‰", "%", "0.1"),
        ("个百分点", "%", "1"),
        ("万人", "人", "10000"),
        ("万度", "千瓦时", "10000"),
        ("千瓦时", "千瓦时", "1"),
        ("日", "天", "1"),
    ],
)
def test_a_unit_is_so_many_of_another(unit: str, base: str, factor: str) -> None:
    assert Conversions({"度": (Decimal(1), "千瓦时")}).factor(unit, base) == Decimal(factor)


@pytest.mark.parametrize(("unit", "base"), [("人", "元"), ("万", "元"), ("元", "%"), ("", "元")])
def test_units_of_different_things_are_not_converted(unit: str, base: str) -> None:
    assert Conversions().factor(unit, base) is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ([], "没有字段"),
        (["从业人数"], "第1条"),
        ([{"name": "人数", "type": "number"}], "英文列名"),
        ([{"name": "n", "type": "integer"}], "type 应为"),
        ([{"name": "n", "type": "number", "units": "人"}], "不认识的键：units"),
        ([{"name": "n", "type": "money", "unit": "万元"}], "金额一律为元"),
        ([{"name": "n", "type": "grade", "grades": ["A"]}], "至少两档"),
        ([{"name": "n", "type": "text", "grades": ["A", "B"]}], "才有 grades"),
        ([{"name": "n", "type": "events"}], "在 fields 里列出"),
        ([{"name": "n", "type": "events", "fields": [GRADES]}], "日期字段“day”"),
        ([{"name": "n", "type": "text", "tree": "industry"}], "才有 tree"),
        ([{"name": "n", "type": "code", "tree": "none.csv"}], "找不到代码表"),
        ([{"name": "n", "type": "text", "value": "1 + 1"}], "只能是数值"),
        ([{"name": "n", "type": "number", "fresh_days": 0}], "正整数"),
        ([{"name": "n", "type": "number", "value": "没有 + 1"}], "是否指|请核对字段目录"),
        ([{"name": "n", "label": "甲", "type": "number", "value": "甲 + 1"}], "用到它自己"),
        (
            [
                {"name": "a", "label": "甲", "type": "number", "value": "乙 + 1"},
                {"name": "b", "label": "乙", "type": "number", "value": "甲 * 2"},
            ],
            "用到它自己",
        ),
        (
            [
                {"name": "a", "label": "甲日", "type": "date"},
                {"name": "b", "label": "乙数", "type": "number", "value": "甲日 + 甲日"},
            ],
            "日期只能相减",
        ),
    ],
)
def test_what_breaks_a_catalogue_is_refused_with_the_field(fields: list[object], told: str) -> None:
    with pytest.raises(CatalogueRefused, match=told):
        read_catalogue(fields)


@pytest.mark.parametrize(
    "second",
    [
        {"name": "b", "label": "等级", "type": "text"},
        {"name": "g", "label": "另一个", "type": "text"},
        {"name": "等级", "label": "x", "type": "text"},
        {"name": "b", "label": "且", "type": "bool"},
        {"name": "b", "label": "属于", "type": "bool"},
        {"name": "today", "label": "今天", "type": "date"},
    ],
)
def test_clashing_labels_are_refused(second: dict[str, object]) -> None:
    with pytest.raises(CatalogueRefused) as caught:
        read_catalogue([GRADES, second])

    assert isinstance(caught.value, ClashingLabels) or second["name"] == "等级"


def test_a_file_that_is_no_yaml_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text("- {name: a\n", encoding="utf-8")

    with pytest.raises(CatalogueRefused, match="坏"):
        load_catalogue(path)
    with pytest.raises(CatalogueRefused, match="没有"):
        load_catalogue(tmp_path / "没有.yaml")

"""Rows come from CSV and xlsx exactly, or are refused with the cell."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from guatu.rules.files.errors import IdMissing, RowsRefused, UnfitCell, UnreadableRows
from guatu.rules.files.reading import read_rows
from guatu.rules.rows import Row
from tests.rules.made import catalogue

HEAD = (
    "id,营业收入[2025],revenue_2024,revenue_2025_as_of,revenue_2025_source,staff,成立日期,dishonest,"
    "tags,honours,accidents,judgements,申报日,电话\n"
)
HONOURS = '"[{""value"": ""乙"", ""until"": ""2026-01-01""}]"'
ACCIDENTS = '"[{""happened_on"": ""2026-01-01"", ""等级"": ""一般""}]"'
JUDGEMENTS = '"[{""question"": ""先进"", ""answer"": true, ""day"": ""2026-01-01""}]"'
WHOLE = (
    f"{HEAD}a,20000000.10,,2026-03-31,税务局,30,2020-02-29,true,"
    f'"[""甲""]",{HONOURS},{ACCIDENTS},{JUDGEMENTS},2026-05-01,000\n'
    "b,,1e3,,,,,否,[],,,,,\n"
)


def rows(tmp_path: Path, text: str) -> dict[str, Row]:
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode("utf-8"))
    return dict(read_rows(path, catalogue()))


def test_csv_is_read_as_decimal_text_days_and_json(tmp_path: Path) -> None:
    assert rows(tmp_path, WHOLE) == {
        "a": {
            "revenue_2025": Decimal("20000000.10"),
            "revenue_2025_as_of": date(2026, 3, 31),
            "revenue_2025_source": "税务局",
            "staff": Decimal(30),
            "founded": date(2020, 2, 29),
            "dishonest": True,
            "tags": ["甲"],
            "honours": [{"value": "乙", "until": date(2026, 1, 1)}],
            "accidents": [{"happened_on": date(2026, 1, 1), "severity": "一般"}],
            "judgements": [{"question": "先进", "answer": True, "day": date(2026, 1, 1)}],
            "asked_on": date(2026, 5, 1),
        },
        "b": {"revenue_2024": Decimal(1000), "dishonest": False, "tags": []},
    }


def test_a_mark_of_byte_order_and_empty_lines_make_no_difference(tmp_path: Path) -> None:
    assert rows(tmp_path, "\ufeffid,staff\r\n\r\na,3\r\n,\r\n") == {"a": {"staff": Decimal(3)}}


def test_xlsx_is_read_by_its_own_values(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "从业人数", "成立日期", "行业", "列入失信名单", "资质"])
    sheet.append([101, 30, datetime(2020, 2, 29), 3921, False, '["甲"]'])  # noqa: DTZ001 - as a sheet holds it
    sheet.append(["b", 2.5, None, "C39", "是", None])
    path = tmp_path / "rows.xlsx"
    book.save(path)

    assert dict(read_rows(path, catalogue())) == {
        "101": {
            "staff": 30.0,
            "founded": date(2020, 2, 29),
            "industry": "3921",
            "dishonest": False,
            "honours": [{"value": "甲"}],
        },
        "b": {"staff": 2.5, "industry": "C39", "dishonest": True},
    }


@pytest.mark.parametrize(
    ("text", "family", "told"),
    [
        ("", UnreadableRows, "空文件"),
        ("name,staff\na,3\n", IdMissing, "没有 id 列"),
        ("id,staff\n,3\n", IdMissing, "第2行：没有编号"),
        ("id,staff\na,3\na,4\n", IdMissing, "第3行：编号“a”重复"),
        ("id,staff\na,3人\n", UnfitCell, "第2行“staff”列：'3人' 读不懂，“从业人数”应写作 数"),
        ('id,staff\na,"2,000"\n', UnfitCell, "不带单位和千分号"),
        ("id,成立日期\na,去年\n", UnfitCell, "2025-06-30"),
        ("id,dishonest\na,也许\n", UnfitCell, "true 或 false"),
        ("id,tags\na,甲\n", UnfitCell, "没有则为"),
        ('id,accidents\na,"[{""级别"": 1}]"\n', UnfitCell, "“安全事故”里没有“级别”"),
        ('id,staff\na,"3\n', UnreadableRows, "引号"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, text: str, family: type[RowsRefused], told: str
) -> None:
    with pytest.raises(family, match=told.replace("[", r"\[")):
        rows(tmp_path, text)


def test_another_encoding_is_refused_with_a_cure(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("id,从业人数\na,3\n".encode("gbk"))

    with pytest.raises(UnreadableRows, match="CSV UTF-8"):
        list(read_rows(path, catalogue()))


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"no workbook")

    with pytest.raises(UnreadableRows, match="另存为 xlsx"):
        list(read_rows(path, catalogue()))

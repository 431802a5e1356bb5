"""A directory of units is read from the files in which offices keep one."""

from pathlib import Path

import pytest
import xlsxwriter

from guatu.kernel.units import Unit
from guatu.reading.directory import load_directory
from guatu.reading.errors import DamagedFile, EmptyFile, NotADirectory

APPROVAL = Unit("云桥县行政审批局", ("审批局", "县行政审批局"), "云桥县", "政府部门")
TOWN = Unit("双桥镇人民政府", ("双桥镇",), None, None)
ROWS = (
    ("云桥县行政审批局", "审批局/县行政审批局", "云桥县", "政府部门"),
    ("双桥镇人民政府", "双桥镇", "", ""),
)


def written(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_with_a_head_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "名录.csv", ("单位名称", "简称", "区划", "类型"), *ROWS, encoding=encoding)

    assert load_directory(path).units == (APPROVAL, TOWN)


def test_a_csv_without_a_head_goes_by_the_order_of_its_columns(tmp_path: Path) -> None:
    assert load_directory(written(tmp_path / "名录.csv", *ROWS)).units == (APPROVAL, TOWN)


def test_the_head_decides_where_the_columns_stand(tmp_path: Path) -> None:
    path = written(
        tmp_path / "名录.csv",
        ("序号", "类型", "全称", "简称"),
        ("1", "政府部门", "云桥县行政审批局", "审批局"),
    )

    assert load_directory(path).units == (Unit("云桥县行政审批局", ("审批局",), None, "政府部门"),)


def test_a_workbook_is_read_and_division_codes_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("名录")
        sheet.write_row(0, 0, ("名称", "简称", "区划"))
        sheet.write_row(1, 0, ("云桥县供电公司", "供电公司／电力公司", 990125))

    assert load_directory(path).units == (Unit("云桥县供电公司", ("供电公司", "电力公司"), "990125", None),)


def test_a_short_name_leads_to_its_unit(tmp_path: Path) -> None:
    match = load_directory(written(tmp_path / "名录.csv", *ROWS)).match("审批局")

    assert match is not None
    assert match.unit == APPROVAL


def test_blank_lines_and_nameless_rows_are_passed_over(tmp_path: Path) -> None:
    path = written(
        tmp_path / "名录.csv", ("单位名称", "简称"), ("", ""), ("", "某局"), ("双桥镇人民政府", "双桥镇")
    )

    assert load_directory(path).units == (TOWN,)


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("名录.csv", b"", EmptyFile),
        ("名录.csv", "单位名称,简称\n".encode(), EmptyFile),
        ("名录.csv", '"云桥县'.encode(), DamagedFile),
        ("名录.xlsx", b"PK\x03\x04", DamagedFile),
        ("名录.pdf", b"%PDF-1.7", NotADirectory),
        ("通知.txt", "云桥县防汛工作通知\n县水利局要逐段排查堤防。\n".encode(), NotADirectory),
    ],
)
def test_a_file_that_is_no_directory_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes, refusal: type[Exception]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(refusal, match="单位名录"):
        load_directory(path)

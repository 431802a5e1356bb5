"""Workbooks and csv as offices keep their ledgers."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from guatu.reading.errors import (
    BombLikeFile,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    UnknownType,
)
from guatu.reading.loading import sheets
from guatu.reading.source import Source


def xlsx(*fill: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    for number, one in enumerate(fill):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"表{number + 1}")
        if number == 0:
            sheet.title = "台账"
        one(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*lines: list[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return fill


def cells(source: Source) -> dict[str, str]:
    return {block.anchor: source.text[block.start : block.end] for block in source.blocks if block.cell}


HEAD: list[object] = ["序号", "存在问题", "整改措施", "责任单位", "整改时限"]


def merged_ledger(sheet: Worksheet) -> None:
    sheet["A1"] = "临江区环境问题整改台账"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "填报单位：区住建局"
    sheet["D2"] = "2026年3月"
    sheet.append(["序号", "存在问题", "整改措施", "责任单位", None])
    sheet.append([None, None, None, "牵头", "配合"])
    for merge in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "A5:A6", "B5:B6"):
        sheet.merge_cells(merge)
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = (
        1,
        "管网破损",
        "修复管网",
        "区住建局",
        "区水务局",
    )
    sheet["C6"], sheet["D6"] = "定期巡查", "区城管局"


def test_a_ledger_gives_its_title_its_head_and_its_cells_with_spans() -> None:
    source = sheets.load(xlsx(merged_ledger), name="台账.xlsx")

    assert source.title == "临江区环境问题整改台账"
    assert source.text.split("\n")[:2] == ["临江区环境问题整改台账", "填报单位：区住建局  2026年3月"]
    assert [block.kind for block in source.blocks[:3]] == ["title", "paragraph", "cell"]
    assert cells(source) == {
        "台账!A4": "序号", "台账!B4": "存在问题", "台账!C4": "整改措施",
        "台账!D4": "责任单位/牵头", "台账!E4": "责任单位/配合",
        "台账!A5": "1", "台账!B5": "管网破损", "台账!C5": "修复管网",
        "台账!D5": "区住建局", "台账!E5": "区水务局",
        "台账!C6": "定期巡查", "台账!D6": "区城管局",
    }  # fmt: skip
    places = {block.anchor: block.cell for block in source.blocks if block.cell}
    problem, measure = places["台账!B5"], places["台账!C6"]
    assert problem is not None
    assert measure is not None
    assert (problem.table, problem.row, problem.column, problem.rows, problem.columns) == (0, 4, 1, 2, 1)
    assert (measure.row, measure.column, measure.rows) == (5, 2, 1)
    assert [anchor for anchor, place in places.items() if place and place.is_header] == [
        f"台账!{letter}4" for letter in "ABCDE"
    ]


def test_values_are_written_as_the_sheet_shows_them() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(
            HEAD,
            [1, 2.5, date(2026, 3, 1), datetime.fromisoformat("2026-03-01T09:30"), True],
            [0.1 + 0.2, time(9, 5), timedelta(hours=30, minutes=6), 0.856, 0.8],
            [46082, 46082, 46082, 46082, 20260301],
            [date(2026, 3, 1), date(2026, 3, 1), False, "  甲\n乙 ", 1e15],
        )(sheet)
        sheet["D3"].number_format, sheet["E3"].number_format = "0.0%", "0%"
        # formats that the Chinese edition of a spreadsheet names by number alone
        sheet["A4"].number_format, sheet["B4"].number_format = 'yyyy"年"m"月"', "mm-dd-yy"
        sheet["A5"].number_format, sheet["B5"].number_format = 'yyyy"年"m"月";@', 'm"月"d"日"'

    found = cells(sheets.load(xlsx(fill), name="a.xlsx"))

    assert [found[f"台账!{column}2"] for column in "ABCDE"] == [
        "1",
        "2.5",
        "2026-03-01",
        "2026-03-01 09:30",
        "是",
    ]
    assert [found[f"台账!{column}3"] for column in "ABCDE"] == ["0.3", "09:05", "30:06", "85.6%", "80%"]
    assert [found[f"台账!{column}4"] for column in "ABCDE"] == [
        "2026年3月", "2026-03-01", "46082", "46082", "20260301",
    ]  # fmt: skip
    assert [found[f"台账!{column}5"] for column in "ABCDE"] == [
        "2026年3月", "2026-03-01", "否", "甲\n乙", "1e+15",
    ]  # fmt: skip


@pytest.mark.parametrize(("form", "shown"), [(57, "2026年3月"), (31, "2026-03-01"), (58, "2026-03-01")])
def test_a_date_format_known_by_number_alone_is_a_date(form: int, shown: str) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(HEAD, [1, "积水", "疏通", "区住建局", 46082])(sheet)
        sheet["E2"].number_format = "0.000"

    data = replaced(xlsx(fill), "xl/styles.xml", rb'numFmtId="164" f', b'numFmtId="%d" f' % form)

    assert cells(sheets.load(data, name="a.xlsx"))["台账!E2"] == shown


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert re.search(old, content)
                content = re.sub(old, new, content)
                content = re.sub(rb"<numFmts.*?</numFmts>", b"", content)
            after.writestr(name, content)
    return out.getvalue()


def test_repeated_heads_totals_and_empty_rows_are_dropped_and_counted() -> None:
    data = xlsx(
        rows(
            HEAD,
            [1, "积水", "疏通", "区住建局", "6月底"],
            [None],
            HEAD,
            [2, "扬尘", "喷淋", "区城管局", "7月底"],
            ["小 计", None, 2],
            ["合计", None, 2],
        )
    )

    source = sheets.load(data, name="a.xlsx")

    assert {repair.kind: repair.count for repair in source.repairs} == {
        "empty_rows": 1, "repeated_heads": 1, "subtotal_rows": 2,
    }  # fmt: skip
    assert [text for anchor, text in cells(source).items() if anchor.startswith("台账!B")] == [
        "存在问题",
        "积水",
        "扬尘",
    ]


def test_lines_below_a_table_are_paragraphs() -> None:
    data = xlsx(rows(HEAD, [1, "积水", "疏通", "区住建局", "6月底"], ["填表人：办公室"], ["二、作风方面"]))

    source = sheets.load(data, name="a.xlsx")

    assert [(block.kind, block.anchor) for block in source.blocks[-2:]] == [
        ("paragraph", "台账!A3"), ("cell", "台账!A4"),
    ]  # fmt: skip


def test_a_hidden_sheet_is_left_out_and_said_so() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.append(["底稿"])
        sheet.sheet_state = "hidden"

    source = sheets.load(xlsx(rows(HEAD, [1, "积水", "疏通", "区住建局", "6月底"]), hide), name="a.xlsx")

    assert "底稿" not in source.text
    assert any("表2" in warning for warning in source.warnings)


def test_sheets_are_tables_numbered_through() -> None:
    ledger = rows(HEAD, [1, "积水", "疏通", "区住建局", "6月底"])
    source = sheets.load(xlsx(ledger, rows(["关于报送台账的说明"]), ledger), name="a.xlsx")

    assert {(block.anchor.split("!")[0], block.cell.table) for block in source.blocks if block.cell} == {
        ("台账", 0), ("表3", 1),
    }  # fmt: skip
    assert [block.anchor for block in source.blocks if block.cell is None] == ["表2!A1"]


def test_a_table_without_known_heads_is_still_a_table() -> None:
    source = sheets.load(xlsx(rows(["云桥县", "12"], ["临江区", "9"])), name="a.xlsx")

    assert list(cells(source).values()) == ["云桥县", "12", "临江区", "9"]
    assert not any(block.cell.is_header for block in source.blocks if block.cell)


def test_a_sheet_that_begins_away_from_the_corner_keeps_its_places() -> None:
    def fill(sheet: Worksheet) -> None:
        for column, word in enumerate(HEAD, 3):
            sheet.cell(5, column, str(word))
        sheet.cell(6, 4, "积水")
        sheet.cell(7, 6, "区住建局")
        sheet.merge_cells("D6:E7")

    source = sheets.load(xlsx(fill), name="a.xlsx")
    place = next(block.cell for block in source.blocks if block.anchor == "台账!D6")

    assert cells(source)["台账!C5"] == "序号"
    assert place is not None
    assert (place.row, place.column, place.rows, place.columns) == (5, 3, 2, 2)


CSV = '序号,存在问题,整改措施,责任单位\r\n1,积水,"疏通,清淤",区住建局\r\n2,扬尘,="007",区城管局\r\n'


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.replace(",", ";").replace("通;", "通,").encode(),
    ],
    ids=["utf-8", "bom", "gb18030", "semicolons"],
)
def test_csv_is_read_whatever_its_encoding_and_delimiter(data: bytes) -> None:
    source = sheets.load(data, name="环境台账.csv")

    found = cells(source)
    assert [found[f"环境台账!{column}1"] for column in "ABCD"] == ["序号", "存在问题", "整改措施", "责任单位"]
    assert found["环境台账!C2"] == "疏通,清淤"
    assert found["环境台账!C3"] == "007"
    assert source.media_type == "text/csv"


def test_tabs_part_the_columns_of_a_pasted_sheet() -> None:
    found = cells(sheets.load("序号\t问题\t责任单位\n1\t积水，塌陷\t区住建局\n".encode(), name="a.csv"))

    assert [found[f"a!{column}2"] for column in "ABC"] == ["1", "积水，塌陷", "区住建局"]


def big_sheet(count: int, *, far: str = "") -> bytes:
    """A sheet of many rows written as text, since a writer would take longer than the reader."""
    body = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, count + 1))
    sheet = re.compile(rb"<sheetData>.*</sheetData>|<sheetData\s*/>", re.DOTALL)
    small = xlsx(rows(["甲"]))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet.sub(f"<sheetData>{body}{far}</sheetData>".encode(), content)
            after.writestr(name, content)
    return out.getvalue()


def test_more_rows_than_the_reader_takes_are_refused_by_the_name_of_the_sheet() -> None:
    with pytest.raises(OversizedFile, match=r"台账.*200000行"):
        sheets.load(big_sheet(200_001), name="a.xlsx")


@pytest.mark.parametrize("far", ["XFD190000", "A1048576"], ids=["far corner", "last row"])
def test_one_far_cell_does_not_unfold_the_sheet_in_memory(far: str) -> None:
    row = re.sub(r"[A-Z]+", "", far)

    with pytest.raises(OversizedFile, match="台账"):
        sheets.load(big_sheet(3, far=f'<row r="{row}"><c r="{far}"><v>1</v></c></row>'), name="a.xlsx")


def test_a_format_on_a_far_empty_cell_does_not_count_as_content() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert list(cells(sheets.load(big_sheet(3, far=far), name="a.xlsx"))) == []


def test_a_long_csv_is_refused() -> None:
    with pytest.raises(OversizedFile, match="200000行"):
        sheets.load(b"1,2\n" * 200_001, name="a.csv")


def test_the_largest_sheet_is_read_within_a_gibibyte(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(big_sheet(200_000))
    program = (
        "import resource, sys, pathlib\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({1024**3}, {1024**3}))\n"
        "from guatu.reading.loading import sheets\n"
        "print(len(sheets.load(pathlib.Path(sys.argv[1]).read_bytes(), name='a.xlsx').blocks))"
    )

    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False
    )

    assert ran.stdout.strip() == "200000", ran.stderr


@pytest.mark.parametrize("cut", [40, 2_000, 4_000])
def test_a_truncated_workbook_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedFile):
        sheets.load(xlsx(merged_ledger)[:cut], name="a.xlsx")


def test_a_sheet_that_is_no_xml_is_damaged() -> None:
    data = xlsx(merged_ledger)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)

    with pytest.raises(DamagedFile):
        sheets.load(out.getvalue(), name="a.xlsx")


def test_bombs_and_locked_and_foreign_files_are_refused_by_name() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    binary = io.BytesIO()
    with zipfile.ZipFile(binary, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)

    for data, refusal in [
        (b"", EmptyFile),
        (bomb.getvalue(), BombLikeFile),
        (binary.getvalue(), UnknownType),
        (compound, DamagedFile),
        (compound + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
    ]:
        with pytest.raises(refusal):
            sheets.load(data, name="a.xlsx")


def test_an_empty_workbook_is_refused_as_empty() -> None:
    with pytest.raises(EmptyFile):
        sheets.load(xlsx(rows()), name="a.xlsx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_workbook_reads_like_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(merged_ledger))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xls",
    ]
    subprocess.run(  # noqa: S603 - fixed arguments
        [*command, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], capture_output=True, check=True
    )

    old = sheets.load((tmp_path / "a.xls").read_bytes(), name="台账.xls")
    new = sheets.load(xlsx(merged_ledger), name="台账.xlsx")

    assert old.media_type == "application/vnd.ms-excel"
    assert (old.text, old.blocks) == (new.text, new.blocks)

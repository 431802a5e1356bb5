"""Web pages, printed papers and spreadsheets, reopened with other libraries."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from guatu.demo.errors import FontMissing
from guatu.demo.papers import printed

Built = Callable[..., Path]


TABLE = (
    "<table>",
    '<tr><th rowspan="2">序号</th><th rowspan="2">事项</th>',
    '<th colspan="2">责任</th><th rowspan="2">时限</th></tr>',
    "<tr><th>牵头</th><th>配合</th></tr>",
    '<tr><td>1</td><td rowspan="2">供水管网改造</td><td>县水利局</td><td>城关镇</td>',
    '<td type="date">2024-09-30</td></tr>',
    "<tr><td>2</td><td>县住建局</td><td>县财政局</td><td>年底前</td></tr>",
    "</table>",
)
_RULE = 2
"""A path drawn on a page of a pdf, in the numbering of pdfium."""
PAGE = "format: html\nencoding: {encoding}\nsite: 云桥县人民政府\npublished: 2024-06-03\nnoise: [{noise}]"


def page(path: Path, encoding: str) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_bytes().decode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_has_a_title_a_date_line_and_much_around_the_text(built: Built, encoding: str) -> None:
    path = built(PAGE.format(encoding=encoding, noise=""), "# 关于防汛的通报", "各镇要排查隐患。")

    found = page(path, encoding)

    assert [node.text() for node in found.css("h1")] == ["关于防汛的通报"]
    assert [node.text().strip() for node in found.css("#zoom p")] == ["各镇要排查隐患。"]
    assert "发布时间：2024-06-03" in found.css(".art-info")[0].text()
    assert {"nav", "crumbs", "share", "related", "footer"} <= {
        node.attributes.get("class") for node in found.css("div")
    }


def test_a_page_table_keeps_its_spans(built: Built) -> None:
    found = page(built(PAGE.format(encoding="utf-8", noise=""), "# 分解表", *TABLE), "utf-8")

    spans = [
        (n.text(), n.attributes.get("rowspan"), n.attributes.get("colspan")) for n in found.css("th, td")
    ]

    assert ("序号", "2", None) in spans
    assert ("责任", None, "2") in spans
    assert ("供水管网改造", "2", None) in spans


def test_page_numbers_may_be_split_by_tags(built: Built) -> None:
    found = page(
        built(PAGE.format(encoding="utf-8", noise="split_numbers"), "# 快讯", "投资1460万元。"),
        "utf-8",
    )

    assert [node.text() for node in found.css("#zoom span")] == ["1", "460"]


def test_page_lists_nest_and_close(built: Built) -> None:
    front = PAGE.format(encoding="utf-8", noise="") + '\nnumbering: ["chineseCounting、", "decimal."]'

    found = page(built(front, "# 任务", "+ 清淤", "++ 主渠", "++ 支渠", "+ 巡查", "以上。"), "utf-8")

    assert [node.text() for node in found.css("#zoom > ol > li")] == ["清淤", "巡查"]
    assert [node.text() for node in found.css("#zoom > ol > ol > li")] == ["主渠", "支渠"]
    assert [node.text().strip() for node in found.css("#zoom > p")] == ["以上。"]


def test_a_pdf_has_text_page_numbers_and_ruled_cells(built: Built) -> None:
    path = built("format: pdf", "# 行动方案", *["各镇要排查隐患，建立台账。" * 8] * 12, *TABLE)

    with pypdfium2.PdfDocument(path) as document:
        texts = [leaf.get_textpage().get_text_range() for leaf in document]
        ruled = [any(part.type == _RULE for part in leaf.get_objects()) for leaf in document]

    assert len(texts) > 1
    assert all(f"— {number} —" in text for number, text in enumerate(texts, start=1))
    assert "行动方案" in texts[0]
    assert ruled == [False] * (len(texts) - 1) + [True]
    assert all(words in texts[-1] for words in ("供水管网改造", "县水利局", "2024-09-30"))


@pytest.mark.parametrize("form", ["pdf", "scan", "xlsx", "csv", "html", "txt"])
def test_the_same_source_gives_the_same_bytes(built: Built, form: str) -> None:
    front = f"format: {form}\nseed: 5\nnoise: [traditional, pinyin, lost_brackets]"
    lines = ("# 方案", "（一）关于“企业”的问题。一是整改。二是巩固。", *TABLE)
    if form == "scan" and not any(Path(font).exists() for font in printed._FONTS):
        pytest.skip("no Chinese font on this system")
    first = built(front, *lines).read_bytes()

    assert built(front, *lines).read_bytes() == first


def test_a_scan_shows_ink_and_holds_no_text(built: Built) -> None:
    if not any(Path(font).exists() for font in printed._FONTS):
        pytest.skip("no Chinese font on this system")

    path = built("format: scan", "# 督办通知", "各镇要排查隐患。" * 40, "> 督查室")

    with pypdfium2.PdfDocument(path) as document:
        assert document[0].get_textpage().get_text_range().strip() == ""
        darkest, _ = document[0].render(scale=1).to_pil().convert("L").getextrema()
    assert path.suffix == ".pdf"
    assert darkest < 80


def test_without_a_chinese_font_a_scan_is_refused_with_its_cure(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printed, "_FONTS", ())

    with pytest.raises(FontMissing, match=r"^paper：.*fonts-noto-cjk"):
        built("format: scan", "# 督办通知")


def test_a_workbook_keeps_merges_dates_and_numbers(built: Built) -> None:
    path = built("format: xlsx", "# 重点事项台账", "填报单位：督查室", *TABLE)

    sheet = openpyxl.load_workbook(path).active

    assert sheet is not None
    assert {str(merge) for merge in sheet.merged_cells.ranges} == {
        "A1:E1",
        "A2:E2",
        "A3:A4",
        "B3:B4",
        "C3:D3",
        "E3:E4",
        "B5:B6",
    }
    assert [cell.value for cell in sheet[5]][:4] == [1, "供水管网改造", "县水利局", "城关镇"]
    deadline = sheet["E5"].value
    assert isinstance(deadline, datetime)
    assert deadline.date() == date(2024, 9, 30)
    assert sheet["E6"].value == "年底前"


def test_comma_separated_rows_leave_covered_cells_empty(built: Built) -> None:
    path = built("format: csv\nencoding: gb18030\nnoise: [crlf]", "# 台账", *TABLE)

    data = path.read_bytes().decode("gb18030")
    rows = list(csv.reader(StringIO(data, newline="")))

    assert data.endswith("\r\n")
    assert rows[0] == ["台账"]
    assert rows[2] == ["", "", "牵头", "配合", ""]
    assert rows[4] == ["2", "", "县住建局", "县财政局", "年底前"]

"""The workbook opens in other programs as the ledger an office would have typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from guatu.reading.draft import Draft, Item, Measure
from guatu.reading.source import Repair
from guatu.reading.writing import as_xlsx

Cells = Callable[[str], list[Any]]


def opened(draft: Draft) -> Workbook:
    return load_workbook(BytesIO(as_xlsx.write(draft)))


@pytest.fixture
def book(draft: Draft) -> Workbook:
    return opened(draft)


@pytest.fixture
def ledger(book: Workbook) -> Worksheet:
    sheet = book["台账"]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture
def column(ledger: Worksheet) -> Cells:
    """The cells under a head, by its name."""
    heads = [cell.value for cell in ledger[3]]

    def under(name: str) -> list[Any]:
        at = heads.index(name) + 1
        return [ledger.cell(row, at).value for row in range(4, ledger.max_row + 1)]

    return under


def test_a_register_is_not_called_a_ledger_twice(draft: Draft) -> None:
    register = replace(draft, document=replace(draft.document, title="江州市督查事项台账"))

    assert opened(register)["台账"]["A1"].value == "江州市督查事项台账（草稿）"


def test_the_head_says_where_the_ledger_comes_from(ledger: Worksheet) -> None:
    assert ledger["A1"].value == "云桥县营商环境专项督查反馈问题整改方案 台账（草稿）"
    line = str(ledger["A2"].value)
    assert "来文：云桥整改方案.docx" in line
    assert "文号：云督办〔2026〕7号" in line
    assert "印发机关：云桥县人民政府办公室" in line
    assert "日期：2026年3月28日" in line
    assert "识别种类：整改方案" in line
    assert line.endswith("共6项、6条措施")


def test_the_columns_are_those_of_an_office_ledger(ledger: Worksheet) -> None:
    assert [cell.value for cell in ledger[3]] == [
        "序号",
        "类别",
        "问题（任务）",
        "整改措施（工作措施）",
        "牵头领导",
        "牵头单位",
        "责任单位",
        "配合单位",
        "完成时限",
        "时限原文",
        "量化指标",
        "是否完成",
        "把握",
        "原文位置",
        "备注",
    ]


def test_each_measure_has_a_row_and_item_cells_are_merged_over_them(ledger: Worksheet, column: Cells) -> None:
    assert len(column("整改措施（工作措施）")) == 7
    merged = {str(found) for found in ledger.merged_cells.ranges}
    assert {"A4:A5", "B4:B5", "C4:C5"} <= merged
    assert column("序号") == [1, None, 2, 3, 4, 5, 6]


def test_cells_covered_by_a_merge_keep_the_value_that_a_filter_looks_for(draft: Draft) -> None:
    sheet = CalamineWorkbook.from_filelike(BytesIO(as_xlsx.write(draft))).get_sheet_by_name("台账")
    rows = sheet.to_python(skip_empty_area=False)

    assert [row[0] for row in rows[3:5]] == [1.0, 1.0]
    assert [row[2] for row in rows[3:5]] == ["便民服务中心“一窗受理”流于形式"] * 2


def test_the_filter_reaches_over_every_row(ledger: Worksheet) -> None:
    assert ledger.auto_filter.ref == "A3:O10"


def test_units_stand_under_what_they_owe(column: Cells) -> None:
    assert column("牵头单位")[0] == "县行政审批局"
    assert column("配合单位")[0] == "云桥县发展和改革局\n财政局"
    assert column("责任单位")[0] is None
    assert column("责任单位")[1] == "双桥镇"
    assert column("牵头领导")[0] == "副县长林知远（包保）"
    assert column("备注")[0] == "“发改局”按名录补全为云桥县发展和改革局"


def test_a_measure_inherits_deadline_and_supervisor_from_its_item(column: Cells) -> None:
    assert column("责任单位")[5] == "县供电公司"
    assert column("完成时限")[5] == datetime(2026, 12, 31)  # noqa: DTZ001
    assert column("备注")[5] == "督导单位：县纪委监委"


def test_a_computed_deadline_is_a_date_and_an_uncomputable_one_its_words(
    ledger: Worksheet, column: Cells
) -> None:
    dates = column("完成时限")

    assert dates[0] == datetime(2026, 9, 30)  # noqa: DTZ001
    assert ledger["I4"].number_format == "yyyy-mm-dd"
    assert dates[1] == "每月5日前"
    assert dates[3] == "收到投诉后15个工作日内"
    assert dates[4] is None
    assert column("时限原文")[0] == "9月底前"


def test_figures_completion_confidence_and_place_are_said_in_words(column: Cells) -> None:
    assert column("量化指标")[2] == "已达：补助360万元\n已达：惠及企业12.5万家次"
    assert column("是否完成")[:3] == ["未完成", None, "已完成"]
    assert column("把握")[0] == "高\n0.95"
    assert column("把握")[3:5] == ["中\n0.71", "低\n0.38"]
    assert column("原文位置")[2] == "第1页 第5段\n原文编号：2"


def test_text_that_looks_like_a_formula_stays_text(ledger: Worksheet) -> None:
    cell = ledger["D8"]

    assert cell.value == "=1+1类公式文本不得执行，石泉镇要立行立改"
    assert cell.data_type == "s"
    assert cell.quotePrefix is True


@pytest.mark.parametrize("text", ["+86", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://example.com/", "0012"])
def test_nothing_in_a_document_becomes_a_formula_a_link_or_a_number(draft: Draft, text: str) -> None:
    item = Item(no=None, problem=text, span=(0, 3), measures=(Measure(text=text, span=(0, 3)),))

    sheet = opened(replace(draft, items=(item,)))["台账"]

    for cell in (sheet["C4"], sheet["D4"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_head_stays_in_sight_and_the_sheet_prints_on_landscape_a4(ledger: Worksheet) -> None:
    assert ledger.freeze_panes == "D4"
    assert ledger.print_title_rows == "$3:$3"
    assert ledger.page_setup.orientation == "landscape"
    assert str(ledger.page_setup.paperSize) == "9"
    assert ledger.sheet_properties.pageSetUpPr is not None
    assert ledger.sheet_properties.pageSetUpPr.fitToPage is True
    assert ledger.page_setup.fitToHeight == 0
    assert ledger.oddFooter is not None
    assert "&P" in str(ledger.oddFooter.center.text)


def test_a_long_measure_widens_its_column_rather_than_lose_its_end(draft: Draft) -> None:
    text = "逐户走访排查并建立清单" * 80
    item = Item(no="1", problem="排查不细", span=(0, 1), measures=(Measure(text=text, span=(0, 1)),))

    sheet = opened(replace(draft, items=(item,)))["台账"]

    width, height = sheet.column_dimensions["D"].width, sheet.row_dimensions[4].height
    assert height is not None
    assert height <= 409
    assert len(text) * 2 / (width - 1) * 14.5 <= height


def test_a_long_problem_gets_its_height_from_the_rows_it_is_merged_over(draft: Draft) -> None:
    problem = "政务服务事项流程繁琐群众反映强烈" * 12
    measures = tuple(Measure(text="限期整改", span=(0, 1)) for _ in range(2))
    item = Item(no="1", problem=problem, span=(0, 1), measures=measures)

    sheet = opened(replace(draft, items=(item,)))["台账"]

    heights = [sheet.row_dimensions[row].height or 0 for row in (4, 5)]
    assert sum(heights) >= len(problem) * 2 / 19 * 14.5


def test_the_second_sheet_lists_warnings_and_repairs_with_examples(book: Workbook) -> None:
    values = [[cell.value for cell in row] for row in book["修复与提示"]]

    assert ["文中标有“内部”字样，请控制知悉范围", None, None, None] in values
    assert ["原文含电话、邮箱或证件号码，未录入事项", None, None, None] in values
    assert ["反馈意见期限：2026年4月1日至2026年4月20日", None, None, None] in values
    assert ["夹注拼音", 1, "企业(yè)12", "企业12"] in values
    assert ["文中页码", 1, "兑现不及时。— 13/19 —县工信局", "兑现不及时。县工信局"] in values


def test_a_kind_of_repair_stands_once_beside_its_examples(draft: Draft) -> None:
    broken = Repair("lost_breaks", 5, (("推进。二是", "推进。\n二是"), ("到位。三是", "到位。\n三是")))

    sheet = opened(replace(draft, repairs=(broken,)))["修复与提示"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)] == [
        ["漏分段", 5, "推进。二是", "推进。↵二是"],
        [None, None, "到位。三是", "到位。↵三是"],
    ]
    assert {"A8:A9", "B8:B9"} <= {str(merged) for merged in sheet.merged_cells.ranges}


def test_a_document_without_items_says_so_instead_of_showing_a_bare_head(empty_draft: Draft) -> None:
    book = opened(empty_draft)

    assert str(book["台账"]["A4"].value).startswith("没有读出事项")
    assert book["台账"]["A1"].value == "通知.txt 台账（草稿）"
    assert book["修复与提示"]["A2"].value == "没有提示"


def test_the_same_draft_gives_the_same_bytes(draft: Draft) -> None:
    assert as_xlsx.write(draft) == as_xlsx.write(draft)


def test_the_workbook_bears_the_day_of_the_document(book: Workbook) -> None:
    created = book.properties.created
    assert created is not None
    assert created.date() == date(2026, 3, 28)

"""Items of tables."""

from guatu.reading.drafting.found import FoundItem
from guatu.reading.drafting.tables import find_rows
from guatu.reading.source import Block, Cell

Row = list[str | tuple[str, int, int] | None]


class Sheet:
    """A table by its rows; ("词", 2, 1) covers two rows, None stands for a covered cell."""

    def __init__(self, *rows: Row, table: int = 0, before: str = "") -> None:
        self.text, self.blocks = before, []
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    words, rows_, columns = (value, 1, 1) if isinstance(value, str) else value
                    start = len(self.text)
                    self.text += words + "\n"
                    cell = Cell(table, r, c, rows_, columns)
                    self.blocks.append(Block(start, start + len(words), "cell", cell=cell))

    def items(self, *headings: tuple[int, tuple[str, ...]]) -> list[FoundItem]:
        return find_rows(self.text, self.blocks, headings)

    def read(self) -> list[tuple[str | None, str | None, list[str]]]:
        return [
            (
                item.no,
                self.text[slice(*item.problem)] if item.problem else None,
                [self.text[m.words_start : m.end] for m in item.measures],
            )
            for item in self.items()
        ]


HEAD: Row = ["序号", "问题", "整改措施", "责任单位", "完成时限"]


def test_each_row_is_an_item_with_its_measure_and_its_fields() -> None:
    sheet = Sheet(
        HEAD,
        ["1", "台账不全", "补齐台账", "县水利局", "6月底前"],
        ["2", "巡查不力", "约谈3人", "县应急局", "7月底前"],
    )

    assert sheet.read() == [("1", "台账不全", ["补齐台账"]), ("2", "巡查不力", ["约谈3人"])]
    assert [(f.role, sheet.text[f.start : f.end]) for f in sheet.items()[0].measures[0].fields] == [
        ("responsible_unit", "县水利局"),
        ("due", "6月底前"),
    ]


def test_a_merged_problem_covers_all_its_measures() -> None:
    sheet = Sheet(
        HEAD,
        [("1", 2, 1), ("台账不全", 2, 1), "补齐台账", "县水利局", "6月底前"],
        [None, None, "逐月核对", "各镇", "每月"],
        ["2", "巡查不力", "约谈3人", "县应急局", "7月底前"],
    )

    assert sheet.read() == [
        ("1", "台账不全", ["补齐台账", "逐月核对"]),
        ("2", "巡查不力", ["约谈3人"]),
    ]


def test_a_merged_unit_holds_for_the_item_and_not_for_one_measure() -> None:
    sheet = Sheet(
        HEAD,
        [("1", 2, 1), ("台账不全", 2, 1), "补齐台账", ("县水利局", 2, 1), "6月底前"],
        [None, None, "逐月核对", None, "7月底前"],
    )
    item = sheet.items()[0]

    assert [(f.role, sheet.text[f.start : f.end]) for f in item.fields] == [("responsible_unit", "县水利局")]
    assert [[f.role for f in m.fields] for m in item.measures] == [["due"], ["due"]]


def test_ordinals_in_a_cell_open_measures_with_the_same_fields() -> None:
    sheet = Sheet(HEAD, ["1", "台账不全", "一是补齐台账。\n二是逐月核对。", "县水利局", "6月底前"])

    assert sheet.read() == [("1", "台账不全", ["补齐台账。", "逐月核对。"])]
    assert [len(m.fields) for m in sheet.items()[0].measures] == [2, 2]


def test_ditto_stands_for_the_cell_above() -> None:
    sheet = Sheet(
        HEAD,
        ["1", "台账不全", "补齐台账", "县水利局", "6月底前"],
        ["2", "巡查不力", "约谈3人", "同上", "〃"],
    )
    fields = sheet.items()[1].measures[0].fields

    assert [sheet.text[f.start : f.end] for f in fields] == ["县水利局", "6月底前"]


def test_a_row_over_the_whole_width_heads_the_rows_below() -> None:
    sheet = Sheet(
        HEAD,
        [("一、水利", 1, 5), None, None, None, None],
        ["1", "台账不全", "补齐台账", "县水利局", "6月底前"],
    )

    assert [item.heading_path for item in sheet.items()] == [("一、水利",)]


def test_a_category_column_heads_its_rows_too() -> None:
    sheet = Sheet(
        ["类别", "序号", "任务", "责任单位", "完成时限"],
        [("水利", 2, 1), "1", "清理河道", "县水利局", "6月底前"],
        [None, "2", "加固堤防", "县水利局", "7月底前"],
    )

    assert [(i.category, i.heading_path) for i in sheet.items()] == [("水利", ("水利",))] * 2


def test_a_head_of_two_levels_is_read_as_one() -> None:
    sheet = Sheet(
        [("序号", 2, 1), ("问题", 2, 1), ("整改措施", 2, 1), ("责任分工", 1, 2), None],
        [None, None, None, "牵头单位", "配合单位"],
        ["1", "台账不全", "补齐台账", "县水利局", "各镇"],
    )

    assert [f.role for f in sheet.items()[0].measures[0].fields] == ["lead_unit", "cooperating_unit"]
    assert sheet.read() == [("1", "台账不全", ["补齐台账"])]


def test_progress_beside_a_measure_is_its_status() -> None:
    sheet = Sheet(
        ["序号", "问题", "整改措施", "进展情况"],
        ["1", "台账不全", "补齐台账", "已完成"],
    )
    status = sheet.items()[0].measures[0].status

    assert status is not None
    assert sheet.text[slice(*status)] == "已完成"


def test_a_task_without_a_column_of_measures_is_its_own_measure() -> None:
    sheet = Sheet(
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "清理河道12公里", "县水利局", "6月底前"],
    )

    assert sheet.read() == [("1", "清理河道12公里", ["清理河道12公里"])]


def test_an_item_spans_its_number_and_its_last_cell() -> None:
    sheet = Sheet(HEAD, ["1", "台账不全", "补齐台账", "县水利局", "6月底前"])
    item = sheet.items()[0]

    assert sheet.text[item.start : item.end] == "1\n台账不全\n补齐台账\n县水利局\n6月底前"


def test_a_table_that_says_nothing_of_who_owes_what_is_no_ledger() -> None:
    sheet = Sheet(["序号", "单位", "人数"], ["1", "县水利局", "12"])

    assert sheet.items() == []


def test_the_heading_above_a_table_is_its_path() -> None:
    before = "一、任务清单\n二、责任清单\n"
    sheet = Sheet(HEAD, ["1", "台账不全", "补齐台账", "县水利局", "6月底前"], before=before)
    items = sheet.items((0, ("一、任务清单",)), (7, ("二、责任清单",)), (900, ("三、其他",)))

    assert [item.heading_path for item in items] == [("二、责任清单",)]

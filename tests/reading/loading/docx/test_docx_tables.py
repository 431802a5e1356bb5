"""Tables with every merge that Word can make, their grids worked out by hand."""

import io
from collections.abc import Callable

from docx import Document

from guatu.reading.loading import docx
from guatu.reading.source import Source

Make = Callable[..., bytes]


def text(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" if words else "<w:p/>"


def cell(words: str = "", properties: str = "", inner: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text(words)}{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def across(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grid(data: bytes) -> dict[str, tuple[int, int, int, int, int]]:
    """By text: table, row, column, rows, columns."""
    source = docx.load(data, name="台账.docx")
    return {
        source.text[block.start : block.end]: (
            block.cell.table,
            block.cell.row,
            block.cell.column,
            block.cell.rows,
            block.cell.columns,
        )
        for block in source.blocks
        if block.cell
    }


def heads(source: Source) -> list[str]:
    return [
        source.text[block.start : block.end] for block in source.blocks if block.cell and block.cell.is_header
    ]


def test_cells_know_their_rows_and_columns_under_merges(make_docx: Make) -> None:
    laid = grid(
        make_docx(
            table(
                row(cell("台账", across(4))),
                row(cell("甲", BEGIN), cell("子", across(2)), cell("丑")),
                row(cell("", GO_ON), cell("寅"), cell("卯", BEGIN), cell("辰")),
                row(cell("乙"), cell("巳"), cell("", GO_ON), cell("午")),
            )
        )
    )

    assert laid == {
        "台账": (0, 0, 0, 1, 4),
        "甲": (0, 1, 0, 2, 1), "子": (0, 1, 1, 1, 2), "丑": (0, 1, 3, 1, 1),
        "寅": (0, 2, 1, 1, 1), "卯": (0, 2, 2, 2, 1), "辰": (0, 2, 3, 1, 1),
        "乙": (0, 3, 0, 1, 1), "巳": (0, 3, 1, 1, 1), "午": (0, 3, 3, 1, 1),
    }  # fmt: skip


def test_a_merge_that_begins_anew_is_another_cell(make_docx: Make) -> None:
    marks = [("甲", BEGIN), ("", GO_ON), ("乙", BEGIN), ("", GO_ON)]
    laid = grid(make_docx(table(*(row(cell(words, mark), cell("x")) for words, mark in marks))))

    assert (laid["甲"], laid["乙"]) == ((0, 0, 0, 2, 1), (0, 2, 0, 2, 1))


def test_a_merge_that_goes_on_from_nothing_is_a_cell(make_docx: Make) -> None:
    laid = grid(make_docx(table(row(cell("甲", GO_ON), cell("子")), row(cell("乙"), cell("丑")))))

    assert (laid["甲"], laid["乙"]) == ((0, 0, 0, 1, 1), (0, 1, 0, 1, 1))


def test_a_table_of_one_column_is_a_frame_around_running_text(make_docx: Make) -> None:
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>一、总体要求</w:t></w:r></w:p>'
    framed = table(row(cell("", inner=heading + text("坚持问题导向。"))), row(cell("特此通知。")))
    source = docx.load(make_docx(framed + table(row(cell("甲"), cell("乙")))), name="a.docx")

    assert [(source.text[block.start : block.end], block.kind) for block in source.blocks[:3]] == [
        ("一、总体要求", "heading"), ("坚持问题导向。", "paragraph"), ("特此通知。", "paragraph"),
    ]  # fmt: skip
    assert source.blocks[3].anchor == "表1第1行第1列"


def test_old_merges_across_and_rows_that_begin_late_keep_their_columns(make_docx: Make) -> None:
    laid = grid(
        make_docx(
            table(
                row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
                row(cell("丙"), properties='<w:gridBefore w:val="2"/>'),
            )
        )
    )

    assert laid == {"甲": (0, 0, 0, 1, 2), "乙": (0, 0, 2, 1, 1), "丙": (0, 1, 2, 1, 1)}


def test_a_cell_of_several_paragraphs_is_one_block(make_docx: Make) -> None:
    source = docx.load(
        make_docx(table(row(cell("县住建局", inner="<w:p/>" + text("县水务局")), cell()))), name="a.docx"
    )

    assert source.text == "县住建局\n县水务局"
    assert [block.anchor for block in source.blocks] == ["表1第1行第1列"]


def test_a_table_in_a_cell_follows_the_cell_with_a_number_of_its_own(make_docx: Make) -> None:
    inner = table(row(cell("内一"), cell("内二")))
    outer = table(row(cell("外一", inner=inner + "<w:p/>"), cell("外二")))
    source = docx.load(make_docx(outer + table(row(cell("后"), cell()))), name="a.docx")

    assert [(source.text[block.start : block.end], block.anchor) for block in source.blocks] == [
        ("外一", "表1第1行第1列"), ("内一", "表2第1行第1列"), ("内二", "表2第1行第2列"),
        ("外二", "表1第1行第2列"), ("后", "表3第1行第1列"),
    ]  # fmt: skip


def test_rows_marked_as_head_are_the_head(make_docx: Make) -> None:
    mark = "<w:tblHeader/>"
    source = docx.load(
        make_docx(table(row(cell("县名"), cell("数目"), properties=mark), row(cell("云桥"), cell("3")))),
        name="a.docx",
    )

    assert heads(source) == ["县名", "数目"]


def test_a_head_that_is_not_marked_is_told_by_its_words(make_docx: Make) -> None:
    source = docx.load(
        make_docx(
            table(
                row(cell("任务分解表", across(4))),
                row(cell("序号", BEGIN), cell("重点任务", BEGIN), cell("责任单位", across(2))),
                row(cell("", GO_ON), cell("", GO_ON), cell("牵头"), cell("配合")),
                row(cell("1"), cell("管网改造"), cell("县住建局"), cell("县水务局")),
            )
        ),
        name="a.docx",
    )

    assert heads(source) == ["序号", "重点任务", "责任单位", "牵头", "配合"]


def test_deleted_rows_and_cells_are_gone_and_counted(make_docx: Make) -> None:
    source = docx.load(
        make_docx(
            table(
                row(cell("甲"), cell("废", '<w:cellDel w:id="1"/>'), cell("乙")),
                row(cell("旧"), properties='<w:del w:id="2"/>'),
                row(cell("丙"), properties='<w:ins w:id="3"/>'),
            )
        ),
        name="a.docx",
    )

    assert source.text == "甲\n乙\n丙"
    assert [block.cell.row for block in source.blocks if block.cell] == [0, 0, 1]
    assert [(repair.kind, repair.count) for repair in source.repairs] == [("tracked_changes", 1)]


def test_hidden_rows_are_left_out_with_a_warning(make_docx: Make) -> None:
    source = docx.load(
        make_docx(table(row(cell("甲")), row(cell("乙"), properties="<w:hidden/>"))), name="a.docx"
    )

    assert source.text == "甲"
    assert source.warnings


def test_rows_and_cells_inside_content_controls_are_read(make_docx: Make) -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    laid = grid(make_docx(table(control(row(cell("甲"), control(cell("乙")))), row(cell("丙")))))

    assert laid == {"甲": (0, 0, 0, 1, 1), "乙": (0, 0, 1, 1, 1), "丙": (0, 1, 0, 1, 1)}


def test_a_text_box_in_a_cell_follows_the_table_cell(make_docx: Make) -> None:
    box = f"<w:txbxContent>{text('框')}</w:txbxContent>"
    drawn = f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>"
    source = docx.load(make_docx(table(row(cell("甲", inner=drawn), cell("乙")))), name="a.docx")

    assert [(source.text[block.start : block.end], block.kind) for block in source.blocks] == [
        ("甲", "cell"), ("框", "paragraph"), ("乙", "cell"),
    ]  # fmt: skip


def test_merges_made_by_a_common_library_are_read() -> None:
    document = Document()
    made = document.add_table(3, 3)
    made.cell(0, 0).merge(made.cell(1, 1)).text = "甲"
    made.cell(0, 2).text, made.cell(2, 1).text = "乙", "丙"
    out = io.BytesIO()
    document.save(out)

    assert grid(out.getvalue()) == {"甲": (0, 0, 0, 2, 2), "乙": (0, 0, 2, 1, 1), "丙": (0, 2, 1, 1, 1)}

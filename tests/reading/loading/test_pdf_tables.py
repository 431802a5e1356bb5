"""Tables of pdf files: merged cells, pages that cut a table or a row, frames that are none."""

from reportlab.pdfgen.canvas import Canvas

from guatu.reading.loading.pdf import load
from guatu.reading.source import Cell
from tests.reading.loading.papers import (
    body,
    cells,
    drawn,
    head_and_foot,
    lines,
    printed,
    repair,
    table,
    write,
)


def test_merged_cells_of_a_ruled_table_say_how_far_they_reach() -> None:
    source = load(
        printed(
            body("任务分解如下："),
            table(
                [
                    ["序号", "任务", "单位", ""],
                    ["", "", "牵头", "配合"],
                    ["1", "清理河道垃圾，整治排污口三十五处，建立管护台账", "县水利局", "县城管局"],
                    ["", "打捞水草", "各乡镇", ""],
                ],
                widths=[40, 160, 80, 80],
                spans=[
                    ((0, 0), (0, 1)),
                    ((1, 0), (1, 1)),
                    ((2, 0), (3, 0)),
                    ((0, 2), (0, 3)),
                    ((2, 3), (3, 3)),
                ],
                heads=2,
            ),
            body("以上任务限期完成。"),
        ),
        name="方案.pdf",
    )

    assert cells(source) == [
        ("序号", Cell(0, 0, 0, rows=2, is_header=True)),
        ("任务", Cell(0, 0, 1, rows=2, is_header=True)),
        ("单位", Cell(0, 0, 2, columns=2, is_header=True)),
        ("牵头", Cell(0, 1, 2, is_header=True)),
        ("配合", Cell(0, 1, 3, is_header=True)),
        ("1", Cell(0, 2, 0, rows=2)),
        ("清理河道垃圾，整治排污口三十五处，建立管护台账", Cell(0, 2, 1)),
        ("县水利局", Cell(0, 2, 2)),
        ("县城管局", Cell(0, 2, 3)),
        ("打捞水草", Cell(0, 3, 1)),
        ("各乡镇", Cell(0, 3, 2, columns=2)),
    ]
    assert (lines(source)[0], lines(source)[-1]) == ("任务分解如下：", "以上任务限期完成。")


def test_a_table_over_several_pages_is_one_and_its_repeated_head_is_dropped() -> None:
    rows = [[str(n), f"第{n}项问题整改到位，建立长效机制，防止反弹回潮", "县水利局"] for n in range(1, 61)]
    source = load(
        printed(
            table([["序号", "措施", "单位"], *rows], widths=[40, 120, 80]),
            body("附表完。"),
            decorate=head_and_foot,
        ),
        name="台账.pdf",
    )

    found = cells(source)
    pages = source.blocks[-1].page
    assert pages is not None
    assert pages >= 3
    assert [text for text, cell in found if cell.column == 0] == ["序号", *[str(n) for n in range(1, 61)]]
    assert [cell.row for _, cell in found if cell.column == 1] == list(range(61))
    assert found[-2] == ("第60项问题整改到位，建立长效机制，防止反弹回潮", Cell(0, 60, 1))
    dropped = repair(source, "repeated_table_head")
    assert dropped is not None
    assert (dropped.count, dropped.examples[0]) == (pages - 1, ("序号 措施 单位", ""))


def test_a_row_cut_by_the_end_of_the_page_is_one_row() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([72, 120, 300, 420], [760, 730, 60])
        for x, text in ((76, "序号"), (124, "措施"), (304, "单位")):
            write(canvas, x, 740, text, size=12)
        for x, text in ((76, "1"), (124, "由县水利局牵头开展河道清"), (304, "县水利局")):
            write(canvas, x, 70, text, size=12)
        canvas.showPage()
        canvas.grid([72, 120, 300, 420], [780, 750, 720])
        write(canvas, 124, 760, "淤，按期完成。", size=12)
        for x, text in ((76, "2"), (124, "巡查。"), (304, "各乡镇")):
            write(canvas, x, 730, text, size=12)

    source = load(drawn(draw), name="台账.pdf")

    assert cells(source)[3:] == [
        ("1", Cell(0, 1, 0)),
        ("由县水利局牵头开展河道清淤，按期完成。", Cell(0, 1, 1)),
        ("县水利局", Cell(0, 1, 2)),
        ("2", Cell(0, 2, 0)),
        ("巡查。", Cell(0, 2, 1)),
        ("各乡镇", Cell(0, 2, 2)),
    ]


def test_a_merged_cell_reaches_over_the_end_of_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([72, 120, 300], [760, 730, 60])
        write(canvas, 76, 740, "序号", size=12)
        write(canvas, 124, 740, "措施", size=12)
        write(canvas, 76, 700, "1", size=12)
        write(canvas, 124, 700, "清理垃圾。", size=12)
        canvas.showPage()
        canvas.grid([72, 120, 300], [780, 750])
        write(canvas, 124, 760, "打捞水草。", size=12)

    source = load(drawn(draw), name="台账.pdf")

    assert cells(source)[2:] == [
        ("1", Cell(0, 1, 0, rows=2)),
        ("清理垃圾。", Cell(0, 1, 1)),
        ("打捞水草。", Cell(0, 2, 1)),
    ]


def test_a_table_open_at_its_sides_has_all_its_columns_and_a_frame_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (760, 730, 700):
            canvas.line(72, y, 400, y)
        canvas.line(200, 760, 200, 700)
        for x, y, text in ((80, 740, "任务"), (210, 740, "单位"), (80, 710, "清淤"), (210, 710, "水利局")):
            write(canvas, x, y, text, size=12)
        canvas.grid([72, 400], [560, 500, 440])
        write(canvas, 80, 520, "框里的话仍是正文。", size=12)
        write(canvas, 80, 460, "下框也是。", size=12)

    source = load(drawn(draw), name="表.pdf")

    assert cells(source) == [
        ("任务", Cell(0, 0, 0, is_header=True)),
        ("单位", Cell(0, 0, 1, is_header=True)),
        ("清淤", Cell(0, 1, 0)),
        ("水利局", Cell(0, 1, 1)),
    ]
    assert lines(source)[-2:] == ["框里的话仍是正文。", "下框也是。"]
    assert source.blocks[-1].cell is None

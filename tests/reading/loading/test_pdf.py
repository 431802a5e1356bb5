"""Pdf files as offices print them: paragraphs, tables and titles come out, page furniture does not."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from guatu.reading.loading.pdf import load
from guatu.reading.source import Cell, Repair
from tests.reading.loading.papers import (
    FINDING,
    body,
    cells,
    drawn,
    head_and_foot,
    heading,
    kinds,
    lines,
    printed,
    repair,
    title,
    write,
)


def test_wrapped_lines_become_paragraphs_and_sizes_tell_title_and_headings() -> None:
    source = load(
        printed(
            title("云桥县水利局关于巡察反馈意见整改进展情况的报告"),
            heading("一、整改情况"),
            body(FINDING),
            body("（一）加强领导。" + FINDING),
            heading("二、下一步工作"),
            body("继续推进。"),
        ),
        name="报告.pdf",
    )

    assert lines(source) == [
        "云桥县水利局关于巡察反馈意见整改进展情况的报告",
        "一、整改情况",
        FINDING,
        "（一）加强领导。" + FINDING,
        "二、下一步工作",
        "继续推进。",
    ]
    assert kinds(source) == [
        ("title", None),
        ("heading", 1),
        ("paragraph", None),
        ("paragraph", None),
        ("heading", 1),
        ("paragraph", None),
    ]
    assert source.title == "云桥县水利局关于巡察反馈意见整改进展情况的报告"
    assert {block.anchor for block in source.blocks} == {"第1页"}


def test_heads_feet_and_page_numbers_are_taken_out_of_sentences_and_counted() -> None:
    source = load(
        printed(*[body(f"第{n}条。" + FINDING) for n in range(1, 13)], decorate=head_and_foot),
        name="报告.pdf",
    )

    pages = source.blocks[-1].page
    assert pages is not None
    assert pages >= 2
    assert lines(source) == [f"第{n}条。" + FINDING for n in range(1, 13)]
    furniture = repair(source, "furniture")
    assert furniture is not None
    assert furniture.count == 2 * pages
    assert furniture.examples[:2] == (("云桥县水利局整改材料", ""), ("— 1 —", ""))


def test_a_joined_line_end_is_shown_as_a_repair() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 122, 700, "督查组对十二个乡镇开展督查，发现问题三")
        write(canvas, 90, 672, "十五个，其中已整改二十九个，正在整改的六个。")
        write(canvas, 122, 644, "下一步将继续督促。")

    source = load(drawn(draw), name="通报.pdf")

    assert lines(source) == [
        "督查组对十二个乡镇开展督查，发现问题三十五个，其中已整改二十九个，正在整改的六个。",
        "下一步将继续督促。",
    ]
    assert repair(source, "hard_wraps") == Repair(
        "hard_wraps",
        1,
        (
            (
                "乡镇开展督查，发现问题三\n十五个，其中已整改二十九",
                "乡镇开展督查，发现问题三十五个，其中已整改二十九",
            ),
        ),
    )


def test_numbered_items_that_hang_and_paragraphs_set_in_are_joined_too() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 740, "各乡镇各部门要对照清单逐项整改，按时报送进展情况，县督查室")
        write(canvas, 72, 712, "将适时开展回头看。")
        write(canvas, 72, 684, "（一）压实责任。主要负责人要亲自部署，分管负责人具体抓，层")
        write(canvas, 120, 656, "层传导压力，不得推诿扯皮，不得敷衍塞责。")
        write(canvas, 120, 628, "引文整段缩进，每一行都从同一处开始，读的时候应当连起来")
        write(canvas, 120, 600, "成为一段。")
        write(canvas, 400, 572, "县政府督查室")
        write(canvas, 392, 544, "2026年5月8日")

    assert lines(load(drawn(draw), name="通知.pdf")) == [
        "各乡镇各部门要对照清单逐项整改，按时报送进展情况，县督查室将适时开展回头看。",
        "（一）压实责任。主要负责人要亲自部署，分管负责人具体抓，层层传导压力，不得推诿扯皮，不得敷衍塞责。",
        "引文整段缩进，每一行都从同一处开始，读的时候应当连起来成为一段。",
        "县政府督查室",
        "2026年5月8日",
    ]


def test_equal_lines_of_running_text_on_every_page_are_no_furniture() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(4):
            for row in range(22):
                write(
                    canvas,
                    72,
                    762 - 32 * row,
                    "各单位要压实责任，逐项整改，按时销号，不留尾巴，确保见底到位清零。",
                )
            canvas.showPage()

    source = load(drawn(draw), name="通报.pdf")

    assert source.text.count("各单位要压实责任") == 88
    assert repair(source, "furniture") is None


def test_a_red_letterhead_is_larger_than_the_title_and_is_not_the_title() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 130, 740, "临江区人民政府文件", size=36)
        write(canvas, 230, 690, "临政发〔2026〕12号")
        write(canvas, 166, 630, "关于开展春季防火督查的", size=22)
        write(canvas, 254, 596, "通　知", size=22)
        write(canvas, 72, 540, "各镇街、区直各部门：")
        write(canvas, 104, 512, "为做好春季防火工作，决定从三月一日起开展督查。请于三")
        write(canvas, 72, 484, "月十日前报送名单，联系人见附件，逾期未报的予以通报，并约")
        write(canvas, 72, 456, "谈主要负责人。")

    source = load(drawn(draw), name="通知.pdf")

    assert source.title == "关于开展春季防火督查的通　知"
    assert kinds(source)[:4] == [
        ("paragraph", None),
        ("paragraph", None),
        ("title", None),
        ("paragraph", None),
    ]


def test_lines_drawn_out_of_order_are_read_from_top_to_bottom() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 600, "二、整改措施。")
        write(canvas, 72, 700, "一、存在问题。")
        write(canvas, 136, 500, "时限")
        write(canvas, 72, 500, "办结")

    assert lines(load(drawn(draw), name="乱.pdf")) == ["一、存在问题。", "二、整改措施。", "办结 时限"]


def test_words_beside_the_page_are_not_shown_and_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 700, "页面之内的文字。")
        write(canvas, 700, 700, "页面之外")
        write(canvas, 72, -40, "页面之下")

    assert lines(load(drawn(draw), name="外.pdf")) == ["页面之内的文字。"]


def test_lines_that_all_begin_elsewhere_are_still_read() -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(20):
            write(canvas, 72 + 9 * row, 740 - 34 * row, f"第{row + 1}行各自缩进。")

    assert lines(load(drawn(draw), name="斜.pdf")) == [f"第{row}行各自缩进。" for row in range(1, 21)]


def test_a_slanted_watermark_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 700, "县政府办公室督查通知，请按时反馈。")
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        write(canvas, 0, 0, "内部材料请勿外传", size=48)
        canvas.restoreState()

    assert lines(load(drawn(draw), name="水印.pdf")) == ["县政府办公室督查通知，请按时反馈。"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_displayed(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        width, height = A4
        canvas.setPageRotation(turn)  # turns the sheet as well, so it lies on its long side
        canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
        canvas.rotate(turn)
        canvas.grid([72, 200, 328], [460, 430, 400])
        for x, y, text in ((80, 440, "任务"), (210, 440, "单位"), (80, 410, "清淤"), (210, 410, "水利局")):
            write(canvas, x, y, text, size=12)
        write(canvas, 72, 350, "一、横放的页面。")
        write(canvas, 72, 300, "二、照样能读。")

    source = load(drawn(draw), name="横.pdf")

    assert lines(source) == ["任务", "单位", "清淤", "水利局", "一、横放的页面。", "二、照样能读。"]
    assert cells(source)[3] == ("水利局", Cell(0, 1, 1))


def test_latin_words_keep_their_blanks_and_figures_stay_whole() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 700, "使用 Office 365 系统，GDP 增长 6.5%，投资 1,250.8 万元。")

    assert lines(load(drawn(draw), name="数.pdf")) == [
        "使用 Office 365 系统，GDP 增长 6.5%，投资 1,250.8 万元。"
    ]

"""Pdf files as offices print them: paragraphs, tables and titles come out, page furniture does not."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from guatu.reading.errors import DamagedFile, EmptyFile, EncryptedFile, OversizedFile
from guatu.reading.loading.pdf import MAX_PAGES, load
from guatu.reading.source import Cell, Repair, Source
from tests.reading.loading.papers import body, drawn, heading, printed, table, title, write

FINDING = (
    "对照巡察反馈意见，县水利局逐条研究，制定整改措施23项，明确责任单位和办结时限，"
    "截至2026年3月底，已完成整改18项，正在推进5项，整改完成率达到78.3%。"
)


def lines(source: Source) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks]


def kinds(source: Source) -> list[tuple[str, int | None]]:
    return [(block.kind, block.level) for block in source.blocks]


def cells(source: Source) -> list[tuple[str, Cell]]:
    return [(source.text[b.start : b.end], b.cell) for b in source.blocks if b.cell is not None]


def repair(source: Source, kind: str) -> Repair | None:
    return next((found for found in source.repairs if found.kind == kind), None)


def head_and_foot(canvas: Canvas, page: int) -> None:
    write(canvas, 72, 800, "云桥县水利局整改材料", size=9)
    canvas.line(72, 795, 523, 795)
    write(canvas, 280, 40, f"— {page} —", size=12)


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


def test_blank_pages_are_passed_over_and_a_blank_file_is_empty() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.showPage()
        write(canvas, 72, 700, "第二页才有字。")
        canvas.showPage()
        canvas.showPage()

    source = load(drawn(draw), name="空白页.pdf")

    assert [(block.page, block.anchor) for block in source.blocks] == [(2, "第2页")]
    with pytest.raises(EmptyFile):
        load(drawn(Canvas.showPage), name="空白.pdf")


def test_a_locked_pdf_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 700, "加了限制的文件。")

    with pytest.raises(EncryptedFile):
        load(drawn(draw, encrypt=StandardEncryption("secret", ownerPassword="owner")), name="锁.pdf")
    open_to_all = drawn(draw, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert lines(load(open_to_all, name="限.pdf")) == ["加了限制的文件。"]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_cut_pdf_is_refused_as_damaged(share: float) -> None:
    whole = printed(*[body(FINDING)] * 9)

    with pytest.raises(DamagedFile):
        load(whole[: int(len(whole) * share)], name="断.pdf")


def test_more_pages_than_the_reader_takes_are_refused() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(MAX_PAGES + 1):
            canvas.showPage()

    with pytest.raises(OversizedFile, match="共1001页"):
        load(drawn(draw), name="长.pdf")


def test_five_hundred_pages_end_in_seconds() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 501):
            for row in range(4):
                write(canvas, 72, 740 - 28 * row, f"第{page}页第{row}行，逐项整改，按时销号。")
            canvas.showPage()

    whole = drawn(draw)
    begun = time.process_time()
    source = load(whole, name="五百页.pdf")

    assert (len(source.blocks), source.blocks[-1].page) == (2_000, 500)
    assert time.process_time() - begun < 30


SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_pdf_exported_by_an_office_program_with_its_own_fonts_reads_right(tmp_path: Path) -> None:
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    for text in ("一、整改情况", FINDING, "（一）GDP 增长 6.5%。" + FINDING):
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    grid = document.add_table(rows=3, cols=3, style="Table Grid")
    for row, texts in enumerate((("序号", "任务", "单位"), ("1", "清淤", "水利局"), ("2", "巡查", ""))):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    grid.cell(1, 2).merge(grid.cell(2, 2))
    document.save(str(tmp_path / "报告.docx"))
    export = [
        str(SOFFICE),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "报告.docx")),
    ]
    subprocess.run(export, check=True, capture_output=True)  # noqa: S603 - our own document, the found program

    source = load((tmp_path / "报告.pdf").read_bytes(), name="报告.pdf")

    assert lines(source)[:3] == ["一、整改情况", FINDING, "（一）GDP 增长 6.5%。" + FINDING]
    assert cells(source)[3:] == [
        ("1", Cell(0, 1, 0)),
        ("清淤", Cell(0, 1, 1)),
        ("水利局", Cell(0, 1, 2, rows=2)),
        ("2", Cell(0, 2, 0)),
        ("巡查", Cell(0, 2, 1)),
    ]

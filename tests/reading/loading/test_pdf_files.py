"""Pdf files as files: blank, locked, cut, long, and exported by an office program."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from guatu.reading.errors import DamagedFile, EmptyFile, EncryptedFile, OversizedFile
from guatu.reading.loading.pdf import MAX_PAGES, load
from guatu.reading.source import Cell
from tests.reading.loading.papers import FINDING, body, cells, drawn, lines, printed, write


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

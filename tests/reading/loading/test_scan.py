"""Scans and pictures: read where the extra is installed, refused with their pages where it is not."""

import io
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from guatu.reading.errors import BombLikeFile, DamagedFile, EmptyFile, OversizedFile, ScanWithoutOcr
from guatu.reading.loading import pdf, scan
from tests.reading.loading.papers import drawn, write

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
can_recognise = pytest.mark.skipif(
    not (scan.is_installed() and FONT.exists()), reason="needs the extra ocr and a Chinese font"
)


def picture(*lines: tuple[int, int, str, int]) -> Image.Image:
    """A4 at 150 dots to the inch; each line is x, y, text and size in pixels."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for x, y, text, size in lines:
        draw.text((x, y), text, font=ImageFont.truetype(str(FONT), size, index=2), fill="black")
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def scanned(*pages: Image.Image | None) -> bytes:
    """A pdf whose pages are pictures; None makes a page of text."""

    def draw(canvas: Canvas) -> None:
        for page in pages:
            if page is None:
                write(canvas, 72, 700, "这一页是可以复制的文字，不需要识别，照常读取就可以了。")
            else:
                canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
            canvas.showPage()

    return drawn(draw)


@can_recognise
def test_a_scanned_page_is_read_line_by_line_and_joined_to_paragraphs() -> None:
    page = picture(
        (330, 150, "云桥县消防隐患整改通报", 52),
        (214, 300, "一、东门商场疏散通道被占用，由县应急管理局牵头，于", 32),
        (150, 356, "三月底前完成整改。", 32),
        (214, 412, "二、北街市场电线裸露。", 32),
    )

    source = pdf.load(scanned(None, Image.new("RGB", (1240, 1754), "white"), page), name="扫描.pdf")

    texts = [(block.page, source.text[block.start : block.end]) for block in source.blocks]
    assert texts == [
        (1, "这一页是可以复制的文字，不需要识别，照常读取就可以了。"),
        (3, "云桥县消防隐患整改通报"),
        (3, "一、东门商场疏散通道被占用，由县应急管理局牵头，于三月底前完成整改。"),
        (3, "二、北街市场电线裸露。"),
    ]
    assert source.media_type == "application/pdf"


@can_recognise
def test_a_picture_in_several_frames_is_read_and_doubtful_lines_are_named() -> None:
    clear = picture((214, 300, "一、通报情况。", 40))
    poor = picture((150, 300, "二、限期整改。", 40)).resize((170, 240)).resize((1240, 1754))

    source = scan.load(saved(clear, "TIFF", save_all=True, append_images=[poor]), name="扫描.tif")

    assert (source.media_type, source.blocks[0].page) == ("image/tiff", 1)
    assert source.text.startswith("一、通报情况。")
    assert len(source.warnings) == 1
    assert source.warnings[0].startswith("第2页第1行文字识别把握不大，请核对：")


@can_recognise
def test_a_picture_without_text_is_empty() -> None:
    with pytest.raises(EmptyFile):
        scan.load(saved(Image.new("RGB", (600, 800), "white"), "PNG"), name="白.png")


def test_without_the_extra_a_scan_is_refused_with_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    grey = Image.new("RGB", (124, 175), "grey")

    with pytest.raises(ScanWithoutOcr, match=r"^第2、3页：这是扫描件"):
        pdf.load(scanned(None, grey, grey), name="扫描.pdf")
    with pytest.raises(ScanWithoutOcr, match=r"^第1、2、3、4、5等7页："):
        pdf.load(scanned(*[grey] * 7), name="扫描.pdf")
    with pytest.raises(ScanWithoutOcr):
        scan.load(saved(grey, "PNG"), name="扫描.png")


def test_a_small_picture_on_a_page_of_text_needs_no_recognition() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 700, "附图如下，图中为整改前后的对比，请各单位参照执行。")
        canvas.drawImage(ImageReader(Image.new("RGB", (300, 200), "grey")), 72, 300, 400, 300)

    assert pdf.load(drawn(draw), name="图.pdf").text == "附图如下，图中为整改前后的对比，请各单位参照执行。"


@pytest.mark.skipif(not scan.is_installed(), reason="needs the extra ocr")
def test_damaged_and_monstrous_pictures_are_refused() -> None:
    grey = saved(Image.effect_noise((300, 300), 50), "PNG")
    wide = saved(Image.new("1", (20_000, 5_000)), "PNG")
    many = saved(Image.new("1", (8, 8)), "TIFF", save_all=True, append_images=[Image.new("1", (8, 8))] * 300)

    with pytest.raises(DamagedFile):
        scan.load(grey[:500], name="断.png")
    with pytest.raises(BombLikeFile, match="第1页"):
        scan.load(wide, name="宽.png")
    with pytest.raises(OversizedFile, match="超过300页"):
        scan.load(many, name="多.tif")

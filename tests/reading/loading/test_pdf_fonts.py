"""Pdf files that only name their Chinese fonts are read without the fonts of the system."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import ImageFont
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from guatu.reading.loading.layout.shapes import Glyph
from guatu.reading.loading.pdf import load
from guatu.reading.loading.pdf.fonts import box_font
from guatu.reading.loading.pdf.glyphs import placing, read_glyphs

SIZE = 15
FONT = "STSong-Light"


@pytest.fixture
def printed() -> Callable[..., bytes]:
    """A page with these words, one below the other, in a font that the file names and does not carry."""
    registerFont(UnicodeCIDFont(FONT))

    def write(*lines: str) -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer)
        canvas.setFont(FONT, SIZE)
        for at, line in enumerate(lines):
            canvas.drawString(80, 700 - 2 * SIZE * at, line)
        canvas.save()
        return buffer.getvalue()

    return write


def glyphs_of(data: bytes) -> list[Glyph]:
    document = pdfium.PdfDocument(data)
    page = document[0]
    found = read_glyphs(page, placing(page)[2]).found
    page.close()
    document.close()
    return found


@pytest.mark.parametrize("character", ["府", "1", "，", "\U00020000"])
def test_the_box_stands_for_every_character(character: str) -> None:
    font = ImageFont.truetype(BytesIO(box_font()), size=1000)

    assert font.getmask(character).getbbox() == (0, 0, 200, 700)


def test_a_character_is_as_wide_as_the_file_says(printed: Callable[..., bytes]) -> None:
    glyphs = glyphs_of(printed("到2024年W"))

    widths = {glyph.char: glyph.x1 - glyph.x0 for glyph in glyphs}
    for char in "到20年W":
        assert widths[char] == pytest.approx(stringWidth(char, FONT, SIZE), abs=0.01)


def test_a_line_of_one_character_is_not_lost(printed: Callable[..., bytes]) -> None:
    text = load(printed("责任单位：临江区人民政", "府", "完成时限：2024年10月底前"), name="任务.pdf").text

    assert text.count("府") == 1
    assert "2024年10月底前" in text

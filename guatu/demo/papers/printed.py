"""Papers as printed: a pdf with text, and a scan of the page without any."""

from collections.abc import Iterator
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from guatu.demo.errors import FontMissing
from guatu.demo.papers import labels, marks, noise
from guatu.demo.papers.paper import Body, Centred, Heading, Paper, Part, Signed, Table, Title

_TYPEFACE = "STSong-Light"
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
_SCAN_WIDTH, _SCAN_HEIGHT, _SCAN_MARGIN, _SCAN_SIZE = 1240, 1754, 130, 34
"""A4 at 150 points to the inch; the letters are a little over 16 points."""
_SCAN_ROOM = _SCAN_WIDTH - 2 * _SCAN_MARGIN
_HANGING = "，。、；：？！）》”"


def write_pdf(paper: Paper) -> bytes:
    """A pdf with text, ruled tables and `— 2 —` at the foot of each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.platypus import SimpleDocTemplate

    registerFont(UnicodeCIDFont(_TYPEFACE))
    buffer = BytesIO()
    margins = {"leftMargin": 80, "rightMargin": 75, "topMargin": 105, "bottomMargin": 100}
    document = SimpleDocTemplate(
        buffer, pagesize=A4, invariant=1, title=paper.title or "", author=paper.front.site, **margins
    )
    chance = Random(paper.front.seed)  # noqa: S311 - noise, not secrets
    words = partial(noise.spoil, front=paper.front, chance=chance)
    story = [_flowable(part, words) for part in labels.typed_out(paper)]
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return buffer.getvalue()


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont(_TYPEFACE, 14)
    canvas.drawCentredString(297, 60, f"— {document.page} —")


def _flowable(part: Part, words: Any) -> Any:
    from reportlab.platypus import Paragraph

    if isinstance(part, Table):
        return _ruled(part, words)
    text = escape(words(marks.accepted(part.text)), quote=False)
    return Paragraph(text, _style(part))


def _style(part: Part) -> Any:
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    size = 20 if isinstance(part, Title) else 15
    alignment = TA_LEFT
    if isinstance(part, Title | Centred):
        alignment = TA_CENTER
    elif isinstance(part, Signed):
        alignment = TA_RIGHT
    indent = 30 if isinstance(part, Body | Heading) else 0
    return ParagraphStyle(
        "paper",
        fontName=_TYPEFACE,
        fontSize=size,
        leading=size * 1.8,
        alignment=alignment,
        firstLineIndent=indent,
        wordWrap="CJK",
        spaceAfter=16 if isinstance(part, Title) else 0,
    )


def _ruled(table: Table, words: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table as RuledTable

    style = ParagraphStyle("cell", fontName=_TYPEFACE, fontSize=10, leading=14, wordWrap="CJK")
    grid: list[list[Any]] = [[""] * table.columns for _ in range(table.rows)]
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for cell in table.cells:
        grid[cell.row][cell.column] = [
            Paragraph(escape(words(line), quote=False), style) for line in cell.text.split("\n")
        ]
        corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        commands.append(("SPAN", (cell.column, cell.row), corner))
    longest = [max(len(row[at]) for row in table.grid()) for at in range(table.columns)]
    shares = [min(max(length, 5), 60) for length in longest]
    widths = [440 * share / sum(shares) for share in shares]
    return RuledTable(grid, colWidths=widths, style=commands, repeatRows=1)


def write_scan(paper: Paper) -> bytes:
    """Pictures of the pages bound in a pdf; refuses where the system has no Chinese font."""
    from time import gmtime

    pages = [page.rotate(0.4, fillcolor=255) for page in _pictures(paper)]
    buffer = BytesIO()
    day = gmtime(0)
    pages[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=150,
        creationDate=day,
        modDate=day,
    )
    return buffer.getvalue()


def _pictures(paper: Paper) -> Iterator[Any]:
    from PIL import Image, ImageDraw, ImageFont

    path = next((path for path in _FONTS if Path(path).exists()), None)
    if path is None:
        raise FontMissing(name=paper.name)
    font = ImageFont.truetype(path, _SCAN_SIZE)
    rows = (_SCAN_HEIGHT - 2 * _SCAN_MARGIN) // (_SCAN_SIZE * 2)
    lines = list(_typeset(paper, font))
    for number, at in enumerate(range(0, len(lines), rows), start=1):
        page = Image.new("L", (_SCAN_WIDTH, _SCAN_HEIGHT), 255)
        pen = ImageDraw.Draw(page)
        for row, (left, line) in enumerate(lines[at : at + rows]):
            pen.text((left, _SCAN_MARGIN + row * _SCAN_SIZE * 2), line, font=font, fill=0)
        pen.text((_SCAN_WIDTH // 2 - 60, _SCAN_HEIGHT - _SCAN_MARGIN), f"— {number} —", font=font, fill=0)
        yield page


def _typeset(paper: Paper, font: Any) -> Iterator[tuple[int, str]]:
    """Lines of the pages with their left edge; tables are left to the pdf."""
    for part in labels.typed_out(paper):
        if isinstance(part, Table):
            continue
        share = 0.5 if isinstance(part, Title | Centred) else 1.0 if isinstance(part, Signed) else 0.0
        indent = "　　" if isinstance(part, Body | Heading) else ""
        for line in _broken(indent + marks.accepted(part.text), font):
            room = max(_SCAN_ROOM - font.getlength(line), 0)
            yield _SCAN_MARGIN + int(room * share), line


def _broken(text: str, font: Any) -> Iterator[str]:
    """Lines as wide as the page allows; punctuation hangs over the edge rather than begin a line."""
    line = ""
    for letter in text:
        if font.getlength(line + letter) > _SCAN_ROOM and letter not in _HANGING:
            yield line
            line = ""
        line += letter
    yield line

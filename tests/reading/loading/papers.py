"""Pdf papers drawn for tests, as offices print them: A4, running text in 16 points."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))

_BASE = ParagraphStyle("base", fontName=SONG, wordWrap="CJK")
_BODY = ParagraphStyle(
    "body", parent=_BASE, fontSize=16, leading=28, firstLineIndent=32, alignment=TA_JUSTIFY
)
_TITLE = ParagraphStyle("title", parent=_BASE, fontSize=22, leading=34, alignment=TA_CENTER, spaceAfter=20)
_HEADING = ParagraphStyle("heading", parent=_BASE, fontSize=18, leading=30)
_CELL = ParagraphStyle("cell", parent=_BASE, fontSize=10.5, leading=15)

Decoration = Callable[[Canvas, int], None]


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A pdf drawn by hand on a canvas."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return held.getvalue()


def printed(*flowables: Flowable, decorate: Decoration = lambda _canvas, _page: None) -> bytes:
    """A pdf set like a document, every page decorated with its head and foot."""
    held = io.BytesIO()
    template = SimpleDocTemplate(
        held, pagesize=A4, leftMargin=72, rightMargin=72, topMargin=80, bottomMargin=72
    )

    def on_page(canvas: Canvas, document: SimpleDocTemplate) -> None:
        decorate(canvas, document.page)

    template.build(list(flowables), onFirstPage=on_page, onLaterPages=on_page)
    return held.getvalue()


def title(text: str) -> Flowable:
    return Paragraph(text, _TITLE)


def heading(text: str) -> Flowable:
    return Paragraph(text, _HEADING)


def body(text: str) -> Flowable:
    return Paragraph(text, _BODY)


def table(
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    spans: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
    heads: int = 1,
) -> Flowable:
    """A ruled table; spans name their first and last field as (column, row)."""
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *(("SPAN", first, last) for first, last in spans),
    ]
    cells = [[Paragraph(text, _CELL) for text in row] for row in rows]
    return Table(cells, colWidths=list(widths), style=style, repeatRows=heads)


def write(canvas: Canvas, x: float, y: float, text: str, *, size: float = 16) -> None:
    """Text with its left lower corner in points from the left lower corner of the page."""
    canvas.setFont(SONG, size)
    canvas.drawString(x, y, text)

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

from guatu.reading.source import Cell, Repair, Source

FINDING = (
    "对照巡察反馈意见，县水利局逐条研究，制定整改措施23项，明确责任单位和办结时限，"
    "截至2026年3月底，已完成整改18项，正在推进5项，整改完成率达到78.3%。"
)
"""A sentence longer than a line."""
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


def head_and_foot(canvas: Canvas, page: int) -> None:
    """A running title with its rule, and the number of the page."""
    write(canvas, 72, 800, "云桥县水利局整改材料", size=9)
    canvas.line(72, 795, 523, 795)
    write(canvas, 280, 40, f"— {page} —", size=12)


# ---------------------------------------------------------------- what was read


def lines(source: Source) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks]


def kinds(source: Source) -> list[tuple[str, int | None]]:
    return [(block.kind, block.level) for block in source.blocks]


def cells(source: Source) -> list[tuple[str, Cell]]:
    return [(source.text[b.start : b.end], b.cell) for b in source.blocks if b.cell is not None]


def repair(source: Source, kind: str) -> Repair | None:
    return next((found for found in source.repairs if found.kind == kind), None)

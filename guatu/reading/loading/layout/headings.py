"""Titles and headings, where their size says so; bold or another face alone does not."""

import re
from collections.abc import Sequence

from guatu.reading.loading.layout.paragraphs import Column, Paragraph

_LARGER = 1.12
_LONGEST = 80
_FIRST_PARAGRAPHS = 12
_LETTERHEAD = re.compile(
    r"(?:文\s*件|公\s*报|通\s*报|简\s*报|纪\s*要|督\s*查\s*专\s*报)$|^\s*[(（]?第?\s*\d+\s*期"
)
_NUMBER = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\])）]\s*第?\s*\d+\s*号")


def mark_headings(found: Sequence[Paragraph], column: Column) -> None:
    """Name the title on the first page, and rank the larger lines below it by their sizes."""
    title = _title(found, column)
    if title is not None:
        title.is_title = True
    headings = [p for p in found if p is not title and _is_heading(p, column)]
    sizes = sorted({round(p.lines[0].size) for p in headings}, reverse=True)
    for paragraph in headings:
        paragraph.level = sizes.index(round(paragraph.lines[0].size)) + 1


def _title(found: Sequence[Paragraph], column: Column) -> Paragraph | None:
    """The largest centered words of the first page; a red letterhead is larger but no title."""
    first = [p for p in found[:_FIRST_PARAGRAPHS] if p.lines[0].page == found[0].lines[0].page]
    large = [
        p
        for p in first
        if p.is_centered and _is_large(p, column) and not _NUMBER.search(p.text) and len(p.text) >= 4
    ]
    titles = [p for p in large if not _LETTERHEAD.search(p.text) or len(p.text) > 16] or large
    return max(titles, key=lambda p: p.lines[0].size, default=None)


def _is_heading(paragraph: Paragraph, column: Column) -> bool:
    return (
        _is_large(paragraph, column)
        and len(paragraph.lines) <= 2
        and len(paragraph.text) <= _LONGEST
        and paragraph.text[-1] not in "。；，："
        and not _NUMBER.search(paragraph.text)
        and not _LETTERHEAD.search(paragraph.text)
    )


def _is_large(paragraph: Paragraph, column: Column) -> bool:
    return paragraph.lines[0].size > column.size * _LARGER

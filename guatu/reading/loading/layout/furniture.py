"""Heads, feet and page numbers: what every page repeats at its edges belongs to no document."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from guatu.reading.loading.layout.paragraphs import Column, column_of
from guatu.reading.loading.layout.shapes import Line, Page

_EDGE = 0.12
"""Of the page height, the strips at its upper and lower edge where furniture stands."""
_EDGE_LINES = 2
_SHARE_APART, _SHARE_CLOSE = 0.3, 0.7
"""Of all pages, how many repeat a line that stands apart from the text, and one that does not."""
_SMALLER = 1.07
_PAGE_NUMBER = re.compile(
    r"[-—–―－·•.\s]*\d{1,4}[-—–―－·•.\s]*"
    r"|第\s*[\d一二三四五六七八九十百]+\s*页(?:\s*[,，、/]?\s*共\s*[\d一二三四五六七八九十百]+\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P)\.?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxIVX]{1,6}"
    # what a browser prints around a page: address and count, hour and title of the window
    r"|(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,4}[/-]\d{1,2}[/-]\d{1,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?"
    r"(?:\s.*)?"
)


def take_furniture(pages: list[Page]) -> list[Line]:
    """Remove the furniture from the pages and return it in order."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return []
    body, counts = column_of(lines, max(page.width for page in pages)), _counts(pages)
    taken: list[Line] = []
    for page in pages:
        edges = set(map(id, _edge_lines(page)))
        furniture = [
            line
            for line in page.lines
            if id(line) in edges
            and (
                _PAGE_NUMBER.fullmatch(line.text)
                or counts[_shape(line)] >= _enough(line, page, body, pages=len(pages))
            )
        ]
        gone = set(map(id, furniture))
        page.lines = [line for line in page.lines if id(line) not in gone]
        taken.extend(furniture)
    return taken


def _counts(pages: list[Page]) -> Counter[tuple[str, int]]:
    return Counter(shape for page in pages for shape in {_shape(line) for line in _edge_lines(page)})


def _enough(line: Line, page: Page, body: Column, *, pages: int) -> float:
    """On how many pages a line has to stand to be furniture; running text happens to repeat itself."""
    apart = max(2, pages * _SHARE_APART)
    if line.size * _SMALLER < body.size:
        return apart
    if (line.x1 - line.x0) * 1.2 > body.right - body.left:
        return math.inf
    distances = [abs(other.pitch_point - line.pitch_point) for other in page.lines if other is not line]
    is_apart = min(distances, default=page.height) > body.pitch * 1.25
    return apart if is_apart else max(3, pages * _SHARE_CLOSE)


def _edge_lines(page: Page) -> Iterator[Line]:
    """The first and last lines, as far as they stand at the edge and not on it by a short page's text."""
    upper = [line for line in page.lines[:_EDGE_LINES] if line.y1 <= page.height * _EDGE]
    lower = [line for line in page.lines[-_EDGE_LINES:] if line.y0 >= page.height * (1 - _EDGE)]
    yield from upper
    yield from lower


def _shape(line: Line) -> tuple[str, int]:
    """Lines of one shape differ only in figures and stand at one height."""
    return re.sub(r"\d+", "#", line.text), round(line.y0 / 6)

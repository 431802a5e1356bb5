"""Heads, feet and page numbers: what every page repeats at its edges belongs to no document."""

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
)


def take_furniture(pages: list[Page]) -> list[Line]:
    """Remove the furniture from the pages and return it in order."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return []
    body, counts = column_of(lines), _counts(pages)
    taken: list[Line] = []
    for page in pages:
        edges = set(map(id, _edge_lines(page)))
        furniture = [
            line
            for line in page.lines
            if id(line) in edges
            and (
                _PAGE_NUMBER.fullmatch(line.text)
                or _is_repeated(counts[_shape(line)], len(pages), is_apart=_is_apart(line, page, body))
            )
        ]
        gone = set(map(id, furniture))
        page.lines = [line for line in page.lines if id(line) not in gone]
        taken.extend(furniture)
    return taken


def _counts(pages: list[Page]) -> Counter[tuple[str, int]]:
    return Counter(shape for page in pages for shape in {_shape(line) for line in _edge_lines(page)})


def _is_repeated(count: int, pages: int, *, is_apart: bool) -> bool:
    """What stands apart from the text may differ on left and right pages; running text happens to repeat."""
    return count >= max(2, pages * _SHARE_APART) if is_apart else count >= max(3, pages * _SHARE_CLOSE)


def _is_apart(line: Line, page: Page, body: Column) -> bool:
    """Smaller than the text, or farther from its next line than lines of text are."""
    if line.size * _SMALLER < body.size:
        return True
    if body.right - body.left < (line.x1 - line.x0) * 1.2:
        return False
    others = [abs(other.pitch_point - line.pitch_point) for other in page.lines if other is not line]
    return min(others, default=page.height) > body.pitch * 1.25


def _edge_lines(page: Page) -> Iterator[Line]:
    """The first and last lines, as far as they stand at the edge and not on it by a short page's text."""
    upper = [line for line in page.lines[:_EDGE_LINES] if line.y1 <= page.height * _EDGE]
    lower = [line for line in page.lines[-_EDGE_LINES:] if line.y0 >= page.height * (1 - _EDGE)]
    yield from upper
    yield from lower


def _shape(line: Line) -> tuple[str, int]:
    """Lines of one shape differ only in figures and stand at one height."""
    return re.sub(r"\d+", "#", line.text), round(line.y0 / 6)

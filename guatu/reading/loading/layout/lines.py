"""Characters become lines, by where they stand and not by the order in which the file draws them."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from guatu.reading.loading.layout.shapes import Glyph, Line

_SAME_LINE = 0.35
"""Of the greater height, how far the feet of one line's characters may lie apart."""
_WIDE_GAP = 1.0
_LATIN_GAP = 0.22
"""Of the character size, the gaps that show as a blank: anywhere, and between Latin letters or digits."""


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines from top to bottom; blanks at their edges are indents and no text."""
    rows: list[list[Glyph]] = []
    for run in sorted(_runs(glyphs), key=lambda run: run[0].base):
        if rows and _level(rows[-1][0], run[0]):
            rows[-1].extend(run)
        else:
            rows.append(run)
    return [line for row in rows if (line := _line(row, page)) is not None]


def is_wide(char: str) -> bool:
    """Chinese characters and marks take a full square."""
    return char >= "\u2e80"


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Neighbours in the file that stand side by side."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _follows(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _follows(last: Glyph, glyph: Glyph) -> bool:
    reach = 3 * max(last.y1 - last.y0, glyph.y1 - glyph.y0)
    return _level(last, glyph) and last.x0 <= glyph.x0 < last.x1 + reach


def _level(one: Glyph, other: Glyph) -> bool:
    return abs(one.base - other.base) < _SAME_LINE * max(one.y1 - one.y0, other.y1 - other.y0)


def _line(row: list[Glyph], page: int) -> Line | None:
    row.sort(key=lambda glyph: glyph.x0)
    inked = [glyph for glyph in row if not glyph.char.isspace()]
    if not inked:
        return None
    widths = [glyph.x1 - glyph.x0 for glyph in inked if is_wide(glyph.char)]
    size = median(widths) if widths else 0.85 * median(glyph.y1 - glyph.y0 for glyph in inked)
    return Line(
        _spaced(row, size).strip(),
        page,
        inked[0].x0,
        min(glyph.y0 for glyph in inked),
        max(glyph.x1 for glyph in inked),
        max(glyph.y1 for glyph in inked),
        size,
    )


def _spaced(row: list[Glyph], size: float) -> str:
    parts = [row[0].char]
    for last, glyph in pairwise(row):
        gap = glyph.x0 - last.x1
        least = _LATIN_GAP if not is_wide(last.char) and not is_wide(glyph.char) else _WIDE_GAP
        if gap > least * size and not last.char.isspace() and not glyph.char.isspace():
            parts.append(" ")
        parts.append(glyph.char)
    return "".join(parts)

"""The ruled lines of a page: strokes, thin filled bars and the edges of stroked boxes."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guatu.reading.loading.pdf.glyphs import Place

_THIN = 3.0
_SHORT = 4.0
"""Points: what is narrower than the first is a rule; what is shorter than the second is a mark."""
_MOST_OBJECTS, _MOST_RULES = 20_000, 4000
"""A page with more is a drawing, not a table."""
_DEEPEST_FORM = 3
_FARTHEST = 20_000.0
"""Points from the corner of a page beyond which nothing of it can stand; damaged files draw there."""
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A horizontal or vertical line: its position across, and from where to where it runs."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The ruled lines of a page."""

    across: list[Rule]
    down: list[Rule]


def read_rules(page: pdfium.PdfPage, place: Place) -> Rules:
    """All rules of the page as displayed; a page of drawings beyond measure has none."""
    rules = Rules([], [])
    if raw.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        return rules
    for x0, y0, x1, y1 in _bars(page):
        left, top, right, bottom = place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if not -_FARTHEST < left <= right < _FARTHEST or not -_FARTHEST < top <= bottom < _FARTHEST:
            continue
        width, height = right - left, bottom - top
        if height <= _THIN and width > max(_SHORT, height):
            rules.across.append(Rule((top + bottom) / 2, left, right))
        elif width <= _THIN and height > _SHORT:
            rules.down.append(Rule((left + right) / 2, top, bottom))
    return rules if len(rules.across) + len(rules.down) <= _MOST_RULES else Rules([], [])


def _bars(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Boxes of everything that may be a rule, in pdf coordinates."""
    waiting: list[tuple[raw.FPDF_PAGEOBJECT, _Matrix, int]] = [
        (raw.FPDFPage_GetObject(page.raw, index), _SAME, 0)
        for index in range(raw.FPDFPage_CountObjects(page.raw))
    ]
    while waiting:
        drawn, matrix, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _edges(drawn, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix(drawn), matrix)
            count = min(raw.FPDFFormObj_CountObjects(drawn), _MOST_OBJECTS)
            waiting.extend((raw.FPDFFormObj_GetObject(drawn, i), inner, depth + 1) for i in range(count))


def _edges(path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The path itself where it is a thin bar, else its straight edges where they are stroked."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= 400:
        return
    points = list(_points(path, count, _times(_matrix(path), matrix)))
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    if max(xs) - min(xs) <= _THIN or max(ys) - min(ys) <= _THIN:
        yield min(xs), min(ys), max(xs), max(ys)
    elif _is_stroked(path):
        start = points[0]
        for last, point in pairwise(points):
            if point[2] == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif point[2] == raw.FPDF_SEGMENT_LINETO:
                yield last[0], last[1], point[0], point[1]
        yield points[-1][0], points[-1][1], start[0], start[1]


def _points(path: raw.FPDF_PAGEOBJECT, count: int, matrix: _Matrix) -> Iterator[tuple[float, float, int]]:
    x, y = c_float(), c_float()
    a, b, c, d, e, f = matrix
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        yield (
            a * x.value + c * y.value + e,
            b * x.value + d * y.value + f,
            raw.FPDFPathSegment_GetType(segment),
        )


def _is_stroked(path: raw.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)) and stroke.value)


def _matrix(drawn: raw.FPDF_PAGEOBJECT) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (
        a * A + b * C,
        a * B + b * D,
        c * A + d * C,
        c * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )

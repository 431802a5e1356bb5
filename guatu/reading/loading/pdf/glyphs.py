"""The characters of a page with their boxes, as the reader of the page sees them."""

import math
from collections.abc import Callable
from ctypes import byref, c_double
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guatu.reading.loading.layout.shapes import Glyph

_LINE_ENDS = frozenset("\r\n\0\x02\ufffe\uffff")
_UNREADABLE = frozenset("\ufffd\0")
_UPRIGHT = 0.05
"""Radians by which a character may lean and still belong to the text; watermarks lean more."""

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The upright characters of a page; `unreadable` had no character behind their shape, `slanted` lean."""

    found: list[Glyph]
    unreadable: int
    slanted: int


def placing(page: pdfium.PdfPage) -> tuple[float, float, Place]:
    """Width and height of the page as displayed, and the way from pdf coordinates to it."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    turn = page.get_rotation()

    def place(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        u0, v0, u1, v1 = x0 - left, top - y1, x1 - left, top - y0
        if turn == 90:
            return height - v1, u0, height - v0, u1
        if turn == 180:
            return width - u1, height - v1, width - u0, height - v0
        if turn == 270:
            return v0, width - u1, v1, width - u0
        return u0, v0, u1, v1

    return (height, width, place) if turn in (90, 270) else (width, height, place)


def read_glyphs(page: pdfium.PdfPage, place: Place) -> Glyphs:
    """The characters on the page in the order of the file; blanks that the library guesses are left out."""
    text = page.get_textpage()
    try:
        glyphs = _read(text.raw, place, upright_at=page.get_rotation())
    finally:
        text.close()
    width, height = page.get_size()
    shown = [
        g for g in glyphs.found if -1 < g.x0 + g.x1 < 2 * width + 1 and -1 < g.y0 + g.y1 < 2 * height + 1
    ]
    return replace(glyphs, found=shown)


def _read(text: raw.FPDF_TEXTPAGE, place: Place, *, upright_at: int) -> Glyphs:
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    here, at_x, at_y = byref(box), byref(x), byref(y)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    origin_of = raw.FPDFText_GetCharOrigin
    found: list[Glyph] = []
    unreadable = slanted = 0
    last_y, leans = -1e9, False
    for index in range(raw.FPDFText_CountChars(text)):
        char = chr(unicode_of(text, index))
        if char in _LINE_ENDS or not box_of(text, index, here):
            unreadable += char in _UNREADABLE
            continue
        if box.right - box.left < 0.01:  # a blank that the library put in, or a mark without width
            continue
        origin_of(text, index, at_x, at_y)
        if abs(y.value - last_y) > 0.5:
            leans = _leans(raw.FPDFText_GetCharAngle(text, index), upright_at)
            last_y = y.value
        if leans:
            slanted += 1
            continue
        unreadable += char in _UNREADABLE or "\ue000" <= char <= "\uf8ff"
        base = place(x.value, y.value, x.value, y.value)[1]
        found.append(Glyph(char, *place(box.left, box.bottom, box.right, box.top), base))
    return Glyphs(found, unreadable, slanted)


def _leans(angle: float, upright_at: int) -> bool:
    """Whether a character stands aslant; on a turned page its text is turned the other way."""
    away = angle % (math.pi / 2) if upright_at else angle % (2 * math.pi)
    whole = math.pi / 2 if upright_at else 2 * math.pi
    return min(away, whole - away) > _UPRIGHT

"""Pages that are pictures: scanned, photographed, or with their letters drawn as outlines."""

from ctypes import byref, c_float
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guatu.reading.loading.pdf.glyphs import Glyphs

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE_SCALE = 200 / 72
"""Pixels to a point; small print is still readable."""
_LARGEST_SIDE = 4000
_FEW_GLYPHS = 20
_COVERING, _LARGE = 0.6, 0.2
"""Of the page, what a picture covers that holds the text, and that may hold it where there is none."""
_MANY_OUTLINES = 300


def is_picture(page: pdfium.PdfPage, glyphs: Glyphs) -> bool:
    """Whether its text has to be recognised: none, next to none, or none that stands for characters."""
    readable = len(glyphs.found) - glyphs.unreadable
    if len(glyphs.found) >= _FEW_GLYPHS or readable >= _FEW_GLYPHS:
        return glyphs.unreadable > readable
    covered, outlines = _pictures(page)
    if glyphs.found:
        return covered >= _COVERING
    return covered >= _LARGE or outlines >= _MANY_OUTLINES


def picture_of(page: pdfium.PdfPage) -> "Image":
    """The page as a person sees it."""
    scale = min(PICTURE_SCALE, _LARGEST_SIDE / max(page.get_size()))
    image: Image = page.render(scale=scale).to_pil()
    return image.convert("RGB")


def _pictures(page: pdfium.PdfPage) -> tuple[float, int]:
    """The share of the page under its largest picture, and the number of outlines drawn on it."""
    width, height = page.get_size()
    largest, outlines = 0.0, 0
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        drawn = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        outlines += kind == raw.FPDF_PAGEOBJ_PATH
        # what stands inside a form is drawn within its bounds
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) and raw.FPDFPageObj_GetBounds(
            drawn, byref(left), byref(bottom), byref(right), byref(top)
        ):
            area = max(right.value - left.value, 0) * max(top.value - bottom.value, 0)
            largest = max(largest, area / (width * height or 1))
    return min(largest, 1.0), outlines

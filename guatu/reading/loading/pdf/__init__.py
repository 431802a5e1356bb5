"""Pdf documents: text by where it stands, tables by their rules, pictures of pages by text recognition."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guatu.reading.errors import DamagedFile, EncryptedFile, OversizedFile, ScanWithoutOcr
from guatu.reading.loading import scan
from guatu.reading.loading.assemble import MAX_CHARACTERS, SourceBuilder
from guatu.reading.loading.layout.compose import compose
from guatu.reading.loading.layout.lines import lines_of
from guatu.reading.loading.layout.shapes import Page
from guatu.reading.loading.pdf.fonts import leave_system_fonts_out
from guatu.reading.loading.pdf.glyphs import placing, read_glyphs
from guatu.reading.loading.pdf.grids import grids
from guatu.reading.loading.pdf.pictures import PICTURE_SCALE, is_picture, picture_of
from guatu.reading.loading.pdf.rules import read_rules
from guatu.reading.loading.pdf.tables import table_of
from guatu.reading.source import Source

MAX_PAGES = 1000
_TAIL = 65_536
_NAMED_PAGES = 5

leave_system_fonts_out()


def load(data: bytes, *, name: str) -> Source:
    """The text of a pdf; refuses locked, damaged and oversized files, and scans without the extra."""
    source = SourceBuilder(name=name, media_type="application/pdf", data=data)
    with _opened(data) as document:
        compose(source, _pages(document, source))
    return source.build()


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedFile from error
        raise DamagedFile from error
    try:
        # the library mends a cut file as far as it goes, which would lose its last pages without a word
        if b"startxref" not in data[-_TAIL:]:
            raise DamagedFile(why="文件末尾缺失")
        if len(document) > MAX_PAGES:
            raise OversizedFile(why=f"共{len(document)}页，超过{MAX_PAGES}页")
        yield document
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, source: SourceBuilder) -> list[Page]:
    pages: list[Page] = []
    unread: list[int] = []
    characters = 0
    for number in range(1, len(document) + 1):
        with _page(document, number) as page:
            found = _read(page, number)
            if found is not None:
                pages.append(found)
                characters += sum(len(line.text) for line in found.lines)
            elif scan.is_installed():
                pages.append(scan.recognise(picture_of(page), source, page=number, scale=PICTURE_SCALE))
            else:
                unread.append(number)
        if characters > MAX_CHARACTERS:
            raise OversizedFile(where=f"第{number}页", why=f"超过{MAX_CHARACTERS}字")
    if unread:
        raise ScanWithoutOcr(where=_spoken(unread))
    return pages


@contextmanager
def _page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise DamagedFile(where=f"第{number}页") from error
    try:
        yield page
    finally:
        page.close()


def _read(page: pdfium.PdfPage, number: int) -> Page | None:
    """A page with its text; none where only a picture of text stands on it."""
    width, height, place = placing(page)
    glyphs = read_glyphs(page, place)
    if is_picture(page, glyphs):
        return None
    found = Page(number, width, height)
    outside = glyphs.found
    for grid in grids(read_rules(page, place)) if outside else []:
        table, outside = table_of(grid, outside, number)
        if any(cell.text for cell in table.cells):
            found.tables.append(table)
    found.lines = lines_of(outside, number)
    return found


def _spoken(pages: list[int]) -> str:
    named = "、".join(map(str, pages[:_NAMED_PAGES]))
    return f"第{named}页" if len(pages) <= _NAMED_PAGES else f"第{named}等{len(pages)}页"

"""Pages become a source: furniture counted, lines joined, tables continued across pages."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from guatu.reading.errors import MarkedSecret
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.layout.continued import Whole, whole_of
from guatu.reading.loading.layout.furniture import take_furniture
from guatu.reading.loading.layout.headings import mark_headings
from guatu.reading.loading.layout.joining import joint
from guatu.reading.loading.layout.paragraphs import Column, Paragraph, column_of, paragraphs
from guatu.reading.loading.layout.shapes import Line, Page, Table
from guatu.reading.secrecy import is_mark

_EXAMPLE = 12
"""Characters at each side of a mended line end that its example shows."""


def compose(source: SourceBuilder, pages: list[Page]) -> None:
    """Append all that stands on these pages to a source, in reading order."""
    for line in take_furniture(pages):
        if is_mark(line.text):
            raise MarkedSecret
        source.repair("furniture", line.text, "")
    pieces = list(_pieces(pages))
    written = [piece for piece in pieces if isinstance(piece, Paragraph)]
    if written:
        lines = [line for page in pages for line in page.lines]
        mark_headings(written, column_of(lines, max(page.width for page in pages)))
    source.title = next((paragraph.text for paragraph in written if paragraph.is_title), None)
    tables = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            _add_paragraph(source, piece)
        else:
            _add_table(source, piece, tables)
            tables += 1


def _pieces(pages: list[Page]) -> Iterator[Paragraph | Whole]:
    """Paragraphs and tables in order; a table that nothing parts from the one before goes on with it."""
    columns = _columns(pages)
    run: list[Line] = []
    whole: Whole | None = None
    for found in _standing(pages):
        if isinstance(found, Table) and whole is not None and whole.goes_on_in(found):
            whole.extend(found)
            continue
        if whole is not None:
            yield whole
            whole = None
        if run and (isinstance(found, Table) or columns[run[-1].page] is not columns[found.page]):
            yield from paragraphs(run, columns[run[-1].page])
            run = []
        if isinstance(found, Table):
            whole = whole_of(found)
        else:
            run.append(found)
    if run:
        yield from paragraphs(run, columns[run[-1].page])
    if whole is not None:
        yield whole


def _standing(pages: list[Page]) -> Iterator[Line | Table]:
    """Lines and tables of each page from top to bottom."""
    for page in pages:
        placed: list[tuple[float, Line | Table]] = [(line.pitch_point, line) for line in page.lines]
        placed += [(table.top, table) for table in page.tables]
        yield from (found for _, found in sorted(placed, key=lambda pair: pair[0]))


def _columns(pages: list[Page]) -> dict[int, Column]:
    """For each page its text column, which pages of one width share."""
    columns: dict[int, Column] = {}
    for _, same in groupby(sorted(pages, key=_width), key=_width):
        together = list(same)
        lines = [line for page in together for line in page.lines]
        if lines:
            columns.update(
                dict.fromkeys((page.number for page in together), column_of(lines, together[0].width))
            )
    return columns


def _width(page: Page) -> int:
    return round(page.width)


def _add_table(source: SourceBuilder, whole: Whole, number: int) -> None:
    for cell, text, page in whole.cells():
        source.add(text, kind="cell", cell=replace(cell, table=number), page=page)
    for head in whole.dropped:
        source.repair("repeated_table_head", head, "")


def _add_paragraph(source: SourceBuilder, paragraph: Paragraph) -> None:
    for last, line in pairwise(paragraph.lines):
        end, start = last.text[-_EXAMPLE:], line.text[:_EXAMPLE]
        source.repair("hard_wraps", f"{end}\n{start}", end + joint(end, start) + start)
    page = paragraph.lines[0].page
    if paragraph.is_title:
        source.add(paragraph.text, kind="title", page=page)
    elif paragraph.level is not None:
        source.add(paragraph.text, kind="heading", level=paragraph.level, page=page)
    else:
        source.add(paragraph.text, page=page)

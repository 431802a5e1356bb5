"""Characters inside a ruled grid become the texts of its cells."""

from bisect import bisect_right

from guatu.reading.loading.layout.joining import cell_text
from guatu.reading.loading.layout.lines import lines_of
from guatu.reading.loading.layout.shapes import Glyph, GridCell, Table
from guatu.reading.loading.pdf.grids import Grid


def table_of(grid: Grid, glyphs: list[Glyph], page: int) -> tuple[Table, list[Glyph]]:
    """The table in a grid, and the characters that stand outside of it."""
    fields = {
        (field.row + i, field.column + j): place
        for place, field in enumerate(grid.fields)
        for i in range(field.rows)
        for j in range(field.columns)
    }
    held: list[list[Glyph]] = [[] for _ in grid.fields]
    outside: list[Glyph] = []
    for glyph in glyphs:
        row = bisect_right(grid.ys, (glyph.y0 + glyph.y1) / 2) - 1
        column = bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2) - 1
        place = fields.get((row, column))
        (outside if place is None else held[place]).append(glyph)
    cells = tuple(
        GridCell(
            *field,
            cell_text(lines_of(inside, page), grid.xs[field.column + field.columns] - grid.xs[field.column]),
        )
        for field, inside in zip(grid.fields, held, strict=True)
    )
    return Table(page, grid.ys[0], grid.ys[-1], grid.xs, len(grid.ys) - 1, cells), outside

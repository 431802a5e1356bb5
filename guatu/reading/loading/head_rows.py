"""How many rows at the top of a table are its head."""

from collections.abc import Sequence

from guatu.reading.source import Cell


def head_rows(cells: Sequence[Cell]) -> int:
    """A banner over all columns, where there is one, and as many rows as the deepest cell below it."""
    if not cells:
        return 0
    width = max(cell.column + cell.columns for cell in cells)
    top = 1 if cells[0].columns == width and cells[0].rows == 1 and width > 1 else 0
    return top + max((cell.rows for cell in cells if cell.row == top), default=0)

"""A table that goes on over the page: its parts become one, repeated heads are dropped, split rows mended."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from guatu.reading.loading.head_rows import head_rows
from guatu.reading.loading.layout.joining import joint
from guatu.reading.loading.layout.shapes import GridCell, Table
from guatu.reading.source import Cell

_NEAR = 4.0
_ENDS = "。；！？;!?"


@dataclass(slots=True)
class Whole:
    """A table from its first page to its last; `dropped` holds the heads that later pages repeated."""

    columns: tuple[float, ...]
    page: int
    rows: int
    held: list[tuple[GridCell, int]]
    head: int
    dropped: list[str] = field(default_factory=list)

    def goes_on_in(self, table: Table) -> bool:
        """The next page begins with a table of the same columns."""
        return (
            table.page == self.page + 1
            and len(table.columns) == len(self.columns)
            and all(abs(a - b) <= _NEAR for a, b in zip(self.columns, table.columns, strict=True))
        )

    def extend(self, table: Table) -> None:
        """Append the rows of the next page."""
        cells = self._without_head(table)
        first = min((cell.row for cell in cells), default=0)
        opening = [cell for cell in cells if cell.row == first]
        if self._is_split(opening):
            for cell in opening:
                self._append_text(cell)
            cells = [cell for cell in cells if cell.row > first]
            first += 1
        elif any(cell.text for cell in opening):
            self._grow_spans(opening)
        offset = self.rows - first
        self.held.extend((cell._replace(row=cell.row + offset), table.page) for cell in cells if cell.text)
        self.rows, self.page = table.rows + offset, table.page

    def cells(self) -> Iterator[tuple[Cell, str, int]]:
        """The cells that hold text, row by row, with the page on which each begins."""
        for cell, page in sorted(self.held, key=lambda held: held[0][:2]):
            if cell.text:
                place = Cell(
                    0, cell.row, cell.column, cell.rows, cell.columns, is_header=cell.row < self.head
                )
                yield place, cell.text, page

    def _without_head(self, table: Table) -> list[GridCell]:
        own = [(cell.row, cell.column, cell.text) for cell, _ in self.held if cell.row < self.head]
        theirs = [(cell.row, cell.column, cell.text) for cell in table.cells if cell.row < self.head]
        if sorted(own) != sorted(theirs):
            return list(table.cells)
        self.dropped.append(" ".join(text for _, _, text in theirs if text))
        return [cell for cell in table.cells if cell.row >= self.head]

    def _is_split(self, opening: list[GridCell]) -> bool:
        """The row before stopped in mid-sentence, and this one has no number of its own."""
        if not opening or opening[0].text or any(cell.rows > 1 for cell in opening):
            return False
        going_on = [cell for cell in opening if cell.text]
        above = {cell.column: self._last_above(cell) for cell in going_on}
        return any(
            (before := above[cell.column]) is not None
            and before.columns == cell.columns
            and before.text != ""
            and before.text[-1] not in _ENDS
            for cell in going_on
        )

    def _append_text(self, cell: GridCell) -> None:
        for place, (above, page) in enumerate(self.held):
            if cell.text and above == self._last_above(cell):
                text = above.text + joint(above.text, cell.text) + cell.text
                self.held[place] = (above._replace(text=text), page)
                return

    def _grow_spans(self, opening: list[GridCell]) -> None:
        """Empty cells at the left go on with the merged cell of the page before."""
        for cell in opening:
            above = self._last_above(cell)
            if cell.text or above is None or above.row < self.head:
                return
            for place, (candidate, page) in enumerate(self.held):
                if candidate == above:
                    self.held[place] = (above._replace(rows=above.rows + cell.rows), page)

    def _last_above(self, cell: GridCell) -> GridCell | None:
        """The cell that ends the column on the page before."""
        return next(
            (
                held
                for held, _ in reversed(self.held)
                if held.column == cell.column and held.row + held.rows == self.rows
            ),
            None,
        )


def whole_of(table: Table) -> Whole:
    """A table as far as its first page goes."""
    places = [Cell(0, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]
    return Whole(
        table.columns, table.page, table.rows, [(cell, table.page) for cell in table.cells], head_rows(places)
    )

"""What stands on a page, in points from its upper left corner."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """A character, the box it takes and the line it stands on; y grows downwards.

    Some writers draw a character as a picture, whose box is no higher than its ink: only `base` tells
    that 一 stands in its line.
    """

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `size` is the width of one Chinese character in it."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float

    @property
    def pitch_point(self) -> float:
        """The height at which the line sits."""
        return (self.y0 + self.y1) / 2


class GridCell(NamedTuple):
    """A cell of a ruled table: its place in the grid and its text, paragraphs parted by line breaks."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on one page, with the positions of its column rules."""

    page: int
    top: float
    bottom: float
    columns: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]


@dataclass(slots=True)
class Page:
    """One page as read: its size, its lines outside tables, and its tables, each in reading order."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

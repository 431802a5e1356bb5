"""A paper as its source states it: the front matter, then blocks in reading order."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Format = Literal["txt", "docx", "doc", "html", "pdf", "scan", "xlsx", "csv"]
Noise = Literal[
    "page_marks",
    "one_line",
    "lost_brackets",
    "traditional",
    "pinyin",
    "homophones",
    "mojibake",
    "hard_wraps",
    "furniture",
    "split_numbers",
    "fullwidth_digits",
    "lost_breaks",
    "crlf",
    "bom",
]


@dataclass(frozen=True, slots=True)
class Front:
    """How a paper is to be written down."""

    format: Format
    encoding: str = "utf-8"
    noise: frozenset[Noise] = frozenset()
    seed: int = 0
    styled: bool = False
    """Headings carry Word styles; otherwise they are plain or bold paragraphs."""
    numbering: tuple[str, ...] = ("decimal.",)
    """Label of each list level: marks around a Word number format, as `（chineseCounting）`."""
    headings: tuple[str, ...] = ()
    """The same for headings that Word numbers by itself; empty where the ordinals are typed."""
    site: str = "云桥县人民政府"
    """Who runs the website a page stands on."""
    column: tuple[str, ...] = ("首页", "政务公开")
    published: date | None = None
    """Day in the date line of a page."""


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Centred:
    """A centred line that is no title: a red head, a document number, the speaker."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A paragraph that the word processor numbers."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Boxed:
    """A paragraph in a text box beside the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A right-aligned line at the end: who signs, on what day."""

    text: str


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell at its upper left corner; several paragraphs are separated by line breaks."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    is_header: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    rows: int
    columns: int
    cells: tuple[TableCell, ...]

    def grid(self) -> list[list[str]]:
        """Texts by row and column; covered cells are empty."""
        rows = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell.text
        return rows


Part = Title | Centred | Heading | Body | ListEntry | Boxed | Signed | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A named paper, ready for a writer."""

    name: str
    front: Front
    parts: tuple[Part, ...] = field(default=())

    @property
    def title(self) -> str | None:
        return next((part.text for part in self.parts if isinstance(part, Title)), None)

"""What a loader hands on: the text of a document as found, with the place of every block."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

BlockKind = Literal["paragraph", "heading", "title", "cell", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell stands in its table; rows and columns count from 0, spans are at least 1."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table cell: `Source.text[start:end]`.

    A cell with several paragraphs is one block with line breaks inside. A covered cell of a
    merge has no block: the cell that covers it says so by its spans.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int | None = None
    """Depth of a heading by style or outline level, from 1."""
    label: int = 0
    """Characters at the start that automatic numbering showed and the file's own text does not hold."""
    page: int | None = None
    anchor: str = ""
    """The place in words a person can find: 第3页, 第12段, 表1第2行第3列, 台账!B4."""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A kind of noise that was mended, how often, and the first examples as (before, after)."""

    kind: str
    count: int
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A loaded document. Blocks are in reading order, separated by one line break in `text`."""

    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """What the container itself calls the title (html title element or meta, docx Title style); a hint."""
    published_on: date | None = None
    """What the container says of its publication (html meta, a CMS date line); a hint."""
    publisher: str | None = None
    repairs: tuple[Repair, ...] = ()
    """What the loader itself had to mend: encodings, page furniture, joined lines, accepted changes."""
    warnings: tuple[str, ...] = field(default=())

"""The builder by which every loader grows a Source, block after block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from guatu.reading.errors import EmptyFile, OversizedFile
from guatu.reading.source import Block, BlockKind, Cell, Repair, Source

MAX_CHARACTERS = 2_000_000
_EXAMPLES = 3
_EXAMPLE_CHARACTERS = 60
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# what neither XML nor UTF-8 can carry: it would break every writer later
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass
class SourceBuilder:
    """Grows `Source.text` and its blocks in reading order.

    Line ends become \\n, characters that no writer can carry are dropped, edges are trimmed, and
    blocks without text are left out. A cell keeps its line breaks; any other text is cut at them,
    one block a line. More than `MAX_CHARACTERS` refuses as OversizedFile.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    title: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    _lines: list[str] = field(default_factory=list, init=False, repr=False)
    _blocks: list[Block] = field(default_factory=list, init=False, repr=False)
    _length: int = field(default=0, init=False)
    _paragraphs: int = field(default=0, init=False)
    _notes: int = field(default=0, init=False)
    _repairs: dict[str, list[tuple[str, str]]] = field(default_factory=dict, init=False)
    _repair_counts: dict[str, int] = field(default_factory=dict, init=False)
    _warnings: dict[str, None] = field(default_factory=dict, init=False)

    def add(
        self,
        text: str,
        *,
        kind: BlockKind = "paragraph",
        level: int | None = None,
        label: int = 0,
        page: int | None = None,
        anchor: str = "",
        cell: Cell | None = None,
        keep_indent: bool = False,
    ) -> None:
        """Append a text as found; `label` counts characters at its start, `page` counts from 1.

        Without an `anchor` the place is worded here: 表1第2行第3列, 第3页, 注1 or 第12段.
        `keep_indent` leaves the blanks at the start of a line, where a later stage reads them.
        """
        for line, shown in _pieces(text, label, is_cell=cell is not None, keep_indent=keep_indent):
            place = anchor or self._place(kind, page, cell)
            start = self._length + bool(self._blocks)
            self._length = start + len(line)
            if self._length > MAX_CHARACTERS:
                raise OversizedFile(where=place, why=f"超过{MAX_CHARACTERS}字")
            self._lines.append(line)
            self._blocks.append(Block(start, self._length, kind, level, shown, page, place, cell))

    def repair(self, kind: str, before: str, after: str, *, count: int = 1) -> None:
        """Count something this loader mended, keeping the first examples."""
        self._repair_counts[kind] = self._repair_counts.get(kind, 0) + count
        examples = self._repairs.setdefault(kind, [])
        if len(examples) < _EXAMPLES:
            examples.append((_clean(before)[:_EXAMPLE_CHARACTERS], _clean(after)[:_EXAMPLE_CHARACTERS]))

    def warn(self, sentence: str) -> None:
        """Note a Chinese sentence for the reader of the draft; said once however often it is true."""
        self._warnings[sentence] = None

    @property
    def is_empty(self) -> bool:
        """Whether no block has been added yet."""
        return not self._blocks

    def build(self) -> Source:
        """The finished source; refuses as EmptyFile when no block holds any text."""
        if not self._blocks:
            raise EmptyFile
        return Source(
            name=self.name,
            media_type=self.media_type,
            sha256=sha256(self.data).hexdigest(),
            text="\n".join(self._lines),
            blocks=tuple(self._blocks),
            title=self.title,
            published_on=self.published_on,
            publisher=self.publisher,
            repairs=tuple(
                Repair(kind, count, tuple(self._repairs[kind])) for kind, count in self._repair_counts.items()
            ),
            warnings=tuple(self._warnings),
        )

    def _place(self, kind: BlockKind, page: int | None, cell: Cell | None) -> str:
        if cell is not None:
            return f"表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列"
        if page is not None:
            return f"第{page}页"
        if kind == "note":
            self._notes += 1
            return f"注{self._notes}"
        self._paragraphs += 1
        return f"第{self._paragraphs}段"


def _clean(text: str) -> str:
    """Line ends as \\n, and nothing that XML or UTF-8 refuses."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", text))


def _pieces(text: str, label: int, *, is_cell: bool, keep_indent: bool) -> Iterator[tuple[str, int]]:
    """The texts of the blocks that a text becomes, each with the length of its shown label."""
    if text.isprintable() and not label:
        if text.strip():
            yield text.rstrip() if keep_indent else text.strip(), 0
        return
    label = len(_clean(text[:label]))
    lines = []
    for number, line in enumerate(_clean(text).split("\n")):
        kept = line.rstrip() if keep_indent else line.strip()
        shown = label - (len(line) - len(line.lstrip())) if number == 0 and not keep_indent else label
        if kept.strip():
            lines.append((kept, min(max(shown, 0), len(kept)) if number == 0 else 0))
    if is_cell and lines:
        yield "\n".join(line for line, _ in lines), lines[0][1]
    elif not is_cell:
        yield from lines

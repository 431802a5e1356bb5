"""The left side of the review page: the repaired text, with what was read from it marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from html import escape
from itertools import groupby
from typing import Final, NamedTuple

from guatu.reading.draft import Draft, Paragraph
from guatu.reading.writing import head, words
from guatu.reading.writing.marks import CutText, Mark, Piece, Role, changed
from guatu.reading.writing.rows import Matter, Places

_CLASSES: Final[dict[Role, str]] = {"problem": "p", "measure": "m", "unit": "u", "date": "d", "figure": "f"}
_LAYOUT: Final = {"title": "is-title", "heading": "is-heading", "note": "is-note"}
_IN_TABLE: Final = re.compile(r"(?P<table>表\d+)第(?P<row>\d+)行第(?P<column>\d+)列")
_IN_SHEET: Final = re.compile(r"(?P<table>.+)!(?P<column>[A-Z]+)(?P<row>\d+)")
"""The place of a cell in words: 表1第2行第3列 in a document, 台账!B4 in a workbook."""
_WIDTHS: Final = ((4, "w1"), (12, "w2"), (40, "w3"))
"""Columns with up to so many characters in a cell share a row by these weights; longer ones take the most."""


def render(draft: Draft, matters: Sequence[Matter]) -> str:
    """The sheet of paragraphs and, under it, what was mended."""
    return f'<div class="sheet">{_Sheet(draft, matters).render()}</div>{_repairs(draft)}'


class _Sheet:
    """The paragraphs of the draft; cells of one table row stand side by side."""

    def __init__(self, draft: Draft, matters: Sequence[Matter]) -> None:
        self.text = draft.text
        self.paragraphs = draft.paragraphs or (Paragraph((0, len(draft.text)), "全文", "paragraph"),)
        self.places = Places(self.paragraphs)
        self.cut = CutText(draft, matters)
        self.cells = dict(enumerate(map(_cell_place, self.paragraphs)))
        self.columns = _columns(self.paragraphs)
        self.title = draft.document.title
        self.headings = {heading for matter in matters for heading in matter.item.heading_path}
        self.touching: list[list[int]] = [[] for _ in self.paragraphs]
        self.starting: list[list[Matter]] = [[] for _ in self.paragraphs]
        for matter in matters:
            start, end = matter.item.span
            self.starting[self.places.index(start)].append(matter)
            for index in range(self.places.index(start), self.places.index(max(start, end - 1)) + 1):
                self.touching[index].append(matter.number)

    def render(self) -> str:
        return "".join(self._lines())

    def _lines(self) -> Iterator[str]:
        page = None
        for key, group in groupby(range(len(self.paragraphs)), key=self._row_key):
            indices = list(group)
            if (here := self.paragraphs[indices[0]].page) and here != page:
                page = here
                yield f'<p class="page">第{page}页</p>'
            yield self._table_row(indices) if isinstance(key, str) else self._paragraph(indices[0])

    def _row_key(self, index: int) -> str | int:
        """The table row that a cell stands in; a paragraph stands alone."""
        place = self.cells[index]
        return f"{place.table} {place.row}" if place else index

    def _paragraph(self, index: int) -> str:
        return (
            f'<div class="para {self._layout(index)}"{self._identity(index)}>{self._anchor(index)}'
            f'<div class="tx">{self._words(index)}</div>{self._badges([index])}</div>\n'
        )

    def _layout(self, index: int) -> str:
        """By the kind of paragraph; plain text knows none, and goes by what was read from it."""
        paragraph = self.paragraphs[index]
        words = self.text[slice(*paragraph.span)].strip()
        if words and words == self.title:
            return "is-title"
        return "is-heading" if words in self.headings else _LAYOUT.get(paragraph.kind, "")

    def _table_row(self, indices: list[int]) -> str:
        cells = "".join(self._cells(indices))
        return (
            f'<div class="row">{self._anchor(indices[0])}<div class="cells">{cells}</div>'
            f"{self._badges(indices)}</div>\n"
        )

    def _cells(self, indices: list[int]) -> Iterator[str]:
        """Each cell under its column's head; the place of one that a merge covers is kept free."""
        by_column = {place.column: index for index in indices if (place := self.cells[index])}
        first = self.cells[indices[0]]
        columns = self.columns.get(first.table, {}) if first else {}
        if _is_whole_row(list(by_column)):
            columns = {}
        for column in sorted({*columns, *by_column}):
            width = columns.get(column, "w4")
            if column in by_column:
                yield self._cell(by_column[column], width)
            else:
                yield f'<div class="gap {width}"></div>'

    def _cell(self, index: int, width: str) -> str:
        return f'<div class="para cell {width}"{self._identity(index)}>{self._words(index)}</div>'

    def _identity(self, index: int) -> str:
        items = " ".join(map(str, self.touching[index]))
        return f' id="p{index + 1}"' + (f' data-i="{items}"' if items else "")

    def _anchor(self, index: int) -> str:
        place = escape(self.places.words(self.paragraphs[index].span[0]))
        return f'<a class="an" href="#p{index + 1}" title="{place}">¶{index + 1}</a>'

    def _words(self, index: int) -> str:
        pieces = self.cut.pieces(index, self.paragraphs[index].span)
        return "".join(
            _marked(marks, group) for marks, group in groupby(pieces, key=lambda piece: piece.marks)
        )

    def _badges(self, indices: list[int]) -> str:
        badges = "".join(_badge(matter) for index in indices for matter in self.starting[index])
        return f'<span class="nb">{badges}</span>'


def _badge(matter: Matter) -> str:
    band, number = words.band(matter.item.confidence), matter.number
    label = f"事项{number}，把握{words.BANDS[band]}"
    return f'<a class="no {band}" href="#i{number}" aria-label="{label}" title="{label}">{number}</a>'


class _CellPlace(NamedTuple):
    table: str
    row: int
    column: int


def _cell_place(paragraph: Paragraph) -> _CellPlace | None:
    """Where a cell stands, as its anchor says; None for what is no cell."""
    if paragraph.kind != "cell":
        return None
    found = _IN_TABLE.fullmatch(paragraph.anchor) or _IN_SHEET.fullmatch(paragraph.anchor)
    if not found:
        return None
    column = found["column"]
    number = (
        int(column)
        if column.isdigit()
        else reduce(lambda sum_, letter: sum_ * 26 + ord(letter) - 64, column, 0)
    )
    return _CellPlace(found["table"], int(found["row"]), number)


def _is_whole_row(columns: list[int]) -> bool:
    """A cell that stands alone at the left reaches over the whole table: its name, or a remark."""
    return columns == [1]


def _columns(paragraphs: Iterable[Paragraph]) -> dict[str, dict[int, str]]:
    """For each table its columns, with the weight that the longest cell gives each."""
    rows: dict[tuple[str, int], dict[int, int]] = {}
    for paragraph in paragraphs:
        if place := _cell_place(paragraph):
            length = paragraph.span[1] - paragraph.span[0]
            rows.setdefault((place.table, place.row), {})[place.column] = length
    longest: dict[str, dict[int, int]] = {}
    for (table, _), row in rows.items():
        if not _is_whole_row(list(row)):
            widest = longest.setdefault(table, {})
            widest.update({column: max(length, widest.get(column, 0)) for column, length in row.items()})
    return {
        table: {column: _weight(length) for column, length in widest.items()}
        for table, widest in longest.items()
    }


def _weight(length: int) -> str:
    return next((name for most, name in _WIDTHS if length <= most), "w4")


def _marked(marks: tuple[Mark, ...], pieces: Iterable[Piece]) -> str:
    """Pieces under the same marks are one mark, repaired places within it."""
    group = list(pieces)
    text = "".join(_mended(piece) for piece in group)
    role = group[0].role
    if role is None:
        return text
    is_open = role == "date" and any(mark.is_open for mark in marks)
    items = " ".join(dict.fromkeys(str(mark.matter) for mark in marks))
    measures = " ".join(dict.fromkeys(f"{mark.matter}-{mark.measure}" for mark in marks if mark.measure))
    of_measure = f' data-m="{measures}"' if measures else ""
    return (
        f'<mark class="{_CLASSES[role]}{" q" if is_open else ""}" data-i="{items}"{of_measure}>{text}</mark>'
    )


def _mended(piece: Piece) -> str:
    text = escape(piece.text)
    if not piece.mend:
        return text
    return f'<span class="rep" title="{escape(piece.mend.said)}">{text}</span>'


def _repairs(draft: Draft) -> str:
    count = head.repaired(draft)
    kinds = "".join(
        f"<dt>{escape(words.repair(repair.kind))}<b>{repair.count}</b></dt>{_examples(repair.examples)}"
        for repair in draft.repairs
    )
    said = f"{count}处，每类列前几例" if count else "原文没有需要修复之处"
    listed = f"<dl>{kinds}</dl>" if kinds else ""
    return f'<section class="mended" id="repairs"><h2>修复<small>{said}</small></h2>{listed}</section>'


def _examples(examples: Sequence[tuple[str, str]]) -> str:
    return f"<dd><ul>{''.join(_example(*example) for example in examples)}</ul></dd>"


def _example(before: str, after: str) -> str:
    """What went and what came; a line break is a sign, as it is what some repairs are about."""
    parts = changed(before, after)
    stayed, lost, gained, followed = (escape(part.replace("\n", "↵")) for part in parts)
    return f"<li>{stayed}<del>{lost}</del><ins>{gained}</ins>{followed}</li>"

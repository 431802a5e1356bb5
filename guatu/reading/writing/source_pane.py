"""The left side of the review page: the repaired text, with what was read from it marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from guatu.reading.draft import Draft, Paragraph
from guatu.reading.writing import head, words
from guatu.reading.writing.marks import CutText, Mark, Piece, Role, changed
from guatu.reading.writing.rows import Matter, Places

_CLASSES: Final[dict[Role, str]] = {"problem": "p", "measure": "m", "unit": "u", "date": "d", "figure": "f"}
_LAYOUT: Final = {"title": "is-title", "heading": "is-heading", "note": "is-note"}
_TABLE_ROW: Final = re.compile(r"(表\d+第\d+行)第\d+列|(.+![A-Z]+)(\d+)")
"""The place of a cell in words: 表1第2行第3列 in a document, 台账!B4 in a workbook."""
_WIDTHS: Final = ((4, "w1"), (12, "w2"), (40, "w3"))
"""Cells with up to so many characters share a row by these weights; longer ones take the most."""


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
        paragraph = self.paragraphs[index]
        found = _TABLE_ROW.fullmatch(paragraph.anchor) if paragraph.kind == "cell" else None
        if not found:
            return index
        return found[1] or f"{found[2].rpartition('!')[0]}!{found[3]}"

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
        cells = "".join(map(self._cell, indices))
        return (
            f'<div class="row">{self._anchor(indices[0])}<div class="cells">{cells}</div>'
            f"{self._badges(indices)}</div>\n"
        )

    def _cell(self, index: int) -> str:
        width = _width(self.paragraphs[index])
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


def _width(cell: Paragraph) -> str:
    length = cell.span[1] - cell.span[0]
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
    return f'<span class="rep" tabindex="-1" title="{escape(piece.mend.said)}">{text}</span>'


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
    stayed, lost, gained, followed = map(escape, changed(before, after))
    return f"<li>{stayed}<del>{lost}</del><ins>{gained}</ins>{followed}</li>"

"""The list on paper: rows with their cells as words, and measures under the item that they belong to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from guatu.accounts.models import Office
from guatu.history.models import Chain
from guatu.ledgers.queries.exporting import Line, Sheet, Value
from guatu.ledgers.queries.listing import Book

MOST: Final = 2000
"""Items on one print; a browser lays out some hundred pages of them in a few seconds."""
_HASH: Final = 12
_WIDEST, _EDGES = 46, 3
"""Characters of the widest column, and what the edges of a cell take."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column on paper; its width is a share of the page."""

    label: str
    width: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `rows` is how many measures it stands beside."""

    text: str
    is_figure: bool = False
    is_day: bool = False
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """What is not torn apart by the end of a page: a head, or an item with all its measures."""

    head: str = ""
    rows: Sequence[Sequence[Cell]] = ()


_FIGURES: Final = frozenset(("剩余天数", "延期次数", "进度 %", "序时 %"))


def context(book: Book, made: Sheet, *, back: str) -> dict[str, Any]:
    """All that the page needs."""
    offices = list(dict.fromkeys(one.office for one in made.by_ledger))
    pairs = [pair for one in made.columns for pair in zip(one.heads, one.widths, strict=True)]
    heads = [(head, min(width, _WIDEST) + _EDGES) for head, width in pairs]
    whole = sum(width for _, width in heads)
    place = next((n for n, (head, _) in enumerate(heads) if head == "措施"), None)
    return {
        "name": made.title,
        "offices": "、".join(one.name for one in offices),
        "notes": made.notes,
        "day": book.on,
        "heads": [Head(head, f"{100 * width / whole:.2f}%", head in _FIGURES) for head, width in heads],
        "blocks": _blocks(made.lines, [head for head, _ in heads], place),
        "left_out": made.total - made.count,
        "most": MOST,
        "heads_of_chains": _digests(offices),
        "back": back,
    }


def _digests(offices: Sequence[Office]) -> str:
    """The first digits of each office's chain, by which the print can be held against the trail."""
    heads = dict(Chain.objects.filter(code__in=[one.chain for one in offices]).values_list("code", "head"))
    told = [(one.name, heads[one.chain][:_HASH]) for one in offices]
    return told[0][1] if len(told) == 1 else "；".join(f"{name} {digest}" for name, digest in told)


def _blocks(lines: Iterator[Line], heads: Sequence[str], place: int | None) -> Iterator[Block]:
    for line in lines:
        if line.is_head:
            yield Block(head=str(line.values[0]))
        else:
            yield Block(rows=_rows(line, heads, place))


def _rows(line: Line, heads: Sequence[str], place: int | None) -> list[list[Cell]]:
    """One row for each measure, beside which the cells of the item stand as one."""
    if place is None or len(line.measures) < 2:
        return [[_cell(value, head) for value, head in zip(line.values, heads, strict=True)]]
    told = [Cell(f"{number}. {words}") for number, words in enumerate(line.measures, start=1)]
    first = [_cell(value, head, rows=len(told)) for value, head in zip(line.values, heads, strict=True)]
    first[place] = told[0]
    return [first, *([one] for one in told[1:])]


def _cell(value: Value, head: str, *, rows: int = 1) -> Cell:
    if isinstance(value, date):
        return Cell(value.isoformat(), is_day=True, rows=rows)
    return Cell("" if value is None else str(value), is_figure=head in _FIGURES, rows=rows)

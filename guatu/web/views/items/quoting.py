"""What a document says of an item, with the problem, units, days and figures marked in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import UnitRow
from guatu.ledgers.queries.sources import Sentence

Mark = Literal["", "problem", "unit", "date", "figure"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source's words, with what it names."""

    text: str
    mark: Mark = ""


def pieces(item: Item, rows: Iterable[UnitRow], source: Sentence | None) -> list[Piece]:
    """What the document says, else the problem's words; the problem, units, days and figures are marked."""
    names = _pattern({name for row in rows for name in _names(row.assignment.unit.name)})
    if source is None:
        return _marked(item.problem, names)
    before, problem, after = source.text.partition(item.problem) if item.problem else (source.text, "", "")
    middle = [Piece(problem, "problem")] if problem else []
    return [*_marked(before, names), *middle, *_marked(after, names)]


def _pattern(units: set[str]) -> re.Pattern[str]:
    figures = r"\d[\d,.]*\s?(?:处|个|家|项|座|户|份|条|台|公里|万元|亿元|%)"
    days = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|中旬|上旬|下旬)?(?:前|之前)?"
    named = "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or r"(?!)"
    return re.compile(f"(?P<unit>{named})|(?P<date>{days})|(?P<figure>{figures})")


def _marked(text: str, pattern: re.Pattern[str]) -> list[Piece]:
    found, at = [], 0
    for match in pattern.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()]))
        mark: Mark = "unit" if match["unit"] else "date" if match["date"] else "figure"
        found.append(Piece(match.group(), mark))
        at = match.end()
    return [*found, Piece(text[at:])] if at < len(text) else found


def _names(name: str) -> Iterator[str]:
    yield name
    if name.startswith("县") and len(name) > 3:
        yield name[1:]

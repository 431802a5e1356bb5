"""Where the head of a table stands, and what it says of each column."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guatu.reading.loading.columns import column_role

_SEARCHED_ROWS = 30
_LONGEST = 40
_SENTENCE = re.compile(r"[。；，;]|^\d+[.、]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell among the first rows of a table; rows and columns count from 0, spans are at least 1."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of a head from `first` to `last`, and by column its words, 上/下 where it has two rows."""

    first: int
    last: int
    words: dict[int, str]


def find_head(slots: Sequence[Slot], *, score: "Callable[[Head], float] | None" = None) -> Head | None:
    """The head that best matches known column words; None where no row reads like one.

    `score` says how well a head does, 0 where it is none; without it documents' own words decide.

    `slots` are the filled cells of the first rows in reading order. A title above the head is no
    part of it. The head takes further rows where one of its cells spans several columns and words
    stand below it.
    """
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        if slot.row - slots[0].row < _SEARCHED_ROWS:
            rows.setdefault(slot.row, []).append(slot)
    best: Head | None = None
    best_score = 0.0
    for row in rows:
        head = head_at(row, rows)
        found = 0 if _is_form(row, rows) else (score or _score)(head)
        # where the row below says as much alone, the row above only groups words that are no head
        if found > best_score or (
            best is not None and found == best_score and row == best.last == best.first + 1
        ):
            best, best_score = head, found
    return best


def _is_form(row: int, rows: dict[int, list[Slot]]) -> bool:
    """Whether words and their values alternate, as in 事项 ___ 责任单位 ___, here and in a row beside it."""
    return _alternates(rows[row]) and any(_alternates(rows.get(row + step, [])) for step in (-1, 1))


def _alternates(slots: list[Slot]) -> bool:
    named = [column_role(slot.text) is not None for slot in slots]
    return len(named) > 1 and named == [not place % 2 for place in range(len(named))]


def head_at(row: int, rows: dict[int, list[Slot]]) -> Head:
    """The head that would begin in this row; `rows` are the slots of each row from left to right."""
    upper, below = rows[row], rows.get(row + 1, [])
    if all(slot.rows == slot.columns == 1 for slot in upper):
        upper = _spread(upper, below)
    is_grouped = any(slot.columns > 1 and slot.rows == 1 and _under(slot, below) for slot in upper)
    last = (
        row + (max(2, *(slot.rows for slot in upper)) if is_grouped else min(slot.rows for slot in upper)) - 1
    )
    level = [*upper, *(slot for number in range(row + 1, last + 1) for slot in rows.get(number, []))]
    words = {}
    for column in sorted({slot.column for slot in level}):
        over = [slot for slot in level if slot.column <= column < slot.column + slot.columns]
        if over[-1].column == column:
            words[column] = "/".join("".join(slot.text.split()) for slot in over)
    return Head(row, last, words)


def _spread(upper: list[Slot], below: list[Slot]) -> list[Slot]:
    """Without merges, as in csv: a word stands for the empty cells to its right that have words below.

    Only where every word below stands under such a group; else the row below is data.
    """
    taken = {slot.column for slot in upper}
    filled = {slot.column for slot in below}
    spread = []
    for slot in upper:
        width = 1
        while slot.column in filled and slot.column + width in filled - taken:
            width += 1
        spread.append(Slot(slot.row, slot.column, slot.text, 1, width))
    grouped = {slot.column for group in spread if group.columns > 1 for slot in _under(group, below)}
    return spread if grouped == filled else upper


def _under(group: Slot, below: list[Slot]) -> list[Slot]:
    return [slot for slot in below if group.column <= slot.column < group.column + group.columns]


def _score(head: Head) -> int:
    """How many columns the head explains; 0 where it explains too few, or reads like data."""
    words = list(head.words.values())
    known = sum(
        len(word) <= _LONGEST and not _SENTENCE.search(word) and column_role(word) is not None
        for word in words
    )
    is_head = known >= 2 and known * 2 >= len(words) and len(set(words)) > 1
    return known if is_head else 0

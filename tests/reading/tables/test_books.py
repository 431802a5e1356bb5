"""Workbooks as offices keep them, read and held against what their makers say of each row."""

from collections.abc import Callable

import pytest

from bench.scoring.tables import score
from guatu.reading.tables import as_json, read_table
from tests.reading.tables.books import BOOKS
from tests.reading.tables.kit import Book


def misses(book: Book) -> list[str]:
    reading = read_table(book.data(), name=book.name, units=book.units, day=book.day)
    return score(book.gold, as_json.as_dict(reading)).notes


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_a_workbook_is_read_as_its_maker_says(make: Callable[[], Book]) -> None:
    assert misses(make()) == []


def test_a_score_tells_every_kind_of_miss() -> None:
    row = {
        "sheet": "台账",
        "sheet_row": 3,
        "no": "1",
        "problem": "甲",
        "owners": ["县水务局"],
        "state": "done",
    }
    gold = {
        "rows": [row, row | {"sheet_row": 4}],
        "rejects": [{"sheet": "台账", "sheet_row": 5, "why": "bad_date"}],
    }
    found = {"rows": [row | {"state": "in_progress", "owners": ["县财政局"], "progress": 1.0}], "rejects": []}

    notes = score(gold, found).notes

    told = {note.split(":")[0].rpartition(" ")[2] for note in notes}
    assert told == {"rows", "owners", "progress", "state", "rejects"}
    assert 0 < score(gold, found).overall < 1
    assert score(gold, gold).overall == 1.0

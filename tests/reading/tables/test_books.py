"""Workbooks as offices keep them, read and held against what their makers say of each row."""

import pytest

from bench.scoring.tables import Score, score
from guatu.reading.tables import as_json, read_table
from tests.reading.tables.books import BOOKS
from tests.reading.tables.kit import Book

FLOOR = 0.97


def read(book: Book) -> Score:
    reading = read_table(book.data(), name=book.name, units=book.units, day=book.day)
    return score(book.gold, as_json.as_dict(reading))


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_a_workbook_is_read_as_its_maker_says(make) -> None:
    assert read(make()).notes == []

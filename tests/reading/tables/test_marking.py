"""The file that is given back."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from guatu.reading.tables import read_table
from guatu.reading.tables.marking import mark_rejects
from guatu.reading.tables.shapes import Reject
from tests.reading.tables.books import complaints, inspections, oddities
from tests.reading.tables.kit import Book

RED = "FFFFC7CE"
BOOKS = (
    inspections.environment_with_units_and_sections,
    complaints.dangers_with_hidden_columns_and_rows,
    oddities.ledger_of_many_ways_to_name_units,
    inspections.inspection_as_csv,
)


def marked(book: Book) -> tuple[bytes, tuple[Reject, ...]]:
    rejects = read_table(book.data(), name=book.name, units=book.units, day=book.day).rejects
    return mark_rejects(book.data(), rejects, name=book.name), rejects


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_bad_cells_are_red_and_the_reasons_stand_beside(make) -> None:  # type: ignore[no-untyped-def]
    data, rejects = marked(make())

    sheet = load_workbook(BytesIO(data)).worksheets[0]
    last = sheet.max_column
    assert rejects
    for reject in rejects:
        assert reject.column is not None
        assert sheet.cell(reject.sheet_row, reject.column + 1).fill.fgColor.rgb == RED
        assert reject.words in str(sheet.cell(reject.sheet_row, last).value)
    red = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED]
    assert len(red) == len({(reject.sheet_row, reject.column) for reject in rejects})
    assert [cell.value for row in sheet.iter_rows(min_col=last) for cell in row].count("退回原因") == 1


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_what_is_given_back_is_read_as_before(make) -> None:  # type: ignore[no-untyped-def]
    book = make()
    before = read_table(book.data(), name=book.name, units=book.units, day=book.day)

    after = read_table(marked(book)[0], name="退回.xlsx", units=book.units, day=book.day)

    assert [row.problem for row in after.rows] == [row.problem for row in before.rows]
    assert [(one.sheet_row, one.why) for one in after.rejects] == [
        (r.sheet_row, r.why) for r in before.rejects
    ]


def test_all_else_in_an_xlsx_comes_back_as_it_was() -> None:
    book = inspections.environment_with_units_and_sections()
    data, _ = marked(book)

    with ZipFile(BytesIO(book.data())) as old, ZipFile(BytesIO(data)) as new:
        assert new.namelist() == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_two_reasons_for_a_row_stand_in_one_cell() -> None:
    book = oddities.ledger_of_many_ways_to_name_units()
    told = [
        Reject(sheet="单位写法", sheet_row=3, why="bad_date", words="甲", column=3),
        Reject(sheet="单位写法", sheet_row=3, why="unknown_unit", words="乙", column=2),
    ]
    sheet = load_workbook(BytesIO(mark_rejects(book.data(), told, name=book.name))).worksheets[0]

    assert sheet.cell(3, sheet.max_column).value == "甲；乙"

"""No file, however broken, makes the reader fail otherwise than by a refusal; and large ones are quick."""

import random
import time
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from guatu.reading.errors import ReadingRefusal
from guatu.reading.tables import as_json, read_table
from guatu.reading.tables.marking import mark_rejects
from tests.reading.tables.books import BOOKS
from tests.reading.tables.kit import Book, Page, Rich

ODD = (
    *("同上", "合计", "2026-02-30", "（", "）", "：", "*", "60%", "/", "3/0", "零成", "百分之", "-5", "nan"),
    *("A" * 300, "\u202e", "0000年00月00日", "99999999", "县住建局" * 40, "（牵头" * 60, "😀", "2026.13.45"),
)
SECONDS = 3.0


def broken(data: bytes, chance: random.Random) -> bytes:
    """An archive some of whose parts were changed, or bytes some of which were."""
    if not data.startswith(b"PK"):
        return bytes(byte if chance.random() < 0.97 else chance.randrange(256) for byte in data)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if chance.random() < 0.4:
                at, odd = chance.randrange(len(content) + 1), chance.choice(ODD).encode()
                content = content[:at] + odd + content[at + chance.randrange(30) :]
            new.writestr(name, content)
    return out.getvalue()


def odd_cells(book: Book, chance: random.Random) -> bytes:
    """The workbook with odd words in some cells."""
    for page in book.pages:
        for place in chance.choices(list(page.cells), k=8):
            page.cells[place] = chance.choice((*ODD, chance.uniform(-9, 1e6)))
    return book.data()


@pytest.mark.parametrize("seed", range(60))
def test_broken_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to make test files
    book = chance.choice(BOOKS)()
    data = odd_cells(book, chance) if seed % 2 else broken(book.data(), chance)
    try:
        reading = read_table(data, name=book.name, units=book.units, day=book.day)
    except ReadingRefusal:
        return
    as_json.write(reading).encode()
    mark_rejects(data, reading.rejects, name=book.name)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_refused(seed: int) -> None:
    data = random.Random(seed).randbytes(40 * seed)  # noqa: S311 - to make test files
    with pytest.raises(ReadingRefusal):
        read_table(data, name=("x.xlsx", "x.xls", "x.csv", "x")[seed % 4])


def test_ten_thousand_rows_are_read_in_three_seconds() -> None:
    page = Page("台账")
    page.line("序号", "存在问题", "整改措施", "责任单位", "整改时限", "整改进展", "是否完成")
    for number in range(1, 10_001):
        day = f"2026年{number % 12 + 1}月{number % 28 + 1}日"
        units = Rich(f"*县住建局*、县水务局、第{number % 50}街道办事处")
        told = f"已完成工程量的{number % 100}%"
        page.line(
            number,
            f"第{number}处路面破损，长期没有修补",
            "组织力量修补并建立巡查制度",
            units,
            day,
            told,
            "否",
        )
    data = Book("台账.xlsx", [page]).data()

    began = time.process_time()
    reading = read_table(data, name="台账.xlsx", day=date(2026, 3, 1))

    assert time.process_time() - began < SECONDS
    assert (len(reading.rows), reading.rejects) == (10_000, ())
    assert {row.lead for row in reading.rows} == {"县住建局"}

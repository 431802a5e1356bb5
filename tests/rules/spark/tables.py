"""Chance rules and rows as a book and Parquet files, and what the local engine says of them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from guatu.rules.books.rule import Book, Rule
from guatu.rules.engine.encoded import EVERYTHING
from guatu.rules.files.results import write_results
from guatu.rules.files.tables import open_table
from guatu.rules.matching import match
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from tests.rules.engine.pairs import case
from tests.rules.random_rules import CATALOGUE, PARAMETERS

Line = tuple[object, ...]
Summary = dict[str, object]
_RULES: Final = 12


def chance_book(seed: int, count: int) -> tuple[Book, list[Row], Setting]:
    """Rules and rows by chance, as a book; the setting says the day and whether stale facts count."""
    rules, rows, asked = case(seed, rules=_RULES, count=count, deepest=4, mixed=False)
    named: list[Row] = [{"id": f"企业{number}", **row} for number, row in enumerate(rows)]
    book = Book(CATALOGUE, tuple(Rule(f"r{at}", when) for at, when in enumerate(rules)), PARAMETERS)
    return book, named, asked


def arrow_of(rows: Sequence[Row]) -> Any:
    import pyarrow as pa

    names = sorted({name for row in rows for name in row})
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def save(rows: Any, path: Path, *, rows_in_group: int) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(rows, path, row_group_size=rows_in_group)
    return path


def locally(book: Book, rows: Path, asked: Setting, out: Path) -> tuple[list[Line], Summary]:
    """The lines in order of rule, verdict and id, and the counts."""
    table = open_table(rows, book.catalogue)
    matched = match(
        book, table.table, asked.on, EVERYTHING, stale_is_unknown=asked.stale_is_unknown, fast=False
    )
    write_results(out, matched, table.ids)
    return told(out)


def told(out: Path) -> tuple[list[Line], Summary]:
    """What a result holds, but for the name of its engine."""
    import pyarrow.parquet as pq

    summary = json.loads(out.with_name(f"{out.name}.summary.json").read_text(encoding="utf-8"))
    summary.pop("engine")
    lines = [tuple(line.values()) for line in pq.read_table(out).to_pylist()]
    return sorted(lines, key=repr), summary

"""The page on reading says what the reader does: its tables are whole and true."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import click
import pytest

from guatu.cli import cli
from guatu.kernel.days import find_times
from guatu.reading.draft import Kind
from guatu.reading.errors import ReadingRefusal
from guatu.reading.tables import errors as tables
from guatu.reading.writing import words

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reading.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    """The text below a heading, up to the next one."""
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def rows(name: str) -> list[list[str]]:
    """The cells of the tables below a heading, code marks taken off, without their heads."""
    lines = [line for line in section(name).splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[1:]]


def families(above: type[ReadingRefusal]) -> Iterator[type[ReadingRefusal]]:
    for family in above.__subclasses__():
        yield family
        yield from families(family)


def test_every_refusal_stands_in_the_table_with_its_code() -> None:
    of_documents = {one for one in families(ReadingRefusal) if one.__module__ != tables.__name__}
    assert {(row[0], row[1]) for row in rows("Refusals")} == {
        (family.__name__, family.code) for family in of_documents
    }


@pytest.mark.parametrize("refusal", [tables.NotATable, tables.NoLedger])
def test_every_refusal_of_tables_stands_on_their_page(refusal: type[ReadingRefusal]) -> None:
    assert f"`{refusal.code}`" in (DOCS / "tables.md").read_text(encoding="utf-8")


def test_every_kind_stands_in_the_table_with_its_word() -> None:
    assert {(row[0], row[1]) for row in rows("Kinds")} == set(words.KINDS.items())
    assert set(words.KINDS) == set(get_args(Kind))


def test_every_repair_stands_in_the_table_with_its_word() -> None:
    assert {(row[0], row[1]) for row in rows("Repairs")} == set(words.REPAIRS.items())


@pytest.mark.parametrize("row", rows("Deadlines"), ids=lambda row: row[0])
def test_words_of_the_table_mean_the_day_it_gives(row: list[str]) -> None:
    phrase, value, on = row
    (time,) = find_times(phrase, base=date(2026, 3, 28), year=2026)

    assert (time.text, time.value or "") == (phrase, value)
    assert not on or time.last_day == date.fromisoformat(on)


def test_every_option_of_the_command_stands_in_the_table() -> None:
    command = cli.commands["read"]
    options = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}

    assert {row[0] for row in rows("From the command line")} == options

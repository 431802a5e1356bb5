"""The page on rules tells what the code does: its examples, its table of words, its regimes and options."""

import doctest
import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml

from guatu.cli import cli
from guatu.rules import load_regimes, read_book, run_examples
from guatu.rules.catalogue.fields import FieldType
from guatu.rules.language.words import SIGN_WORDS, SUFFIXES
from tests.rules.made import catalogue, rule

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    table = PAGE.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_worked_examples_give_what_the_page_shows() -> None:
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    example = doctest.DocTestParser().get_doctest(blocks, {}, "rules.md", None, 0)

    result = doctest.DocTestRunner().run(example)

    assert result.attempted >= 15
    assert result.failed == 0


def test_the_first_rule_of_the_page_is_understood() -> None:
    text = PAGE.split("```text\n", 1)[1].split("```", 1)[0]

    rule(text.replace("〔人数下限〕", "30人"))


def test_the_book_of_the_page_loads_and_its_examples_hold() -> None:
    told = yaml.safe_load(PAGE.split("```yaml\n", 1)[1].split("```", 1)[0])
    outcomes = list(run_examples(read_book(told, catalogue())))

    assert [outcome.is_right for outcome in outcomes] == [True, True]


@pytest.mark.parametrize("row", rows("words"), ids=lambda row: row[1])
def test_every_word_of_the_table_is_read_as_the_sign_beside_it(row: list[str]) -> None:
    before, _, behind = row[0].partition("; behind a figure ")
    for word in before.split(", "):
        assert rule(f"从业人数 {word} 30人") == rule(f"从业人数 {row[1]} 30人")
    for word in behind.split(", ") if behind else ():
        assert rule(f"从业人数 30人{word}") == rule(f"从业人数 {row[1]} 30人")


def test_no_word_that_is_read_as_a_sign_is_left_out_of_the_table() -> None:
    told = {word for row in rows("words") for word in re.split(r", |; behind a figure ", row[0])}

    assert set(SIGN_WORDS) - {"至少为", "至多为"} <= told
    assert set(SUFFIXES) - {"以上(含)", "以下(含)", "之内"} <= told


def test_the_table_of_regimes_is_what_is_shipped() -> None:
    path = Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml"

    assert [row[0].strip("`") for row in rows("code")] == [regime.code for regime in load_regimes(path)]


def test_every_type_of_field_is_named() -> None:
    (types,) = (row[1] for row in rows("key") if row[0] == "`type`")

    assert set(types.split(", ")) | {"records"} == set(get_args(FieldType))


@pytest.mark.parametrize("name", ["match", "explain"])
def test_every_option_on_the_page_is_one_of_the_command(name: str) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"guatu {name} "))
    options = {
        each for param in cli.commands[name].params if isinstance(param, click.Option) for each in param.opts
    }

    assert set(re.findall(r"--[a-z]+", line)) <= options

"""Every code that a draft can carry has a word of the office."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from guatu.reading.draft import Duty, Kind, Metric
from guatu.reading.writing import words

READING = Path(str(files("guatu.reading")))


def kinds_of_repair() -> Iterator[str]:
    """The first argument of every `repair(…)`, `apply(…)` and `Repair(…)` in the reader."""
    for path in READING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("repair", "apply", "Repair") and isinstance(node.args[0].value, str):
                    yield node.args[0].value


def test_every_kind_of_repair_has_a_word() -> None:
    found = set(kinds_of_repair())

    assert "pinyin" in found
    assert found - set(words.REPAIRS) == set()


def test_every_kind_of_document_and_every_duty_has_a_word() -> None:
    assert set(words.KINDS) == set(get_args(Kind))
    assert set(words.DUTIES) == set(get_args(Duty))


@pytest.mark.parametrize(
    ("confidence", "band"),
    [(1.0, "high"), (0.91, "high"), (0.9, "middle"), (0.6, "middle"), (0.59, "low"), (0.0, "low")],
)
def test_only_above_nine_tenths_is_a_reading_trusted(confidence: float, band: str) -> None:
    assert words.band(confidence) == band


@pytest.mark.parametrize(
    ("value", "said"), [(23.0, "23"), (2.3, "2.3"), (1_200_000.0, "1200000"), (0.0, "0"), (12.50, "12.5")]
)
def test_a_figure_is_said_without_digits_it_does_not_need(value: float, said: str) -> None:
    assert words.number(value) == said


def test_a_metric_says_whether_it_is_wanted_or_reached() -> None:
    assert words.metric(Metric("培训", 3.0, "场", "achieved", (0, 1))) == "已达：培训3场"

"""The demonstration documents and their gold ledgers agree with each other."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from guatu.demo.papers import plain, source
from guatu.demo.papers.paper import Table

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "guatu" / "demo" / "documents").glob("*.md"))
NAMES = [path.stem for path in SOURCES]


def passages(name: str) -> list[str]:
    """Paragraphs and cells of a document without noise and spaces."""
    paper = source.read(ROOT / "guatu" / "demo" / "documents" / f"{name}.md")
    return [re.sub(r"\s", "", text) for line in plain.lines(paper) for text in line.split("\t")]


def gold(name: str) -> dict[str, Any]:
    path = ROOT / "tests" / "reading" / "gold" / f"{name}.json"
    ledger: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return ledger


def test_every_format_and_every_noise_is_shown_by_some_document() -> None:
    fronts = [source.read(path).front for path in SOURCES]

    assert {front.format for front in fronts} >= {"txt", "docx", "html", "pdf", "scan", "xlsx", "csv"}
    assert len(frozenset.union(*(front.noise for front in fronts))) == 14


def test_every_document_has_a_gold_ledger_and_no_ledger_stands_alone() -> None:
    ledgers = {path.stem for path in (ROOT / "tests" / "reading" / "gold").glob("*.json")}

    assert ledgers == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_gold_ledger_quotes_its_document(name: str) -> None:
    found, ledger = passages(name), gold(name)
    items = ledger["items"]
    measures = [measure for item in items for measure in item["measures"]]
    quoted = [item["problem"] for item in items] + [path for item in items for path in item["heading_path"]]
    quoted += [ledger["title"], ledger["issuer"], *(measure["text_starts"] for measure in measures)]
    quoted += [owner for measure in measures for owner in measure["owners"]]
    quoted += [measure["due_text"] for measure in measures]

    wanted = [re.sub(r"\s", "", quote) for quote in quoted if quote]

    assert [quote for quote in wanted if not any(quote in passage for passage in found)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_gold_ledger_keeps_the_form_of_the_contract(name: str) -> None:
    due = re.compile(r"\d{4}-\d{2}(-\d{2})?$|recurring:[a-z0-9-]+$")
    for item in gold(name)["items"]:
        for measure in item["measures"]:
            assert len(measure["text_starts"]) <= 12
            assert measure["lead"] is None or measure["lead"] in measure["owners"]
            assert measure["due"] is None or (due.match(measure["due"]) and measure["due_text"])
            assert measure["done"] in (True, False, None)


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_table_covers_every_cell_once(path: Path) -> None:
    for part in source.read(path).parts:
        if isinstance(part, Table):
            area = sum(cell.rows * cell.columns for cell in part.cells)
            assert area == part.rows * part.columns

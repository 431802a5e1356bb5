"""A match that starts Spark by itself leaves the result and its counts, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from guatu.rules.books.loading import load_book
from tests.rules.made import DATA
from tests.rules.random_rules import DAY
from tests.rules.spark.clusters import ROOT, needs_spark
from tests.rules.spark.tables import arrow_of, locally, save, told

pytestmark = needs_spark
MATCH: Final = """
import sys
from datetime import date
from pathlib import Path
from guatu.rules.books.loading import load_book
from guatu.rules.engine.encoded import EVERYTHING
from guatu.rules.errors import RuleRefusal
from guatu.rules.spark.matching import match_on_spark
rules, rows, out = map(Path, sys.argv[1:])
try:
    match_on_spark(load_book(rules), rows, date(2026, 6, 30), EVERYTHING, out, master="local[1]", fast=False)
except RuleRefusal as refusal:
    sys.exit(str(refusal))
"""


def run(rows: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    folder.mkdir()
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MATCH, str(DATA / "enterprises.rules.yaml"), str(rows), "result"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "HOME": str(folder.parent)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_a_match_leaves_its_result_and_its_counts(tmp_path: Path) -> None:
    book = load_book(DATA / "enterprises.rules.yaml")
    examples = [example.row for rule in book for example in rule.examples]
    rows = arrow_of([{"id": f"企业{number}", **row} for number, row in enumerate(examples)])
    file = save(rows, tmp_path / "rows.parquet", rows_in_group=5)

    done = run(file, tmp_path / "here")

    assert done.returncode == 0, done.stderr
    assert sorted(each.name for each in (tmp_path / "here").iterdir()) == ["result", "result.summary.json"]
    assert told(tmp_path / "here" / "result") == locally(book, file, book.on(DAY), tmp_path / "local.parquet")
    summary = json.loads((tmp_path / "here" / "result.summary.json").read_text(encoding="utf-8"))
    assert summary["engine"] == "spark"


def test_a_refusal_is_one_sentence_without_a_page_of_java(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    file.write_text("id,staff\n1,3\n", encoding="utf-8")

    done = run(file, tmp_path / "here")

    told_lines = [
        line for line in done.stderr.splitlines() if "incubator modules" not in line
    ]  # of Java itself
    assert told_lines == [
        "rows.parquet：不是完好的 Parquet 文件；Spark 引擎只读 Parquet，CSV 和 xlsx 请用 local"
    ]
    assert done.returncode == 1
    assert list((tmp_path / "here").iterdir()) == []

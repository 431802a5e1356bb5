"""The same rows on Spark (`local[2]`, once started) and by the local engine, Parquet to Parquet."""

import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from bench.rules import asking
from bench.rules.showing import Bench
from bench.rules.tables import kept
from bench.rules.trees import catalogue, tree
from guatu.rules.books.rule import Book, Rule
from guatu.rules.engine.outcomes import Wanted
from guatu.rules.files.results import write_results
from guatu.rules.files.tables import open_table
from guatu.rules.matching import match

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ON: Final = date(2026, 6, 30)
_WANTED: Final = Wanted(near_counts=False)
_COPIES: Final = 10
_THREADS: Final = 2
_SIZES: Final = ((100_000, 1_000), (1_000_000, 100), (1_000_000, 1_000), (10_000_000, 1_000))
_QUICK: Final = ((5_000, 50), (20_000, 50))
_LOCAL: Final = 1_000_000
"""More rows than these are decided on Spark alone."""


def spark(bench: Bench) -> None:
    """Seconds of the wall: fixed cost and cost per pair follow from two sizes."""
    if find_spec("pyspark") is None:
        print("\n== spark: requirements/spark.txt is not installed")
        return
    from guatu.rules.spark.session import session

    print(
        f"\n== spark: local[2] once started, and the local engine on {_THREADS} threads, Parquet to Parquet"
    )
    started = perf_counter()
    with TemporaryDirectory(dir=bench.folder) as made, session("local[2]", {}) as running:
        print(f"session started in {perf_counter() - started:.1f} s", flush=True)
        _on_spark(running, kept(bench.folder, 5_000), _book(10), Path(made))
        _here(kept(bench.folder, 5_000), _book(10), Path(made))  # what numba compiles is compiled
        for rows, rules in _QUICK if bench.is_quick else _SIZES:
            book, path = _book(rules), _rows(bench.folder, rows)
            there = _on_spark(running, path, book, Path(made))
            here = f"{_here(path, book, Path(made)):8.2f}" if rows <= _LOCAL else "not run"
            print(f"{rows:>12,} x {rules:<6,} spark {there:8.2f} s   local {here}", flush=True)


def _book(count: int) -> Book:
    rules = (Rule(code=f"r{number}", when=tree(rule)) for number, rule in enumerate(asking.rules(count)))
    return Book(catalogue(), tuple(rules))


def _rows(folder: Path, count: int) -> Path:
    """A file of so many rows; above a million a folder of copies, each with ids of its own."""
    if count <= _LOCAL:
        return kept(folder, count)
    several = folder / f"rows-{count}"
    if not several.exists():
        several.mkdir()
        one = pq.read_table(kept(folder, count // _COPIES))
        for number in range(_COPIES):
            ids = pa.array(range(number * one.num_rows, (number + 1) * one.num_rows), pa.int64())
            path = several / f"part-{number}.parquet"
            pq.write_table(one.set_column(0, "id", ids), path, row_group_size=65_536)
    return several


def _on_spark(running: "SparkSession", rows: Path, book: Book, made: Path) -> float:
    from guatu.rules.spark.matching import match_in

    out = made / "spark"
    shutil.rmtree(out, ignore_errors=True)
    start = perf_counter()
    match_in(running, book, rows, _ON, _WANTED, out)
    return perf_counter() - start


def _here(rows: Path, book: Book, made: Path) -> float:
    start = perf_counter()
    table = open_table(rows, book.catalogue)
    write_results(made / "local.parquet", match(book, table.table, _ON, _WANTED, threads=_THREADS), table.ids)
    return perf_counter() - start

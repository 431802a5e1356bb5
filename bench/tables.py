"""Scores of the reader of offices' own tables: `python -m bench.tables [FOLDER …] [--explain NAME]`.

Without a folder the workbooks of the tests are made and read. A folder holds NAME.xlsx, .xls, .et or .csv,
the gold NAME.json (`rows`, `rejects`, and `day` where terms count from one), and perhaps NAME-units.csv.
"""

import argparse
import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bench.scoring.tables import FIELDS, Score, score
from guatu.kernel.units import Directory
from guatu.reading.directory import load_directory
from guatu.reading.errors import ReadingRefusal
from guatu.reading.tables import as_json, read_table

_ENDINGS = (".xlsx", ".xls", ".et", ".csv")


class Case(NamedTuple):
    """A file with its gold."""

    name: str
    file: str
    data: bytes
    gold: dict[str, Any]
    units: Directory | None
    day: date | None


def main() -> None:
    """Print the F1 of each field for each file and in total."""
    parser = argparse.ArgumentParser(prog="python -m bench.tables", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--explain", metavar="NAME", help="name every miss of this file, or of all")
    asked = parser.parse_args()
    cases = [case for folder in asked.folders for case in in_folder(folder)] or list(made())
    total = Score()
    width = max((len(case.name) for case in cases), default=4) + 2
    print("file".ljust(width) + "".join(f"{name:>10}" for name in (*FIELDS, "overall", "seconds")))
    for case in cases:
        began = time.perf_counter()
        found = judge(case)
        total.add(found)
        print(case.name.ljust(width) + _figures(found) + f"{time.perf_counter() - began:10.2f}")
        if asked.explain in (case.name, "all"):
            print("\n".join(f"    {note}" for note in found.notes))
    print("TOTAL".ljust(width) + _figures(total))


def judge(case: Case) -> Score:
    """The score of a file; a refused one has found nothing."""
    try:
        reading = as_json.as_dict(read_table(case.data, name=case.file, units=case.units, day=case.day))
    except ReadingRefusal as refusal:
        print(f"{case.name}: {refusal}")
        reading = {"rows": [], "rejects": []}
    return score(case.gold, reading)


def in_folder(folder: Path) -> Iterator[Case]:
    """The files of a folder that have a gold."""
    for gold in sorted(folder.glob("*.json")):
        file = next((path for end in _ENDINGS if (path := gold.with_suffix(end)).exists()), None)
        if file is None:
            continue
        told = json.loads(gold.read_text("utf-8"))
        listed = gold.with_name(f"{gold.stem}-units.csv")
        units = load_directory(listed) if listed.exists() else None
        day = date.fromisoformat(told["day"]) if told.get("day") else None
        yield Case(gold.stem, file.name, file.read_bytes(), told, units, day)


def made() -> Iterator[Case]:
    """The workbooks of the tests."""
    from tests.reading.tables.books import BOOKS

    for make in BOOKS:
        book = make()
        yield Case(make.__name__, book.name, book.data(), book.gold, book.units, book.day)


def _figures(found: Score) -> str:
    shares = [tally.f1 if tally.total else 1.0 for tally in found.tallies.values()]
    return "".join(f"{share:10.3f}" for share in (*shares, found.overall))


if __name__ == "__main__":
    main()

"""How right the drafts are: the demo documents and, where there are some, documents from elsewhere."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.papers import SOURCES, build_all
from guatu.reading.errors import ConverterMissing, ReadingRefusal, ScanWithoutOcr
from guatu.reading.pool import Pool
from guatu.reading.writing import as_json

_HOUSE = SOURCES.parents[2]
_GOLD = _HOUSE / "tests" / "reading" / "gold"


def show(folder: Path, *, elsewhere: Path) -> None:
    """Print the scores of both; `elsewhere` holds `seeds/000_*.txt` … and `reading/gold/seed-000.json` …"""
    print("\n== Scores of the demo documents (precision, recall, F1)", flush=True)
    paths = build_all(folder)
    _score([(path, path.stem) for path in paths], _GOLD, folder / "demo-drafts")
    gold = elsewhere / "reading" / "gold"
    if seeds := seeds_of(gold, sorted((elsewhere / "seeds").glob("*"))):
        print("\n== Scores of documents from elsewhere", flush=True)
        _score(seeds, gold, folder / "other-drafts")


def seeds_of(gold: Path, documents: Sequence[Path]) -> list[tuple[Path, str]]:
    """The documents with the names of their gold: `000_*.txt` belongs to `seed-000.json`."""
    known = {path.stem for path in gold.glob("seed-*.json")}
    named = ((path, f"seed-{path.name.partition('_')[0]}") for path in documents)
    return [(path, name) for path, name in named if name in known]


def _score(documents: Sequence[tuple[Path, str]], gold: Path, drafts: Path) -> None:
    """Read through the pool as a user does, then let the scorer judge; a refused document scores nothing."""
    drafts.mkdir()
    left_out = set(_read(documents, drafts))
    names = ",".join(name for _, name in documents if name not in left_out)
    command = [sys.executable, "-m", "bench.scores", str(drafts), "--gold", str(gold), "--only", names]
    subprocess.run(command, check=True, cwd=_HOUSE)  # noqa: S603 - our own scorer


def _read(documents: Sequence[tuple[Path, str]], drafts: Path) -> Iterable[str]:
    """Write the drafts; the names of those that this machine lacks a program for."""
    names = dict(documents)
    with Pool(jobs=2) as pool:
        for path, answer in pool.read_all(names):
            if not isinstance(answer, ReadingRefusal):
                (drafts / f"{names[path]}.json").write_text(as_json.write(answer), encoding="utf-8")
                continue
            print(f"not read: {path.name}: {answer}")
            if isinstance(answer, ScanWithoutOcr | ConverterMissing):
                yield names[path]

"""How right the drafts are: demo documents, kept files and, where there are any, documents from elsewhere."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.papers import KEPT, SOURCES, build_all, kept
from bench.scoring.ledgers import load, parse
from bench.scoring.scoring import score
from bench.scoring.tally import Sheet
from guatu.reading.draft import Draft
from guatu.reading.errors import ConverterMissing, ReadingRefusal, ScanWithoutOcr
from guatu.reading.pool import Pool
from guatu.reading.reader import read_here
from guatu.reading.writing import as_json

_HOUSE = SOURCES.parents[2]
DEMO_GOLD = _HOUSE / "tests" / "reading" / "gold"


def show(folder: Path, *, elsewhere: Path) -> None:
    """Print the scores of all; `elsewhere` holds `seeds/000_*.txt` … and `reading/gold/seed-000.json` …"""
    drafts = folder / "drafts"
    drafts.mkdir()
    demo = _write({path: path.stem for path in build_all(folder)}, drafts)
    files = _write({path: path.stem for path in kept()}, drafts)
    _score("the demo documents", drafts, demo, DEMO_GOLD)
    _score("files as offices leave them", drafts, files, KEPT)
    _score("both together", drafts, [*demo, *files], DEMO_GOLD, KEPT, total=True)
    gold = elsewhere / "reading" / "gold"
    if seeds := seeds_of(gold, sorted((elsewhere / "seeds").glob("*"))):
        _score("documents from elsewhere", drafts, _write(dict(seeds), drafts), gold)


def score_here(path: Path, gold: Path) -> Sheet:
    """The scores of one file, read in this very process."""
    draft = read_here(path.read_bytes(), name=path.name)
    return score(load(gold), parse(as_json.write(draft)))


def seeds_of(gold: Path, documents: Sequence[Path]) -> list[tuple[Path, str]]:
    """The documents with the names of their gold: `000_*.txt` belongs to `seed-000.json`."""
    known = {path.stem for path in gold.glob("seed-*.json")}
    named = ((path, f"seed-{path.name.partition('_')[0]}") for path in documents)
    return [(path, name) for path, name in named if name in known]


def read_all(documents: Sequence[Path]) -> Iterator[tuple[Path, Draft | None]]:
    """The drafts, read through the pool as a user does; a refused document has none.

    A document that this machine has no program for does not come at all.
    """
    with Pool(jobs=2) as pool:
        for path, answer in pool.read_all(documents):
            if not isinstance(answer, ReadingRefusal):
                yield path, answer
                continue
            print(f"not read: {path.name}: {answer}")
            if not isinstance(answer, ScanWithoutOcr | ConverterMissing):
                yield path, None


def _write(documents: Mapping[Path, str], drafts: Path) -> list[str]:
    """Write the drafts by name; the names of all that are to be scored, refused ones too."""
    names = []
    for path, draft in read_all(list(documents)):
        names.append(documents[path])
        if draft is not None:
            (drafts / f"{documents[path]}.json").write_text(as_json.write(draft), encoding="utf-8")
    return names


def _score(title: str, drafts: Path, names: Sequence[str], *gold: Path, total: bool = False) -> None:
    """Let the scorer judge; a refused document scores nothing."""
    print(f"\n== Scores of {title} (precision, recall, F1)", flush=True)
    command = [sys.executable, "-m", "bench.scores", str(drafts), "--gold", *map(str, gold)]
    command += ["--only", ",".join(names), *(["--total"] if total else [])]
    subprocess.run(command, check=True, cwd=_HOUSE)  # noqa: S603 - our own scorer

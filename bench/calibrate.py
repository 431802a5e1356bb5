"""Fits the weights of `confidence.py` on all gold: `python -m bench.calibrate`.

Prints the weights to paste, and a table of how they hold: on the items they were fitted on, and on the
items of each document by weights fitted on all the others. The second is what a new document can expect.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.papers import KEPT, build_all, kept
from bench.quality import DEMO_GOLD, read_all
from bench.scoring import calibration
from bench.scoring.calibration import Judged
from bench.scoring.fitting import Example, chances, chances_unseen, fit
from bench.scoring.ledgers import load, parse
from guatu.reading.draft import Draft
from guatu.reading.drafting.confidence import signs
from guatu.reading.writing import as_json

_HEAD = """| confidence | items | right | share | items, unseen | right | share |
|---|---:|---:|---:|---:|---:|---:|"""


def main() -> None:
    """Read every document that has gold, fit, and print."""
    judged = list(_judged_items())
    examples = [example for example, _ in judged]
    weights = {name: round(weight, 2) + 0.0 for name, weight in fit(examples).items()}  # no -0.0
    print(as_code(weights))
    seen = _with_chances(judged, chances(examples, weights))
    unseen = _with_chances(judged, chances_unseen(examples))
    documents = len({example.document for example in examples})
    print(f"\n{len(examples)} items of {documents} documents")
    print(f"fitted on all: {calibration.told(seen)}")
    print(f"document left out: {calibration.told(unseen)}\n")
    print(as_table(seen, unseen))


def as_code(weights: dict[str, float]) -> str:
    """The weights as the lines that stand in `confidence.py`."""
    lines = [f'    "{name}": {weight},' for name, weight in sorted(weights.items())]
    return "\n".join(["WEIGHTS: dict[str, float] = {", *lines, "}"])


def as_table(seen: Sequence[Judged], unseen: Sequence[Judged]) -> str:
    """Ten bins as a table in Markdown, for the chapter on confidence in docs/reading.md."""
    pairs = zip(calibration.bins(seen), calibration.bins(unseen), strict=True)
    rows = [f"| {one.low:.1f} to {one.low + 0.1:.1f} {_cells(one)}{_cells(other)}|" for one, other in pairs]
    return "\n".join([_HEAD, *rows])


def _cells(one: calibration.Bin) -> str:
    share = f"{one.right / one.count:.2f}" if one.count else ""
    return f"| {one.count} | {one.right} | {share} "


def _judged_items() -> Iterator[tuple[Example, Judged]]:
    with TemporaryDirectory() as folder:
        gold = {path: DEMO_GOLD / f"{path.stem}.json" for path in build_all(Path(folder))}
        gold |= {path: KEPT / f"{path.stem}.json" for path in kept()}
        drafts = {path: draft for path, draft in read_all(list(gold)) if draft is not None}
    for path in sorted(drafts):
        yield from _judged(path.stem, drafts[path], gold[path])


def _judged(name: str, draft: Draft, gold: Path) -> Iterator[tuple[Example, Judged]]:
    for judged in calibration.judge(load(gold), parse(as_json.write(draft))):
        item = draft.items[judged.at]
        found = signs(item, draft.document.kind)
        yield Example(name, found, is_right=judged.is_right), judged


def _with_chances(judged: Sequence[tuple[Example, Judged]], chances: Sequence[float]) -> list[Judged]:
    pairs = zip(judged, chances, strict=True)
    return [replace(one, confidence=round(chance, 3)) for (_, one), chance in pairs]


if __name__ == "__main__":
    main()

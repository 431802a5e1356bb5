"""Scores draft ledgers against gold: `python -m bench.scores DRAFTS --gold DIR [DIR …] [--explain NAME]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.scoring import calibration
from bench.scoring.ledgers import Ledger, find, load
from bench.scoring.scoring import score
from bench.scoring.tally import EXTRAS, FIELDS, Sheet

_GOLD = Path(__file__).parents[1] / "tests" / "reading" / "gold"


def main() -> None:
    """Prints precision, recall and F1 of each document and in total, then the calibration."""
    asked = _arguments()
    paths = _gold_ledgers(asked.gold, only=asked.only)
    total, judged = Sheet(), []
    width = max((len(path.stem) for path in paths), default=8) + 2
    print("document".ljust(width) + "".join(f"{name[:17]:>19}" for name in FIELDS))
    for path in paths:
        gold, found = load(path), _prediction(asked.predictions, path.stem)
        sheet = score(gold, found or Ledger())
        total.add(sheet)
        judged += calibration.judge(gold, found or Ledger())
        if not asked.total:
            print(path.stem.ljust(width) + _row(sheet) + ("" if found else "  (no prediction)"))
        if asked.explain == path.stem:
            print("\n".join(f"  {note}" for note in sheet.notes))
    print("TOTAL".ljust(width) + _row(total))
    print("extra: " + "; ".join(f"{name} {total.tallies[name].f1:.3f}" for name in EXTRAS))
    print(f"OVERALL (mean of the seven total F1) {total.overall:.4f}   documents {len(paths)}")
    _print_calibration(judged, explain=asked.doubts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("predictions", type=Path, metavar="PRED-DIR")
    parser.add_argument("--gold", type=Path, nargs="+", default=[_GOLD], metavar="DIR")
    parser.add_argument("--only", metavar="NAME,NAME")
    parser.add_argument("--total", action="store_true", help="no line for each document")
    parser.add_argument("--explain", metavar="NAME", help="name every miss of this document")
    parser.add_argument("--doubts", action="store_true", help="name the items above 0.9 that are wrong")
    return parser.parse_args()


def _gold_ledgers(folders: Sequence[Path], *, only: str | None) -> list[Path]:
    paths = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    return [path for path in paths if only is None or path.stem in only.split(",")]


def _prediction(folder: Path, name: str) -> Ledger | None:
    path = find(folder, name)
    return load(path) if path else None


def _row(sheet: Sheet) -> str:
    cells = []
    for name in FIELDS:
        tally = sheet.tallies[name]
        figures = (
            f"{tally.precision:.2f} {tally.recall:.2f} {tally.f1:.3f}" if tally.total else "-    -      -"
        )
        cells.append(f"{figures:>19}")
    return "".join(cells)


def _print_calibration(judged: list[calibration.Judged], *, explain: bool) -> None:
    print(calibration.told(judged))
    for one in calibration.bins(judged):
        part = f"{one.right / one.count:.2f}" if one.count else "-"
        print(f"  {one.low:.1f}-{one.low + 0.1:.1f}  items {one.count:4d}  right {one.right:4d}  {part}")
    if explain:
        print("\n".join(f"  wrong: {item.name}" for item in calibration.sure(judged) if not item.is_right))


if __name__ == "__main__":
    main()

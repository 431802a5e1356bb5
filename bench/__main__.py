"""Scores, speed, throughput and footprint in one run: `python -m bench [--only PART]`."""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import footprint, quality, speed, throughput

_PARTS = ("scores", "speed", "throughput", "footprint")


def main() -> None:
    """Print every part that is asked for; nothing is left behind."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    with TemporaryDirectory() as name:
        folder = Path(name)
        if "scores" in asked.only:
            quality.show(folder, elsewhere=asked.elsewhere)
        if "speed" in asked.only:
            speed.show(folder, rounds=asked.rounds)
        if "throughput" in asked.only:
            throughput.show(folder, documents=asked.documents)
        if "footprint" in asked.only:
            footprint.show(rounds=9)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=_PARTS)
    parser.add_argument("--rounds", type=int, default=15, help="turns of each contender")
    parser.add_argument("--documents", type=int, default=1000, help="documents of the throughput run")
    parser.add_argument(
        "--elsewhere",
        type=Path,
        default=Path(__file__).parents[2] / "shared",
        metavar="DIR",
        help="a folder with seeds/ and reading/gold/, scored as well where there is one",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

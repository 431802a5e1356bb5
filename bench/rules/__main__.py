"""Rule engines side by side on the same rows and rules: `python -m bench.rules [part …] [--quick]`.

Each engine decides in a process of its own, so that neither memory nor caches pass from one to the next.
Seconds are those of the processor, of all threads together; wall time stands beside it. Needs Linux,
requirements/peers.txt and requirements/fast.txt.
"""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.rules.engines import ENGINES
from bench.rules.parts import PARTS
from bench.rules.showing import Bench


def main() -> None:
    """Print every part that is asked for; nothing is left behind but rows in a folder that was named."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    print("medians of 3 where a run is short, one run else; MiB with the rows loaded, and at most")
    print(f"ratios of processor time to {asked.against}")
    with TemporaryDirectory(prefix="guatu-rules-") as made:
        bench = Bench(asked.folder or Path(made), asked.against, asked.quick)
        for name in asked.parts or PARTS:
            PARTS[name](bench)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rules", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all where none is named"
    )
    parser.add_argument("--quick", action="store_true", help="few rows and rules, to see that all of it runs")
    parser.add_argument(
        "--against", choices=ENGINES, metavar="ENGINE", default=next(iter(ENGINES)), help="what ratios are to"
    )
    parser.add_argument(
        "--folder", type=Path, help="an existing folder in which the rows are kept for next time"
    )
    asked = parser.parse_args()
    if strangers := [name for name in asked.parts if name not in PARTS]:
        parser.error(f"no such part: {', '.join(strangers)}")
    return asked


if __name__ == "__main__":
    main()

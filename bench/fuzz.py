"""Damages real files and reads them: `python -m bench.fuzz --inputs 5000 --seed 1 [--out DIR]`.

Every input must end in a draft or a named refusal within its time. Failures are made small and kept in DIR.
"""

import argparse
import faulthandler
import hashlib
import tempfile
import time
from pathlib import Path

from bench.fuzzing.run import Input, Report, inputs, run
from bench.fuzzing.seeds import seeds
from bench.fuzzing.trial import Outcome, smaller

_SHRINKING_SECONDS = 30.0


def main() -> int:
    """Print what came out, by format; 1 where anything failed."""
    asked = _arguments()
    faulthandler.enable()
    asked.out.mkdir(parents=True, exist_ok=True)
    report, start = Report(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        originals = seeds(Path(folder))
    try:
        damaged = inputs(originals, count=asked.inputs, seed=asked.seed, first=asked.first)
        run(damaged, report, log=asked.out / "at-work.txt")
    finally:
        _show(report)
        took = time.perf_counter() - start
        print(f"{sum(report.verdicts.values())} readings, {took:.0f} s, seed {asked.seed}")
        for one, outcome in report.failures.values():
            _keep(asked.out, asked.seed, one, outcome)
    return 1 if report.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    return parser.parse_args()


def _show(report: Report) -> None:
    columns = sorted({verdict for _, verdict in report.verdicts})
    for form, slowest in sorted(report.slowest.items()):
        counts = [
            f"{verdict} {report.verdicts[form, verdict]}"
            for verdict in columns
            if report.verdicts[form, verdict]
        ]
        print(f"{form:<6}{', '.join(counts)}; slowest {slowest:.2f} s")


def _keep(out: Path, seed: int, one: Input, outcome: Outcome) -> None:
    """The input made small, with how it came about and where it failed."""
    data = smaller(one.data, one.name, outcome.verdict, until=time.perf_counter() + _SHRINKING_SECONDS)
    ending = Path(one.name).suffix or ".bin"
    path = out / f"{hashlib.sha256(outcome.verdict.encode()).hexdigest()[:8]}{ending}"
    path.write_bytes(data)
    told = f"seed {seed}, input {one.number}, name {one.name}\n{outcome.verdict}\n\n{outcome.trace}"
    path.with_suffix(f"{ending}.told").write_text(told, encoding="utf-8")
    print(f"FAILED {outcome.verdict}: input {one.number}, {len(data)} bytes in {path}")


if __name__ == "__main__":
    raise SystemExit(main())

"""One engine at one size in this very process: what `bench.rules.spending` starts, no command of its own."""

import json
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

from bench.rules import asking
from bench.rules.agreement import UNKNOWN, YES, Agreement, as_verdict, judged
from bench.rules.asking import Rule
from bench.rules.engine import Engine, Found
from bench.rules.engines import ENGINES
from bench.rules.spending import Run, RunFailed, Spent
from bench.rules.tables import read_rows


class _Round(NamedTuple):
    found: Found
    cpu: float
    wall: float


def main() -> None:
    """Measure and print one line."""
    run, path = Run(**json.loads(sys.argv[1])), Path(sys.argv[2])
    kind: type[Engine] = pkgutil.resolve_name(ENGINES[run.engine])
    rules = asking.rules(run.rules)
    asked = asking.sharing(rules) if run.is_sharing else rules
    engine = kind(path, threads=run.threads)
    compiling = process_time()
    engine.compile(asked)
    compiled = process_time() - compiling
    engine.forget()
    held = _memory_from_now()
    first = _once(engine)
    peak = _mebibytes("VmHWM")
    rounds = [first, *_more(engine, first)]
    agreement = _judged(path, asked, engine, first.found) if run.is_judged else None
    spent = Spent(
        rules=len(asked),
        cpu=median(each.cpu for each in rounds),
        wall=median(each.wall for each in rounds),
        compile_cpu=compiled,
        rounds=len(rounds),
        held=held,
        peak=peak,
        load=os.getloadavg()[0],
        matches=first.found.matches,
        unknown=first.found.unknown,
        nulls=kind.nulls,
        agreement=agreement,
    )
    print(spent.as_json())


def _more(engine: Engine, first: _Round) -> Iterator[_Round]:
    """None where it takes long, two where it does not, many where it takes no time at all."""
    for _ in range(0 if first.wall > 5 else 2 if first.wall > 0.02 else 20):
        engine.forget()
        yield _once(engine)


def _once(engine: Engine) -> _Round:
    cpu, wall = process_time(), perf_counter()
    found = engine.decide()
    return _Round(found, process_time() - cpu, perf_counter() - wall)


def _memory_from_now() -> float:
    """MiB held; the peak is counted anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _mebibytes("VmRSS")


def _mebibytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def _judged(rows: Path, rules: Sequence[Rule], engine: Engine, found: Found) -> Agreement:
    told = engine.verdicts()
    matches, unknown = int((told == YES).sum()), int((told == UNKNOWN).sum())
    if found.matches != matches or found.unknown not in (None, unknown):
        raise RunFailed(f"{found}, and pair by pair {matches} and {unknown}")
    table = read_rows(rows)
    right = [[as_verdict(asking.decide(rule, row)) for row in table] for rule in rules]
    return judged(told, np.array(right, np.int8))


if __name__ == "__main__":
    main()

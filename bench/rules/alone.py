"""One engine at one size in this very process: what `bench.rules.spending` starts, no command of its own."""

import json
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

from bench.rules import asking
from bench.rules.agreement import UNKNOWN, YES, Agreement, as_verdict, judged
from bench.rules.asking import Rule
from bench.rules.engine import Engine, Found
from bench.rules.engines import ENGINES
from bench.rules.spending import Run, RunFailed, Spent
from bench.rules.tables import read_rows


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
    held = _memory_from_now()
    found, cpu, wall = _timed(engine.decide)
    peak = _mebibytes("VmHWM")
    agreement = _judged(path, asked, engine, found) if run.is_judged else None
    spent = Spent(
        rules=len(asked),
        cpu=median(cpu),
        wall=median(wall),
        compile_cpu=compiled,
        rounds=len(cpu),
        held=held,
        peak=peak,
        load=os.getloadavg()[0],
        matches=found.matches,
        unknown=found.unknown,
        nulls=kind.nulls,
        agreement=agreement,
    )
    print(spent.as_json())


def _timed(decide: Callable[[], Found]) -> tuple[Found, list[float], list[float]]:
    """Once where it takes long, three times where it does not, more often where it takes no time at all."""
    found, cpu, wall = _once(decide)
    cpus, walls = [cpu], [wall]
    for _ in range(0 if wall > 5 else 2 if wall > 0.02 else 20):
        _, cpu, wall = _once(decide)
        cpus.append(cpu)
        walls.append(wall)
    return found, cpus, walls


def _once(decide: Callable[[], Found]) -> tuple[Found, float, float]:
    cpu, wall = process_time(), perf_counter()
    found = decide()
    return found, process_time() - cpu, perf_counter() - wall


def _memory_from_now() -> float:
    """MiB held; the peak is counted anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _mebibytes("VmRSS")


def _mebibytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def _judged(rows: Path, rules: Sequence[Rule], engine: Engine, found: Found) -> Agreement:
    told = engine.verdicts()
    if found != Found(int((told == YES).sum()), found.unknown and int((told == UNKNOWN).sum())):
        raise RunFailed(f"{found}, and pair by pair {(told == YES).sum()} and {(told == UNKNOWN).sum()}")
    table = read_rows(rows)
    right = [[as_verdict(asking.decide(rule, row)) for row in table] for rule in rules]
    return judged(told, np.array(right, np.int8))


if __name__ == "__main__":
    main()

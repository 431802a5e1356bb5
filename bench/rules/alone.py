"""One engine at one size in this very process: what `bench.rules.spending` starts, no command of its own."""

import json
import os
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench.rules import asking
from bench.rules.engine import NO, RAISED, UNKNOWN, YES, Engine, Found, Verdicts, plain_verdicts
from bench.rules.engines import ENGINES
from bench.rules.spending import Agreement, Run, RunFailed, Spent


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
    peak = _mebibytes("VmHWM") - held
    agreement = _judged(found, engine.verdicts(), plain_verdicts(path, asked)) if run.is_judged else None
    spent = Spent(
        rules=len(asked),
        cpu=median(cpu),
        wall=median(wall),
        compile_cpu=compiled,
        rounds=len(cpu),
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


def _judged(found: Found, told: Verdicts, right: Verdicts) -> Agreement:
    if found != Found(int((told == YES).sum()), found.unknown and int((told == UNKNOWN).sum())):
        raise RunFailed(f"it counts {found}, and tells {(told == YES).sum()} and {(told == UNKNOWN).sum()}")
    unknown = right == UNKNOWN
    return Agreement(
        unknown=int(unknown.sum()),
        unknown_as_yes=int((told[unknown] == YES).sum()),
        unknown_as_no=int((told[unknown] == NO).sum()),
        unknown_raised=int((told[unknown] == RAISED).sum()),
        decided=int((~unknown).sum()),
        decided_differ=int((told != right)[~unknown].sum()),
    )


if __name__ == "__main__":
    main()

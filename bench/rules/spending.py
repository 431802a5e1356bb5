"""What a run costs, as one process tells another: processor time, wall time, memory, and how right it is."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from bench.rules.agreement import Agreement

_HOUSE: Final = Path(__file__).parents[2]
_LONGEST: Final = 900
"""Seconds that a run may take, its loading and compiling included."""
_THREADED: Final = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Run:
    """An engine, so many rows, so many rules."""

    engine: str
    rows: int
    rules: int
    threads: int = 2
    is_sharing: bool = False
    """Only those of the rules that share the figure which most of them share."""
    is_judged: bool = False
    """Held against what is right, pair by pair."""

    def smaller(self) -> "Run":
        """The same in a fiftieth of the rows and a tenth of the rules, to see that it runs."""
        rows = self.rows if self.rows == 1 else max(100, self.rows // 50)
        rules = self.rules if self.rules == 1 else max(20, self.rules // 10)
        return replace(self, rows=rows, rules=rules)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run came to; seconds of the processor are those of all threads, in the system too."""

    rules: int
    cpu: float
    wall: float
    compile_cpu: float
    rounds: int
    held: float
    """MiB of the process with rows and rules in the engine's form, and what loading left unused with it."""
    peak: float
    """MiB of the process at most, while it decided."""
    load: float
    """Of the machine over the last minute, when it ended."""
    matches: int
    unknown: int | None
    nulls: str
    agreement: Agreement | None

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Spent":
        told = json.loads(text)
        judged = told.pop("agreement")
        return cls(**told, agreement=Agreement(**judged) if judged else None)


class RunFailed(Exception):
    """A run that ended without figures; says why."""


def measure(run: Run, rows: Path) -> Spent:
    """Run it in a process of its own, over the rows of a file."""
    command = [sys.executable, "-m", "bench.rules.alone", json.dumps(asdict(run)), str(rows)]
    threads = dict.fromkeys(_THREADED, str(run.threads))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, cwd=_HOUSE, env=os.environ | threads, capture_output=True, text=True, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired:
        raise RunFailed(f"not done after {_LONGEST} s") from None
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        raise RunFailed(reason[0])
    return Spent.from_json(done.stdout.splitlines()[-1])

"""Lights of a million items, and the reasons of one: `python -m bench.lights`. Needs requirements/fast.txt.

Columns are made by a fixed seed and handed over as an Arrow table; reading them, coding them and deciding
every rule of the regime is counted. Seconds are those of the processor.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
import pyarrow as pa

from guatu.rules.engine.arrow import table_of
from guatu.rules.engine.encoded import Encoded
from guatu.rules.regimes.loading import load_regimes
from guatu.rules.regimes.many import show_many
from guatu.rules.regimes.reasons import reasons
from guatu.rules.regimes.regime import Regime

ITEMS: Final = 1_000_000
ON: Final = date(2026, 6, 30)
LIT: Final = ("red_yellow_green", "three_slips", "half_of_schedule")
_RUNS: Final = 5
_MISSING: Final = 0.05


def columns(count: int) -> pa.Table:
    """What a regime asks of items: days, shares, states, each missing now and then."""
    dice = np.random.default_rng(20260630)

    def now_and_then(values: object, share: float = _MISSING) -> pa.Array:
        return pa.array(values, mask=dice.random(count) < share)

    left = dice.integers(-60, 200, count)
    days = [ON + timedelta(days=int(each)) for each in range(-60, 200)]
    return pa.table(
        {
            "state": pa.array(dice.choice(np.array(["已销号", "待核查", "办理中", "待签收"]), count)),
            "deadline": pa.array(days, pa.date32()).take(pa.array(left + 60)),
            "days_left": now_and_then(left),
            "days_overdue": now_and_then(np.maximum(-left, 0)),
            "days_since_report": now_and_then(dice.integers(0, 60, count)),
            "progress": now_and_then(np.round(dice.random(count), 2)),
            "planned": now_and_then(np.round(dice.random(count), 3)),
            "quality": now_and_then(dice.choice(np.array(["好", "一般", "较差"]), count)),
            "long_term": pa.array(dice.random(count) < 0.02),
            "suspended": pa.array(dice.random(count) < 0.02),
        }
    )


def main() -> None:
    """Print what the lights of all items cost by each regime and path, and the reasons of one item."""
    path = Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml"
    regimes = {regime.code: regime for regime in load_regimes(path)}
    rows = columns(ITEMS)
    print(f"lights of {ITEMS:,} items, processor seconds, median of {_RUNS}")
    for code in LIT:
        fast, plain = (_lit(regimes[code], rows, fast=each) for each in (True, False))
        print(f"  {code:20} numba {fast:.2f}   numpy alone {plain:.2f}")
    one = rows.slice(0, 200).to_pylist()
    regime = regimes[LIT[0]]
    spent = [_spent(partial(reasons, regime, row, regime.on(ON))) for row in one]
    thousandths = [1000 * each for each in spent]
    print(f"reasons of one item, ms: median {median(thousandths):.2f}, most {max(thousandths):.2f}")


def _lit(regime: Regime, rows: pa.Table, *, fast: bool) -> float:
    show_many(regime, Encoded(table_of(rows.slice(0, 64)), fast=fast), ON)  # compiled before it is counted
    return median(
        _spent(lambda: show_many(regime, Encoded(table_of(rows), fast=fast), ON)) for _ in range(_RUNS)
    )


def _spent(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    main()

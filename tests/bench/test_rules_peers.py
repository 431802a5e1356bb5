"""The peers of the rule engine, where installed: those that know unknown decide as plain rules do."""

from pathlib import Path
from pkgutil import resolve_name

import numpy as np
import pytest

pytest.importorskip("pyarrow", reason="comes with requirements/fast.txt")

from bench.rules import asking
from bench.rules.agreement import UNKNOWN, as_verdict, judged
from bench.rules.engine import Engine
from bench.rules.engines import ENGINES
from bench.rules.tables import kept, read_rows


@pytest.mark.parametrize("name", ENGINES)
def test_who_knows_unknown_decides_as_the_plain_rules_do(name: str, tmp_path: Path) -> None:
    engine = _engine(name, kept(tmp_path, 60))
    rules = asking.rules(15)
    engine.compile(rules)

    right = [
        [as_verdict(asking.decide(rule, row)) for row in read_rows(tmp_path / "rows-60.parquet")]
        for rule in rules
    ]
    told = judged(engine.verdicts(), np.array(right, np.int8))

    assert UNKNOWN in np.array(right)
    assert told.decided_differ == told.unknown_as_yes == told.unknown_as_no == told.unknown_raised == 0


def _engine(name: str, rows: Path) -> Engine:
    try:
        kind: type[Engine] = resolve_name(ENGINES[name])
    except ImportError:
        pytest.skip(f"{name} is not installed")
    if "Kleene" not in kind.nulls:
        pytest.skip(f"{name} does not know unknown")
    return kind(rows, threads=1)

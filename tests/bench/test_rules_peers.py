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
    rows, rules = kept(tmp_path, 60), asking.rules(15)
    engine = _engine(name, rows)
    engine.compile(rules)
    engine.forget()

    answers = [[as_verdict(asking.decide(rule, row)) for row in read_rows(rows)] for rule in rules]
    right, told = np.array(answers, np.int8), engine.verdicts()
    found = judged(told, right[:, : told.shape[1]])  # one engine is there for a single row

    assert UNKNOWN in right
    assert found.decided_differ == found.unknown_as_yes == found.unknown_as_no == found.unknown_raised == 0


def _engine(name: str, rows: Path) -> Engine:
    try:
        kind: type[Engine] = resolve_name(ENGINES[name])
    except ImportError:
        pytest.skip(f"{name} is not installed")
    if "Kleene" not in kind.nulls:
        pytest.skip(f"{name} does not know unknown")
    return kind(rows, threads=1)

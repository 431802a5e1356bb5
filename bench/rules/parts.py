"""The parts of the benchmark. A part is a function of the session, and has a line in PARTS."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bench.rules.on_spark import spark
from bench.rules.showing import Bench
from bench.rules.spending import Run

Part: TypeAlias = Callable[[Bench], None]
_POLARS: Final = "polars, atoms then rules"
_ONE_SELECT: Final = "polars, one select"
_NUMPY: Final = "guatu, numpy alone"
_COUNTED: Final = "guatu, near-misses counted"
_LISTED: Final = "guatu, near-misses listed"
_KEPT: Final = "guatu, codes kept"
_RULES_KEPT: Final = "guatu, rules kept"
_DUCKDB: Final = "duckdb, list and unnest"
_THOUSAND, _HUNDRED_THOUSAND, _MILLION = 1_000, 100_000, 1_000_000


def agree(bench: Bench) -> None:
    """Pair by pair against what is right: many pairs for the fast ones, few for the slow."""
    fast = (_NUMPY, _POLARS, _ONE_SELECT, _DUCKDB, "sqlite", "openfisca", "pandas eval", "plain python")
    slow = ("zen-engine", "zen-engine, guarded", "json-logic", "rule-engine", "cel in rust")
    runs = [Run(engine, 5_000, 300) for engine in dict.fromkeys((bench.against, *fast))]
    runs += [*(Run(engine, 500, 100) for engine in slow), Run("cel-python", 100, 100)]
    bench.show_agreement("agree: shares of the unknown pairs, and of the decided ones", runs)


def decide(bench: Bench) -> None:
    """Every rule for every row, at the sizes that each can do."""
    runs = [
        Run(engine, _MILLION, _THOUSAND)
        for engine in (_COUNTED, _LISTED, _KEPT, _NUMPY, _POLARS, _ONE_SELECT)
    ]
    runs += [Run(engine, _HUNDRED_THOUSAND, _THOUSAND) for engine in (_NUMPY, _POLARS, _DUCKDB, "sqlite")]
    runs += [Run(engine, _HUNDRED_THOUSAND, 100) for engine in (_DUCKDB, "openfisca", "pandas eval")]
    runs += [Run("plain python", 5_000, 300)]
    bench.show_costs("decide: every rule for every row", runs)


def rules(bench: Bench) -> None:
    """More rules over the same rows."""
    counts = (_THOUSAND, 5_000, 10_000)
    runs = [Run(_POLARS, _HUNDRED_THOUSAND, count) for count in counts]
    runs += [Run(bench.against, _MILLION, count) for count in counts]
    bench.show_costs("rules: a thousand to ten thousand", runs)


def rows(bench: Bench) -> None:
    """More rows for the same rules."""
    runs = [Run(_POLARS, count, _THOUSAND) for count in (_HUNDRED_THOUSAND, _MILLION)]
    bench.show_costs("rows: a hundred thousand, a million", runs)


def threads(bench: Bench) -> None:
    """On one processor and on two."""
    runs = [Run(_POLARS, _MILLION, _THOUSAND, threads=count) for count in (1, 2)]
    bench.show_costs("threads: one and two", runs)


def incremental(bench: Bench) -> None:
    """One thing changed: an enterprise, a rule, or a parameter; then every rule that names it is decided."""
    engines = (_KEPT, _POLARS, _DUCKDB)
    runs = [Run(engine, 1, _THOUSAND) for engine in (_RULES_KEPT, _POLARS, _DUCKDB)]
    runs += [Run(engine, _MILLION, 1) for engine in engines]
    runs += [Run(engine, _MILLION, _THOUSAND, is_sharing=True) for engine in engines]
    bench.show_costs("incremental: one row, one rule, one parameter", runs)


PARTS: Final[Mapping[str, Part]] = {
    "agree": agree,
    "decide": decide,
    "rules": rules,
    "rows": rows,
    "threads": threads,
    "incremental": incremental,
    "spark": spark,
}

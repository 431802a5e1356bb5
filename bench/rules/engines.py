"""The engines by name, and where each is."""

from collections.abc import Mapping
from typing import Final

ENGINES: Final[Mapping[str, str]] = {
    "guatu": "bench.rules.ours:Guatu",
    "guatu, codes kept": "bench.rules.ours:Kept",
    "guatu, rules kept": "bench.rules.ours:OneRow",
    "guatu, near-misses counted": "bench.rules.ours:NearCounted",
    "guatu, near-misses listed": "bench.rules.ours:NearListed",
    "guatu, numpy alone": "bench.rules.ours:NumPyAlone",
    "polars, atoms then rules": "bench.rules.peers.polars:Atoms",
    "polars, one select": "bench.rules.peers.polars:OneSelect",
    "duckdb, list and unnest": "bench.rules.peers.duckdb:ListAndUnnest",
    "sqlite": "bench.rules.peers.sqlite:Sqlite",
    "openfisca": "bench.rules.peers.openfisca:OpenFisca",
    "pandas eval": "bench.rules.peers.pandas:Eval",
    "plain python": "bench.rules.peers.plain:TreeWalk",
    "zen-engine": "bench.rules.peers.zen:Bare",
    "zen-engine, guarded": "bench.rules.peers.zen:Guarded",
    "json-logic": "bench.rules.peers.json_logic:JsonLogic",
    "rule-engine": "bench.rules.peers.rule_engine:RuleEngine",
    "cel-python": "bench.rules.peers.cel_python:CelPython",
    "cel in rust": "bench.rules.peers.cel_rust:CelRust",
}
"""Imported only in the process that measures one. Ratios are to the first, unless another is asked for."""

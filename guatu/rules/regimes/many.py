"""The lights of many rows at once, by the kernel; the same lights as `lighting.show`. Needs NumPy."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.encoded import Encoded
from guatu.rules.engine.outcomes import Wanted
from guatu.rules.language.syntax import Node
from guatu.rules.regimes.regime import Aspect, Regime
from guatu.rules.setting import Setting

Ranks: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]
UNLIT: Final = -1
"""No aspect applies to the row."""
OPEN: Final = -2
"""A fact is missing that could make it worse."""
_NONE: Final = np.int8(127)
"""Better than every light of a palette."""


@dataclass(frozen=True, slots=True, eq=False)
class _Truth:
    yes: Flags
    no: Flags


def show_many(regime: Regime, encoded: Encoded, on: date, *, stale_is_unknown: bool = False) -> Ranks:
    """Of each row the place of its light in the palette, from 0 for the worst; UNLIT or OPEN for none."""
    size = encoded.table.size
    truths = _decided(_nodes(regime), encoded, regime.on(on, stale_is_unknown=stale_is_unknown))
    certain = np.full(size, _NONE)
    possible = np.full(size, _NONE)
    for aspect in regime.aspects:
        lit, could_be = _lit(aspect, regime, truths, size)
        np.minimum(certain, lit, out=certain)
        np.minimum(possible, could_be, out=possible)
    found = np.where(certain <= possible, certain, np.int8(OPEN))
    return np.where((certain == _NONE) & (possible == _NONE), np.int8(UNLIT), found).astype(np.int8)


def _nodes(regime: Regime) -> list[Node]:
    """Every rule of the regime once."""
    given = (aspect.given for aspect in regime.aspects)
    lights = (clause.when for aspect in regime.aspects for clause in aspect.clauses)
    return list(dict.fromkeys(node for node in (*given, *lights) if node is not None))


def _decided(nodes: list[Node], encoded: Encoded, setting: Setting) -> dict[Node, _Truth]:
    size = encoded.table.size
    outcome = encoded.decide(nodes, setting, Wanted(near_counts=False, unknown_rows=True))
    truths: dict[Node, _Truth] = {}
    for number, node in enumerate(nodes):
        yes, no = np.zeros(size, np.bool_), np.ones(size, np.bool_)
        yes[outcome.yes.of(number)] = True
        no[outcome.yes.of(number)] = False
        if outcome.unknown is not None:
            no[outcome.unknown.of(number)] = False
        truths[node] = _Truth(yes, no)
    return truths


def _lit(aspect: Aspect, regime: Regime, truths: dict[Node, _Truth], size: int) -> tuple[Ranks, Ranks]:
    """The certain light of each row, and the worst that a missing fact leaves possible."""
    lit, possible = np.full(size, _NONE), np.full(size, _NONE)
    given = None if aspect.given is None else truths[aspect.given]
    waiting = np.ones(size, np.bool_) if given is None else ~given.no
    is_open = np.zeros(size, np.bool_) if given is None else waiting & ~given.yes
    for clause in aspect.clauses:
        rank = np.int8(regime.rank(clause.light))
        truth = None if clause.when is None else truths[clause.when]
        yes = waiting if truth is None else waiting & truth.yes
        lit[yes & ~is_open] = rank
        could_be = yes & is_open if truth is None else waiting & ~truth.no & (is_open | ~truth.yes)
        possible[could_be] = np.minimum(possible[could_be], rank)
        if truth is not None:
            is_open |= waiting & ~truth.yes & ~truth.no
        waiting = waiting & ~yes
    return lit, possible

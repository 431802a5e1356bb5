"""A logistic curve through examples: how much each sign counts for or against being right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]

BASE = "base"
"""The sign that every example has."""
_PULL, _PULL_OF_BASE = 1.0, 0.05
"""How strongly a weight is drawn to zero: a sign seen seldom is to count little."""
_STEPS = 60
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Example:
    """An item that the reader drafted: its document, its signs of doubt, and whether gold agrees."""

    document: str
    signs: Mapping[str, float]
    is_right: bool


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights of the signs, by ridge regression in Newton steps."""
    names = sorted({name for example in examples for name in example.signs})
    rows = _rows(examples, names)
    right = np.array([example.is_right for example in examples], dtype=float)
    pull = np.array([_PULL_OF_BASE if name == BASE else _PULL for name in names])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        step = _step(rows, right, pull, weights)
        weights -= step
        if np.abs(step).max() < _STILL:
            break
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def chances(examples: Sequence[Example], weights: Mapping[str, float]) -> list[float]:
    """The chance of each example to be right; a sign without weight counts nothing."""
    names = list(weights)
    scores = _rows(examples, names) @ np.array([weights[name] for name in names])
    return [float(chance) for chance in _logistic(scores)]


def chances_unseen(examples: Sequence[Example]) -> list[float]:
    """The chance of each example by weights fitted on all other documents."""
    found = [0.0] * len(examples)
    for document in {example.document for example in examples}:
        inside = [at for at, example in enumerate(examples) if example.document == document]
        weights = fit([example for example in examples if example.document != document])
        for at, chance in zip(inside, chances([examples[at] for at in inside], weights), strict=True):
            found[at] = chance
    return found


def _step(rows: Numbers, right: Numbers, pull: Numbers, weights: Numbers) -> Numbers:
    chance = _logistic(rows @ weights)
    slope = rows.T @ (chance - right) + pull * weights
    bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(pull)
    return np.asarray(np.linalg.solve(bend, slope), dtype=np.float64)


def _rows(examples: Sequence[Example], names: Sequence[str]) -> Numbers:
    return np.array([[example.signs.get(name, 0.0) for name in names] for example in examples])


def _logistic(scores: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-scores))

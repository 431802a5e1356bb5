"""Made-up enterprises: 30 columns, a tenth to a fifth of each missing. The same seed gives the same rows.

Twelve figures in yuan with two decimals, three counts, three days, nine columns of one word, three of a set
of words. Words are as unevenly frequent as words are.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

SEED: Final = 20261121
FIRST_DAY: Final = date(1970, 1, 1)
"""Days are kept as numbers counted from this one."""

FIGURES: Final = (
    "revenue",
    "tax_paid",
    "profit",
    "assets",
    "debts",
    "rd_spending",
    "exports",
    "wages",
    "investment",
    "loans",
    "energy_cost",
    "orders",
)
COUNTS: Final = ("employees", "patents", "rd_staff")
DAYS: Final = ("founded", "certified", "last_audit")
WORDS: Final[Mapping[str, int]] = {
    "region": 34,
    "city": 300,
    "industry": 1200,
    "ownership": 8,
    "scale": 4,
    "rating": 6,
    "stage": 10,
    "park": 60,
    "listed": 2,
}
"""Columns of one word, with how many different ones there are."""
SETS: Final[Mapping[str, int]] = {"quals": 40, "tags": 60, "products": 100}
"""Columns of a set of words; none to five draws in a row, of which some are the same."""
COLUMNS: Final = (*FIGURES, *COUNTS, *DAYS, *WORDS, *SETS)

Cell: TypeAlias = "float | int | str | date | list[str] | None"
Row: TypeAlias = Mapping[str, Cell]
Numbers: TypeAlias = "npt.NDArray[np.float64] | npt.NDArray[np.int32]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers; where there are words, the numbers say which."""

    values: Numbers
    missing: npt.NDArray[np.bool_]
    words: Sequence[str] = ()
    starts: npt.NDArray[np.int32] | None = None
    """Of sets: where in `values` each row begins; one more than there are rows."""


def columns(rows: int) -> dict[str, Column]:
    """So many enterprises, by column; another number of rows gives other enterprises."""
    chance = np.random.default_rng(SEED)
    made: dict[str, Column] = {}
    for name in FIGURES:
        made[name] = Column(np.round(chance.lognormal(6, 1.5, rows), 2), _missing(chance, rows))
    for name in COUNTS:
        counts = np.minimum(chance.lognormal(4, 1.2, rows), 1e6).astype(np.int32)
        made[name] = Column(counts, _missing(chance, rows))
    for name in DAYS:
        days = chance.integers(10_000, 20_700, rows).astype(np.int32)
        made[name] = Column(days, _missing(chance, rows))
    for name in WORDS:
        words = vocabulary(name)
        which = chance.choice(len(words), rows, p=frequencies(len(words))).astype(np.int32)
        made[name] = Column(which, _missing(chance, rows), words)
    for name in SETS:
        made[name] = _sets(name, chance, rows)
    return made


def _sets(name: str, chance: np.random.Generator, rows: int) -> Column:
    words, missing = vocabulary(name), _missing(chance, rows)
    sizes = chance.integers(0, 6, rows)
    sizes[missing] = 0
    starts = np.zeros(rows + 1, np.int32)
    np.cumsum(sizes, out=starts[1:])
    which = chance.choice(len(words), int(starts[-1]), p=frequencies(len(words))).astype(np.int32)
    return Column(which, missing, words, starts)


def _missing(chance: np.random.Generator, rows: int) -> npt.NDArray[np.bool_]:
    return np.asarray(chance.random(rows) < chance.uniform(0.10, 0.20))


def frequencies(count: int, fall: float = 0.7) -> npt.NDArray[np.float64]:
    """Shares of so many things after Zipf: the n-th is drawn n ** fall times less often than the first."""
    weights = 1.0 / np.arange(1, count + 1) ** fall
    return np.asarray(weights / weights.sum())


def vocabulary(name: str) -> list[str]:
    """The words of a column. An industry is a letter and four figures, as in the national classification."""
    if name != "industry":
        return [f"{name}_{number:03d}" for number in range(WORDS.get(name) or SETS[name])]
    chance = random.Random(SEED)  # noqa: S311 - the same words each time
    codes: set[str] = set()
    while len(codes) < WORDS[name]:
        letter = chance.choice("ABCDEFGHIJKLMNOPQRST")
        codes.add(f"{letter}{chance.randrange(10, 60):02d}{chance.randrange(100):02d}")
    return sorted(codes)


def rows_of(made: Mapping[str, Column]) -> list[Row]:
    """The same as plain values, row by row; None is missing."""
    cells = {name: list(_cells(name, column)) for name, column in made.items()}
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _cells(name: str, column: Column) -> Iterator[Cell]:
    values = column.values.tolist()
    for at, is_missing in enumerate(column.missing.tolist()):
        if is_missing:
            yield None
        elif column.starts is not None:
            yield [column.words[which] for which in values[column.starts[at] : column.starts[at + 1]]]
        elif column.words:
            yield column.words[values[at]]
        else:
            yield FIRST_DAY + timedelta(days=values[at]) if name in DAYS else values[at]

"""Made-up rules over the made-up enterprises, and what they mean, told in the plainest way.

A rule has five to eight conditions, drawn from 2,400 of which some are in many rules. The same seed gives the
same rules, and the first hundred of a thousand are the hundred.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, Literal, TypeAlias, TypeVar

import numpy as np

from bench.rules.made import COUNTS, DAYS, FIGURES, FIRST_DAY, SEED, SETS, Row, frequencies, vocabulary

Sign = Literal["=", "!=", "<", "<=", ">", ">=", "between", "in", "not in", "begins", "contains"]
Value: TypeAlias = "float | int | str | date"
POOL: Final = 2400
_WORD_FIELDS: Final = ("region", "region", "city", "industry", "industry", "industry", "ownership", "scale",
                       "rating", "stage", "park", "listed")  # fmt: skip
"""As often as rules ask for them."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition: one value, two ends (both included), or the words of which one is asked for."""

    field: str
    sign: Sign
    values: tuple[Value, ...]

    @property
    def value(self) -> Value:
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Negated:
    part: "Rule"


@dataclass(frozen=True, slots=True)
class Group:
    """All of the parts, or any of them."""

    how: Literal["all", "any"]
    parts: "tuple[Rule, ...]"


Rule = Atom | Negated | Group
Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class Spelling(Generic[Built]):
    """How an engine writes a condition, and what it makes of parts that are written."""

    atom: Callable[[Atom], Built]
    all_of: Callable[[list[Built]], Built]
    any_of: Callable[[list[Built]], Built]
    negated: Callable[[Built], Built]

    def write(self, rule: Rule) -> Built:
        """A rule in the engine's own form."""
        if isinstance(rule, Atom):
            return self.atom(rule)
        if isinstance(rule, Negated):
            return self.negated(self.write(rule.part))
        parts = [self.write(part) for part in rule.parts]
        return self.all_of(parts) if rule.how == "all" else self.any_of(parts)


def in_text(atom: Callable[[Atom], str], *, both: str, either: str, negated: str) -> Spelling[str]:
    """The spelling of an engine that reads text: the words of its connectives."""
    return Spelling(
        atom,
        lambda parts: f"({f' {both} '.join(parts)})",
        lambda parts: f"({f' {either} '.join(parts)})",
        lambda part: f"({negated}{part})",
    )


def rules(count: int) -> list[Rule]:
    """The first so many rules."""
    chance = random.Random(SEED + 2)  # noqa: S311 - the same rules each time
    pool = _pool()
    weights = list(np.cumsum(frequencies(len(pool), 0.5)))

    def draw() -> Atom:
        return chance.choices(pool, cum_weights=weights)[0]

    return [_rule(chance, draw) for _ in range(count)]


def atoms_of(asked: Sequence[Rule]) -> dict[Atom, int]:
    """The different conditions of rules, numbered as they come."""
    numbered: dict[Atom, int] = {}
    for rule in asked:
        for atom in _atoms(rule):
            numbered.setdefault(atom, len(numbered))
    return numbered


def sharing(asked: Sequence[Rule]) -> list[Rule]:
    """The rules with the figure that most of them share, as they are once it is a tenth higher."""
    holding: dict[Atom, list[Rule]] = {}
    for rule in asked:
        for atom in dict.fromkeys(_atoms(rule)):
            if atom.field in FIGURES and atom.sign != "between":
                holding.setdefault(atom, []).append(rule)
    shared, touched = max(holding.items(), key=lambda held: len(held[1]))
    higher = Atom(shared.field, shared.sign, (float(round(float(str(shared.value)) * 1.1)),))

    def changed(atom: Atom) -> Rule:
        return higher if atom == shared else atom

    return [_with_atoms(rule, changed) for rule in touched]


def _with_atoms(rule: Rule, changed: Callable[[Atom], Rule]) -> Rule:
    spelling: Spelling[Rule] = Spelling(
        changed,
        lambda parts: Group("all", tuple(parts)),
        lambda parts: Group("any", tuple(parts)),
        Negated,
    )
    return spelling.write(rule)


def decide(rule: Rule, row: Row) -> bool | None:
    """Yes, no or, as None, unknown: after Kleene, from the values of one row."""
    if isinstance(rule, Atom):
        return _holds(rule, row)
    if isinstance(rule, Negated):
        found = decide(rule.part, row)
        return None if found is None else not found
    settles = rule.how == "any"
    found = not settles
    for part in rule.parts:
        answer = decide(part, row)
        if answer is settles:
            return settles
        found = None if answer is None else found
    return found


def _holds(atom: Atom, row: Row) -> bool | None:
    found = row[atom.field]
    return None if found is None else _TESTS[atom.sign](found, atom.values)


_TESTS: Final[dict[Sign, Callable[..., bool]]] = {
    "=": lambda found, values: found == values[0],
    "!=": lambda found, values: found != values[0],
    "<": lambda found, values: found < values[0],
    "<=": lambda found, values: found <= values[0],
    ">": lambda found, values: found > values[0],
    ">=": lambda found, values: found >= values[0],
    "between": lambda found, values: values[0] <= found <= values[1],
    "in": lambda found, values: found in values,
    "not in": lambda found, values: found not in values,
    "begins": lambda found, values: found.startswith(values[0]),
    "contains": lambda found, values: values[0] in found,
}


def _atoms(rule: Rule) -> Iterator[Atom]:
    if isinstance(rule, Atom):
        yield rule
    else:
        for part in (rule.part,) if isinstance(rule, Negated) else rule.parts:
            yield from _atoms(part)


def _rule(chance: random.Random, draw: Callable[[], Atom]) -> Rule:
    left = chance.randint(5, 8)
    if chance.random() < 0.05:
        sizes = (max(left // 2, 3), max(left - left // 2, 3))
        return Group("any", tuple(Group("all", tuple(draw() for _ in range(size))) for size in sizes))
    parts: list[Rule] = []
    while left > 0:
        kind = chance.random()
        if kind < 0.13 and left >= 2:
            size = 3 if left >= 3 and chance.random() < 0.4 else 2
            parts.append(Group("any", tuple(draw() for _ in range(size))))
        elif kind < 0.17:
            size = 1
            parts.append(Negated(draw()))
        elif kind < 0.20 and left >= 2:
            size = 2
            parts.append(Negated(Group("all", (draw(), draw()))))
        else:
            size = 1
            parts.append(draw())
        left -= size
    return Group("all", tuple(parts))


def _pool() -> list[Atom]:
    """Different conditions: two in five on figures, one in ten on days, the rest on words and sets."""
    chance = random.Random(SEED + 1)  # noqa: S311 - the same conditions each time
    numbers = np.random.default_rng(SEED + 1)
    figures = np.sort(np.round(numbers.lognormal(6, 1.5, 20_000), 0)).tolist()
    counts = np.sort(numbers.lognormal(4, 1.2, 20_000).astype(int)).tolist()
    pool: dict[Atom, None] = {}
    while len(pool) < POOL:
        kind = chance.random()
        if kind < 0.40:
            atom = _on_figure(chance, figures, counts)
        elif kind < 0.50:
            atom = _on_day(chance)
        elif kind < 0.82:
            atom = _on_word(chance)
        else:
            name = chance.choice(list(SETS))
            atom = Atom(name, "contains", (chance.choice(vocabulary(name)[:60]),))
        pool.setdefault(atom)
    return list(pool)


def _on_figure(chance: random.Random, figures: list[float], counts: list[int]) -> Atom:
    name = chance.choice(FIGURES + COUNTS)
    known: Sequence[float | int] = figures if name in FIGURES else counts
    bound = known[int(chance.uniform(0.05, 0.9) * len(known))]
    sign: Sign = chance.choice([">=", ">=", ">", "<=", "<", "between"])
    ends = (bound, bound * chance.choice([2, 5, 10])) if sign == "between" else (bound,)
    return Atom(name, sign, ends)


def _on_day(chance: random.Random) -> Atom:
    name, day = chance.choice(DAYS), FIRST_DAY + timedelta(days=chance.randrange(10_500, 20_000, 30))
    sign: Sign = chance.choice([">=", "<=", "between"])
    ends = (day, day + timedelta(days=365 * chance.choice([3, 5, 10]))) if sign == "between" else (day,)
    return Atom(name, sign, ends)


def _on_word(chance: random.Random) -> Atom:
    name = chance.choice(_WORD_FIELDS)
    words = vocabulary(name)
    if name == "industry":
        if chance.choice(["begins", "begins", "begins", "in"]) == "in":
            return Atom(name, "in", tuple(sorted(chance.sample(words, chance.choice([10, 40, 120])))))
        word = chance.choice(words)
        return Atom(name, "begins", (word[: chance.choice([1, 1, 2, 3])],))
    sign: Sign = chance.choice(["=", "in", "in", "in", "!=", "not in"])
    if sign in ("=", "!="):
        return Atom(name, sign, (chance.choice(words[: max(2, len(words) // 2)]),))
    size = min(len(words), chance.choice([1, 2, 3, 5, 8, 12]))
    return Atom(name, sign, tuple(sorted(chance.sample(words, size))))

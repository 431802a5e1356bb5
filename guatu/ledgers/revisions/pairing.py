"""Which clause of the newer version is which of the older one; nothing here knows a database.

Clauses with the very words are pairs; of the others those that are most alike, all in all. What stays alone
may be a part of a clause that was split, or have gone into one; else it is new, or gone.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from guatu.ledgers.revisions.assigning import assign
from guatu.ledgers.revisions.clauses import Clause, bare, plain, unnumbered

Outcome: TypeAlias = Literal["same", "changed", "split", "merged", "new", "gone"]
_ALIKE: Final = 0.5
"""From here on two clauses may be one; below, their words have no more in common than any two of a genre."""
_ABOUT: Final = 0.45
"""How alike at least what two clauses are about must be, whatever is to be done."""
_WITHIN: Final = 85
"""How much of a clause, of 100, must stand in another for it to be a part of that."""
_LEAST: Final = 8
"""Characters below which words stand in any text."""
_PROBLEM, _BODY, _WHOLE = 0.5, 0.2, 0.3
_SAME_PLACE: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A clause of the older version and one of the newer; either may be missing."""

    outcome: Outcome
    old: Clause | None = None
    new: Clause | None = None
    likeness: float = 1.0
    part_of: int | None = None
    """Of a part that was split off: the older clause; of one that was merged: the newer clause."""
    is_moved: bool = False

    @property
    def is_renumbered(self) -> bool:
        return (
            self.old is not None and self.new is not None and bare(self.old.number) != bare(self.new.number)
        )


def pair(
    old: Sequence[Clause], new: Sequence[Clause], said: Mapping[int, int | None] | None = None
) -> list[Pair]:
    """Every clause of both once, in the order of the newer version, what is gone after what stood before it.

    `said` is what a person says of newer clauses: which older one each is, or none.
    """
    said = said or {}
    found = _said(old, new, said)
    free_old = [at for at in range(len(old)) if at not in found.values()]
    free_new = [at for at, one in enumerate(new) if at not in found and one.key not in said]
    found |= _same_words(old, new, free_old, free_new)
    free_old = [at for at in free_old if at not in found.values()]
    free_new = [at for at in free_new if at not in found]
    alike = {(at, place): _likeness(old, new, place, at) for at in free_new for place in free_old}
    found |= assign({edge: score for edge, score in alike.items() if score >= _ALIKE})
    made = [_paired(old[place], new[at], alike.get((at, place))) for at, place in found.items()]
    made += _alone(old, new, found, said)
    return _ordered(_moved(made, old, new), old, new)


def _said(old: Sequence[Clause], new: Sequence[Clause], said: Mapping[int, int | None]) -> dict[int, int]:
    places = {one.key: at for at, one in enumerate(old)}
    chosen = {at: said.get(one.key) for at, one in enumerate(new)}
    return {at: places[key] for at, key in chosen.items() if key is not None and key in places}


def _same_words(
    old: Sequence[Clause], new: Sequence[Clause], free_old: Sequence[int], free_new: Sequence[int]
) -> dict[int, int]:
    """The very words, in their order where they stand more than once."""
    by_words: dict[str, list[int]] = {}
    for place in free_old:
        by_words.setdefault(old[place].words, []).append(place)
    found = {}
    for at in free_new:
        if places := by_words.get(new[at].words):
            found[at] = places.pop(0)
    return found


def _likeness(old: Sequence[Clause], new: Sequence[Clause], place: int, at: int) -> float:
    one, other = old[place], new[at]
    score = likeness(one, other)
    if score < _ALIKE:
        return score
    score += _SAME_PLACE * (bool(one.number) and bare(one.number) == bare(other.number))
    score += _SAME_PLACE * (bool(one.heading) and plain(one.heading) == plain(other.heading))
    apart = abs(place / max(1, len(old) - 1) - at / max(1, len(new) - 1))
    return score + _SAME_PLACE * (1 - apart)


def likeness(one: Clause, other: Clause) -> float:
    """How alike two clauses are, from 0 to 1: what they are about, what is to be done, all their words."""
    from rapidfuzz import fuzz  # here: no other page needs it

    problem = fuzz.ratio(plain(one.problem), plain(other.problem)) / 100
    if problem < _ABOUT:
        return float(problem)  # plans say the same of what is to be done about many things
    body = fuzz.ratio(plain(one.body), plain(other.body)) / 100 if one.body or other.body else problem
    return float(_PROBLEM * problem + _BODY * body + _WHOLE * fuzz.ratio(one.words, other.words) / 100)


def _paired(old: Clause, new: Clause, score: float | None) -> Pair:
    if old.words == new.words:
        return Pair(outcome="same", old=old, new=new)
    return Pair(outcome="changed", old=old, new=new, likeness=likeness(old, new) if score is None else score)


def _alone(
    old: Sequence[Clause], new: Sequence[Clause], found: Mapping[int, int], said: Mapping[int, int | None]
) -> list[Pair]:
    """What no other clause is."""
    made = []
    for at, one in enumerate(new):
        if at not in found:
            whole = None if one.key in said else _whole_of(one, [old[place] for place in found.values()])
            made.append(Pair(outcome="split" if whole else "new", new=one, part_of=whole))
    taken = set(found.values())
    spoken = {new[at].key for at in found if new[at].key in said}
    for place, one in enumerate(old):
        if place not in taken:
            whole = _whole_of(one, [new[at] for at in found if new[at].key not in spoken])
            made.append(Pair(outcome="merged" if whole else "gone", old=one, part_of=whole))
    return made


def _whole_of(part: Clause, wholes: Sequence[Clause]) -> int | None:
    """The clause in which nearly all of a part's problem stands; of a short one, its measures too."""
    problem = plain(unnumbered(part.problem))
    pieces = [problem, *(plain(one) for one in unnumbered(part.body).split("\n"))]
    best: tuple[float, int] = (0.0, 0)
    for whole in wholes:
        words = whole.words
        own = _within([problem], words)
        best = max(best, (own if len(problem) >= _LEAST else min(own, _within(pieces, words)), whole.key))
    return best[1] if best[0] >= _WITHIN else None


def _within(pieces: Sequence[str], words: str) -> float:
    """How much of some words, of 100, stands in others, piece by piece."""
    from rapidfuzz import fuzz

    length = sum(len(one) for one in pieces)
    if not 0 < length <= len(words):
        return 0.0
    return float(sum(len(one) * fuzz.partial_ratio(one, words) for one in pieces if one) / length)


def _moved(made: Sequence[Pair], old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    """With the fewest pairs marked as moved that explain the order."""
    places = {one.key: at for at, one in enumerate(old)}
    order = {one.key: at for at, one in enumerate(new)}
    both = [one for one in made if one.old is not None and one.new is not None]
    both.sort(key=lambda one: order[one.new.key] if one.new else 0)
    stays = _rising([places[one.old.key] for one in both if one.old])
    moved = {one.new.key for at, one in enumerate(both) if at not in stays and one.new}
    return [replace(one, is_moved=bool(one.old and one.new and one.new.key in moved)) for one in made]


def _rising(values: Sequence[int]) -> set[int]:
    """Where a longest rising sequence stands."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [at]
    kept, at = set(), ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _ordered(made: Sequence[Pair], old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    """As the newer version has them; what is gone stands where it stood, after the clause before it."""
    order = {one.key: at for at, one in enumerate(new)}
    newer = {one.old.key: order[one.new.key] for one in made if one.old and one.new}
    where: dict[int, tuple[int, int]] = {}
    last = -1
    for at, one in enumerate(old):
        last = newer.get(one.key, last)
        where[one.key] = (last, at + 1)
    return sorted(
        made,
        key=lambda one: (order[one.new.key], 0) if one.new else where[one.old.key] if one.old else (0, 0),
    )

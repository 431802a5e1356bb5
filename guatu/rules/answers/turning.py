"""Which conditions would have to change for a verdict to turn: every smallest way, up to a sensible number.

A change gives a condition the verdict that serves: of a no makes a yes, of a yes a no, of an unknown either.
Conditions are taken one by one, as if each could change alone: that two of them ask for the same figure is
not weighed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guatu.rules.answers.outlines import Formula, Wanted, leaves
from guatu.rules.truth import Verdict

MOST_CHANGES = 4
MOST_WAYS = 20
_MOST_KEPT = 300
"""Of part-way sets; a rule that has more is not searched further."""

Way = frozenset[Wanted]


@dataclass(frozen=True, slots=True)
class Ways:
    """The smallest sets of changes, fewest changes first; `is_all` where there can be no other such set."""

    ways: tuple[Way, ...]
    is_all: bool


def turning_ways(
    formula: Formula,
    verdicts: Sequence[Verdict],
    *,
    may_change: Iterable[int] | None = None,
    most_changes: int = MOST_CHANGES,
) -> Ways:
    """The sets of changes that make the formula yes, none of which would do with a change less.

    `may_change` are the conditions that can change; if not given, all. The formula is not yet yes. Sets of
    more than `most_changes` are told only where there are no smaller ones, and then those of the least size.
    """
    changing = frozenset(range(len(verdicts)) if may_change is None else may_change)
    found: list[Way] = []
    for size in range(1, len(changing) + 1):
        if size > most_changes and found:
            return Ways(tuple(found), is_all=False)
        search = _Search(formula, verdicts, changing, size)
        sets = {search.changes(each) for each in search.ways(formula)}
        new = [each for each in sets if len(each) == size and not any(less < each for less in found)]
        found += sorted(new, key=lambda way: sorted((each.condition, each.verdict) for each in way))
        if search.was_cut or len(found) > MOST_WAYS:
            return Ways(tuple(found[:MOST_WAYS]), is_all=False)
        if not search.was_bounded:
            return Ways(tuple(found), is_all=True)
    return Ways(tuple(found), is_all=True)


class _Search:
    """Builds up the sets from the leaves; of what a condition already is, only what must stay is noted."""

    def __init__(
        self, formula: Formula, verdicts: Sequence[Verdict], may_change: frozenset[int], most: int
    ) -> None:
        self.verdicts, self.may_change, self.most = verdicts, may_change, most
        asked = set(leaves(formula))
        self.two_sided = {each.condition for each in asked if _other(each) in asked}
        self.was_cut = self.was_bounded = False

    def changes(self, way: Way) -> Way:
        return frozenset(each for each in way if self.verdicts[each.condition] is not each.verdict)

    def ways(self, formula: Formula) -> list[Way]:
        """The smallest sets that make a part of the formula yes with at most so many changes."""
        if isinstance(formula, Wanted):
            return self._of_condition(formula)
        reached: list[list[Way]] = [[frozenset()], *([] for _ in range(formula.count))]
        for done, part in enumerate(formula.parts):
            own = self.ways(part)
            still = len(formula.parts) - done - 1
            for count in range(formula.count, 0, -1):
                if count + still >= formula.count:
                    joined = (one | other for one in reached[count - 1] for other in own)
                    fit = [each for each in joined if self._fits(each)]
                    reached[count] = self._smallest([*reached[count], *fit])
        return reached[formula.count]

    def _of_condition(self, wanted: Wanted) -> list[Way]:
        if self.verdicts[wanted.condition] is wanted.verdict:
            return [frozenset({wanted} if wanted.condition in self.two_sided else ())]
        return [frozenset({wanted})] if wanted.condition in self.may_change else []

    def _fits(self, way: Way) -> bool:
        if any(_other(each) in way for each in way):
            return False
        is_small = len(self.changes(way)) <= self.most
        self.was_bounded |= not is_small
        return is_small

    def _smallest(self, ways: list[Way]) -> list[Way]:
        kept: list[Way] = []
        for way in sorted(set(ways), key=len):
            if not any(less <= way for less in kept):
                kept.append(way)
            if len(kept) >= _MOST_KEPT:
                self.was_cut = True
                break
        return kept


def _other(wanted: Wanted) -> Wanted:
    return Wanted(wanted.condition, wanted.verdict.negated())

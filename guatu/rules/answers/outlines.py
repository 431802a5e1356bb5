"""A rule laid out for one day: its distinct conditions, and how their verdicts combine.

且, 或, 至少N项, 若…则…, 连续N年 and 分档 are each said as "at least so many of these", and 非 is pushed
down to the conditions; in Kleene's logic this changes no verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from guatu.rules.language.syntax import And, AtLeast, Condition, Implies, InARow, Node, Not, Or, Tiers
from guatu.rules.meaning.binding import in_each_year
from guatu.rules.meaning.subjects import Subject
from guatu.rules.truth import Verdict, at_least


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition by its number, and the verdict, yes or no, that serves the rule here."""

    condition: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Need:
    """At least `count` of the parts."""

    count: int
    parts: "tuple[Formula, ...]"
    in_turn: bool = False
    """Of 若…则… and a tier: what stands behind is not asked where what stands before it has decided."""


Formula: TypeAlias = "Wanted | Need"


@dataclass(frozen=True, slots=True)
class Outline:
    """The conditions of a rule in the order in which it names them, each once, and how they combine."""

    conditions: tuple[Condition, ...]
    formula: Formula

    @property
    def wanted(self) -> tuple[frozenset[Verdict], ...]:
        """Of each condition, the verdicts that serve the rule in one place or another."""
        found = [set[Verdict]() for _ in self.conditions]
        for each in leaves(self.formula):
            found[each.condition].add(each.verdict)
        return tuple(frozenset(each) for each in found)


def outline(node: Node, subject: Subject) -> Outline:
    """The rule as of the subject's day; 连续N年 gives a condition for each year."""
    drafting = _Drafting(subject)
    formula = drafting.lay_out(node, Verdict.YES)
    return Outline(tuple(drafting.numbers), formula)


def combined(formula: Formula, verdicts: Sequence[Verdict]) -> Verdict:
    """What the verdicts of the conditions, by number, make of the rule."""
    if isinstance(formula, Need):
        return at_least(formula.count, (combined(part, verdicts) for part in formula.parts))
    verdict = verdicts[formula.condition]
    return verdict if formula.verdict is Verdict.YES else verdict.negated()


def opposite(formula: Formula) -> Formula:
    """非: yes where the other is no, and no where it is yes."""
    if isinstance(formula, Wanted):
        return Wanted(formula.condition, formula.verdict.negated())
    parts = tuple(opposite(part) for part in formula.parts)
    return Need(len(parts) - formula.count + 1, parts, formula.in_turn)


def leaves(formula: Formula) -> Iterator[Wanted]:
    if isinstance(formula, Wanted):
        yield formula
        return
    for part in formula.parts:
        yield from leaves(part)


def asked(formula: Formula, verdicts: Sequence[Verdict]) -> Iterator[int]:
    """The conditions that are asked at all: not those of a tier for others, or of a 若 that does not hold."""
    if isinstance(formula, Wanted):
        yield formula.condition
        return
    decides = Verdict.YES if formula.count == 1 else Verdict.NO
    for part in formula.parts:
        yield from asked(part, verdicts)
        if formula.in_turn and combined(part, verdicts) is decides:
            return


class _Drafting:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.numbers: dict[Condition, int] = {}

    def lay_out(self, node: Node, wanted: Verdict) -> Formula:
        if isinstance(node, And):
            return self._all(node.parts, wanted)
        if isinstance(node, Or):
            return self._need(1, node.parts, wanted)
        if isinstance(node, AtLeast):
            return self._need(node.count, node.parts, wanted)
        if isinstance(node, Not):
            return self.lay_out(node.part, wanted.negated())
        if isinstance(node, Implies):
            return self._need(1, (Not(node.condition), node.consequence), wanted, in_turn=True)
        if isinstance(node, InARow):
            parts = in_each_year(node, self.subject.day.year, self.subject.catalogue)
            return self._all(parts, wanted)
        if isinstance(node, Tiers):
            return self._tiers(node, wanted)
        return Wanted(self.numbers.setdefault(node, len(self.numbers)), wanted)

    def _all(self, parts: tuple[Node, ...], wanted: Verdict) -> Formula:
        return self._need(len(parts), parts, wanted)

    def _need(
        self, count: int, parts: tuple[Node, ...], wanted: Verdict, *, in_turn: bool = False
    ) -> Formula:
        """Not k of n are yes just where at least n - k + 1 are no."""
        count = count if wanted is Verdict.YES else len(parts) - count + 1
        return Need(count, tuple(self.lay_out(part, wanted) for part in parts), in_turn)

    def _tiers(self, node: Tiers, wanted: Verdict) -> Formula:
        """Each tier where its guard holds and none before it does; then what is asked of all others."""
        tiers: list[Formula] = []
        before: tuple[Node, ...] = ()
        for tier in node.tiers:
            parts = (*before, tier.guard, tier.part)
            tiers.append(self._need(len(parts), parts, wanted, in_turn=True))
            before = (*before, Not(tier.guard))
        if node.otherwise is not None:
            parts = (*before, node.otherwise)
            tiers.append(self._need(len(parts), parts, wanted, in_turn=True))
        return Need(1 if wanted is Verdict.YES else len(tiers), tuple(tiers))

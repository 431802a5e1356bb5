"""The answer for one rule and one row: its verdict, each condition, and what would turn or settle it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from guatu.rules.answers.distances import Distance, distance
from guatu.rules.answers.facts import Fact, facts_of, wanting
from guatu.rules.answers.outlines import Formula, Outline, Wanted, asked, combined, leaves, opposite, outline
from guatu.rules.answers.turning import turning_ways
from guatu.rules.answers.wording import Wording, wording
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import And, Condition, Node
from guatu.rules.meaning.subjects import Subject, subject_of
from guatu.rules.reference import decided
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """One condition of the rule: what is asked, what was found, who says so and since when."""

    number: int
    """Its place among the conditions, from 0."""
    condition: Condition
    verdict: Verdict
    wanted: Verdict | None
    """The verdict that serves the rule; None where either does in its place, as for the guard of a tier."""
    text: str
    """As rule text: 营业收入[上年] ≥ 2000万元."""
    words: Wording
    facts: tuple[Fact, ...]
    wanting: tuple[Fact, ...]
    """Of an unknown condition, the facts it waits for."""
    distance: Distance | None
    """From the verdict wanted; None where it is met, unknown, or not to be measured."""
    is_asked: bool
    """Whether it counts for this row: not in a tier for others, nor behind a 若 that does not hold."""

    @property
    def is_stale(self) -> bool:
        return any(fact.is_stale for fact in self.facts)

    @property
    def serves(self) -> bool:
        return self.verdict is self.wanted or (self.wanted is None and self.verdict is not Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Change:
    """A condition that would have to become yes or no, and how far it is from that."""

    condition: int
    to: Verdict
    distance: Distance | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A smallest set of changes that turns the verdict: all of them do it, none less would."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """The smallest sets of changes that make the verdict `to`, fewest changes first."""

    to: Verdict
    turns: tuple[Turn, ...]
    is_all: bool
    """Whether there can be no other such set: the search ends at a sensible size and number."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Facts which, if they come out so, settle an unknown verdict; with one fact less it stays unknown."""

    to: Verdict
    facts: tuple[Fact, ...]
    conditions: tuple[int, ...]
    """What the facts tell; one fact may serve several."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of a row, and why."""

    verdict: Verdict
    day: date
    """The day as of which the row was asked."""
    conditions: tuple[ConditionAnswer, ...]
    near_part: int | None
    """Of a near-miss, which of the parts that 且 joins at the top fails, from 0; None where it is none."""
    turns: Turns | None
    """What would make a no of the yes, or a yes of the no; None for unknown."""
    settlements: tuple[Settlement, ...]
    """For unknown: the fewest facts that could settle it, cheapest first."""
    wanting: tuple[Fact, ...]
    """For unknown: all facts on which the verdict still hangs."""

    @property
    def is_near(self) -> bool:
        return self.near_part is not None


def answer(node: Node, row: Row, setting: Setting) -> Answer:
    """What a rule says of a row as of the row's own 申报日 or else the day of asking, and why."""
    subject = subject_of(row, setting)
    plan = outline(node, subject)
    verdicts = [decided(each, subject) for each in plan.conditions]
    verdict = combined(plan.formula, verdicts)
    is_open = verdict is Verdict.UNKNOWN
    return Answer(
        verdict,
        subject.day,
        _conditions(plan, verdicts, subject),
        near_part(node, subject),
        None if is_open else _turns(plan, verdicts, verdict.negated(), subject),
        _settlements(plan, verdicts, subject) if is_open else (),
        _wanting(plan, verdicts, subject) if is_open else (),
    )


def speaking(node: Node, row: Row, setting: Setting) -> tuple[ConditionAnswer, ...]:
    """The conditions that hold and speak for a rule, and nothing of what would turn it."""
    subject = subject_of(row, setting)
    plan = outline(node, subject)
    verdicts = [decided(each, subject) for each in plan.conditions]
    counting, wanted = set(asked(plan.formula, verdicts)), plan.wanted
    return tuple(
        _condition(number, plan, verdict, wanted[number], subject, is_asked=number in counting)
        for number, verdict in enumerate(verdicts)
        if verdict is Verdict.YES and wanted[number] == {Verdict.YES}
    )


def near_part(node: Node, subject: Subject) -> int | None:
    """The one part of a 且 at the top that is no where all others are yes; None for every other case."""
    if not isinstance(node, And):
        return None
    verdicts = [decided(part, subject) for part in node.parts]
    is_near = sorted(verdicts) == [Verdict.NO, *[Verdict.YES] * (len(verdicts) - 1)]
    return verdicts.index(Verdict.NO) if is_near else None


def _conditions(plan: Outline, verdicts: Sequence[Verdict], subject: Subject) -> tuple[ConditionAnswer, ...]:
    counting, wanted = set(asked(plan.formula, verdicts)), plan.wanted
    return tuple(
        _condition(number, plan, verdicts[number], wanted[number], subject, is_asked=number in counting)
        for number in range(len(plan.conditions))
    )


def _condition(
    number: int,
    plan: Outline,
    verdict: Verdict,
    wanted: frozenset[Verdict],
    subject: Subject,
    *,
    is_asked: bool,
) -> ConditionAnswer:
    condition = plan.conditions[number]
    one = next(iter(wanted)) if len(wanted) == 1 else None
    is_off = one is not None and verdict is one.negated()
    return ConditionAnswer(
        number,
        condition,
        verdict,
        one,
        print_rule(condition, subject.catalogue),
        wording(condition, subject),
        facts_of(condition, subject),
        wanting(condition, subject) if verdict is Verdict.UNKNOWN else (),
        distance(condition, one, subject) if one is not None and is_off else None,
        is_asked,
    )


def _turns(plan: Outline, verdicts: Sequence[Verdict], to: Verdict, subject: Subject) -> Turns:
    found = turning_ways(_towards(plan.formula, to), verdicts)
    turns = tuple(Turn(_changes(way, plan, verdicts, subject)) for way in found.ways)
    return Turns(to, turns, found.is_all)


def _towards(formula: Formula, to: Verdict) -> Formula:
    return formula if to is Verdict.YES else opposite(formula)


def _changes(
    way: Iterable[Wanted], plan: Outline, verdicts: Sequence[Verdict], subject: Subject
) -> tuple[Change, ...]:
    changes: list[Change] = []
    for wanted in sorted(way, key=lambda each: each.condition):
        is_open = verdicts[wanted.condition] is Verdict.UNKNOWN
        gap = None if is_open else distance(plan.conditions[wanted.condition], wanted.verdict, subject)
        changes.append(Change(wanted.condition, wanted.verdict, gap))
    return tuple(changes)


# --- unknown


def _settlements(plan: Outline, verdicts: Sequence[Verdict], subject: Subject) -> tuple[Settlement, ...]:
    """Of each way the facts that its conditions wait for; a fact that several wait for is asked once."""
    settlements: list[Settlement] = []
    open_ = [
        number
        for number, verdict in enumerate(verdicts)
        if verdict is Verdict.UNKNOWN and wanting(plan.conditions[number], subject)
    ]
    for to in (Verdict.YES, Verdict.NO):
        ways = turning_ways(_towards(plan.formula, to), verdicts, may_change=open_, most_changes=len(open_))
        sets = [_settlement(to, way, plan, subject) for way in ways.ways]
        known = [frozenset(each.facts) for each in sets]
        settlements += [
            each
            for place, each in enumerate(sets)
            if not any(less < known[place] for less in known) and known[place] not in known[:place]
        ]
    return tuple(sorted(settlements, key=_cost))


def _settlement(to: Verdict, way: Iterable[Wanted], plan: Outline, subject: Subject) -> Settlement:
    numbers = tuple(sorted(each.condition for each in way))
    return Settlement(to, _waited_for(numbers, plan, subject), numbers)


def _waited_for(numbers: Iterable[int], plan: Outline, subject: Subject) -> tuple[Fact, ...]:
    facts = (fact for number in numbers for fact in wanting(plan.conditions[number], subject))
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: fact.cost))


def _cost(settlement: Settlement) -> tuple[int, int]:
    """A field that can be looked up before a person's judgement, few facts before many."""
    return sum(fact.cost for fact in settlement.facts), len(settlement.facts)


def _wanting(plan: Outline, verdicts: Sequence[Verdict], subject: Subject) -> tuple[Fact, ...]:
    open_ = {each.condition for each in _open_leaves(plan.formula, verdicts)}
    return _waited_for(sorted(open_), plan, subject)


def _open_leaves(formula: Formula, verdicts: Sequence[Verdict]) -> Iterable[Wanted]:
    """The unknown conditions of parts that are themselves unknown: what is decided waits for nothing."""
    if combined(formula, verdicts) is not Verdict.UNKNOWN:
        return ()
    if isinstance(formula, Wanted):
        return leaves(formula)
    return (leaf for part in formula.parts for leaf in _open_leaves(part, verdicts))

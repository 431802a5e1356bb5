"""What turns a verdict, against every possible change tried one by one in the reference interpreter."""

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from guatu.rules.answers.answering import Answer, answer
from guatu.rules.answers.outlines import combined, outline
from guatu.rules.answers.turning import MOST_WAYS
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.language.syntax import (
    And,
    AtLeast,
    FieldAt,
    Implies,
    IsSo,
    Node,
    Not,
    Or,
    Tier,
    Tiers,
)
from guatu.rules.meaning.subjects import subject_of
from guatu.rules.reference import decide
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import DAY, NO, UNKNOWN, YES

NAMES = ("甲", "乙", "丙", "丁", "戊")
SETTING = Setting(Catalogue(tuple(Field(name, name, "bool") for name in NAMES)), DAY)
GIVEN = {YES: True, NO: False, UNKNOWN: None}
ATOMS = tuple(IsSo(FieldAt(name)) for name in NAMES)

Changes = frozenset[tuple[str, Verdict]]


def _groups(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        parts.map(Not),
        several.flatmap(lambda them: st.integers(1, len(them)).map(lambda count: AtLeast(count, them))),
        st.builds(Implies, parts, parts),
        st.builds(
            Tiers,
            st.just(FieldAt("甲")),
            st.lists(st.builds(Tier, st.sampled_from(ATOMS), parts), min_size=1, max_size=2).map(tuple),
            st.none() | parts,
        ),
    )


RULES: st.SearchStrategy[Node] = st.recursive(st.sampled_from(ATOMS), _groups, max_leaves=8)
VERDICTS = st.lists(st.sampled_from(Verdict), min_size=len(NAMES), max_size=len(NAMES))


def row_of(verdicts: Sequence[Verdict]) -> Row:
    return {name: GIVEN[each] for name, each in zip(NAMES, verdicts, strict=True)}


def changed(row: Row, changes: Changes) -> Row:
    return {**row, **{name: GIVEN[to] for name, to in changes}}


def every_change(row: Row) -> Iterator[Changes]:
    """Every way to leave each field, or to make it what it is not: yes or no."""
    ways: list[list[Verdict | None]] = [
        [None, *(to for to in (YES, NO) if GIVEN[to] is not row[name])] for name in NAMES
    ]
    for tried in product(*ways):
        yield frozenset((name, to) for name, to in zip(NAMES, tried, strict=True) if to is not None)


def smallest(node: Node, row: Row, to: Verdict) -> set[Changes]:
    turning = [each for each in every_change(row) if decide(node, changed(row, each), SETTING) is to]
    return {each for each in turning if not any(less < each for less in turning)}


def told(found: Answer) -> list[Changes]:
    assert found.turns is not None
    return [
        frozenset((_name(found, change.condition), change.to) for change in turn.changes)
        for turn in found.turns.turns
    ]


def _name(found: Answer, number: int) -> str:
    return found.conditions[number].words.label


@given(RULES, VERDICTS)
def test_laying_a_rule_out_changes_no_verdict(node: Node, verdicts: list[Verdict]) -> None:
    row = row_of(verdicts)
    plan = outline(node, subject_of(row, SETTING))
    alone = [decide(condition, row, SETTING) for condition in plan.conditions]
    assert combined(plan.formula, alone) is decide(node, row, SETTING)
    assert answer(node, row, SETTING).verdict is decide(node, row, SETTING)


@given(RULES, VERDICTS)
def test_the_sets_told_are_just_the_smallest_that_turn_the_verdict(
    node: Node, verdicts: list[Verdict]
) -> None:
    row = row_of(verdicts)
    found = answer(node, row, SETTING)
    if found.verdict is UNKNOWN:
        assert found.turns is None
        return
    expected, sets = smallest(node, row, found.verdict.negated()), told(found)
    assert found.turns is not None
    assert found.turns.to is found.verdict.negated()
    assert len(sets) == len(set(sets)) <= MOST_WAYS
    assert set(sets) == expected if found.turns.is_all else set(sets) <= expected
    assert bool(sets) == bool(expected)
    assert [len(each) for each in sets] == sorted(len(each) for each in sets)


@given(RULES, VERDICTS)
def test_changing_a_set_to_the_opposite_turns_the_verdict_and_a_part_of_it_does_not(
    node: Node, verdicts: list[Verdict]
) -> None:
    row = row_of([each if each is not UNKNOWN else NO for each in verdicts])
    found = answer(node, row, SETTING)
    for each in told(found):
        opposite = changed(row, frozenset((name, YES if row[name] is False else NO) for name, _ in each))
        assert decide(node, opposite, SETTING) is found.verdict.negated()
        for name, _ in each:
            but_one = {**opposite, name: row[name]}
            assert decide(node, but_one, SETTING) is found.verdict


@given(RULES, VERDICTS)
def test_the_facts_told_are_just_the_fewest_that_settle_an_unknown(
    node: Node, verdicts: list[Verdict]
) -> None:
    row = row_of(verdicts)
    found = answer(node, row, SETTING)
    if found.verdict is not UNKNOWN:
        assert found.settlements == ()
        return
    for to in (YES, NO):
        learning = [
            frozenset(name for name, _ in each)
            for each in every_change(row)
            if all(row[name] is None for name, _ in each) and decide(node, changed(row, each), SETTING) is to
        ]
        expected = {each for each in learning if not any(less < each for less in learning)}
        facts = [each.facts for each in found.settlements if each.to is to]
        assert {frozenset(fact.name for fact in each) for each in facts} == expected
        assert len(facts) == len(expected)
    assert {fact.name for fact in found.wanting} <= {name for name in NAMES if row[name] is None}


@given(st.lists(RULES, min_size=2, max_size=4), VERDICTS)
def test_a_near_miss_has_one_part_that_is_no_and_all_others_yes(
    parts: list[Node], verdicts: list[Verdict]
) -> None:
    row, node = row_of(verdicts), And(tuple(parts))
    each = [decide(part, row, SETTING) for part in parts]
    is_near = each.count(NO) == 1 and each.count(YES) == len(parts) - 1
    assert answer(node, row, SETTING).near_part == (each.index(NO) if is_near else None)
    assert not answer(Not(node), row, SETTING).is_near
    assert not answer(Or(tuple(parts)), row, SETTING).is_near


def test_many_ways_are_cut_and_said_to_be_cut() -> None:
    names = tuple(f"第{number}条" for number in range(12))
    setting = Setting(Catalogue(tuple(Field(name, name, "bool") for name in names)), DAY)
    atoms = tuple(IsSo(FieldAt(name)) for name in names)
    found = answer(AtLeast(3, atoms), dict.fromkeys(names, False), setting)  # 220 ways of three
    assert found.turns is not None
    assert len(found.turns.turns) == MOST_WAYS
    assert not found.turns.is_all
    assert {len(turn.changes) for turn in found.turns.turns} == {3}


def test_where_no_few_changes_do_the_fewest_that_do_are_told() -> None:
    names = tuple(f"第{number}条" for number in range(9))
    setting = Setting(Catalogue(tuple(Field(name, name, "bool") for name in names)), DAY)
    atoms = tuple(IsSo(FieldAt(name)) for name in names)
    found = answer(And(atoms), dict.fromkeys(names, False), setting)
    assert found.turns is not None
    assert found.turns.is_all
    assert [len(turn.changes) for turn in found.turns.turns] == [9]

"""The three-valued tables, told a second time in the words of the language and checked over every case.

The second telling fills every unknown with yes and with no: what comes out the same each time is certain.
For formulas in which no condition stands twice this is what Kleene's tables say.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.language.syntax import And, AtLeast, Condition, Implies, IsSo, Not, Or, Tier, Tiers
from guatu.rules.language.syntax import FieldAt as At
from guatu.rules.reference import decide
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import DAY, NO, UNKNOWN, YES

NAMES = ("first", "second", "third", "fourth")
SETTING = Setting(Catalogue(tuple(Field(name, name, "bool") for name in NAMES)), DAY)
FIRST, SECOND, THIRD, FOURTH = PARTS = tuple(IsSo(At(name)) for name in NAMES)
GIVEN = {YES: True, NO: False, UNKNOWN: None}
CASES_OF_THREE = list(product(Verdict, repeat=3))


def row(*verdicts: Verdict) -> Row:
    return {name: GIVEN[each] for name, each in zip(NAMES, verdicts, strict=False)}


def filled(verdicts: tuple[Verdict, ...]) -> Iterator[tuple[bool, ...]]:
    """Every way in which the unknown parts could turn out."""
    return product(*([GIVEN[each] is True] if each is not UNKNOWN else [True, False] for each in verdicts))


def certain(outcomes: set[bool]) -> Verdict:
    return UNKNOWN if len(outcomes) > 1 else Verdict.of(outcomes.pop())


@pytest.mark.parametrize("verdicts", CASES_OF_THREE)
def test_all_of_three_is_what_it_is_however_the_unknown_turn_out(verdicts: tuple[Verdict, ...]) -> None:
    assert decide(And(PARTS[:3]), row(*verdicts), SETTING) is certain(
        {all(ways) for ways in filled(verdicts)}
    )


@pytest.mark.parametrize("verdicts", CASES_OF_THREE)
def test_any_of_three_is_what_it_is_however_the_unknown_turn_out(verdicts: tuple[Verdict, ...]) -> None:
    assert decide(Or(PARTS[:3]), row(*verdicts), SETTING) is certain({any(ways) for ways in filled(verdicts)})


@pytest.mark.parametrize(
    ("parts", "count"), [(parts, count) for parts in range(1, 5) for count in range(1, parts + 1)]
)
def test_at_least_so_many_is_what_it_is_however_the_unknown_turn_out(parts: int, count: int) -> None:
    for verdicts in product(Verdict, repeat=parts):
        expected = certain({sum(ways) >= count for ways in filled(verdicts)})
        assert decide(AtLeast(count, PARTS[:parts]), row(*verdicts), SETTING) is expected


@pytest.mark.parametrize(("given", "expected"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_not_swaps_and_leaves_the_unknown(given: Verdict, expected: Verdict) -> None:
    assert decide(Not(FIRST), row(given), SETTING) is expected


@pytest.mark.parametrize("verdicts", list(product(Verdict, repeat=2)))
def test_if_then_asks_nothing_where_the_condition_fails(verdicts: tuple[Verdict, ...]) -> None:
    expected = certain({not condition or consequence for condition, consequence in filled(verdicts)})
    assert decide(Implies(FIRST, SECOND), row(*verdicts), SETTING) is expected


def test_an_unknown_beside_its_own_negation_stays_unknown() -> None:
    either = Or((FIRST, Not(FIRST)))
    assert decide(either, row(UNKNOWN), SETTING) is UNKNOWN


@pytest.mark.parametrize("verdicts", list(product((YES, NO), repeat=4)))
def test_the_first_tier_whose_guard_holds_decides(verdicts: tuple[Verdict, ...]) -> None:
    guard, asked, other_guard, otherwise = verdicts
    tiers = Tiers(At("first"), (Tier(FIRST, SECOND), Tier(THIRD, SECOND)), FOURTH)
    expected = asked if YES in (guard, other_guard) else otherwise
    assert decide(tiers, row(*verdicts), SETTING) is expected


@pytest.mark.parametrize("verdicts", list(product(Verdict, repeat=4)))
def test_tiers_mean_what_their_long_form_means(verdicts: tuple[Verdict, ...]) -> None:
    tiers = Tiers(At("first"), (Tier(FIRST, SECOND), Tier(THIRD, FOURTH)), SECOND)
    long_form = Or(
        (
            And((FIRST, SECOND)),
            And((Not(FIRST), THIRD, FOURTH)),
            And((Not(FIRST), Not(THIRD), SECOND)),
        )
    )
    assert decide(tiers, row(*verdicts), SETTING) is decide(long_form, row(*verdicts), SETTING)


@pytest.mark.parametrize(("guard", "expected"), [(NO, NO), (UNKNOWN, UNKNOWN), (YES, YES)])
def test_what_is_in_no_tier_is_no(guard: Verdict, expected: Verdict) -> None:
    condition: Condition = FIRST
    tiers = Tiers(At("first"), (Tier(condition, SECOND),))
    assert decide(tiers, row(guard, YES), SETTING) is expected

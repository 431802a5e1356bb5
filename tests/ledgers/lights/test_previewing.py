"""Before a regime is in force, an office sees which matters of today would show another light."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guatu.ledgers.lights import writing
from guatu.ledgers.lights.facts import row_of_item
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.previewing import SHOWN, changes
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import Assignment, Item
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.regime import Regime
from tests.ledgers.factories import DAY, DEADLINE, County, dispatched, finished, make_items, signed
from tests.ledgers.lights.regimes import approved, preset, two_lights

LATE = DEADLINE + timedelta(days=3)


def lenient(days: int) -> Regime:
    """Red only after so many days."""
    written = two_lights(f"逾期天数 ≥ {days}天 且 状态 ≠ 已销号", cases=())
    return writing.regime_of(written, name="两色灯")


def test_what_would_turn_is_counted_from_light_to_light_and_listed(county: County) -> None:
    late, early = signed(county), signed(county, deadline=LATE + timedelta(days=200))
    make_items(county)

    found = changes(lenient(4), [county.ledger.pk], on=LATE)

    assert (found.items, found.changed) == (2, 2)
    turned = [(one.now.word if one.now else "", one.then.word if one.then else "") for one in found.turned]
    assert sorted(turned) == [("红灯", "绿灯"), ("黄灯", "绿灯")]
    assert {one.pk: one.number for one in found.first} == {late.pk: late.number, early.pk: early.number}
    by_word = {one.light.word: one for one in found.balances if one.light}
    assert (by_word["红灯"].now, by_word["红灯"].lost, by_word["红灯"].gained) == (1, 1, 0)
    assert (by_word["绿灯"].then, by_word["绿灯"].gained) == (2, 2)


def test_nothing_turns_where_the_ledger_is_lit_so_already(county: County) -> None:
    approved(county)
    signed(county)
    regime = in_force(LATE).of(county.ledger.pk)

    found = changes(regime, [county.ledger.pk], on=LATE)

    assert (found.items, found.changed, found.first) == (1, 0, ())


def test_another_name_for_the_same_light_is_no_change(county: County) -> None:
    signed(county)

    found = changes(shipped()["three_slips"], [county.ledger.pk], on=LATE)

    assert (found.items, found.changed) == (1, 0)


def test_it_says_what_each_matter_by_itself_would_show(county: County) -> None:
    for item in (signed(county), dispatched(county), finished(county)):
        Item.objects.filter(pk=item.pk).update(deadline=DAY + timedelta(days=item.pk))
    regime = lenient(1)
    for on in (DAY, DAY + timedelta(days=2), LATE):
        found = changes(regime, [county.ledger.pk], on=on)
        one_by_one = [
            show(regime, row_of_item(item, item.assignments.all(), on=on), regime.on(on)).light
            for item in Item.objects.all()
        ]
        red = next(one for one in found.balances if one.light and one.light.code == "red")
        assert red.then == sum(1 for light in one_by_one if light and light.code == "red")


def test_only_a_figure_changed_changes_lights_too(county: County) -> None:
    """Both regimes name the figure alike, and each means its own."""
    item = signed(county, deadline=DAY + timedelta(days=400))
    base = preset(DEFAULT)
    longer = tuple(replace(one, value="30天") if one.name == "临期天数" else one for one in base.parameters)
    regime = writing.regime_of(replace(base, parameters=longer), name="早提醒")
    near = item.deadline - timedelta(days=20) if item.deadline else DAY
    Item.objects.filter(pk=item.pk).update(progress=100)
    told = near - timedelta(days=1)
    Assignment.objects.filter(item=item).update(reported_on=told, state="reported")

    found = changes(regime, [county.ledger.pk], on=near)

    before, after = found.turned[0].now, found.turned[0].then
    assert before
    assert after
    assert (before.code, after.code) == ("green", "blue")


def test_many_matters_take_as_few_statements_as_one(
    county: County, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    regime = lenient(9)
    for _ in range(2):
        signed(county)
        with django_assert_num_queries(5):  # type: ignore[operator]
            found = changes(regime, [county.ledger.pk], on=LATE)
    assert len(found.first) == 2 <= SHOWN


def test_an_empty_ledger_has_nothing_to_turn(county: County) -> None:
    found = changes(lenient(1), [county.ledger.pk], on=LATE)

    assert (found.items, found.changed, found.turned) == (0, 0, ())

"""Which ledger is lit by which regime, and that one colour says one thing in an office."""

from datetime import timedelta

import pytest

from guatu.ledgers.actions import ledgers, regime_uses, regimes
from guatu.ledgers.errors import AlreadyAsked, NotNow, NotYours, ReasonMissing, WrongChoice
from guatu.ledgers.lights.errors import (
    ProposerAnswers,
    TwoMeaningsAtOnce,
    WrongStart,
)
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.lights.trying import tried
from guatu.ledgers.lights.writing import WrittenCase
from guatu.ledgers.models import RegimeUse, RegimeVersion
from tests.ledgers.factories import DAY, County
from tests.ledgers.lights.regimes import (
    LATE,
    approved,
    asked,
    blue_alarms,
    drafted,
    two_lights,
)
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)
State = RegimeVersion.State


# --- which ledger uses which


def test_a_ledger_goes_to_a_shipped_regime_and_back_by_two_persons(county: County) -> None:
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    with refuses(AlreadyAsked):
        regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=DAY, **by)
    with refuses(ProposerAnswers):
        regime_uses.approve(use=use, **by)
    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]

    regime_uses.approve(use=use, **county.when("leader"))

    assert in_force(DAY).of(county.ledger.pk) is shipped()["three_slips"]
    back = regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=NEXT, **by)
    regime_uses.approve(use=back, **county.when("leader"))
    assert in_force(DAY).of(county.ledger.pk) is shipped()["three_slips"]
    assert in_force(NEXT).of(county.ledger.pk) is shipped()[DEFAULT]


def test_a_use_is_declined_or_taken_back_once(county: County) -> None:
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    with refuses(ReasonMissing):
        regime_uses.decline(use=use, remark="", **county.when("leader"))
    regime_uses.decline(use=use, remark="不必", **county.when("leader"))
    for again in (regime_uses.withdraw,):
        with refuses(NotNow):
            again(use=use, **by)
    other = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    regime_uses.withdraw(use=other, **by)
    with refuses(NotNow):
        regime_uses.approve(use=other, **county.when("leader"))


def test_what_is_asked_with_a_version_is_answered_with_it(county: County) -> None:
    asked(county)
    use = RegimeUse.objects.get()
    with refuses(NotNow):
        regime_uses.approve(use=use, **county.when("leader"))
    with refuses(NotNow):
        regime_uses.withdraw(use=use, **county.when("coordinator"))


def test_a_ledger_takes_no_regime_that_is_not_there(county: County) -> None:
    by, draft = county.when("coordinator"), drafted(county)
    for given, refusal in (
        ({"preset": "guessed"}, WrongChoice),
        ({"preset": "project_gates"}, WrongChoice),
        ({}, WrongChoice),
        ({"regime": draft.regime, "preset": "three_slips"}, WrongChoice),
        ({"regime": draft.regime}, NotNow),
    ):
        with refuses(refusal):
            regime_uses.ask(ledger=county.ledger, starts_on=DAY, **given, **by)
    regimes.ask(version=draft, starts_on=NEXT, **by)
    regimes.approve(version=draft, **county.when("leader"))
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=DAY, **by)
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY - timedelta(days=1), **by)
    use = regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    assert in_force(NEXT).of(county.ledger.pk).code == draft.code
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)


# --- one colour, one meaning


def test_one_colour_does_not_say_two_things_in_one_office(county: County) -> None:
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    use = regime_uses.ask(ledger=other, preset="three_slips", starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))

    draft = drafted(county, blue_alarms())
    with refuses(TwoMeaningsAtOnce):  # from the next day on blue reminds in the other ledger
        regimes.ask(version=draft, starts_on=DAY, ledgers=[county.ledger], **by)
    regimes.ask(version=draft, starts_on=DAY, **by)
    regimes.approve(version=draft, **county.when("leader"))
    with refuses(TwoMeaningsAtOnce):
        regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=DAY, **by)


def test_a_new_ledger_is_to_be_lit_as_the_one_beside_it_where_its_colours_would_clash(county: County) -> None:
    own, by = approved(county, written=blue_alarms()), county.when("coordinator")

    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    use = other.regime_uses.get()
    assert (use.state, use.regime, use.starts_on) == (State.ASKED, own.regime, DAY)
    assert in_force(DAY).of(other.pk) is shipped()[DEFAULT]
    regime_uses.approve(use=use, **county.when("leader"))
    assert in_force(DAY).of(other.pk).code == own.code
    with refuses(NotYours):
        ledgers.open_ledger(office=county.office, name="第三本", prefix="LC", **county.when("administrator"))


def test_a_new_ledger_follows_the_one_beside_it_on_the_day_on_which_that_one_turns(
    county: County,
) -> None:
    own, by = approved(county, written=blue_alarms(), starts_on=NEXT), county.when("coordinator")

    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    regime_uses.approve(use=other.regime_uses.get(), **county.when("leader"))
    assert in_force(DAY).of(other.pk) is shipped()[DEFAULT]
    assert in_force(NEXT).of(other.pk).code == own.code


def test_a_new_ledger_that_clashes_with_nothing_is_asked_for_nothing(county: County) -> None:
    approved(county)

    other = ledgers.open_ledger(
        office=county.office, name="另一本", prefix="LB", **county.when("administrator")
    )

    assert not other.regime_uses.exists()


def test_a_clash_that_stands_today_is_mended_by_what_begins_later(county: County) -> None:
    approved(county, written=blue_alarms())
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    regime_uses.decline(use=other.regime_uses.get(), remark="不必", **county.when("leader"))
    with pytest.raises(TwoMeaningsAtOnce, match="蓝单在“整改台账”（两色灯）里是“逾期未办结”，在“另一本”"):
        regime_uses.ask(ledger=other, preset="three_slips", starts_on=DAY, **by)

    mended = regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=NEXT, **by)
    regime_uses.approve(use=mended, **county.when("leader"))

    assert in_force(NEXT).of(county.ledger.pk) is shipped()[DEFAULT]


def test_of_two_uses_from_the_same_day_the_one_asked_for_is_looked_at(county: County) -> None:
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    use = regime_uses.ask(ledger=other, preset="red_yellow_green", starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    approved(county, written=blue_alarms(), starts_on=NEXT)

    with refuses(TwoMeaningsAtOnce):
        regime_uses.ask(ledger=other, preset="three_slips", starts_on=NEXT, **by)


def test_a_row_with_a_case_for_each_light_is_tried(county: County) -> None:
    calm = WrittenCase(case="逾期两天", day=DAY, row=dict(LATE.row) | {"逾期天数": "2"}, expect="green")

    trial = tried(two_lights(cases=(LATE, calm)), name="两色灯", on=DAY)

    assert [one.light.code if one.light else "" for one in trial.cases] == ["red", "green"]

"""Close-out standards: shipped, published by version, retired; and what is looked at again after them."""

from datetime import date, timedelta

from guatu.ledgers.actions import look_backs, standards
from guatu.ledgers.actions.standards import NewCheck
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, ReasonMissing, TooLong, WrongChoice, WrongDay
from guatu.ledgers.models import Item, LookBack, Standard, StandardCheck
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, DEADLINE, County, closed, fresh, signed
from tests.ledgers.refusing import refuses


def test_ten_standards_and_one_for_slips_are_shipped_and_installed_once(county: County) -> None:
    assert len(standards.presets()) == 11
    for number in (11, 0):
        made = standards.install_presets(office=county.office, at=moment(DAY), on=DAY)
        assert len(made) == number
    for preset in standards.presets():
        assert preset.checks
        assert {check.method for check in preset.checks} <= set(StandardCheck.Method.values)


def test_items_keep_the_version_that_they_were_given(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    second = standards.publish(
        office=county.office,
        code="own",
        name="转改直（新）",
        checks=[NewCheck(text="现场核对属实")],
        basis="第二版",
        **by,
    )
    assert (second.number, second.standard.name) == (2, "转改直（新）")
    assert fresh(item).standard == county.standard
    assert fresh(item).standard.checks.count() == 3  # type: ignore[union-attr]
    assert signed(county, standard=second).standard == second


def test_a_retired_standard_is_offered_again_by_a_new_version(county: County) -> None:
    standard, by = county.standard.standard, county.when("coordinator")
    standards.retire(standard=standard, **by)
    with refuses(NotNow):
        standards.retire(standard=standard, **by)
    checks = [NewCheck(text="现场核对属实")]
    standards.publish(office=county.office, code="own", name="转改直", checks=checks, basis="", **by)
    assert not Standard.objects.get(pk=standard.pk).is_retired


def test_a_standard_has_a_name_and_lines_that_fit(county: County) -> None:
    by = county.when("administrator")
    line = NewCheck(text="现场核对属实")
    for name, checks, refusal in (
        (" ", [line], Incomplete),
        ("甲", [], Incomplete),
        ("甲", [NewCheck(text=" ")], Incomplete),
        ("甲", [NewCheck(text="长" * 121)], TooLong),
        ("甲", [NewCheck(text="x", method="guess")], WrongChoice),
    ):
        with refuses(refusal):
            standards.publish(office=county.office, code="new", name=name, checks=checks, basis="", **by)
    for who in ("verifier", "liaison", "leader"):
        with refuses(NotYours):
            standards.publish(
                office=county.office, code="new", name="甲", checks=[line], basis="", **county.when(who)
            )


# Look-back.


def test_a_look_back_is_planned_moved_and_held(county: County) -> None:
    item, by = closed(county), county.when("verifier")
    assert item.look_backs.get().due_on == DAY + timedelta(days=90)
    with refuses(WrongDay):
        look_backs.plan(pk=item.pk, due_on=DAY - timedelta(days=1), **by)
    look_backs.plan(pk=item.pk, due_on=DAY, **by)
    with refuses(ReasonMissing):
        look_backs.hold(pk=item.pk, finding=" ", **by)
    look_backs.hold(pk=item.pk, finding="没有反弹", **by)
    assert item.look_backs.get().state == LookBack.State.HOLDS
    look_backs.plan(pk=item.pk, due_on=DEADLINE, **by | {"by": None})
    assert item.look_backs.count() == 2


def test_a_relapse_has_a_day_and_ends_what_was_kept_long_term(county: County) -> None:
    item, by = closed(county), county.when("verifier")
    Item.objects.filter(pk=item.pk).update(is_long_term=True)
    with refuses(WrongDay):
        look_backs.reopen(pk=item.pk, finding="又有 2 处", deadline=DAY - timedelta(days=1), **by)
    with refuses(ReasonMissing):
        look_backs.reopen(pk=item.pk, finding="", deadline=DEADLINE, **by)
    look_backs.reopen(pk=item.pk, finding="又有 2 处", deadline=DAY, **by)
    now = fresh(item)
    assert (now.deadline, now.is_long_term, now.closed_on) == (DAY, False, None)
    assert now.first_promise == date(2026, 6, 30)
    with refuses(NotNow):
        look_backs.reopen(pk=item.pk, finding="又来", deadline=DEADLINE, **by)

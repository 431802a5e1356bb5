"""当月目标完成、事后补齐: a month is met by what was known at its end, and made up by what comes later."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.ledgers import schedules
from guatu.ledgers.actions import reports
from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import row_of_assignment
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.schedules import Point
from guatu.rules.regimes.lighting import show
from tests.ledgers.factories import DEADLINE, County, fresh, signed

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
MET, MISSED, MADE_UP = (True, False), (False, False), (False, True)
UNKNOWN = (None, None)


def planned(county: County, kind: str = "months") -> Item:
    """Ten percent by March, forty by April, all of it by the last of June."""
    item = signed(county)
    targets = [Point(MARCH, 10), Point(APRIL, 40), Point(DEADLINE, 100)]
    steps = [Point(MARCH, 10, "完成招标"), Point(DEADLINE, 90, "验收")]
    given = targets if kind == "months" else steps
    acting.set_plan(pk=item.pk, kind=kind, points=given, **county.when("coordinator"))
    return item


def report(county: County, item: Item, done: int, on: date, *, recorded: date | None = None) -> None:
    """So many of the second town's fourteen places, of twenty in all."""
    row = item.assignments.get(unit=county.towns[1])
    when = county.when("other_town", recorded or on) | {"on": on}
    why = "系统停用，补记" if recorded else ""
    new = NewReport(text=f"完成 {done} 处", achieved=Decimal(done))
    reports.report(assignment=row.pk, new=new, why_earlier=why, **when)


def facts(item: Item, on: date) -> tuple[Any, Any]:
    now = fresh(item)
    month = months.outcomes([now], schedules.plans([item.pk], on=on), on=on)[item.pk]
    found = months.facts(month, now.progress)
    return found["met_in_month"], found["made_up"]


def test_a_month_is_met_by_what_was_done_by_its_last_day(county: County) -> None:
    item = planned(county)
    report(county, item, 2, MARCH)  # ten percent

    assert facts(item, MARCH) == MET
    assert facts(item, date(2026, 4, 29)) == MET


def test_a_month_that_was_missed_is_made_up_by_what_is_done_later(county: County) -> None:
    item, later = planned(county), date(2026, 4, 1)
    assert facts(item, MARCH) == MISSED
    report(county, item, 1, later)
    assert facts(item, later) == MISSED
    report(county, item, 2, later)
    assert facts(item, later) == MADE_UP


def test_what_was_told_late_makes_a_month_up_and_does_not_meet_it(county: County) -> None:
    item = planned(county)
    report(county, item, 2, MARCH, recorded=date(2026, 4, 2))

    assert facts(item, date(2026, 4, 2)) == MADE_UP


def test_the_month_that_ended_last_is_judged_and_a_blank_one_by_the_way_between(county: County) -> None:
    item, may = planned(county), date(2026, 5, 31)
    report(county, item, 8, APRIL)  # forty percent

    assert facts(item, APRIL) == MET
    assert months.judged(fresh(item), schedules.plans([item.pk], on=may)[item.pk], on=may) == months.Judged(
        may, 70
    )  # 31 of the 61 days between forty and all of it
    assert facts(item, may) == MISSED
    assert facts(item, date(2026, 8, 1)) == MISSED  # the last month stays the one that is judged


@pytest.mark.parametrize("kind", ["straight", "milestones"])
def test_without_a_month_that_has_ended_nothing_is_known(county: County, kind: str) -> None:
    assert facts(planned(county), date(2026, 3, 30)) == UNKNOWN
    item = signed(county) if kind == "straight" else planned(county, kind)
    assert facts(item, APRIL) == UNKNOWN


def set_anew(county: County, item: Item, on: date) -> None:
    """All of it by the end of March, said on a later day."""
    targets = [Point(MARCH, 90), Point(APRIL, 95), Point(DEADLINE, 100)]
    by = county.when("coordinator", on)
    acting.set_plan(pk=item.pk, kind="months", points=targets, reason="会议决定", **by)


def test_a_plan_judges_no_month_that_was_over_when_it_was_made(county: County) -> None:
    item, made = signed(county), date(2026, 4, 10)
    set_anew(county, item, made)

    assert facts(item, made) == UNKNOWN
    assert facts(item, date(2026, 4, 29)) == UNKNOWN
    assert facts(item, APRIL) == MISSED


def test_until_its_first_month_is_over_the_plan_before_it_is_kept_to(county: County) -> None:
    item, made = planned(county), date(2026, 4, 10)
    report(county, item, 2, MARCH)  # ten percent, as the first plan asked
    set_anew(county, item, made)

    assert facts(item, made) == MET
    assert facts(item, date(2026, 4, 29)) == MET
    assert facts(item, APRIL) == MISSED


def test_each_unit_is_judged_by_its_own_part_and_one_with_its_own_deadline_is_not(county: County) -> None:
    item = planned(county)
    report(county, item, 2, MARCH)  # two of its fourteen places are more than a tenth
    own = {one.unit_id: one for one in item.assignments.all()}
    first, second = (own[unit.pk] for unit in county.towns)
    plan = schedules.plans([item.pk], on=MARCH)[item.pk]

    rows = [(first, DEADLINE), (second, DEADLINE), (own[county.lead.pk], APRIL)]
    found = months.of_assignments(fresh(item), rows, plan, on=MARCH)
    told = {pk: (row["met_in_month"], row["made_up"]) for pk, row in found.items()}
    assert told == {first.pk: MISSED, second.pk: MET, own[county.lead.pk].pk: UNKNOWN}


def test_many_items_are_judged_by_one_statement(county: County) -> None:
    items = [planned(county) for _ in range(3)]
    plans = schedules.plans([one.pk for one in items], on=APRIL)

    with CaptureQueriesContext(connection) as captured:
        assert len(months.outcomes(items, plans, on=APRIL)) == 3
    assert len(captured) == 1


def test_the_shipped_regime_of_month_targets_lights_by_them(county: County) -> None:
    regime = shipped()["month_targets"]
    item, later = planned(county), date(2026, 4, 1)

    def light(on: date) -> str:
        one: Assignment = item.assignments.get(unit=county.towns[1])
        plan = schedules.plans([item.pk], on=on)[item.pk]
        row = months.of_assignments(fresh(item), [(one, DEADLINE)], plan, on=on)[one.pk]
        whole = {**row_of_assignment(fresh(item), one, DEADLINE, on=on), **row}
        shown = show(regime, whole, regime.on(on)).light
        return shown.code if shown else ""

    assert light(date(2026, 3, 30)) == ""
    assert light(MARCH) == "red"
    report(county, item, 2, later)
    assert light(later) == "yellow"
    report(county, item, 9, APRIL)
    assert light(APRIL) == "green"

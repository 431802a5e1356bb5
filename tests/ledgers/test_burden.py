"""What was asked of units in a month: counted once for each event, by whom, in items and fields."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.accounts.queries import working_calendar
from guatu.ledgers.actions import dispatching, ledgers, periods, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.models import PeriodLine
from guatu.ledgers.queries import burden
from guatu.ledgers.queries.burden import Burden, Rules, Weight
from guatu.ledgers.queries.periods import sheet
from guatu.notices.models import Notice
from tests.accounts.factories import make_person
from tests.ledgers.factories import DAY, County, dispatched, make_items, signed

FIRST = DAY.replace(day=1)


def of(county: County, index: int = 0, first: date = FIRST) -> Burden | None:
    return next((one for one in burden.of_month(first) if one.unit == county.towns[index]), None)


def test_nothing_asked_is_nobody_s_burden(county: County) -> None:
    make_items(county)
    assert burden.of_month(FIRST) == []


def test_a_dispatch_is_one_asking_however_many_people_are_told(county: County) -> None:
    make_person("又一位联络员", roles=[("liaison", county.towns[0])])
    dispatched(county)

    assert Notice.objects.filter(unit=county.towns[0]).count() == 2
    found = of(county)
    assert found is not None
    assert (found.times, found.items, found.by_office, found.by_kind) == (
        1,
        1,
        {"县督查室": 1},
        {"dispatched": 1},
    )
    weight = burden.rules().weights["dispatched"]
    assert (found.fields, found.minutes) == (weight.fields, weight.minutes)


def test_each_urging_counts_and_items_are_counted_once(county: County) -> None:
    item = signed(county)
    for words in ("一催", "二催"):
        reports.urge(pks=[item.pk], unit=county.towns[0], words=words, **county.when("coordinator"))

    mine, other = of(county), of(county, 1)

    assert mine is not None
    assert other is not None
    assert (mine.times, mine.items, mine.by_kind) == (3, 1, {"dispatched": 1, "urged": 2})
    assert other.times == 1
    order = [one.unit for one in burden.of_month(FIRST)]
    assert order[0] == county.towns[0], "the most burdened first"


def test_what_only_tells_asks_nothing(county: County) -> None:
    item = signed(county)
    row = item.assignments.get(unit=county.towns[0])
    reports.report(assignment=row.pk, new=NewReport(text="在办", achieved=Decimal(1)), **county.when("town"))
    asked = of(county)
    assert asked is not None
    assert asked.by_kind == {"dispatched": 1}


def test_a_month_holds_its_own_days(county: County) -> None:
    item = signed(county)
    later = burden.next_month(FIRST)
    reports.urge(pks=[item.pk], words="催", **county.when("coordinator", later))

    found = of(county, first=later)
    assert found is not None
    assert found.by_kind == {"urged": 1}
    assert of(county, first=burden.next_month(later)) is None
    assert burden.next_month(date(2026, 12, 1)) == date(2027, 1, 1)


def test_each_line_of_an_ended_period_is_an_asking(county: County) -> None:
    ledgers.change(ledger=county.ledger, cadence="weekly", **county.when("coordinator"))
    county.ledger.refresh_from_db()
    signed(county)
    weekly = sheet(county.ledger, "weekly", on=DAY + timedelta(days=14), calendar=working_calendar())
    by = county.when("coordinator", weekly.period.last)
    periods.freeze(ledger=county.ledger, code="weekly", **by)
    lines = PeriodLine.objects.filter(assignment__unit=county.towns[0]).count()

    found = of(county)
    assert lines == 1
    assert found is not None
    assert found.by_kind["period"] == lines


def test_who_is_past_the_cap_is_named(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    item = signed(county)
    weights = dict.fromkeys(burden.rules().weights, Weight(1, 1))
    monkeypatch.setattr(burden, "rules", lambda: Rules(2, weights))
    units = [county.towns[0].pk, county.towns[1].pk]
    assert burden.over_cap(units, DAY) == []
    for words in ("一催", "二催"):
        reports.urge(pks=[item.pk], unit=county.towns[0], words=words, **county.when("coordinator"))

    assert [one.unit for one in burden.over_cap(units, DAY)] == [county.towns[0]]
    assert burden.over_cap([county.towns[1].pk], DAY) == []
    assert burden.over_cap([], DAY) == []


def test_many_askings_cost_as_few_statements_as_one(
    county: County, django_assert_max_num_queries: Any
) -> None:
    pks = [one.pk for one in make_items(county, 20)]
    dispatching.dispatch(pks=pks, **county.when("coordinator"))
    with django_assert_max_num_queries(7):
        found = of(county)
    assert found is not None
    assert (found.times, found.items) == (20, 20)

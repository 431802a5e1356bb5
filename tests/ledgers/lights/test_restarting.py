"""Nobody owed a report while an item was closed or suspended: silence is counted from its new start."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Final

import pytest
from django.apps import apps

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import items, look_backs, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.lights.facts import row_of_assignment, row_of_item
from guatu.ledgers.models import Item
from guatu.ledgers.queries import item_page
from tests.ledgers.factories import DAY, County, closed, fresh, signed

AUTUMN: Final = date(2026, 9, 1)
SOON: Final = AUTUMN + timedelta(days=3)
LATE: Final = AUTUMN + timedelta(days=40)


def silent(item: Item, on: date) -> int:
    """The days without a report, of the item and of each unit alike."""
    one = fresh(item)
    rows = list(one.assignments.all())
    days = {row_of_assignment(one, row, one.deadline, on=on)["days_since_report"] for row in rows}
    (found,) = days | {row_of_item(one, rows, on=on)["days_since_report"]}
    assert isinstance(found, int)
    return found


def reopened(county: County) -> Item:
    item = closed(county)
    by = county.when("verifier", AUTUMN)
    look_backs.reopen(pk=item.pk, finding="反弹", deadline=LATE + timedelta(days=60), **by)
    return fresh(item)


def resumed(county: County) -> Item:
    item = signed(county, deadline=LATE + timedelta(days=60))
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator"))
    items.resume(pk=item.pk, **county.when("coordinator", AUTUMN))
    return fresh(item)


def test_what_was_opened_again_has_been_silent_since_that_day(county: County) -> None:
    item = reopened(county)

    assert silent(item, SOON) == 3
    assert silent(item, LATE) == 40


def test_what_was_resumed_has_been_silent_since_that_day(county: County) -> None:
    item = resumed(county)

    assert silent(item, SOON) == 3


def test_a_report_after_it_counts_from_its_own_day(county: County) -> None:
    item = resumed(county)
    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(text="改了 1 处", achieved=Decimal(1))
    reports.report(assignment=row.pk, new=new, **county.when("town", SOON))

    one = fresh(item)
    assert row_of_item(one, one.assignments.all(), on=LATE)["days_since_report"] == 37


@pytest.mark.parametrize(("day", "days"), [(AUTUMN - timedelta(days=1), 182), (AUTUMN, 0), (SOON, 3)])
def test_a_past_day_counts_from_what_had_happened_by_then(county: County, day: date, days: int) -> None:
    item = resumed(county)
    past = PastDay.as_seen(day)
    page = item_page.item_page(county("coordinator", LATE), item.pk, on=LATE, past=past)

    assert page is not None
    assert (AUTUMN - timedelta(days=1) - DAY).days == 182
    assert row_of_item(page.item, page.case.assignments, on=day)["days_since_report"] == days


def test_what_stood_before_the_field_is_told_from_the_events(county: County) -> None:
    item = reopened(county)
    Item.objects.update(restarted_on=None)

    import_module("guatu.ledgers.migrations.0022_items_restarted").tell_restarted(apps, None)
    assert silent(item, SOON) == 3

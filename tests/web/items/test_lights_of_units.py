"""The light beside each unit goes by what it answers for, and stands only where something is owed."""

from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.ledgers.actions import regime_uses
from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import ItemPage, item_page
from guatu.web.views.items import showing
from tests.ledgers.factories import DAY, DEADLINE, County, asked
from tests.ledgers.lights.test_months import MARCH, planned, report

LATE: Final = DEADLINE + timedelta(days=1)


def page_of(county: County, item: Item, on: date) -> ItemPage:
    page = item_page(county("coordinator", on), item.pk, on=on)
    assert page is not None
    return page


def lights(county: County, item: Item, on: date) -> dict[str, str]:
    """Unit → the colour of its light; empty where it shows none."""
    lines = showing.units(page_of(county, item, on))
    return {line.row.assignment.unit.name: line.light.colour if line.light else "" for line in lines}


def test_a_lead_whose_units_have_done_it_all_is_not_late_while_it_is_verified(county: County) -> None:
    item = asked(county)

    assert lights(county, item, LATE) == {"县供电公司": "green", "双桥镇": "green", "石泉镇": "green"}


def by_months(county: County) -> Item:
    """An item with a plan by months, in a ledger that goes by them."""
    item, by = planned(county), county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="month_targets", starts_on=DAY, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    return item


def test_where_months_are_judged_each_unit_is_and_the_lead_by_the_whole(county: County) -> None:
    item = by_months(county)
    report(county, item, 2, MARCH)  # ten percent of it all, which was due
    assert lights(county, item, MARCH) == {"县供电公司": "green", "双桥镇": "red", "石泉镇": "green"}
    assert lights(county, item, MARCH - timedelta(days=1)) == dict.fromkeys(lights(county, item, MARCH), "")


def test_the_months_of_all_units_are_read_by_one_statement(county: County) -> None:
    item = by_months(county)
    page = page_of(county, item, MARCH)

    def statements(rows: int) -> int:
        page.rows = page.rows[:rows]
        with CaptureQueriesContext(connection) as captured:
            showing.units(page)
        return len(captured)

    assert statements(3) == statements(1)

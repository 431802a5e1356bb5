"""The light beside each unit goes by what it answers for, and stands only where something is owed."""

from datetime import date, timedelta
from typing import Final

from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import ItemPage, item_page
from guatu.web.views.items import showing
from tests.ledgers.factories import DEADLINE, County, asked

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

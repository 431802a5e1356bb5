"""A report recorded later than it was made takes nothing back of the last one, and counts on its own days."""

from datetime import date, timedelta
from typing import Final

from guatu.history import rebuilding
from guatu.history.timelines import PastDay
from guatu.ledgers.lights import nightly, spans
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries.item_page import item_page
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, signed
from tests.ledgers.lights.test_months import report

SILENT: Final = DAY + timedelta(days=31)
BETWEEN: Final = DAY + timedelta(days=40)
EARLY, LAST, TODAY = (DAY + timedelta(days=days) for days in (25, 60, 61))


def reported(county: County) -> Item:
    """Told of on the sixtieth day, and on the day after also what had been told on the twenty-fifth."""
    item = signed(county, deadline=DAY + timedelta(days=1000))
    nightly.light_all(on=SILENT, at=moment(SILENT))
    report(county, item, 3, LAST)
    report(county, item, 3, EARLY, recorded=TODAY)
    return item


def last_report(county: County, item: Item, past: PastDay) -> date | None:
    page = item_page(county("coordinator", TODAY), item.pk, on=TODAY, past=past)
    assert page is not None
    (day,) = {one.reported_on for one in page.case.assignments if one.unit_id == county.towns[1].pk}
    return day


def test_the_last_report_stays_the_last(county: County) -> None:
    item = reported(county)

    assert Assignment.objects.get(item=item, unit=county.towns[1]).reported_on == LAST
    assert rebuilding.check().found == []


def test_a_past_day_knows_it_where_it_is_asked_for_as_known_today(county: County) -> None:
    item = reported(county)

    assert last_report(county, item, PastDay.as_seen(BETWEEN)) is None
    assert last_report(county, item, PastDay.as_corrected(BETWEEN, today=TODAY)) == EARLY
    assert last_report(county, item, PastDay.as_corrected(LAST, today=TODAY)) == LAST


def test_the_days_since_it_was_made_are_lit_anew(county: County) -> None:
    item = reported(county)

    def shown(past: PastDay) -> str:
        return spans.on_day([item.pk], past)[item.pk].light

    assert shown(PastDay.as_seen(BETWEEN)) == "yellow"
    assert shown(PastDay.as_corrected(BETWEEN, today=TODAY)) == "green"

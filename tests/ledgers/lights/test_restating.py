"""A regime that restates: a red month turns yellow once it is made up, and what was shown stays known."""

from datetime import date

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import regime_uses
from guatu.ledgers.lights import nightly, spans
from guatu.ledgers.models import Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, fresh
from tests.ledgers.lights.test_months import MARCH, planned, report

MADE_UP = date(2026, 4, 10)


def by_months(county: County) -> Item:
    """An item with a month plan in a ledger that is judged month by month."""
    use = regime_uses.ask(
        ledger=county.ledger, starts_on=DAY, preset="month_targets", **county.when("coordinator")
    )
    regime_uses.approve(use=use, **county.when("leader"))
    return planned(county)


def shown(item: Item, past: PastDay) -> str:
    return spans.on_day([item.pk], past)[item.pk].light


def test_a_red_month_turns_yellow_once_it_is_made_up(county: County) -> None:
    item = by_months(county)
    nightly.light_all(on=MARCH, at=moment(MARCH))
    assert fresh(item).light == "red"

    report(county, item, 2, MADE_UP)

    assert fresh(item).light == "yellow"
    for day in (MARCH, date(2026, 4, 9)):
        assert shown(item, PastDay.as_seen(day)) == "red"
        assert shown(item, PastDay.as_corrected(day, today=MADE_UP)) == "yellow"
    assert fresh(item).lit_since == MARCH, "the month is yellow from its end on"


def test_a_month_that_is_not_made_up_yet_stays_red_in_both(county: County) -> None:
    item = by_months(county)
    nightly.light_all(on=MARCH, at=moment(MARCH))

    report(county, item, 1, MADE_UP)  # five percent of the ten

    assert fresh(item).light == "red"
    assert shown(item, PastDay.as_corrected(MARCH, today=MADE_UP)) == "red"


def test_a_month_that_was_met_is_green_for_good(county: County) -> None:
    item = by_months(county)
    report(county, item, 2, MARCH)
    nightly.light_all(on=date(2026, 4, 1), at=moment(date(2026, 4, 1)))

    report(county, item, 3, MADE_UP)

    assert fresh(item).light == "green"
    assert shown(item, PastDay.as_corrected(MARCH, today=MADE_UP)) == "green"

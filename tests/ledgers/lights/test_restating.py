"""A regime that restates: a red month turns yellow once it is made up, and what was shown stays known."""

from dataclasses import replace
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import regime_uses, regimes
from guatu.ledgers.lights import nightly, spans, writing
from guatu.ledgers.lights.shipped import shipped
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


def by_own_months(county: County) -> Item:
    """The same by the office's own copy of the regime."""
    by = county.when("coordinator")
    copy = regimes.start(office=county.office, name="本办月度", preset="month_targets", **by)
    copy = regimes.save(version=copy, written=writing.written_text(copy.text), **by)
    regimes.ask(version=copy, starts_on=DAY, ledgers=[county.ledger], **by)
    regimes.approve(version=copy, **county.when("leader"))
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


def test_an_own_copy_of_the_regime_restates_too_as_long_as_it_says_so(county: County) -> None:
    item = by_own_months(county)
    nightly.light_all(on=MARCH, at=moment(MARCH))
    assert fresh(item).light == "red"

    report(county, item, 2, MADE_UP)

    assert fresh(item).light == "yellow"
    assert shown(item, PastDay.as_corrected(MARCH, today=MADE_UP)) == "yellow"
    written = writing.written_of(shipped()["month_targets"])
    for restates in (True, False):
        text = writing.text_of(replace(written, restates=restates))
        assert writing.written_text(text).restates is restates
        assert writing.read(text, code="own", name="本办月度", since=DAY).restates is restates


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


def test_more_days_are_lit_anew_by_no_more_statements(county: County) -> None:
    first, second = by_months(county), planned(county)
    nightly.light_all(on=MARCH, at=moment(MARCH))

    asked = []
    for item, on in ((first, MADE_UP), (second, date(2026, 4, 29))):
        with CaptureQueriesContext(connection) as captured:
            report(county, item, 2, on)
        asked.append(len(captured))
        assert shown(item, PastDay.as_corrected(MARCH, today=on)) == "yellow"
    assert asked[1] == asked[0]


def test_the_light_of_a_month_turns_on_the_day_after_which_another_is_judged(county: County) -> None:
    """Made up in May at once for two months: each day between is judged by the month that had ended then."""
    item, may, april = by_months(county), date(2026, 5, 12), date(2026, 4, 30)
    nightly.light_all(on=MARCH, at=moment(MARCH))
    nightly.light_all(on=april, at=moment(april))

    report(county, item, 2, may)  # ten percent: enough for March, too little for April

    told = [MARCH, date(2026, 4, 29), april, date(2026, 5, 11)]
    lights = [shown(item, PastDay.as_corrected(day, today=may)) for day in told]
    assert lights == ["yellow", "yellow", "red", "red"]

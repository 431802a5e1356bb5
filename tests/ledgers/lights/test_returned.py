"""What came back from verification says so in lists, by its light and on past days, until it is mended."""

from datetime import date, timedelta
from importlib import import_module
from typing import Final

from django.apps import apps

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import look_backs, requests, verdicts
from guatu.ledgers.lights.facts import row_of
from guatu.ledgers.models import Item
from guatu.ledgers.queries import item_page, listing, paging, tallies
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.standing import standing_of
from tests.ledgers.factories import DAY, County, all_met, asked, closed, fresh

NEXT: Final = DAY + timedelta(days=1)
LATER: Final = DAY + timedelta(days=2)


def shows(county: County, item: Item, on: date = DAY) -> tuple[str, str]:
    """How it stands in a list, and its quality; the list finds, counts and narrows it alike."""
    one = fresh(item)
    book = listing.opened(county("coordinator", on), county.ledger.pk, on=on)
    assert book is not None
    assert paging.all_keys(book, Filters(state=(standing_of(one),)), sort="number", group="none") == [one.pk]
    assert tallies.tally(book, Filters()).by_standing() == {standing_of(one): 1}
    return standing_of(one), str(row_of(one, None, on=on)["quality"])


def ask(county: County, item: Item, on: date = DAY) -> None:
    requests.ask(pk=item.pk, statement="已改", **county.when("liaison", on))
    requests.review(pk=item.pk, **county.when("reviewer", on))


def send_back(county: County, item: Item, on: date = DAY) -> None:
    verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **county.when("verifier", on))


def reopen(county: County, item: Item, on: date = DAY) -> None:
    deadline = on + timedelta(days=60)
    look_backs.reopen(pk=item.pk, finding="反弹", deadline=deadline, **county.when("verifier", on))


def test_returned_twice_then_verified_it_is_mended_though_it_relapsed(county: County) -> None:
    item = asked(county)
    for _ in range(2):
        send_back(county, item)
        assert shows(county, item) == ("returned", "较差")
        ask(county, item)
        assert shows(county, item) == ("verifying", "一般")
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    reopen(county, item)

    assert shows(county, item) == ("in_progress", "一般")


def test_returned_for_the_first_time_after_a_relapse_it_is_not_mended(county: County) -> None:
    item = closed(county)
    reopen(county, item)
    assert shows(county, item) == ("in_progress", "一般")
    ask(county, item)
    send_back(county, item)

    assert shows(county, item) == ("returned", "较差")


def test_asking_and_taking_it_back_mends_nothing(county: County) -> None:
    item = asked(county)
    send_back(county, item)
    ask(county, item)
    requests.withdraw(pk=item.pk, **county.when("liaison"))

    assert shows(county, item) == ("returned", "较差")


def test_a_request_taken_back_before_it_was_judged_is_no_return(county: County) -> None:
    item = asked(county)
    requests.withdraw(pk=item.pk, **county.when("liaison"))

    assert shows(county, item) == ("in_progress", "一般")


def test_a_past_day_knows_whether_it_had_come_back(county: County) -> None:
    item = asked(county)
    send_back(county, item, NEXT)
    ask(county, item, LATER)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier", LATER))
    reopen(county, item, LATER)

    def then(day: date) -> str:
        past = PastDay.as_seen(day)
        page = item_page.item_page(county("coordinator", LATER), item.pk, on=LATER, past=past)
        assert page is not None
        return standing_of(page.item)

    assert [then(day) for day in (DAY, NEXT, LATER)] == ["verifying", "returned", "in_progress"]


def test_what_stood_before_the_field_is_told_from_the_close_outs(county: County) -> None:
    item = asked(county)
    send_back(county, item)
    ask(county, item)
    requests.withdraw(pk=item.pk, **county.when("liaison"))
    Item.objects.update(is_returned=False)

    step = import_module("guatu.ledgers.migrations.0021_items_returned")
    step.tell_returned(apps, None)
    assert shows(county, item) == ("returned", "较差")

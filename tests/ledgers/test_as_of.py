"""Lists of a past day against a recount from the events, on many days, as seen then and as corrected."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.utils.timezone import localdate

from guatu.accounts.queries import acting
from guatu.history.models import Event as Link
from guatu.history.timelines import PastDay
from guatu.ledgers.models import Item
from guatu.ledgers.queries import listing, paging, rows, tallies
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import Row
from tests.accounts.factories import make_unit
from tests.ledgers.factories import DAY, County, make_county, make_items
from tests.ledgers.walking import Walk, walk

FIELDS = ("state", "lead_unit", "deadline", "is_suspended", "is_long_term", "merged_into", "closed_on")
DAYS = 200 if os.environ.get("GUATU_SOAK") == "1" else 60


def told() -> list[tuple[date, date, dict[str, dict[str, Any]]]]:
    """Every event's day, the day of its recording, and its images of items, in their order."""
    return [
        (link.happened_on, localdate(link.recorded_at), json.loads(bytes(link.body))["changes"])
        for link in Link.objects.order_by("pk")
    ]


def recounted(events: list[Any], day: date, known: date, track: str = "item") -> dict[int, dict[str, Any]]:
    """The rows of a day as the events up to `known` tell them: later days win, then later records."""
    items: dict[int, dict[str, Any]] = {}
    seen = [one for one in events if one[0] <= day and one[1] <= known]
    for _, _, changes in sorted(seen, key=lambda one: one[0]):  # a stable sort: equal days in their order
        for reference, image in changes.items():
            kind, pk = reference.split(":")
            if kind == track:
                items.setdefault(int(pk), {}).update(image)
    return items


def is_late(item: dict[str, Any], day: date) -> bool:
    late = item["deadline"] is not None and date.fromisoformat(item["deadline"]) < day
    kept = item["is_suspended"] or item["is_long_term"] or item["merged_into"] or item["transferred_to"]
    return late and not kept and item["state"] in Item.OPEN


def opened(walked: Walk, past: PastDay) -> Book:
    who = acting(walked.county.people["coordinator"].pk, on=walked.day)
    assert who is not None
    book = listing.opened(who, walked.county.ledger.pk, on=walked.day, past=past)
    assert book is not None
    return book


def keys(book: Book, **narrowed: Any) -> set[int]:
    return set(paging.all_keys(book, Filters(**narrowed), sort="number", group="none"))


def past_days(walked: Walk) -> Iterator[PastDay]:
    random, span = Random(3), (walked.day - DAY).days  # noqa: S311 - chance that can be repeated
    for _ in range(DAYS):
        day = DAY + timedelta(days=random.randrange(-2, span + 1))
        yield PastDay.as_seen(day)
        yield PastDay.as_corrected(day, today=walked.day)


def is_gone(item: dict[str, Any]) -> bool:
    return bool(item["state"] == "voided" or item["merged_into"] or item["transferred_to"])


def standing(item: dict[str, Any]) -> str:
    state = str(item["state"])
    return "gone" if is_gone(item) else "draft" if state == "approving" else state


@pytest.mark.walk
def test_lists_of_past_days_are_what_a_recount_finds(db: None) -> None:
    walked, differing = walk(11, steps=220), 0
    events = told()
    units: dict[int, tuple[Any, ...]] = {}
    for past in past_days(walked):
        book = opened(walked, past)
        items = recounted(events, past.day, past.known)
        expected = {pk: one for pk, one in items.items() if one["ledger"] == book.ledger.pk}
        read = rows.read(book, sorted(expected))
        _check_counts(book, expected)
        _check_rows(read, expected)
        seen, units = units, _check_units(read, recounted(events, past.day, past.known, "assignment"))
        differing += past.is_corrected and seen != units
    assert walked.steps["earlier"] > 5
    assert differing > 5, "what was recorded late shows only where it is asked for"


def _check_counts(book: Book, expected: dict[int, dict[str, Any]]) -> None:
    here = {pk for pk, item in expected.items() if not is_gone(item)}
    assert keys(book) == here
    assert keys(book, due=("overdue",)) == {pk for pk in here if is_late(expected[pk], book.on)}
    counted = tallies.tally(book, Filters()).by_standing()
    assert counted == dict(Counter(standing(item) for item in expected.values()))


def _check_rows(read: list[Row], expected: dict[int, dict[str, Any]]) -> None:
    assert {row.item.pk for row in read} == expected.keys()
    for row in read:
        found = {name: getattr(row.item, row.item._meta.get_field(name).attname) for name in FIELDS}  # type: ignore[union-attr]
        image = {name: expected[row.item.pk][name] for name in FIELDS}
        assert {name: plain(value) for name, value in found.items()} == image


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_units(read: list[Row], told_of: dict[int, dict[str, Any]]) -> dict[int, tuple[Any, ...]]:
    shown = {row.item.pk for row in read}
    expected = {
        pk: (one["state"], Decimal(one["achieved"]), one["progress"])
        for pk, one in told_of.items()
        if one["state"] != "released" and one["item"] in shown
    }
    found = {one.pk: (one.state, one.achieved, one.progress) for row in read for one in row.assignments}
    assert found == expected
    return found


def test_who_sees_no_ledger_sees_no_past_of_it(county: County) -> None:
    make_items(county)
    elsewhere, past = make_county(), PastDay.as_seen(DAY)
    assert listing.opened(elsewhere("coordinator"), county.ledger.pk, on=DAY, past=past) is None


def test_a_list_of_a_past_day_is_narrowed_by_the_units_of_that_day(county: County) -> None:
    item = make_items(county)[0]
    who, past = county("coordinator"), PastDay.as_seen(DAY)
    book = listing.opened(who, county.ledger.pk, on=DAY + timedelta(days=3), past=past)
    assert book is not None
    assert keys(book, unit=(county.towns[0].pk,)) == {item.pk}
    assert keys(book, unit=(make_unit("县水务局").pk,)) == set()


def test_a_day_is_never_known_before_it_came() -> None:
    assert PastDay.as_corrected(DAY, today=DAY - timedelta(days=3)).known == DAY

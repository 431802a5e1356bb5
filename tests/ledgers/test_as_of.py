"""Lists of a past day against a recount from the events, on 200 days, as seen then and as corrected."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.utils.timezone import localdate

from guatu.accounts.queries import acting
from guatu.history import timelines
from guatu.history.models import Event as Link
from guatu.ledgers.models import AssignmentFacts, Item
from guatu.ledgers.queries import as_of
from guatu.ledgers.queries.as_of import Day
from tests.ledgers.factories import DAY, County, make_county, make_items
from tests.ledgers.walking import Walk, walk

FIELDS = ("ledger", "state", "lead_unit", "deadline", "is_suspended", "is_long_term", "merged_into")
DAYS = 200


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


def test_lists_of_two_hundred_days_are_what_a_recount_finds(db: None) -> None:
    walked: Walk = walk(11, steps=300)
    county, random = walked.county, Random(3)  # noqa: S311 - chance that can be repeated
    who = acting(county.people["coordinator"].pk, on=walked.day)
    assert who is not None
    events, span = told(), (walked.day - DAY).days
    for _ in range(DAYS):
        day = DAY + timedelta(days=random.randrange(-2, span + 1))
        for of in (Day.as_seen(day), Day.as_corrected(day, today=walked.day)):
            expected = recounted(events, of.day, of.known)
            rows = {row.item_id: row for row in as_of.items(who, of)}
            assert rows.keys() == expected.keys()
            for pk, row in rows.items():
                found = {name: getattr(row, row._meta.get_field(name).attname) for name in FIELDS}  # type: ignore[union-attr]
                found["deadline"] = found["deadline"] and found["deadline"].isoformat()
                assert found == {name: expected[pk][name] for name in FIELDS}, (pk, of)
            late = {row.item_id for row in as_of.items(who, of, is_overdue=True)}
            assert late == {pk for pk, item in expected.items() if is_late(item, day)}
            states = Counter(
                "gone" if item["merged_into"] or item["transferred_to"] else item["state"]
                for item in expected.values()
            )
            assert as_of.counts(as_of.items(who, of)) == dict(states)
    _check_what_was_recorded_late(walked, events)


def _check_what_was_recorded_late(walked: Walk, events: list[Any]) -> None:
    """It shows only where it is asked for."""
    span, differing = (walked.day - DAY).days, 0
    for n in range(DAYS):
        day = DAY + timedelta(days=n % (span + 1))
        both = []
        for known in (day, walked.day):
            found = AssignmentFacts.objects.filter(timelines.as_of(AssignmentFacts, day=day, known=known))
            rows = {row.assignment_id: (row.state, row.achieved, row.progress) for row in found}
            expected = recounted(events, day, known, "assignment")
            assert rows == {
                pk: (one["state"], Decimal(one["achieved"]), one["progress"]) for pk, one in expected.items()
            }
            both.append(rows)
        differing += both[0] != both[1]
    assert walked.steps["earlier"] > 5
    assert differing > 5


@pytest.fixture
def county(db: None) -> County:
    return make_county()


def test_only_who_sees_the_whole_ledger_sees_its_past(county: County) -> None:
    make_items(county)
    elsewhere = make_county()
    of = Day.as_seen(DAY)
    assert as_of.items(county("coordinator"), of, ledger=county.ledger.pk).count() == 1
    assert as_of.items(county("liaison"), of).count() == 0
    assert as_of.items(elsewhere("coordinator"), of, ledger=county.ledger.pk).count() == 0


def test_filters_narrow(county: County) -> None:
    item = make_items(county)[0]
    who, of = county("coordinator"), Day.as_seen(DAY)
    assert as_of.items(who, of, state="draft", lead_unit=county.lead.pk).get().item == item
    assert not as_of.items(who, of, state="closed").exists()
    assert not as_of.items(who, of, lead_unit=county.towns[0].pk).exists()
    assert not as_of.items(who, Day.as_seen(DAY - timedelta(days=1))).exists()


def test_a_day_is_never_known_before_it_came() -> None:
    assert Day.as_corrected(DAY, today=DAY - timedelta(days=3)).known == DAY

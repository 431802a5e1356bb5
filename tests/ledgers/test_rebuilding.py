"""What the events tell is what stands in the tables, after a long walk of many people."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from guatu.history import rebuilding
from guatu.history.models import Event as Link
from guatu.ledgers.models import Assignment, AssignmentFacts, Item, ItemFacts, Report
from tests.ledgers.factories import County, make_county, signed
from tests.ledgers.walking import walk
from tests.scratch import Scratch


def contents() -> Counter[tuple[object, ...]]:
    """The facts without their own keys."""
    rows = [*ItemFacts.objects.all(), *AssignmentFacts.objects.all()]
    return Counter((type(row).__name__, *rebuilding._values(row)) for row in rows)


@pytest.mark.walk
def test_after_a_long_walk_the_tables_are_what_the_events_tell(db: None) -> None:
    walked = walk(10)
    assert walked.steps["earlier"] > 5
    assert walked.steps["item.close_verified"] > 0
    assert walked.steps["item.reopened"] > 0

    outcome = rebuilding.check()

    assert outcome.found == []
    assert outcome.events == Link.objects.count()
    assert outcome.facts == ItemFacts.objects.count() + AssignmentFacts.objects.count()

    before = contents()
    ItemFacts.objects.filter(item_id__lte=5).delete()
    AssignmentFacts.objects.filter(achieved__gt=0).update(achieved=1)
    assert {one.sentence for one in rebuilding.check().found} == {"历史区间与留痕不符"}
    again = rebuilding.rebuild()
    assert again.rewritten > 5
    assert again.left == []
    assert contents() == before
    assert rebuilding.check().found == []


def test_facts_that_no_event_tells_are_taken_away(county: County) -> None:
    signed(county)
    row = ItemFacts.objects.latest("item_id")
    row.pk, row.known_from = None, date(2020, 1, 1)
    row.save(force_insert=True)
    assert rebuilding.rebuild().rewritten == 1
    assert rebuilding.check().found == []


def test_a_row_that_was_changed_behind_the_trail_is_named_and_left(county: County) -> None:
    item = signed(county)
    Item.objects.filter(pk=item.pk).update(title="背后改过", progress=77)
    Assignment.objects.filter(item=item, duty="lead").update(deadline=date(2030, 1, 1))
    Report.objects.create(
        assignment=item.assignments.all()[0],
        item=item,
        unit=county.lead,
        reported_by=county.people["liaison"],
        reported_on=date(2026, 3, 2),
        progress=1,
        text="没有留痕",
    )

    found = {(one.reference.split(":")[0], one.field): one.sentence for one in rebuilding.rebuild().left}

    assert found == {
        ("item", "title"): "事项与留痕不符",
        ("item", "progress"): "进度与留痕不符",
        ("assignment", "deadline"): "本单位时限与留痕不符",
        ("report", ""): "表中有，留痕中没有",
    }
    assert Item.objects.get(pk=item.pk).progress == 77


def test_it_is_checked_while_others_write(scratch: Scratch) -> None:
    """At one moment, outside a transaction of the test."""
    signed(make_county())
    assert rebuilding.check().found == []
    assert not connection.in_atomic_block

"""One item as somebody sees it: today, on a past day, in part, and by how many statements."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.history.models import Enclosure, Event
from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.actions import assignments, deadlines, items, reports, requests
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.models import Assignment, AssignmentFacts, Item, ItemFacts, Ledger
from guatu.ledgers.queries import item_page, neighbours, trail
from guatu.ledgers.queries.item_page import ItemPage, NotThereYet
from tests.accounts.factories import moment
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    asked,
    dispatched,
    finished,
    make_items,
    photo,
    signed,
)
from tests.repeating import repeated

LATER = date(2026, 4, 1)
LAST = date(2026, 5, 4)


def page_of(county: County, item: Item, name: str = "coordinator", **more: Any) -> ItemPage:
    found = item_page.item_page(county(name), item.pk, on=more.pop("on", LAST), **more)
    assert found is not None
    return found


def report(county: County, item: Item, name: str, done: int, on: date, *, photos: int = 0) -> None:
    row = item.assignments.get(unit=county.towns[0 if name == "town" else 1])
    proofs = [
        NewEvidence(file=photo(n + done), name=f"{n}.png", measures=[row.measure_id or 0])
        for n in range(photos)
    ]
    new = NewReport(text=f"完成 {done} 处", achieved=Decimal(done), evidence=proofs)
    reports.report(assignment=row.pk, new=new, **county.when(name, on))


@pytest.mark.parametrize(
    "name", ["coordinator", "verifier", "leader", "inspector", "liaison", "reviewer", "town"]
)
def test_who_has_a_part_sees_the_item(county: County, name: str) -> None:
    assert item_page.item_page(county(name), signed(county).pk, on=DAY) is not None


def test_others_see_nothing(county: County) -> None:
    assert item_page.item_page(county("stranger"), signed(county).pk, on=DAY) is None
    assert item_page.item_page(county("liaison"), make_items(county)[0].pk, on=DAY) is None
    assert item_page.item_page(county("coordinator"), 0, on=DAY) is None


def test_each_unit_has_its_own_row_and_its_own_latest_report(county: County) -> None:
    item = signed(county)
    report(county, item, "town", 2, DAY)
    report(county, item, "town", 4, DAY)
    page = page_of(county, item, "town")
    assert [row.assignment.unit.name for row in page.rows] == ["县供电公司", "双桥镇", "石泉镇"]
    assert [row.is_own for row in page.rows] == [False, True, False]
    assert [row.report.text if row.report else "" for row in page.rows] == ["", "完成 4 处", ""]


def test_where_units_do_not_see_each_other_only_the_own_part_is_shown(county: County) -> None:
    item = signed(county)
    report(county, item, "town", 2, DAY, photos=1)
    report(county, item, "other_town", 3, DAY, photos=1)
    Ledger.objects.update(siblings_visible=False)
    page = page_of(county, item, "town")
    assert [row.assignment.unit.name for row in page.rows] == ["双桥镇"]
    assert [one.unit.name for one in page.reports] == ["双桥镇"]
    assert [one.evidence.unit for one in page.proofs] == [county.towns[0]]
    links = trail.of_item(item.pk, may_see=page.may_see).links
    assert [(one.kind, one.unit) for one in links if one.kind in ("item.signed", "item.reported")] == [
        ("item.reported", "双桥镇"),
        ("item.signed", "双桥镇"),
    ]
    assert len(trail.of_item(item.pk).links) > len(links)
    foreign = item.evidence.get(unit=county.towns[1])
    assert item_page.seen_evidence(county("town"), item.pk, foreign.pk) is None
    assert item_page.seen_evidence(county("coordinator"), item.pk, foreign.pk) == foreign


def test_the_same_file_in_another_item_is_marked_until_it_is_shared(county: County) -> None:
    one, other = signed(county), signed(county)
    report(county, one, "town", 1, DAY, photos=1)
    assert not page_of(county, one).proofs[0].is_repeated
    report(county, other, "town", 1, DAY, photos=1)
    proof = page_of(county, one).proofs[0]
    assert proof.is_repeated
    type(proof.evidence).objects.filter(pk=proof.evidence.pk).update(verdict="shared")
    assert not page_of(county, one).proofs[0].is_repeated


@repeated
def grown(county: County) -> Item:
    """An item with a history over three days."""
    item = signed(county)
    report(county, item, "town", 2, DAY, photos=1)
    items.edit(pk=item.pk, seen=None, values={"title": "第二个名称"}, **county.when("coordinator", LATER))
    report(county, item, "town", 5, LATER, photos=2)
    lead = item.assignments.get(unit=county.lead)
    extension = deadlines.ask(
        assignment=lead.pk,
        new_deadline=date(2026, 8, 31),
        reason="到货推迟",
        progress_text="5 处",
        **county.when("liaison", LATER),
    )
    deadlines.approve(extension=extension, **county.when("coordinator", LAST))
    items.suspend(pk=item.pk, reason="等标准", **county.when("coordinator", LAST))
    return item


def test_a_past_day_is_shown_as_it_was(county: County) -> None:
    item = grown(county)
    first = page_of(county, item, past=PastDay.as_seen(DAY))
    assert first.item.title == "基站转供电改造推进缓慢"
    assert (first.item.deadline, first.item.is_suspended, first.item.progress) == (DEADLINE, False, 10)
    assert [len(first.reports), len(first.proofs), len(first.extensions)] == [1, 1, 0]
    assert first.case.measures[0].achieved == 2
    assert first.offered == frozenset()
    second = page_of(county, item, past=PastDay.as_seen(LATER))
    assert (second.item.title, second.item.deadline) == ("第二个名称", DEADLINE)
    assert [one.state for one in second.extensions] == ["asked"]
    assert [len(second.reports), len(second.proofs), second.item.progress] == [2, 3, 25]
    today = page_of(county, item)
    assert (today.item.deadline, today.item.is_suspended) == (date(2026, 8, 31), True)
    assert trail.of_item(item.pk, until=PastDay.as_seen(DAY)).total < trail.of_item(item.pk).total


@pytest.mark.parametrize("day", [DAY, LATER, LAST])
def test_a_past_day_agrees_with_the_facts(county: County, day: date) -> None:
    item = grown(county)
    page = page_of(county, item, past=PastDay.as_seen(day), on=date(2026, 6, 1))
    facts = ItemFacts.objects.filter(as_of(PastDay.as_seen(day))).get(item=item)
    for name in ("state", "category", "lead_unit_id", "deadline", "extensions", "is_suspended", "closed_on"):
        assert getattr(page.item, name) == getattr(facts, name), name
    rows = {one.pk: one for one in page.case.assignments}
    known = AssignmentFacts.objects.filter(as_of(PastDay.as_seen(day)), item=item)
    assert rows.keys() == set(known.values_list("assignment", flat=True))
    for fact in known:
        for name in (
            "unit_id",
            "duty",
            "state",
            "deadline",
            "target_share",
            "achieved",
            "progress",
            "signed_on",
        ):
            assert getattr(rows[fact.assignment_id], name) == getattr(fact, name), name


def test_what_was_recorded_late_shows_where_the_past_is_asked_for_as_known_today(county: County) -> None:
    item, day = signed(county), DAY + timedelta(days=2)
    row = item.assignments.get(unit=county.towns[0])
    late: dict[str, Any] = {"by": county("town", LATER), "at": moment(LATER), "on": day}
    new = NewReport(text="3 处", achieved=Decimal(3))
    reports.report(assignment=row.pk, new=new, why_earlier="系统停用", **late)

    then = page_of(county, item, past=PastDay.as_seen(day))
    now = page_of(county, item, past=PastDay.as_corrected(day, today=LAST))

    assert [len(then.reports), len(now.reports)] == [0, 1]
    assert trail.of_item(item.pk, until=now.past).total == trail.of_item(item.pk, until=then.past).total + 1


def test_before_it_was_entered_there_is_nothing(county: County) -> None:
    item = signed(county)
    with pytest.raises(NotThereYet):
        item_page.item_page(county("coordinator"), item.pk, on=LAST, past=PastDay.as_seen(date(2026, 3, 1)))


def test_a_unit_does_not_see_the_draft_of_a_past_day(county: County) -> None:
    item = make_items(county)[0]
    from guatu.ledgers.actions import dispatching

    dispatching.dispatch(pks=[item.pk], **county.when("coordinator", LATER))
    assert item_page.item_page(county("coordinator"), item.pk, on=LAST, past=PastDay.as_seen(DAY)) is not None
    with pytest.raises(NotThereYet):
        item_page.item_page(county("liaison", LAST), item.pk, on=LAST, past=PastDay.as_seen(DAY))


def test_the_trail_is_paged_and_each_link_is_verified(county: County) -> None:
    item = signed(county)
    for n in range(30):
        items.edit(pk=item.pk, seen=None, values={"category": f"类 {n}"}, **county.when("coordinator"))
    first = trail.of_item(item.pk)
    assert (len(first.links), first.total, first.older, first.is_whole) == (20, 35, 15, True)
    second = trail.of_item(item.pk, before=first.last)
    assert (len(second.links), second.older, second.is_whole) == (15, 0, True)
    assert second.links[-1].kind == "item.added"


def test_a_word_changed_behind_the_chain_breaks_its_link(county: County) -> None:
    item = signed(county)
    items.suspend(pk=item.pk, reason="等标准", **county.when("coordinator"))
    with connection.cursor() as cursor:
        for trigger in _guards(cursor):
            cursor.execute(trigger)
        cursor.execute("UPDATE history_enclosure SET text = '另一个理由' WHERE name = 'reason'")
    shown = trail.of_item(item.pk)
    assert [one.is_whole for one in shown.links][:2] == [False, True]
    assert not shown.is_whole
    assert Enclosure.objects.filter(text="另一个理由").count() == 1


def _guards(cursor: Any) -> list[str]:
    """The statements that take the guards off the table, for this transaction."""
    if connection.vendor == "postgresql":
        return ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE history_enclosure DISABLE TRIGGER USER"]
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history_enclosure'")
    return [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]


def test_the_days_that_were_promised_stand_with_their_reasons(county: County) -> None:
    item = grown(county)
    given = trail.deadlines(item.pk)
    assert [(one.deadline, one.kind) for one in given] == [(date(2026, 8, 31), "item.extension_approved")]
    assert trail.deadlines(item.pk, until=PastDay.as_seen(LATER)) == []


def test_the_neighbours_are_those_that_the_person_sees(county: County) -> None:
    first, draft, last = signed(county), make_items(county)[0], signed(county)
    seen = neighbours.of(county("coordinator"), first)
    assert (seen.position, seen.total, seen.previous, seen.next) == (1, 3, None, draft.pk)
    seen = neighbours.of(county("town"), first)
    assert (seen.position, seen.total, seen.previous, seen.next) == (1, 2, None, last.pk)


def statements(county: County, item: Item, name: str) -> int:
    who = county(name)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = item_page.item_page(who, item.pk, on=LAST)
        assert page is not None
        trail.of_item(item.pk)
        assert [row.assignment.unit.name for row in page.rows]
        assert all(proof.evidence.file.media_type for proof in page.proofs)
    return len(captured)


@pytest.mark.parametrize("name", ["coordinator", "town"])
def test_a_large_item_costs_as_many_statements_as_a_small_one(county: County, name: str) -> None:
    small = asked(county)
    more = [NewMeasure(text=f"措施 {n}", target=Decimal(3), quantity_unit="处") for n in range(12)]
    large = finished(county, measures=[NewMeasure(text="完成 20 处改造", target=Decimal(20)), *more])
    for n in range(25):
        report(county, large, "town", 6, DAY, photos=1)
        if n % 5 == 0:
            items.edit(pk=large.pk, seen=None, values={"category": f"类 {n}"}, **county.when("coordinator"))
    assert statements(county, large, name) <= statements(county, small, name)
    assert Event.objects.filter(subject_kind="item", subject_id=large.pk).count() > 25


def test_a_released_unit_has_no_row_but_its_reports_stay(county: County) -> None:
    item = signed(county)
    report(county, item, "town", 2, DAY)
    assignments.release(pk=item.pk, unit=county.towns[0], reason="区划调整", **county.when("coordinator"))
    page = page_of(county, item)
    assert county.towns[0] not in [row.assignment.unit for row in page.rows]
    assert len(page.reports) == 1
    assert Assignment.objects.filter(item=item).count() == 3


def test_what_was_asked_to_be_closed_stands_with_its_results(county: County) -> None:
    item = asked(county)
    page = page_of(county, item)
    assert page.running is not None
    assert page.running.requested_by == county.people["liaison"]
    assert {one.outcome for one in page.results.values()} == {"met"}
    requests.withdraw(pk=item.pk, **county.when("liaison"))
    assert page_of(county, item).running is None
    assert dispatched(county).pk

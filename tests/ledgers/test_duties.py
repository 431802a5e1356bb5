"""Everybody owes what waits for him, each thing once, the most pressing first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.accounts.actions import roles
from guatu.ledgers.actions import (
    deadlines,
    instructions,
    look_backs,
    reports,
    requests,
    sign_offs,
    verdicts,
)
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.events import Event
from guatu.ledgers.models import Instruction, Item
from guatu.ledgers.queries import duties, waiting
from guatu.ledgers.queries.duty import Duty, When
from tests.accounts.factories import as_actor, make_person, moment
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    asked,
    closed,
    dispatched,
    finished,
    make_county,
    make_items,
    signed,
)

LATER = DAY + timedelta(days=3)


def owed(county: County, name: str, on: date = DAY) -> list[Duty]:
    return duties.of(county(name, on), on=on)


def only(county: County, name: str, on: date = DAY) -> Duty:
    found = owed(county, name, on)
    assert len(found) == 1
    return found[0]


def report(county: County, item: Item, achieved: int, on: date = DAY) -> None:
    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(text="换表送电", achieved=Decimal(achieved))
    reports.report(assignment=row.pk, new=new, **county.when("town", on))


def test_a_unit_owes_its_signature_today(county: County) -> None:
    item = dispatched(county)

    duty = only(county, "town")

    assert (duty.event, duty.item, duty.when) == (Event.SIGNED, item, When.TODAY)
    assert duty.deadline == item.assignments.get(unit=county.towns[0]).sign_by
    assert (duty.target, duty.achieved, duty.quantity_unit) == (Decimal(6), Decimal(0), "处")


@pytest.mark.parametrize(
    ("days", "when"),
    [(8, When.LATER), (7, When.SOON), (1, When.SOON), (0, When.TODAY), (-1, When.TODAY)],
)
def test_a_report_is_due_as_its_deadline_comes_near(county: County, days: int, when: When) -> None:
    signed(county)

    duty = only(county, "town", DEADLINE - timedelta(days=days))

    assert (duty.event, duty.when, duty.deadline) == (Event.REPORTED, when, DEADLINE)


def test_the_deadline_of_a_measure_comes_before_that_of_the_item(county: County) -> None:
    first = DEADLINE - timedelta(days=60)
    signed(county, measures=[NewMeasure(text="改造", target=Decimal(20), deadline=first)])

    assert only(county, "town").deadline == first


def test_a_unit_with_several_rows_owes_one_thing_and_the_unsigned_speaks(county: County) -> None:
    town = county.towns[0].pk
    given = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=town, duty="cooperating"),
        NewDuty(unit_id=town, duty="responsible", measure=0, target_share=Decimal(20)),
    ]
    dispatched(county, duties=given)

    assert only(county, "town").event == Event.SIGNED


def test_a_supervising_unit_owes_nothing(county: County) -> None:
    given = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=county.towns[0].pk, duty="supervising"),
    ]
    dispatched(county, duties=given)

    assert owed(county, "town") == []


def test_who_was_urged_owes_a_report_today_until_he_reports(county: County) -> None:
    item = signed(county)
    reports.urge(pks=[item.pk], words="报进展", **county.when("coordinator"))

    duty = only(county, "town", LATER)
    assert (duty.when, duty.note) == (When.TODAY, "县督查室 3-02 催办：报进展")

    report(county, item, 2, LATER)
    assert only(county, "town", LATER).when is When.LATER


def test_a_returned_report_is_owed_again(county: County) -> None:
    item = signed(county)
    report(county, item, 2)
    reports.send_back(report=item.reports.get(), remark="缺照片", **county.when("coordinator"))

    duty = only(county, "town")

    assert (duty.when, duty.is_returned) == (When.TODAY, True)


def test_the_lead_asks_for_the_close_out_when_all_is_done(county: County) -> None:
    finished(county)

    duty = only(county, "liaison")
    assert (duty.event, duty.when, duty.progress) == (Event.CLOSE_ASKED, When.SOON, 100)
    assert only(county, "town").when is When.LATER


def test_a_returned_close_out_is_the_leads_debt_of_today(county: County) -> None:
    item = asked(county)
    verdicts.send_back(pk=item.pk, remark="缺石泉镇照片", judged={}, **county.when("verifier"))

    duty = only(county, "liaison")

    assert (duty.when, duty.is_returned, duty.note) == (When.TODAY, True, "3-02 退回：缺石泉镇照片")


def test_a_request_for_more_time_is_seen_by_who_asked_and_owed_by_the_coordinator(county: County) -> None:
    item = signed(county)
    lead = item.assignments.get(unit=county.lead)
    new = DEADLINE + timedelta(days=31)
    deadlines.ask(
        assignment=lead.pk,
        new_deadline=new,
        reason="变压器到货推迟",
        progress_text="完成 2 处",
        **county.when("liaison"),
    )

    assert only(county, "liaison").note == "已申请延到 7-31，3-09 前答复"
    duty = only(county, "coordinator")
    assert (duty.event, duty.when) == (Event.EXTENSION_APPROVED, When.SOON)
    assert duty.note == "申请由 6-30 延到 7-31：变压器到货推迟"
    assert only(county, "coordinator", date(2026, 3, 9)).when is When.TODAY


def test_the_reviewer_looks_at_what_another_asked(county: County) -> None:
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("liaison"))

    assert only(county, "reviewer").event == Event.CLOSE_REVIEWED
    assert owed(county, "verifier") == []


def test_nobody_reviews_what_he_asked_for_himself(county: County) -> None:
    both = make_person("一人两职", roles=[("liaison", county.lead), ("reviewer", county.lead)])
    county.people["both"] = both
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("both"))

    assert Event.CLOSE_REVIEWED not in {duty.event for duty in owed(county, "both")}


def test_the_verifier_owes_a_verdict_and_the_rail_counts_it(county: County) -> None:
    item = asked(county)

    duty = only(county, "verifier")
    assert (duty.event, duty.item, duty.since) == (Event.CLOSE_VERIFIED, item, DAY)
    assert waiting.counted(county("verifier"), on=DAY).to_verify == 1


def test_the_longest_wait_comes_first(county: County) -> None:
    late = asked(county)
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("liaison", LATER))
    requests.review(pk=item.pk, **county.when("reviewer", LATER))

    assert [duty.item for duty in owed(county, "verifier", LATER)] == [late, item]


def test_a_leader_approves_close_outs(db: None) -> None:
    county = make_county(needs_approval=True)
    item = closed(county)

    duty = only(county, "leader")

    assert (duty.event, duty.item) == (Event.CLOSE_APPROVED, item)
    assert duty.note == "3-02 核查通过，等您审批"


def test_a_list_to_sign_off_is_one_duty_and_comes_back_to_the_coordinator(db: None) -> None:
    county = make_county(needs_sign_off=True)
    items = make_items(county, 3)
    paper = sign_offs.ask(
        pks=[item.pk for item in items], leader=county.people["leader"], **county.when("coordinator")
    )

    duty = only(county, "leader")
    assert (duty.event, duty.count, duty.row) == (Event.SIGN_OFF_APPROVED, 3, paper.pk)

    sign_offs.approve(sign_off=paper, **county.when("leader"))
    assert owed(county, "leader") == []
    duty = only(county, "coordinator")
    assert (duty.event, duty.count, duty.note) == (Event.DISPATCHED, 3, "周行之 3-02 审签同意，等交办")


def test_a_carried_out_instruction_is_reported_and_then_read(county: County) -> None:
    item = closed(county)
    slip = Instruction(item=item, leader=county.people["leader"], given_on=DAY, words="请抓紧办理")
    Instruction.objects.bulk_create([slip])
    duty = next(one for one in owed(county, "coordinator") if one.event == Event.CLOSING_REPORT_SENT)
    assert duty.note == "周行之 3-02 批示，已销号，等呈报办结情况"

    made = instructions.send_report(instruction=slip, text="已办结", **county.when("coordinator"))
    assert [one.event for one in owed(county, "coordinator")] == [Event.LOOK_BACK_PLANNED]
    duty = only(county, "leader")
    assert (duty.event, duty.row) == (Event.CLOSING_REPORT_READ, made.pk)

    instructions.mark_read(report=made, **county.when("leader"))
    assert owed(county, "leader") == []


def test_a_look_back_is_owed_a_week_before(county: County) -> None:
    item = closed(county)
    day = item.look_backs.get().due_on

    assert owed(county, "verifier", day - timedelta(days=8)) == []
    assert only(county, "verifier", day - timedelta(days=7)).when is When.SOON
    assert only(county, "verifier", day).when is When.TODAY
    look_backs.hold(pk=item.pk, finding="未反弹", **county.when("verifier", day))
    assert owed(county, "verifier", day) == []


@pytest.mark.parametrize("name", ["inspector", "administrator", "stranger"])
def test_others_owe_nothing(county: County, name: str) -> None:
    dispatched(county)
    asked(county)

    assert owed(county, name) == []


@pytest.mark.parametrize("name", ["town", "liaison", "verifier", "coordinator", "leader", "reviewer"])
def test_however_much_is_owed_it_takes_the_same_statements(county: County, name: str) -> None:
    def statements() -> int:
        who = county(name)
        with CaptureQueriesContext(connection) as asked_for:
            duties.of(who, on=DAY)
        return len(asked_for)

    dispatched(county)
    asked(county)
    few = statements()
    for _ in range(3):
        dispatched(county)
        asked(county)

    assert statements() == few
    assert few <= 6


def test_a_delegate_sees_for_whom_he_acts(county: County) -> None:
    dispatched(county)
    town = county.people["town"]
    roles.delegate(
        principal=town,
        delegate=county.people["other_town"],
        unit=county.towns[0],
        valid_to=DAY + timedelta(days=10),
        by=as_actor(town),
        at=moment(DAY),
        on=DAY,
    )

    assert {(duty.unit_name, duty.principal) for duty in owed(county, "other_town")} == {
        ("石泉镇", ""),
        ("双桥镇", "陈念安"),
    }

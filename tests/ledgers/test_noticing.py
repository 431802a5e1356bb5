"""Who is told of what is done with an item, who signs for it, and what a reader may still read of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from guatu.accounts.actions import roles
from guatu.accounts.models import Role
from guatu.accounts.queries import working_calendar
from guatu.history import rebuilding
from guatu.history.models import Event as Link
from guatu.ledgers import acts, cases
from guatu.ledgers.actions import (
    assignments,
    deadlines,
    dispatching,
    instructions,
    items,
    ledgers,
    look_backs,
    receipts,
    reports,
    requests,
    sign_offs,
    verdicts,
)
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import NotYours
from guatu.ledgers.models import Item, Report
from guatu.ledgers.queries import duties
from guatu.ledgers.queries import notices as told_of
from guatu.notices import actions, queries
from guatu.notices.errors import NothingToReceive, NoticeOver, ReceivedAlready
from guatu.notices.models import Notice, Receipt
from tests.accounts.factories import as_actor, make_person, make_role, moment
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    all_met,
    asked,
    closed,
    dispatched,
    finished,
    make_items,
    photo,
    signed,
)


def told(county: County, name: str, *, waiting: bool = True) -> list[str]:
    """The kinds of what somebody was told, the first first."""
    found = queries.of_person(county.people[name].pk, only_waiting=waiting)
    return [one.kind for one in reversed(found)]


def report(county: County, item: Item, name: str = "town") -> Report:
    """A town has done all that it owes."""
    row = item.assignments.get(unit=county.people[name].unit)
    new = NewReport(text="全部完成", achieved=row.target_share)
    return reports.report(assignment=row.pk, new=new, **county.when(name))


def urged(county: County, item: Item, name: str = "town") -> Notice:
    unit = county.towns[0] if name == "town" else county.lead
    reports.urge(pks=[item.pk], unit=unit, words="三日内报", **county.when("coordinator"))
    return Notice.objects.filter(person=county.people[name], kind="urged").latest("pk")


def test_units_are_told_of_what_is_handed_to_them_until_they_have_signed(county: County) -> None:
    item = dispatched(county)
    assert [told(county, name) for name in ("liaison", "town", "other_town")] == [["dispatched"]] * 3
    assert told(county, "coordinator") == told(county, "reviewer") == told(county, "stranger") == []
    notice = Notice.objects.get(person=county.people["town"])
    assert (notice.unit_id, notice.subject_kind, notice.subject_id) == (county.towns[0].pk, "item", item.pk)
    assert notice.event is not None
    assert (notice.event.kind, notice.made_at) == ("item.dispatched", moment(DAY))

    assignments.sign(pks=[item.pk], unit=county.towns[0], **county.when("town"))

    assert told(county, "town") == []
    assert told(county, "other_town") == ["dispatched"]


def test_only_the_unit_that_is_urged_is_told_and_a_report_answers_it(county: County) -> None:
    item = signed(county)
    urged(county, item)
    assert told(county, "town") == ["urged"]
    assert told(county, "other_town") == told(county, "liaison") == []

    row = item.assignments.get(unit=county.towns[0])
    reports.report(
        assignment=row.pk, new=NewReport(text="换表 3 处", achieved=row.target_share), **county.when("town")
    )

    assert told(county, "town") == []
    answered = Notice.objects.get(person=county.people["town"], kind="urged")
    assert (answered.seen_at, answered.over_at) == (moment(DAY), moment(DAY))


def test_what_is_refused_tells_nobody(county: County) -> None:
    item = signed(county)
    with pytest.raises(NotYours):
        reports.urge(pks=[item.pk], words="快", **county.when("town"))
    assert told(county, "liaison") == []


def test_the_answer_to_a_request_for_more_time_goes_to_its_unit(county: County) -> None:
    item = signed(county)
    row = item.assignments.get(unit=county.towns[0])
    type(row).objects.filter(pk=row.pk).update(deadline=DEADLINE - timedelta(days=9))
    days: dict[str, Any] = {"new_deadline": DEADLINE, "reason": "停电窗口排不开", "progress_text": "已完成"}

    deadlines.refuse(
        extension=deadlines.ask(assignment=row.pk, **days, **county.when("town")),
        remark="按原时限办",
        **county.when("coordinator"),
    )
    deadlines.approve(
        extension=deadlines.ask(assignment=row.pk, **days, **county.when("town")),
        **county.when("coordinator"),
    )

    assert told(county, "town") == ["extension_refused", "extension_approved"]
    assert told(county, "other_town") == []


def test_returned_work_is_told_to_its_unit_alone(county: County) -> None:
    returned(county, finished(county))
    assert told(county, "town") == ["report_returned"]
    assert told(county, "other_town") == []


def returned(county: County, item: Item) -> None:
    report = item.assignments.get(unit=county.towns[0]).reports.latest("pk")
    reports.send_back(report=report, remark="缺照片", **county.when("coordinator"))


def test_the_reviewer_s_no_goes_to_who_reported(county: County) -> None:
    county.ledger = ledgers.change(
        ledger=county.ledger, needs_report_review=True, **county.when("coordinator")
    )
    county.people["second"] = make_person("梁思远", roles=[("liaison", county.towns[0])])
    county.people["own_reviewer"] = make_person("顾行止", roles=[("reviewer", county.towns[0])])
    item = signed(county)
    waiting = report(county, item)

    reports.decline(report=waiting, remark="数不对", **county.when("own_reviewer"))

    assert told(county, "town") == ["report_declined"]
    assert "report_declined" not in told(county, "second")


def test_the_way_to_the_close_out_is_told_step_by_step(county: County) -> None:
    item = asked(county)
    assert told(county, "verifier") == ["to_verify"]
    assert told(county, "coordinator") == []

    verdicts.send_back(pk=item.pk, remark="缺电表编号", judged={}, **county.when("verifier"))
    assert told(county, "verifier") == []
    assert told(county, "liaison") == ["close_returned"]
    assert told(county, "town") == []

    requests.ask(pk=item.pk, statement="已补", **county.when("liaison"))
    requests_go_on(county, item)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    assert [told(county, name) for name in ("liaison", "town", "verifier")] == [["closed"], ["closed"], []]


def requests_go_on(county: County, item: Item) -> None:
    if county.ledger.needs_lead_review:
        requests.review(pk=item.pk, **county.when("reviewer"))


def test_a_look_back_is_told_with_its_result(county: County) -> None:
    held, back = closed(county), closed(county)
    look_backs.hold(pk=held.pk, finding="未反弹", **county.when("verifier"))
    look_backs.reopen(pk=back.pk, finding="又接上了", deadline=DEADLINE, **county.when("verifier"))
    assert told(county, "town")[-2:] == ["look_back_held", "reopened"]


def test_a_list_waits_for_the_leader_it_was_sent_to(county: County) -> None:
    county.people["second_leader"] = make_person("程望舒", roles=[("leader", county.office)])
    pks = [one.pk for one in make_items(county, 2)]
    leader = county.people["leader"]
    paper = sign_offs.ask(pks=pks, leader=leader, **county.when("coordinator"))
    assert told(county, "leader") == ["to_sign_off"]
    assert told(county, "second_leader") == []
    notice = queries.of_person(leader.pk)[0]
    assert told_of.told(county("leader"), [notice])[0].sign_off == paper

    sign_offs.approve(sign_off=paper, **county.when("leader"))

    assert told(county, "leader") == []


def test_who_acts_for_somebody_is_told_too(county: County) -> None:
    county.people["delegate"] = make_person("方既白", unit=county.towns[0])
    roles.delegate(
        principal=county.people["town"],
        delegate=county.people["delegate"],
        unit=county.towns[0],
        office=None,
        valid_from=DAY,
        valid_to=DAY + timedelta(days=5),
        reason="外出",
        by=as_actor(county.people["town"]),
        at=moment(DAY),
        on=DAY,
    )
    item = signed(county)
    notice = urged(county, item)
    assert told(county, "delegate") == ["urged"]

    own = Notice.objects.get(person=county.people["delegate"], kind="urged")
    receipts.receive(pk=own.pk, **county.when("delegate"))

    event = Link.objects.latest("pk")
    assert (event.actor_id, event.principal_id) == (county.people["delegate"].pk, notice.person_id)


def test_an_instruction_on_an_item_is_told_to_its_units_and_its_office(county: County) -> None:
    item = signed(county)
    instructions.instruct(pk=item.pk, words="月底前拿下", **county.when("leader"))
    for name in ("liaison", "town", "other_town", "coordinator"):
        assert told(county, name) == ["instruction"]
    notice = Notice.objects.get(person=county.people["town"], kind="instruction")
    assert told_of.told(county("town"), [notice])[0].words == "月底前拿下"
    assert [one.note for one in duties.of(county("town"), on=DAY)] == ["3-02 领导批示：月底前拿下"]

    receipts.receive(pk=notice.pk, **county.when("town"))
    own = Notice.objects.get(person=county.people["coordinator"], kind="instruction")
    receipts.receive(pk=own.pk, **county.when("coordinator"))

    assert set(Receipt.objects.values_list("kind", flat=True)) == {"instruction"}
    assert told(county, "coordinator") == []


def test_a_receipt_of_an_urging_is_a_link_of_the_chain(county: County) -> None:
    item = signed(county)
    notice = urged(county, item)
    revision = Item.objects.get(pk=item.pk).revision

    received = receipts.receive(pk=notice.pk, **county.when("town"))

    assert (received.receipt_at, received.seen_at, received.waits) == (moment(DAY), moment(DAY), False)
    event, receipt = Link.objects.latest("pk"), Receipt.objects.get()
    assert (event.kind, event.subject_kind, event.subject_id) == ("notice.received", "item", item.pk)
    assert (receipt.event_id, receipt.unit_id, receipt.received_on) == (
        notice.event_id,
        county.towns[0].pk,
        DAY,
    )
    assert Item.objects.get(pk=item.pk).revision == revision, "nobody who edits the item is stopped by it"
    assert rebuilding.check().found == []
    with pytest.raises(ReceivedAlready):
        receipts.receive(pk=notice.pk, **county.when("town"))
    with pytest.raises(Notice.DoesNotExist):
        receipts.receive(pk=notice.pk, **county.when("other_town"))


def test_what_came_back_is_understood_without_a_link(county: County) -> None:
    returned(county, finished(county))
    known = Link.objects.count()

    receipts.receive(pk=Notice.objects.get(kind="report_returned").pk, **county.when("town"))

    assert (Link.objects.count(), told(county, "town")) == (known, [])


def test_being_seen_is_enough_for_some_kinds_and_not_for_others(county: County) -> None:
    item = signed(county)
    deadlines.change(
        pk=item.pk,
        new_deadline=date(2026, 7, 31),
        reason="上级调整",
        paper=photo(99),
        **county.when("coordinator"),
    )
    notice = urged(county, item)

    actions.see(county.people["town"].pk, ("item", item.pk), at=moment(DAY))

    assert told(county, "town") == ["urged"]
    assert Notice.objects.get(pk=notice.pk).seen_at == moment(DAY)
    other = Notice.objects.get(person=county.people["town"], kind="deadline_changed")
    with pytest.raises(NothingToReceive):
        receipts.receive(pk=other.pk, **county.when("town"))
    assert actions.see_all(county.people["other_town"].pk, at=moment(DAY)) == 1
    assert told(county, "other_town") == []


def test_what_moved_away_or_closed_waits_for_nobody(county: County) -> None:
    moved, voided = signed(county), signed(county)
    notice = urged(county, moved)
    urged(county, voided)
    assignments.hand_over(
        pks=[moved.pk],
        giver=county.towns[0],
        taker=county.towns[1],
        reason="划转",
        **county.when("coordinator"),
    )
    items.void(pk=voided.pk, reason="重复", **county.when("coordinator"))

    assert told(county, "town") == []
    assert told(county, "other_town") == ["reassigned"]
    assert Notice.objects.get(pk=notice.pk).over_at == moment(DAY)
    with pytest.raises(Notice.DoesNotExist):
        receipts.receive(pk=notice.pk, **county.when("town"))
    mine = urged(county, signed(county))
    Notice.objects.filter(pk=mine.pk).update(over_at=moment(DAY), waits=False)
    with pytest.raises(NoticeOver):
        receipts.receive(pk=mine.pk, **county.when("town"))


def test_who_lost_sight_of_an_item_reads_nothing_of_it(county: County) -> None:
    item = signed(county)
    notice = urged(county, item)
    seen = told_of.told(county("town"), [notice])[0]
    assert (seen.item, seen.words) == (item, "三日内报")
    fields = {field.name for field in Notice._meta.fields}
    assert not fields & {"title", "words", "text"}, "nothing is stored that could still be read"

    assignments.release(pk=item.pk, unit=county.towns[0], reason="不归镇里办", **county.when("coordinator"))

    gone = told_of.told(county("town"), [notice])[0]
    assert (gone.item, gone.words, gone.is_in_sight) == (None, "", False)


def test_what_is_out_of_sight_waits_no_longer_once_all_was_looked_through(county: County) -> None:
    person = county.people["town"]
    notice = urged(county, signed(county))
    Role.objects.filter(person=person).update(valid_to=DAY)
    assert told(county, "town") == ["urged"]

    assert receipts.see_all(by=county("town"), at=moment(DAY)) == 1

    assert told(county, "town") == []
    assert Notice.objects.get(pk=notice.pk).over_at == moment(DAY)


def test_words_said_to_a_former_unit_are_not_read_by_way_of_another(county: County) -> None:
    item = signed(county)
    notice = urged(county, item)
    person = county.people["town"]
    make_role(person, "liaison", county.towns[1])
    own = Role.objects.get(person=person, unit=county.towns[0])
    Role.objects.filter(pk=own.pk).update(valid_to=DAY)

    seen = told_of.told(county("town"), [notice])[0]

    assert (seen.item, seen.words) == (item, "")


def test_many_acts_are_told_with_few_statements(county: County, django_assert_max_num_queries: Any) -> None:
    pks = [one.pk for one in make_items(county, 30)]
    by = county.when("coordinator")
    made = [dispatching.dispatching(case, working_calendar(), **by) for case in cases.load(pks)]
    with transaction.atomic(), django_assert_max_num_queries(45):
        acts.commit(made)
    assert len(told(county, "town")) == 30


def test_the_database_refuses_what_cannot_be(county: County) -> None:
    notice = urged(county, signed(county))
    one = Notice.objects.filter(pk=notice.pk)
    for wrong in (
        {"receipt_at": moment(DAY), "waits": False},
        {"over_at": moment(DAY)},
        {"day": DAY},
        {"event": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            one.update(**wrong)
    one.update(event=None, day=DAY)
    again = {name: getattr(notice, name) for name in ("person", "unit", "kind", "subject_kind", "subject_id")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(day=DAY, made_at=moment(DAY), **again)


@pytest.mark.parametrize(
    "statement", ["UPDATE notices_receipt SET kind = 'x'", "DELETE FROM notices_receipt"]
)
def test_receipts_stand_as_they_were_given(county: County, statement: str) -> None:
    notice = urged(county, signed(county))
    receipts.receive(pk=notice.pk, **county.when("town"))
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="回执"), transaction.atomic():
        cursor.execute(statement)

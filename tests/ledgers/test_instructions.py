"""Instruction slips, from the leader's words to the report that he reads; and the leader's word before."""

from datetime import date, timedelta
from typing import Any

from guatu.accounts.actions import roles
from guatu.ledgers.actions import dispatching, instructions, items, ledgers, sign_offs
from guatu.ledgers.errors import (
    AlreadyAsked,
    Incomplete,
    NotNow,
    NotYours,
    ReasonMissing,
    SignOffMissing,
    WrongDay,
    WrongUnit,
)
from guatu.ledgers.models import ClosingReport, Instruction, Item
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person
from tests.ledgers.factories import DAY, County, fresh, make_county, make_items, new_item, photo, signed
from tests.ledgers.refusing import refuses

State = Item.State


def slip(county: County, **values: Any) -> Instruction:
    given: dict[str, Any] = {
        "leader": county.people["leader"],
        "given_on": DAY,
        "words": "请督查室一周内报结果。",
        "new": new_item(county),
        "scan": photo(90),
    }
    return instructions.slip(ledger=county.ledger, **given | values | county.when("coordinator"))


def dispatched_slip(county: County) -> Instruction:
    instruction = slip(county)
    dispatching.dispatch(pks=[instruction.item_id], **county.when("coordinator"))
    return instruction


def report(county: County, instruction: Instruction) -> ClosingReport:
    return instructions.send_report(
        instruction=instruction, text="20 处全部办结", **county.when("coordinator")
    )


def stand_in(county: County, name: str) -> None:
    """`county("stand_in")` acts for somebody of the office."""
    principal = county.people[name]
    county.people["stand_in"] = make_person(roles=[("leader", county.office)])
    roles.delegate(
        principal=principal,
        delegate=county.people["stand_in"],
        office=county.office,
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(principal),
        at=ENTERED_AT,
        on=ENTERED,
    )


def test_a_slip_is_an_item_with_the_leaders_words(county: County) -> None:
    instruction = slip(county)
    item = fresh(instruction.item)
    assert (item.kind, item.number, item.state) == ("instruction", "5G-001", State.DRAFT)
    assert instruction.words.startswith("请督查室")


def test_a_slip_has_words_a_leader_and_a_day_that_has_come(county: County) -> None:
    with refuses(ReasonMissing, "批示内容"):
        slip(county, words=" ")
    with refuses(WrongDay, "晚于今天"):
        slip(county, given_on=DAY + timedelta(days=1))
    with refuses(WrongUnit, "不是本办公室的领导"):
        slip(county, leader=county.people["verifier"])


def test_only_a_coordinator_enters_a_slip(county: County) -> None:
    given: dict[str, Any] = {"leader": county.people["leader"], "given_on": DAY, "words": "抓紧"}
    with refuses(NotYours):
        instructions.slip(ledger=county.ledger, new=new_item(county), **given, **county.when("leader"))


def test_a_slip_ends_with_a_report_that_its_leader_reads_once(county: County) -> None:
    instruction = dispatched_slip(county)
    sent = report(county, instruction)
    with refuses(AlreadyAsked, "办结报告"):
        report(county, instruction)
    read = instructions.mark_read(report=sent, **county.when("leader"))
    assert (read.read_on, read.answer) == (DAY, "")
    with refuses(NotNow, "已阅"):
        instructions.mark_read(report=sent, **county.when("leader"))
    again = report(county, instruction)
    answered = instructions.mark_read(report=again, answer="再跟三个月", **county.when("leader"))
    assert answered.answer == "再跟三个月"


def test_another_leader_does_not_read_for_him_unless_he_was_asked_to(county: County) -> None:
    sent = report(county, dispatched_slip(county))
    county.people["other"] = make_person(roles=[("leader", county.office)])
    with refuses(NotYours, "周行之本人"):
        instructions.mark_read(report=sent, **county.when("other"))
    stand_in(county, "leader")
    instructions.mark_read(report=sent, **county.when("stand_in"))


def test_a_report_says_something(county: County) -> None:
    instruction = dispatched_slip(county)
    with refuses(ReasonMissing, "办结情况"):
        instructions.send_report(instruction=instruction, text=" ", **county.when("coordinator"))


def test_a_slip_stays_with_its_office_and_is_not_merged(county: County) -> None:
    by, instruction = county.when("coordinator"), dispatched_slip(county)
    other = signed(county)
    elsewhere = make_county()
    with refuses(WrongUnit, "不能并入"):
        items.merge(pk=instruction.item_id, into=other.pk, reason="同一问题", **by)
    with refuses(WrongUnit, "本办公室"):
        items.transfer(pk=instruction.item_id, to=elsewhere.ledger, reason="归口", **by)


def test_a_slip_goes_along_to_another_ledger_of_the_office(county: County) -> None:
    by, instruction = county.when("coordinator"), dispatched_slip(county)
    ledger = ledgers.open_ledger(office=county.office, name="批示件台账", prefix="PS", **by)
    items.transfer(pk=instruction.item_id, to=ledger, reason="归口", **by)
    instruction.refresh_from_db()
    assert instruction.item.ledger == ledger


# Sign-off before dispatch.


def asked_for(county: County, count: int = 2) -> Any:
    made = make_items(county, count)
    return sign_offs.ask(
        pks=[item.pk for item in made], leader=county.people["leader"], **county.when("coordinator")
    )


def test_a_list_goes_to_its_leader_and_back(county: County) -> None:
    sign_off = asked_for(county)
    with refuses(ReasonMissing):
        sign_offs.send_back(sign_off=sign_off, remark=" ", **county.when("leader"))
    sign_offs.send_back(sign_off=sign_off, remark="措施不具体", **county.when("leader"))
    assert {item.state for item in Item.objects.all()} == {State.DRAFT}
    with refuses(NotNow):
        sign_offs.approve(sign_off=sign_off, **county.when("leader"))


def test_a_list_is_approved_once_and_may_be_called_back_before_dispatch(county: County) -> None:
    sign_off = asked_for(county)
    sign_offs.approve(sign_off=sign_off, **county.when("leader"))
    with refuses(NotNow, "已同意"):
        sign_offs.approve(sign_off=sign_off, **county.when("leader"))
    sign_offs.send_back(sign_off=sign_off, remark="再斟酌", **county.when("leader"))
    pks = list(Item.objects.values_list("pk", flat=True))
    sign_offs.ask(pks=pks, leader=county.people["leader"], **county.when("coordinator"))


def test_a_coordinator_enters_a_signed_paper_and_nothing_without_it(county: County) -> None:
    sign_off = asked_for(county)
    with refuses(NotYours, "纸质审签扫描件"):
        sign_offs.approve(sign_off=sign_off, **county.when("coordinator"))
    done = sign_offs.approve(sign_off=sign_off, paper=photo(91), **county.when("coordinator"))
    assert (done.state, done.answered_by) == ("approved", county.people["coordinator"])


def test_another_leader_does_not_sign_for_him_unless_he_was_asked_to(county: County) -> None:
    sign_off = asked_for(county)
    county.people["other"] = make_person(roles=[("leader", county.office)])
    with refuses(NotYours):
        sign_offs.approve(sign_off=sign_off, **county.when("other"))
    stand_in(county, "leader")
    assert sign_offs.approve(sign_off=sign_off, **county.when("stand_in")).state == "approved"


def test_a_voided_item_does_not_hold_up_its_list(county: County) -> None:
    sign_off, by = asked_for(county, 3), county.when("coordinator")
    first, second, third = Item.objects.order_by("pk")
    items.void(pk=first.pk, reason="重复", **by)
    items.merge(pk=second.pk, into=third.pk, reason="同一问题", **by)
    sign_offs.approve(sign_off=sign_off, **county.when("leader"))
    dispatching.dispatch(pks=[third.pk], **by)
    assert fresh(third).state == State.DISPATCHED


def test_what_waits_for_its_leader_is_not_dispatched_over_his_head(county: County) -> None:
    asked_for(county, 1)
    with refuses(SignOffMissing):
        dispatching.dispatch(pks=[Item.objects.get().pk], **county.when("coordinator"))


def test_a_list_is_of_one_ledger_and_for_a_leader(county: County) -> None:
    by = county.when("coordinator")
    item = make_items(county)[0]
    with refuses(WrongUnit, "不能审签"):
        sign_offs.ask(pks=[item.pk], leader=county.people["verifier"], **by)
    with refuses(Incomplete):
        sign_offs.ask(pks=[], leader=county.people["leader"], **by)
    other = make_county()
    foreign = make_items(other)[0]
    with refuses(Incomplete, "同一本台账"):
        sign_offs.ask(pks=[item.pk, foreign.pk], leader=county.people["leader"], **by)

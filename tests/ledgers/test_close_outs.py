"""Striking off: the two keys, what lapses a request, publicity, meetings, another office's key."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from guatu.history.models import Event as Link
from guatu.ledgers.actions import items, lapsing, look_backs, measures, reports, requests, verdicts
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.errors import (
    ChecksUnmet,
    ContentChanged,
    Incomplete,
    KeysInOneHand,
    NotNow,
    NotYours,
    PublicityRuns,
    ReasonMissing,
    WrongChoice,
    WrongDay,
    WrongUnit,
)
from guatu.ledgers.models import Assignment, CloseOut, Evidence, EvidenceUse, Item, Measure
from guatu.ledgers.queries import visibility
from tests.accounts.factories import make_office, make_person, make_unit
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    all_met,
    asked,
    closed,
    finished,
    fresh,
    ledger_with,
    photo,
    signed,
)
from tests.ledgers.refusing import refuses
from tests.repeating import repeated

State = Item.State
FRIDAY_BEFORE_QINGMING = date(2026, 4, 3)


def change(county: County, **settings: Any) -> None:
    county.ledger = ledger_with(county, **settings)


def verify(county: County, item: Item, on: date = DAY) -> CloseOut:
    return verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier", on))


@repeated
def in_publicity(county: County) -> Item:
    change(county, needs_approval=True, publicity_days=3)
    item = asked(county)
    verify(county, item)
    verdicts.approve(pk=item.pk, **county.when("leader"))
    return fresh(item)


def kinds(item: Item) -> list[str]:
    return list(Link.objects.filter(subject_kind="item", subject_id=item.pk).values_list("kind", flat=True))


# What lapses a request.


@repeated
def at_state(county: County, state: str) -> Item:
    if state == "publicity":
        return in_publicity(county)
    change(county, needs_approval=state == "approving_close")
    item = asked(county)
    if state == "approving_close":
        verify(county, item)
    return fresh(item)


@pytest.mark.parametrize("state", ["verifying", "approving_close", "publicity"])
def test_other_words_lapse_a_request_by_an_event_of_their_own(county: County, state: str) -> None:
    item = at_state(county, state)
    assert item.state == state

    items.edit(pk=item.pk, seen=item.revision, values={"title": "换个说法"}, **county.when("coordinator"))

    assert fresh(item).state == State.IN_PROGRESS
    request = item.close_outs.get()
    assert (request.state, request.ended_on) == (CloseOut.State.LAPSED, DAY)
    assert kinds(item)[-2:] == ["item.edited", "item.close_lapsed"]
    assert requests.ask(pk=item.pk, statement="按新说法也完成了", **county.when("liaison")).number == 2


def test_the_same_words_again_are_no_change(county: County) -> None:
    item = asked(county)
    by = county.when("coordinator")
    before = len(kinds(item))

    items.edit(pk=item.pk, seen=item.revision, values={"title": item.title}, **by)

    assert (fresh(item).state, len(kinds(item))) == (State.VERIFYING, before)


def test_another_measure_lapses_a_request(county: County) -> None:
    item = asked(county)
    measures.add(pk=item.pk, new=NewMeasure(text="建立巡查制度"), **county.when("coordinator"))
    assert item.close_outs.get().state == CloseOut.State.LAPSED


def behind_the_back(item: Item, what: str) -> None:
    """A change that no action made."""
    if what == "title":
        Item.objects.filter(pk=item.pk).update(title="背后改过")
    elif what == "figure":
        Measure.objects.filter(item=item).update(achieved=19)
    elif what == "report":
        Assignment.objects.filter(item=item, duty="responsible").update(progress=99)
    elif what == "unit":
        Assignment.objects.filter(item=item, duty="lead").update(state="released")
    else:
        use = EvidenceUse.objects.filter(item=item)[0]
        Evidence.objects.filter(pk=use.evidence_id).update(verdict="rejected")


@pytest.mark.parametrize("what", ["title", "figure", "report", "unit", "evidence"])
def test_no_key_turns_on_changed_content(county: County, what: str) -> None:
    keys: dict[str, Callable[[Item], object]] = {
        "verifying": lambda item: verify(county, item),
        "approving_close": lambda item: verdicts.approve(pk=item.pk, **county.when("leader")),
        "publicity": lambda item: verdicts.end_publicity(
            pk=item.pk, **county.when("coordinator", date(2026, 3, 6))
        ),
    }
    for state, key in keys.items():
        item = at_state(county, state)
        behind_the_back(item, what)
        with refuses(ContentChanged):
            key(item)

        lapsing.lapse(pk=item.pk, **county.when("coordinator"))
        assert fresh(item).state == State.IN_PROGRESS


def test_the_units_own_reviewer_does_not_pass_on_changed_content(county: County) -> None:
    item = finished(county)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    behind_the_back(item, "title")
    with refuses(ContentChanged):
        requests.review(pk=item.pk, **county.when("reviewer"))


def test_a_request_of_unchanged_content_does_not_lapse(county: County) -> None:
    item = asked(county)
    with refuses(NotNow, "没有变"):
        lapsing.lapse(pk=item.pk, **county.when("coordinator"))


def test_the_clock_lapses_what_changed_in_publicity(county: County) -> None:
    item = in_publicity(county)
    behind_the_back(item, "title")
    when = county.when("coordinator", date(2026, 3, 6)) | {"by": None}
    lapsing.lapse(pk=item.pk, **when)
    assert fresh(item).state == State.IN_PROGRESS


# Judging proofs.


def proof_of(item: Item) -> Evidence:
    return EvidenceUse.objects.filter(item=item)[0].evidence


def judge(county: County, item: Item, verdict: str, note: str = "") -> Evidence:
    evidence = proof_of(item)
    return verdicts.judge_evidence(
        evidence=evidence, verdict=verdict, note=note, pk=item.pk, **county.when("verifier")
    )


@pytest.mark.parametrize("verdict", ["counts", "shared"])
def test_a_proof_found_true_changes_nothing_that_was_asked(county: County, verdict: str) -> None:
    item = asked(county)
    judge(county, item, verdict)
    verify(county, item)
    assert fresh(item).state == State.CLOSED


def test_a_rejected_proof_ends_in_a_return_and_a_new_request(county: County) -> None:
    item = asked(county)
    judge(county, item, "rejected", "拍的不是本项目")

    with refuses(ContentChanged):
        verify(county, item)
    verdicts.send_back(pk=item.pk, remark="重拍石泉镇", judged={}, **county.when("verifier"))

    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(
        text="已重拍", achieved=row.target_share, evidence=[NewEvidence(file=photo(233), name="重拍.png")]
    )
    reports.report(assignment=row.pk, new=new, **county.when("town"))
    requests.ask(pk=item.pk, statement="照片已补", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    verify(county, item)
    assert fresh(item).state == State.CLOSED


def test_a_proof_is_rejected_with_a_reason_in_its_own_item(county: County) -> None:
    item, other = asked(county), asked(county)
    with refuses(ReasonMissing):
        judge(county, item, "rejected")
    with refuses(WrongChoice):
        judge(county, item, "good")
    with refuses(WrongUnit, "不在本事项里"):
        verdicts.judge_evidence(
            evidence=proof_of(other), verdict="counts", note="", pk=item.pk, **county.when("verifier")
        )


def test_judging_the_same_twice_is_one_event(county: County) -> None:
    item = asked(county)
    for _ in range(2):
        judge(county, item, "counts")
    assert kinds(item).count("item.evidence_judged") == 1


# The second key.


def test_the_standard_is_met_line_by_line(county: County) -> None:
    item = asked(county)
    with refuses(ChecksUnmet, "现场核对属实"):
        verdicts.verify(pk=item.pk, judged={}, **county.when("verifier"))
    line = next(iter(all_met(item)))
    with refuses(ChecksUnmet):
        verdicts.verify(pk=item.pk, judged={line: Judged("unmet", "现场没改")}, **county.when("verifier"))
    with refuses(WrongChoice):
        verdicts.verify(pk=item.pk, judged={line: Judged("fine")}, **county.when("verifier"))


def test_a_machines_word_is_not_overruled(county: County) -> None:
    """A line that the machine found met when it was asked is looked at anew when the second key turns."""
    item = asked(county)
    automatic = item.close_outs.get().results.filter(is_automatic=True)
    assert {one.outcome for one in automatic} == {"met"}
    judged = {one.check_line_id: Judged("unmet") for one in automatic} | all_met(item)
    verdicts.verify(pk=item.pk, judged=judged, **county.when("verifier"))
    assert {one.outcome for one in item.close_outs.get().results.all()} == {"met"}


def test_one_person_does_not_ask_and_review(county: County) -> None:
    both = make_person(roles=[("liaison", county.lead), ("reviewer", county.lead)])
    county.people["liaison"] = county.people["reviewer"] = both
    item = finished(county)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    with refuses(KeysInOneHand, "另一人"):
        requests.review(pk=item.pk, **county.when("reviewer"))


def test_another_offices_verifier_holds_the_key_where_the_ledger_says_so(county: County) -> None:
    desk = make_office("市督查室", unit=make_unit("市督查室"))
    county.people["outside"] = make_person(roles=[("verifier", desk)])
    item = asked(county)
    with refuses(NotYours):
        verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("outside"))

    change(county, second_office=desk)
    assert fresh(item) in visibility.items(county("outside"))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("outside"))
    request = item.close_outs.get()
    assert (request.verified_office, request.state) == (desk, CloseOut.State.CLOSED)


# The first key.


def test_nothing_is_asked_before_the_machine_finds_it_met(county: County) -> None:
    item = signed(county)
    with refuses(ChecksUnmet, "进度 0%"):
        requests.ask(pk=item.pk, statement="快好了", **county.when("liaison"))


def test_nothing_is_asked_without_words_or_standard(county: County) -> None:
    item = finished(county)
    with refuses(ReasonMissing, "完成情况"):
        requests.ask(pk=item.pk, statement=" ", **county.when("liaison"))
    bare = finished(county, standard=None)
    with refuses(Incomplete, "销号标准"):
        requests.ask(pk=bare.pk, statement="都改完了", **county.when("liaison"))


def test_a_returned_report_holds_up_the_request(county: County) -> None:
    item = finished(county)
    row = item.assignments.get(unit=county.towns[1])
    reports.send_back(report=row.reports.get(), remark="照片不清，3 日内补", **county.when("coordinator"))
    with refuses(ChecksUnmet, "尚未重报（石泉镇）"):
        requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))


# Meetings, approval, publicity.


def by_meeting(county: County, item: Item, **values: Any) -> CloseOut:
    given: dict[str, Any] = {"meeting_on": DAY, "attendees": "周行之、许听澜", "minutes": photo(7)}
    return verdicts.decide_by_meeting(pk=item.pk, **given | values | county.when("coordinator"))


def test_a_meeting_is_the_second_key(county: County) -> None:
    item = asked(county)
    request = by_meeting(county, item)
    assert (fresh(item).state, request.verified_by) == (State.CLOSED, None)
    assert {one.outcome for one in request.results.all()} == {"met"}
    assert request.results.get(is_automatic=False).note == f"{DAY} 会议研究认定"


def test_a_meeting_has_minutes_people_and_a_day_after_the_request(county: County) -> None:
    item = asked(county)
    with refuses(Incomplete, "会议纪要"):
        by_meeting(county, item, minutes=None)
    with refuses(ReasonMissing, "参会人员"):
        by_meeting(county, item, attendees=" ")
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with refuses(WrongDay, "会议日期"):
            by_meeting(county, item, meeting_on=day)


def test_a_meeting_does_not_overrule_the_machine(county: County) -> None:
    item = asked(county)
    judge(county, item, "rejected", "不是本项目")
    with refuses(ContentChanged):
        by_meeting(county, item)


def test_publicity_runs_over_working_days(county: County) -> None:
    change(county, publicity_days=3)
    item = asked(county)
    verify(county, item, on=FRIDAY_BEFORE_QINGMING)
    request = item.close_outs.get()
    assert (request.publicity_from, request.publicity_to) == (FRIDAY_BEFORE_QINGMING, date(2026, 4, 9))

    for day in (date(2026, 4, 6), date(2026, 4, 9)):
        with refuses(PublicityRuns):
            verdicts.end_publicity(pk=item.pk, **county.when("coordinator", day))
    clock = county.when("coordinator", date(2026, 4, 10)) | {"by": None}
    verdicts.end_publicity(pk=item.pk, **clock)
    assert fresh(item).closed_on == date(2026, 4, 10)
    with refuses(NotNow):
        verdicts.end_publicity(pk=item.pk, **clock)


def test_an_objection_ends_publicity(county: County) -> None:
    item = in_publicity(county)
    with refuses(ReasonMissing):
        verdicts.object_in_publicity(pk=item.pk, words="", **county.when("coordinator"))
    verdicts.object_in_publicity(pk=item.pk, words="还有 2 处没改", **county.when("coordinator"))
    assert (fresh(item).state, fresh(item).times_returned) == (State.IN_PROGRESS, 1)


def test_a_leader_who_declines_says_why(county: County) -> None:
    change(county, needs_approval=True)
    item = asked(county)
    verify(county, item)
    with refuses(ReasonMissing):
        verdicts.decline(pk=item.pk, remark=" ", **county.when("leader"))
    verdicts.decline(pk=item.pk, remark="群众不满意", **county.when("leader"))
    assert item.close_outs.get().remark == "群众不满意"


def test_done_twice_is_refused(county: County) -> None:
    item = closed(county)
    with refuses(NotNow, "已销号"):
        verify(county, item)
    with refuses(NotNow):
        requests.withdraw(pk=item.pk, **county.when("liaison"))


def test_a_reopened_item_may_be_struck_off_on_the_same_day(county: County) -> None:
    item = closed(county)
    look_backs.reopen(pk=item.pk, finding="又有 2 处", deadline=DEADLINE, **county.when("verifier"))
    requests.ask(pk=item.pk, statement="2 处已改", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    verify(county, item)
    assert (fresh(item).state, fresh(item).times_reopened) == (State.CLOSED, 1)

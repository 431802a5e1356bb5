"""What a meeting decided is reported back at the next one until it is closed; a meeting as second key."""

from datetime import date, timedelta
from typing import Any

import pytest

from guatu.history import store
from guatu.history.models import Enclosure
from guatu.history.rebuilding import check
from guatu.ledgers.actions import (
    directives,
    items,
    meeting_topics,
    meetings,
    redactions,
    reports,
    verdicts,
)
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import Incomplete, MeetingIsNoKey, NotNow, NotYours, WrongDay
from guatu.ledgers.intake import minutes
from guatu.ledgers.models import Directive, Draft, Item, Meeting
from guatu.ledgers.queries import meetings as queries
from guatu.ledgers.queries.meetings import Decided
from tests.accounts.factories import make_office, make_person, make_unit, moment
from tests.ledgers.factories import (
    DAY,
    County,
    all_met,
    asked,
    dispatched,
    fresh,
    make_items,
    photo,
    signed,
)
from tests.ledgers.meeting_factories import filed, held, planned, put
from tests.ledgers.refusing import refuses

WEEK = timedelta(days=7)
SECOND, THIRD = DAY + WEEK, DAY + 2 * WEEK


def minutes_of(county: County, meeting: Meeting | None) -> Directive:
    """The minutes as a document that came in."""
    given: dict[str, Any] = {"kind": "minutes", "meeting": meeting, "ledger": county.ledger}
    return directives.receive(office=county.office, title="会议纪要", **given, **county.when("coordinator"))


def told(county: County, meeting: Meeting, on: date, who: str = "coordinator") -> list[Decided]:
    return queries.report_back(county(who, on), meeting, on=on)


def decided(county: County, meeting: Meeting, item: Item, words: str = "月底前办结") -> None:
    topic = put(county, meeting, item)
    meeting_topics.decide(topic=topic, decision=words, **county.when("coordinator"))


def strike_off(county: County, item: Item, on: date = DAY) -> None:
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier", on))


def test_the_next_meeting_hears_what_the_last_one_decided(county: County) -> None:
    first = filed(county)
    entered = make_items(county, directive=minutes_of(county, first))[0]
    studied = signed(county)
    other = put(county, planned(county, kind="joint", name="联席会议"))
    assert other.item_id not in (entered.pk, studied.pk)
    second = held(county, on=SECOND, meets_on=SECOND)
    decided_late = dispatched(county)
    topic = meeting_topics.put(meeting=second, items=[studied.pk], **county.when("coordinator", SECOND))[0]
    meeting_topics.decide(topic=topic, decision="限期一周", **county.when("coordinator", SECOND))

    assert told(county, first, DAY) == []
    assert [one.item for one in told(county, second, SECOND)] == [entered]
    third = planned(county, on=SECOND, meets_on=THIRD)
    heard = told(county, third, SECOND)
    assert [(one.item, one.meeting, one.words, one.is_carried) for one in heard] == [
        (entered, first, "", True),
        (studied, second, "限期一周", False),
    ]
    assert decided_late not in [one.item for one in heard]


def test_what_was_closed_is_told_once_and_what_is_open_is_carried_over(county: County) -> None:
    first = held(county)
    ready, slow = asked(county), signed(county)
    decided(county, first, ready)
    decided(county, first, slow)
    strike_off(county, ready, DAY + timedelta(days=2))
    second = held(county, on=SECOND, meets_on=SECOND)
    third = planned(county, on=SECOND, meets_on=THIRD)

    heard = told(county, second, SECOND)
    assert [(one.item, one.stands.is_over) for one in heard] == [(slow, False), (ready, True)]
    assert [one.item for one in told(county, third, SECOND)] == [slow]


def test_a_meeting_that_was_held_keeps_telling_what_its_day_saw(county: County) -> None:
    first = held(county)
    item = asked(county)
    decided(county, first, item)
    second = held(county, on=SECOND, meets_on=SECOND)
    strike_off(county, item, SECOND + timedelta(days=1))
    late = make_items(county, directive=minutes_of(county, first))[0]
    Item.objects.filter(pk=late.pk).update(last_at=moment(THIRD))

    stood = told(county, second, THIRD)
    assert stood[0].stands.state == "verifying"
    assert not stood[0].stands.is_over


def test_a_meeting_to_come_is_told_of_a_past_day_too(county: County) -> None:
    first, item = held(county), asked(county)
    decided(county, first, item)
    third = planned(county, on=DAY, meets_on=THIRD)
    strike_off(county, item, SECOND)
    who = county("coordinator", THIRD)

    now = queries.report_back(who, third, on=THIRD)
    before = queries.report_back(who, third, on=THIRD, day=DAY)
    assert [one.state_words for one in (*now, *before)] == ["已销号", "核查中"]


def test_the_latest_report_that_counts_is_told_with_it(county: County) -> None:
    first = held(county)
    item = signed(county)
    decided(county, first, item)
    row = item.assignments.get(unit=county.towns[0])
    for on, text in ((DAY, "开工"), (DAY + timedelta(days=3), "完成 2 处"), (SECOND, "完成 5 处")):
        reports.report(
            assignment=row.pk, new=NewReport(text=text, achieved=row.achieved), **county.when("town", on)
        )
    second = held(county, on=DAY + timedelta(days=4), meets_on=DAY + timedelta(days=4))

    report = told(county, second, THIRD)[0].report
    assert report is not None
    assert (report.text, report.unit) == ("完成 2 处", county.towns[0])
    assert [one.item for one in told(county, second, THIRD, "town")] == [item]
    assert told(county, second, THIRD, "stranger") == []


def test_an_item_knows_the_meetings_that_decided_about_it(county: County) -> None:
    first = filed(county)
    item = make_items(county, directive=minutes_of(county, first))[0]
    assert queries.of_item(county("coordinator"), item) == [(first, "")]
    assert list(queries.entered(county("coordinator"), first)) == [item]
    assert queries.of_item(county("stranger"), item) == []


def test_an_item_that_was_voided_is_not_carried_over(county: County) -> None:
    first = held(county)
    item = dispatched(county)
    decided(county, first, item)
    items.void(pk=item.pk, reason="重复", **county.when("coordinator"))
    held(county, on=SECOND, meets_on=SECOND)
    third = planned(county, on=SECOND, meets_on=THIRD)
    assert told(county, third, SECOND) == []


# Minutes into the intake.


def paper(county: County, meeting: Meeting, name: str = "会议纪要.docx") -> Meeting:
    file = store.put("会议纪要，议定两件事".encode(), name=name, at=moment(DAY))
    return meetings.file_minutes(meeting=meeting, minutes=file, name=name, **county.when("coordinator"))


def test_filed_minutes_are_taken_in_and_their_draft_knows_the_meeting(county: County) -> None:
    meeting, by = held(county), county.when("coordinator")
    with refuses(NotNow, "已召开.*不能读纪要"):
        minutes.take_in(meeting=meeting, ledger=county.ledger, **by)
    meeting = paper(county, meeting)
    with refuses(NotYours, "督办员"):
        minutes.take_in(meeting=meeting, ledger=county.ledger, **county.when("leader"))
    draft = minutes.take_in(meeting=meeting, ledger=county.ledger, **by)

    assert (draft.meeting, draft.state, draft.ledger) == (meeting, "waiting", county.ledger)
    with refuses(NotNow, "已读成草稿"):
        minutes.take_in(meeting=meeting, ledger=county.ledger, **by)


def test_minutes_that_came_in_before_are_not_read_twice(county: County) -> None:
    meeting, by = paper(county, held(county)), county.when("coordinator")
    known = minutes_of(county, None)
    draft = Draft.objects.create(
        office=county.office, directive=known, sha256=str(meeting.minutes_id), state="ready"
    )
    assert minutes.take_in(meeting=meeting, ledger=None, **by).pk == draft.pk
    known.refresh_from_db()
    assert known.meeting == meeting


# The second key.


def close_by(county: County, item: Item, meeting: Meeting | None, on: date = SECOND, **values: Any) -> None:
    verdicts.decide_by_meeting(pk=item.pk, meeting=meeting, **values, **county.when("coordinator", on))


def test_a_recorded_meeting_is_the_second_key_and_speaks_for_itself(county: County) -> None:
    item = asked(county)
    meeting = held(county, on=SECOND, meets_on=SECOND)
    put(county, meeting, item, on=SECOND)
    meeting = filed(county, meeting, on=SECOND)
    close_by(county, item, meeting)

    request = item.close_outs.get()
    assert (fresh(item).state, request.meeting, request.meeting_on) == ("closed", meeting, SECOND)
    assert request.meeting_attendees == "分管副县长（主持）、县供电公司（副总经理）、双桥镇（副镇长）"
    assert request.meeting_minutes == meeting.minutes
    with refuses(NotNow, "已据此会议研究销号"):
        meetings.replace_minutes(
            meeting=meeting, minutes=photo(9), name="x", reason="x", **county.when("coordinator", SECOND)
        )


def test_what_the_meeting_says_is_not_typed_again(county: County) -> None:
    item = asked(county)
    meeting = held(county, on=SECOND, meets_on=SECOND)
    put(county, meeting, item, on=SECOND)
    filed(county, meeting, on=SECOND)
    for typed in ({"meeting_on": SECOND}, {"attendees": "周行之"}, {"minutes": photo(1)}):
        with refuses(WrongDay, "请不要另填"):
            close_by(county, item, meeting, **typed)
    with refuses(WrongDay, "已登记，请直接选"):
        close_by(county, item, None, meeting_on=SECOND, attendees="周行之", minutes=photo(1))
    close_by(county, item, None, meeting_on=SECOND - timedelta(days=1), attendees="周行之", minutes=photo(1))


def test_a_meeting_that_cannot_be_the_key_says_why(county: County) -> None:
    item = asked(county)
    to_come = planned(county, on=SECOND, meets_on=THIRD)
    put(county, to_come, item, on=SECOND)
    unfiled = held(county, on=SECOND, meets_on=SECOND)
    put(county, unfiled, item, on=SECOND)
    before_it = filed(county, on=DAY, meets_on=DAY - WEEK)
    strange = filed(county, on=SECOND, kind="topic", name="专题会", meets_on=SECOND)
    cases = [
        (to_come, "还没有召开"),
        (unfiled, "还没有归档纪要"),
        (before_it, "早于 2026-03-02 的销号申请"),
        (strange, f"没有研究过 {item.number}"),
    ]
    for meeting, why in cases:
        with refuses(MeetingIsNoKey, why):
            close_by(county, item, meeting)
    office = make_office("县发改局", unit=make_unit("县发改局", division=county.office.unit.division))
    strange.series.office = office
    strange.series.save()
    with refuses(MeetingIsNoKey, "不是本办公室的会议"):
        close_by(county, item, strange)


def test_a_meeting_that_heard_the_item_as_a_report_back_may_be_the_key(county: County) -> None:
    first = filed(county)
    item = make_items(county, directive=minutes_of(county, first))[0]
    assert not list(queries.keys_for(asked(county), since=DAY))
    assert queries.had_before_it(held(county, on=SECOND, meets_on=SECOND), item.pk)
    assert not queries.had_before_it(first, item.pk)


def test_a_typed_meeting_lacks_nothing(county: County) -> None:
    item = asked(county)
    with refuses(Incomplete, "会议日期"):
        close_by(county, item, None, attendees="周行之", minutes=photo(1))


@pytest.mark.parametrize("name", ["leader", "verifier", "liaison"])
def test_only_a_coordinator_names_the_meeting(county: County, name: str) -> None:
    item = asked(county)
    meeting = held(county)
    put(county, meeting, item)
    filed(county, meeting)
    with refuses(NotYours):
        verdicts.decide_by_meeting(pk=item.pk, meeting=meeting, **county.when(name))


def test_the_rows_are_what_the_events_tell(county: County) -> None:
    meeting = filed(county)
    directive = minutes_of(county, meeting)
    make_items(county, directive=directive)
    item = asked(county)
    second = held(county, on=SECOND, meets_on=SECOND)
    put(county, second, item, on=SECOND)
    filed(county, second, on=SECOND)
    close_by(county, item, second)
    assert check().left == []


def test_minutes_that_were_redacted_are_no_key_and_leave_the_meeting_filed(county: County) -> None:
    item = asked(county)
    meeting = held(county)
    put(county, meeting, item)
    meeting = filed(county, meeting)
    county.people["second"] = make_person("宋守拙", roles=[("administrator", county.office)])
    keys = Enclosure.objects.filter(file=meeting.minutes).values_list("pk", flat=True)
    when = {"at": moment(DAY)}
    redaction = redactions.ask(
        enclosures=list(keys), reason="纪要写有不应公开的内容", by=county("administrator"), **when
    )
    redactions.confirm(redaction=redaction, by=county("second"), **when)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes) == ("filed", None)
    assert list(queries.keys_for(item, since=DAY)) == []
    with refuses(MeetingIsNoKey, "纪要已从留痕中删除"):
        close_by(county, item, meeting, DAY)
    assert check().left == []

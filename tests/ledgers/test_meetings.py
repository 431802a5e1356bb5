"""Meetings: planned, held, filed; who sees them; what they put on record, and what they refuse."""

from datetime import date, timedelta
from typing import Any

import pytest

from guatu.history.models import Event as Link
from guatu.ledgers.actions import meeting_topics, meetings
from guatu.ledgers.actions.meetings import Came, NewMeeting
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, ReasonMissing, WrongChoice, WrongDay, WrongUnit
from guatu.ledgers.models import Attendance, Item, Meeting
from guatu.ledgers.queries import meetings as queries
from tests.accounts.factories import make_office, make_person, make_unit
from tests.ledgers.factories import DAY, County, closed, dispatched, make_items, photo
from tests.ledgers.meeting_factories import all_came, filed, held, planned, put
from tests.ledgers.refusing import refuses

LATER = DAY + timedelta(days=7)
OTHER: Any = {"chair": "x", "starts": "", "place": "", "units": []}


def kinds() -> list[str]:
    return list(Link.objects.filter(subject_kind="meeting").order_by("pk").values_list("kind", flat=True))


def test_a_meeting_is_planned_held_and_filed_and_the_chain_says_so(county: County) -> None:
    meeting = filed(county)

    assert (meeting.state, meeting.title) == ("filed", "整改工作调度会（2026年第1次）")
    assert kinds() == ["meeting.planned", "meeting.held", "meeting.minutes_filed"]
    assert [(one.unit.name, one.status, one.post) for one in meeting.attendances.order_by("pk")] == [
        ("县供电公司", "present", "副总经理"),
        ("双桥镇", "present", "副镇长"),
    ]


def test_meetings_of_a_series_are_numbered_within_their_year(county: County) -> None:
    first, second = planned(county), planned(county, meets_on=LATER)
    other = planned(county, kind="joint", name="整改工作联席会议")
    next_year = planned(county, meets_on=date(2027, 1, 5))

    assert [one.number for one in (first, second, other, next_year)] == [1, 2, 1, 1]
    assert first.series_id == second.series_id == next_year.series_id != other.series_id


def test_a_meeting_that_was_called_off_gives_its_number_free(county: County) -> None:
    meeting = planned(county)
    meetings.cancel(meeting=meeting, reason="与全县会议冲突", **county.when("coordinator"))

    assert planned(county).number == 1
    with refuses(NotNow, "已取消.*不能取消"):
        meetings.cancel(meeting=meeting, reason="再取消", **county.when("coordinator"))
    with refuses(NotNow, "已取消.*不能登记开会"):
        meetings.hold(meeting=meeting, came=all_came(county), **county.when("coordinator"))


def test_a_meeting_moves_to_another_day_and_asks_other_units(county: County) -> None:
    meeting = planned(county)
    given: dict[str, Any] = {"chair": "常务副县长", "starts": "15:00", "place": "县政府三楼会议室"}
    units = [county.towns[0].pk, county.towns[1].pk]
    moved = meetings.change(
        meeting=meeting, meets_on=date(2027, 1, 4), units=units, **given, **county.when("coordinator")
    )

    assert (moved.year, moved.number, moved.chair, moved.starts) == (2027, 1, "常务副县长", "15:00")
    statuses = {one.unit_id: one.status for one in moved.attendances.all()}
    invited = Attendance.Status.INVITED
    assert statuses == {county.lead.pk: "dropped", units[0]: invited, units[1]: invited}
    before = Link.objects.count()
    meetings.change(
        meeting=moved, meets_on=moved.meets_on, units=units, **given, **county.when("coordinator")
    )
    assert Link.objects.count() == before


def test_planning_refuses_what_is_not_said(county: County) -> None:
    with refuses(ReasonMissing, "会议名称"):
        planned(county, name=" ")
    with refuses(ReasonMissing, "主持人"):
        planned(county, chair=" ")
    with refuses(WrongChoice, "会议类型"):
        planned(county, kind="party")
    with refuses(WrongUnit, "所选单位不存在"):
        planned(county, units=[987654])
    planned(county)
    with refuses(WrongDay, "已有“整改工作调度会（2026年第1次）”"):
        planned(county)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("name", ["liaison", "verifier", "leader", "inspector", "administrator", "stranger"])
def test_only_a_coordinator_of_the_office_keeps_its_meetings(county: County, name: str) -> None:
    meeting = held(county)
    topic = put(county, meeting)
    who = county.when(name)
    new = NewMeeting(kind="dispatch", name="另一个会", meets_on=DAY, chair="某领导")
    for deed in (
        lambda: meetings.plan(office=county.office, new=new, **who),
        lambda: meetings.cancel(meeting=meeting, reason="x", **who),
        lambda: meetings.hold(meeting=meeting, came={}, **who),
        lambda: meetings.correct_attendance(meeting=meeting, came={}, reason="x", **who),
        lambda: meetings.file_minutes(meeting=meeting, minutes=photo(1), name="纪要.docx", **who),
        lambda: meeting_topics.put(meeting=meeting, items=[topic.item_id], **who),
        lambda: meeting_topics.withdraw(topic=topic, **who),
        lambda: meeting_topics.decide(topic=topic, decision="同意", **who),
    ):
        with refuses(NotYours, "督办员"):
            deed()


def test_a_meeting_is_not_held_before_its_day_nor_twice(county: County) -> None:
    meeting = planned(county, meets_on=LATER)
    with refuses(WrongDay, "还没有到"):
        meetings.hold(meeting=meeting, came=all_came(county), **county.when("coordinator"))

    meetings.hold(meeting=meeting, came=all_came(county), meets_on=DAY, **county.when("coordinator"))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.meets_on) == ("held", DAY)
    with refuses(NotNow, "已召开.*不能登记开会"):
        meetings.hold(meeting=meeting, came=all_came(county), **county.when("coordinator"))
    with refuses(NotNow, "已召开.*不能调整"):
        meetings.change(
            meeting=meeting,
            meets_on=LATER,
            chair="x",
            starts="",
            place="",
            units=[],
            **county.when("coordinator"),
        )


def test_of_every_unit_that_was_asked_it_is_said_whether_it_came(county: County) -> None:
    meeting = planned(county)
    came = all_came(county)
    del came[county.towns[0].pk]
    with refuses(Incomplete, "双桥镇的到会情况"):
        meetings.hold(meeting=meeting, came=came, **county.when("coordinator"))
    with refuses(WrongChoice, "双桥镇的到会情况"):
        came[county.towns[0].pk] = Came(status="invited")
        meetings.hold(meeting=meeting, came=came, **county.when("coordinator"))
    with refuses(Incomplete, "双桥镇代会人员的职务"):
        came[county.towns[0].pk] = Came(status="deputed")
        meetings.hold(meeting=meeting, came=came, **county.when("coordinator"))

    came[county.towns[0].pk] = Came(status="leave", post="不该留下")
    came[county.towns[1].pk] = Came(status="deputed", post="党政办主任")
    meetings.hold(meeting=meeting, came=came, **county.when("coordinator"))
    told = {one.unit.name: (one.status, one.post) for one in meeting.attendances.all()}
    assert told["双桥镇"] == ("leave", "")
    assert told["石泉镇"] == ("deputed", "党政办主任")


def test_attendance_is_put_right_with_a_reason_and_the_first_word_stays_in_the_trail(county: County) -> None:
    meeting = filed(county)
    town = county.towns[0].pk
    came = {town: Came(status="absent")}
    by = county.when("coordinator")
    to_come = planned(county, meets_on=LATER)
    with refuses(NotNow, "待召开"):
        meetings.correct_attendance(meeting=to_come, came=came, reason="x", **by)
    with refuses(ReasonMissing, "更正理由"):
        meetings.correct_attendance(meeting=meeting, came=came, reason=" ", **by)
    meetings.correct_attendance(meeting=meeting, came=came, reason="签到表核对有误", **by)

    assert meeting.attendances.get(unit=town).status == "absent"
    assert kinds()[-1] == "meeting.attendance_corrected"
    with refuses(Incomplete, "没有改动"):
        meetings.correct_attendance(meeting=meeting, came=came, reason="再更正", **by)


def test_minutes_are_filed_once_and_only_of_a_meeting_that_was_held(county: County) -> None:
    by = county.when("coordinator")
    meeting = planned(county)
    with refuses(NotNow, "待召开.*不能归档纪要"):
        meetings.file_minutes(meeting=meeting, minutes=photo(1), name="纪要.docx", **by)
    meetings.hold(meeting=meeting, came=all_came(county), **by)
    with refuses(Incomplete, "会议纪要文件"):
        meetings.file_minutes(meeting=meeting, minutes=None, name="", **by)
    meetings.file_minutes(meeting=meeting, minutes=photo(1), name="纪要.docx", **by)
    with refuses(NotNow, "纪要已归档.*不能归档纪要"):
        meetings.file_minutes(meeting=meeting, minutes=photo(2), name="纪要.docx", **by)


def test_a_wrong_file_is_replaced_with_a_reason(county: County) -> None:
    meeting, by = filed(county), county.when("coordinator")
    assert meeting.minutes is not None
    with refuses(Incomplete, "另一份"):
        meetings.replace_minutes(
            meeting=meeting, minutes=meeting.minutes, name="纪要.docx", reason="错", **by
        )
    with refuses(ReasonMissing, "更换理由"):
        meetings.replace_minutes(meeting=meeting, minutes=photo(42), name="纪要.docx", reason="", **by)
    new = meetings.replace_minutes(
        meeting=meeting, minutes=photo(42), name="定稿.docx", reason="归档的是征求意见稿", **by
    )
    assert (new.minutes, new.minutes_name) == (photo(42), "定稿.docx")
    other = held(county, meets_on=DAY - timedelta(days=7))
    with refuses(NotNow, "已召开.*不能更换纪要"):
        meetings.replace_minutes(meeting=other, minutes=photo(1), name="x", reason="x", **by)


# Topics.


def test_an_item_is_put_before_a_meeting_and_the_decision_recorded(county: County) -> None:
    meeting = held(county)
    topic = put(county, meeting)
    meeting_topics.decide(topic=topic, decision="由县供电公司月底前拿出方案", **county.when("coordinator"))

    topic.refresh_from_db()
    assert (topic.position, topic.decision) == (1, "由县供电公司月底前拿出方案")
    assert kinds()[-2:] == ["meeting.topic_put", "meeting.topic_decided"]
    with refuses(NotNow, "已在议题中"):
        meeting_topics.put(meeting=meeting, items=[topic.item_id], **county.when("coordinator"))
    with refuses(NotNow, "已记录议定意见.*不能撤下"):
        meeting_topics.withdraw(topic=topic, **county.when("coordinator"))


def test_a_topic_that_was_withdrawn_comes_back_to_its_place(county: County) -> None:
    meeting, by = planned(county), county.when("coordinator")
    first, second = put(county, meeting), put(county, meeting)
    meeting_topics.withdraw(topic=first, **by)
    with refuses(NotNow, "已撤下"):
        meeting_topics.withdraw(topic=first, **by)
    assert [one.pk for one in queries.topics(county("coordinator"), meeting)] == [second.pk]

    meeting_topics.put(meeting=meeting, items=[first.item_id], **by)
    assert [one.position for one in queries.topics(county("coordinator"), meeting)] == [1, 2]


def test_topics_are_open_items_of_the_office(county: County) -> None:
    meeting, by = planned(county), county.when("coordinator")
    draft, over = make_items(county)[0], closed(county)
    with refuses(NotNow, "草稿.*不能上会研究"):
        meeting_topics.put(meeting=meeting, items=[draft.pk], **by)
    with refuses(NotNow, "已销号.*不能上会研究"):
        meeting_topics.put(meeting=meeting, items=[over.pk], **by)
    for items in ([], [987654]):
        with refuses(WrongUnit, "本办公室台账"):
            meeting_topics.put(meeting=meeting, items=items, **by)


def test_decisions_are_recorded_after_the_meeting_and_stay_once_the_minutes_are_filed(county: County) -> None:
    by = county.when("coordinator")
    early = put(county, planned(county, meets_on=LATER))
    with refuses(NotNow, "待召开.*不能记录议定意见"):
        meeting_topics.decide(topic=early, decision="同意", **by)
    meeting = held(county)
    topic = put(county, meeting)
    with refuses(ReasonMissing, "议定意见"):
        meeting_topics.decide(topic=topic, decision=" ", **by)
    meeting_topics.decide(topic=topic, decision="同意", **by)
    filed(county, meeting)
    late = dispatched(county)
    with refuses(NotNow, "纪要已归档.*不能改议定意见"):
        meeting_topics.decide(topic=topic, decision="不同意", **by)
    with refuses(NotNow, "纪要已归档.*不能增加议题"):
        meeting_topics.put(meeting=meeting, items=[late.pk], **by)


# Who sees them.


def seen(county: County, name: str) -> int:
    return queries.visible(county(name)).count()


def test_the_office_and_the_units_that_were_asked_see_a_meeting(county: County) -> None:
    meeting = held(county)
    counts = {name: seen(county, name) for name in county.people}
    others = {"other_town": 0, "stranger": 0}
    assert counts == dict.fromkeys(county.people, 1) | others

    office = make_office("县发改局", unit=make_unit("县发改局", division=county.office.unit.division))
    county.people["elsewhere"] = make_person("邻办督办", roles=[("coordinator", office)])
    assert seen(county, "elsewhere") == 0
    assert queries.sees_all(county("coordinator"), meeting)
    assert queries.sees_all(county("inspector"), meeting)
    assert not queries.sees_all(county("town"), meeting)


def test_a_unit_sees_its_own_line_and_the_items_that_concern_it(county: County) -> None:
    meeting = held(county)
    topic = put(county, meeting)
    assert [one.unit.name for one in queries.attendances(county("town"), meeting)] == ["双桥镇"]
    assert queries.attendances(county("leader"), meeting).count() == 2
    assert [one.pk for one in queries.topics(county("town"), meeting)] == [topic.pk]
    Item.objects.get(pk=topic.item_id).assignments.filter(unit=county.towns[0]).update(state="released")
    assert not queries.topics(county("town"), meeting)


def test_a_unit_that_was_taken_off_the_list_sees_nothing_more(county: County) -> None:
    meeting = planned(county)
    given: dict[str, Any] = {"meets_on": DAY, "chair": "x", "starts": "", "place": ""}
    meetings.change(meeting=meeting, units=[county.lead.pk], **given, **county.when("coordinator"))
    assert (seen(county, "liaison"), seen(county, "town")) == (1, 0)

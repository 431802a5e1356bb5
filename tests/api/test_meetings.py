"""Programs look at meetings, hear what is reported back, and name one as the second key."""

from datetime import date

from guatu.api.operations.meetings import MeetingsTold, MeetingWhole
from guatu.ledgers.actions import meeting_topics
from tests.api.conftest import Programs, SetDay, problem
from tests.ledgers.factories import DAY, County, asked, signed
from tests.ledgers.meeting_factories import filed, held, planned, put

SECOND = date(2026, 3, 9)


def test_meetings_are_told_to_who_sees_them(county: County, program: Programs) -> None:
    meeting = held(county)
    to_come = planned(county, meets_on=SECOND)
    one = program("coordinator", "read")
    told = MeetingsTold.model_validate(one.get("/meetings").json()).meetings

    assert [(row.id, row.state, row.number) for row in told] == [
        (to_come.pk, "planned", 2),
        (meeting.pk, "held", 1),
    ]
    assert [row["id"] for row in one.get("/meetings", {"state": "held"}).json()["meetings"]] == [meeting.pk]
    assert len(one.get("/meetings", {"series": meeting.series_id, "limit": 1}).json()["meetings"]) == 1
    assert problem(one.get("/meetings", {"room": 1})) == (422, "malformed")
    assert program("stranger", "read").get("/meetings").json() == {"meetings": []}


def test_one_meeting_tells_who_came_and_what_it_hears(county: County, program: Programs, day: SetDay) -> None:
    first, item = held(county), signed(county)
    topic = put(county, first, item)
    meeting_topics.decide(topic=topic, decision="月底前办结", **county.when("coordinator"))
    second = planned(county, on=SECOND, meets_on=SECOND)
    day(SECOND)
    one = program("coordinator", "read")

    told = MeetingWhole.model_validate(one.get(f"/meetings/{first.pk}").json())
    assert [(row.unit.name, row.status) for row in told.attendances] == [
        ("县供电公司", "present"),
        ("双桥镇", "present"),
    ]
    assert [(row.item.number, row.decision) for row in told.topics] == [(item.number, "月底前办结")]
    heard = MeetingWhole.model_validate(one.get(f"/meetings/{second.pk}").json()).report_back
    assert [(row.item.id, row.meeting_id, row.words, row.state) for row in heard] == [
        (item.pk, first.pk, "月底前办结", "in_progress")
    ]
    town = program("town", "read").get(f"/meetings/{first.pk}").json()
    assert [row["unit"]["name"] for row in town["attendances"]] == ["双桥镇"]
    assert problem(program("stranger", "read").get(f"/meetings/{first.pk}")) == (404, "absent")
    assert problem(one.get("/meetings/987654")) == (404, "absent")


def test_a_program_names_a_recorded_meeting(county: County, program: Programs) -> None:
    item, meeting = asked(county), held(county)
    put(county, meeting, item)
    where, one = f"/items/{item.pk}/acts/close_by_meeting", program("coordinator")
    assert problem(one.post(where, {"meeting_id": meeting.pk})) == (422, "meeting_is_no_key")
    filed(county, meeting)
    assert problem(one.post(where, {"meeting_id": 987654})) == (422, "malformed")
    assert problem(one.post(where, {"meeting_id": meeting.pk, "meeting_on": str(DAY)})) == (422, "wrong_day")
    assert one.post(where, {"meeting_id": meeting.pk}).status_code == 200
    item.refresh_from_db()
    assert item.state == "closed"

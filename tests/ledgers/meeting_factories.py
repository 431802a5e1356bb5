"""Meetings on their way, made by the actions themselves."""

from datetime import date
from typing import Any

from guatu.ledgers.actions import meeting_topics, meetings
from guatu.ledgers.actions.meetings import Came, NewMeeting
from guatu.ledgers.models import Item, Meeting, MeetingTopic
from tests.ledgers.factories import DAY, County, dispatched, photo
from tests.repeating import repeated


@repeated
def planned(county: County, *, on: date = DAY, **values: Any) -> Meeting:
    """A meeting to which the company and a town are asked."""
    given: dict[str, Any] = {
        "kind": "dispatch",
        "name": "整改工作调度会",
        "meets_on": on,
        "chair": "分管副县长",
        "place": "县政府二楼会议室",
        "units": [county.lead.pk, county.towns[0].pk],
    }
    new = NewMeeting(**(given | values))
    return meetings.plan(office=county.office, new=new, **county.when("coordinator", on))


def all_came(county: County) -> dict[int, Came]:
    """Both came."""
    return {
        county.lead.pk: Came(status="present", post="副总经理"),
        county.towns[0].pk: Came(status="present", post="副镇长"),
    }


@repeated
def held(county: County, *, on: date = DAY, **values: Any) -> Meeting:
    """A meeting that was held."""
    meeting = planned(county, on=on, **values)
    return meetings.hold(meeting=meeting, came=all_came(county), **county.when("coordinator", on))


@repeated
def filed(county: County, meeting: Meeting | None = None, *, on: date = DAY, **values: Any) -> Meeting:
    """A meeting with its minutes."""
    meeting = meeting or held(county, on=on, **values)
    number = 100 + meeting.number
    return meetings.file_minutes(
        meeting=meeting, minutes=photo(number), name="会议纪要.docx", **county.when("coordinator", on)
    )


@repeated
def put(county: County, meeting: Meeting, item: Item | None = None, *, on: date = DAY) -> MeetingTopic:
    """An item on the agenda."""
    chosen = item or dispatched(county)
    return meeting_topics.put(meeting=meeting, items=[chosen.pk], **county.when("coordinator", on))[0]

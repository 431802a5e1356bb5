"""Units asked to a meeting are told when it is planned, moved or called off, and read of it what they may."""

from datetime import timedelta
from typing import Any

from guatu.ledgers.actions import meetings
from guatu.ledgers.models import Meeting
from guatu.ledgers.queries import notices as told_of
from guatu.notices import queries
from tests.ledgers.factories import DAY, County
from tests.ledgers.meeting_factories import all_came, planned

LATER = DAY + timedelta(days=7)


def told(county: County, name: str) -> list[tuple[str, bool]]:
    """What somebody was told of, and whether it waits still."""
    found = queries.of_person(county.people[name].pk)
    return [(one.kind, one.waits) for one in reversed(found)]


def said(county: County, name: str) -> list[tuple[str, str, bool]]:
    """The latest of it as he reads it now: title, words, whether it leads anywhere."""
    rows = list(queries.of_person(county.people[name].pk))
    found = told_of.told(county(name), rows)
    return [(one.meeting.title if one.meeting else "", one.words, one.is_in_sight) for one in found]


def change(county: County, meeting: Meeting, **values: Any) -> Meeting:
    given: dict[str, Any] = {
        "meets_on": meeting.meets_on,
        "chair": meeting.chair,
        "starts": meeting.starts,
        "place": meeting.place,
        "units": [county.lead.pk, county.towns[0].pk],
    }
    return meetings.change(meeting=meeting, **(given | values), **county.when("coordinator"))


def test_units_that_are_asked_are_told_when_and_where(county: County) -> None:
    planned(county, starts="15:00")

    assert told(county, "liaison") == told(county, "town") == [("meeting_planned", True)]
    assert told(county, "other_town") == told(county, "coordinator") == []
    title, words, leads = said(county, "town")[0]
    assert title == "整改工作调度会（2026年第1次）"
    assert (words, leads) == (f"{DAY.month}月{DAY.day}日 15:00 县政府二楼会议室", True)


def test_a_move_is_told_and_the_earlier_word_waits_no_more(county: County) -> None:
    meeting = change(county, planned(county), meets_on=LATER)

    assert told(county, "town") == [("meeting_planned", False), ("meeting_changed", True)]
    assert said(county, "town")[0][1].startswith(f"{LATER.month}月{LATER.day}日")
    change(county, meeting, meets_on=LATER)
    assert len(told(county, "town")) == 2


def test_who_is_asked_later_or_no_more_is_told_alone(county: County) -> None:
    meeting = planned(county)
    change(county, meeting, units=[county.lead.pk, county.towns[1].pk])

    assert told(county, "other_town") == [("meeting_planned", True)]
    assert told(county, "liaison") == [("meeting_planned", True)]
    assert told(county, "town") == [("meeting_planned", False), ("meeting_dropped", True)]
    assert said(county, "town")[0] == (meeting.title, "", False)


def test_a_meeting_called_off_is_told_with_its_reason(county: County) -> None:
    meeting = planned(county)
    meetings.cancel(meeting=meeting, reason="与县委常委会冲突", **county.when("coordinator"))

    assert told(county, "liaison") == [("meeting_planned", False), ("meeting_cancelled", True)]
    assert said(county, "liaison")[0][1] == "与县委常委会冲突"


def test_a_meeting_that_was_held_needs_no_notice(county: County) -> None:
    meetings.hold(meeting=planned(county), came=all_came(county), **county.when("coordinator"))

    assert told(county, "town") == [("meeting_planned", False)]

"""The agenda of a meeting: items put on it, taken off it, and what was decided about them."""

from typing import Annotated

from django.http import HttpResponse
from pydantic import Field

from guatu.api.operations import meetings
from guatu.api.operations.meeting_acts import done, kept, post
from guatu.api.shapes.base import Given, Id, Words
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import meeting_topics as deeds
from guatu.ledgers.events import Event
from guatu.ledgers.models import Meeting, MeetingTopic

router = meetings.router


class TopicsPut(Given):
    """Which items; open ones of the office's own ledgers."""

    item_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]


class Decision(Given):
    """What the meeting decided, in its own words."""

    decision: Words


@post("topics", "增加议题")
def put_topics(request: Request, meeting_id: Id, body: TopicsPut) -> HttpResponse:
    """本办公室台账的在办事项，可由一次会议研究；撤下的可再列入。"""
    meeting = kept(request, meeting_id, Event.TOPIC_PUT)
    return done(request, meeting, lambda one, deed: deeds.put(meeting=one, items=body.item_ids, **deed))


@post("topics/{topic_id}/decided", "记录议定意见", is_seen=True)
def decide_topic(request: Request, meeting_id: Id, topic_id: Id, body: Decision) -> HttpResponse:
    """开过会才能记录；纪要归档后不再改。"""
    meeting = kept(request, meeting_id, Event.TOPIC_DECIDED)
    topic = _topic(meeting, topic_id)
    return done(
        request,
        meeting,
        lambda _, deed: deeds.decide(topic=topic, decision=body.decision, **deed),
        is_seen=True,
    )


@post("topics/{topic_id}/withdrawn", "撤下议题")
def withdraw_topic(request: Request, meeting_id: Id, topic_id: Id) -> HttpResponse:
    """没有议定意见的才能撤下。"""
    meeting = kept(request, meeting_id, Event.TOPIC_WITHDRAWN)
    topic = _topic(meeting, topic_id)
    return done(request, meeting, lambda _, deed: deeds.withdraw(topic=topic, **deed))


def _topic(meeting: Meeting, pk: int) -> MeetingTopic:
    found = MeetingTopic.objects.filter(pk=pk, meeting=meeting).select_related("item", "meeting").first()
    if found is None:
        raise Absent
    return found

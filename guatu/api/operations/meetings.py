"""会议: the meetings that somebody sees, and what is reported back to one of them."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.accounts.queries import Acting
from guatu.api import revisions
from guatu.api.answers import answered, day
from guatu.api.shapes.base import Asking, Day, Id, ItemNumbered, Named, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.models import Attendance, Draft, Item, Meeting, MeetingTopic
from guatu.ledgers.queries import meetings
from guatu.ledgers.queries.meetings import Decided

router = Router(tags=["会议"])
Kinds = Literal["joint", "dispatch", "leading_group", "office", "topic"]
_KINDS: Final = "joint 联席会议，dispatch 调度会，leading_group 领导小组会议，office 办公会，topic 专题会"
_OWN: Final = ("year", "number", "state", "starts", "place", "chair", "remark")
_PLAIN: Final = ("title", *_OWN)


class MeetingsAsked(Asking):
    """Which meetings are wanted, the latest first."""

    series: Id | None = Field(None, description="只要一个系列的")
    state: Literal["planned", "held", "filed", "cancelled"] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class SeriesTold(Told):
    """Meetings of one kind and name."""

    id: int
    kind: str = Field(description=_KINDS)
    name: str


class MeetingTold(Told):
    """One meeting."""

    id: int
    series: SeriesTold
    title: str
    year: int
    number: int
    state: str = Field(description="planned 待召开，held 已召开，filed 纪要已归档，cancelled 已取消")
    meets_on: Day
    starts: str
    place: str
    chair: str
    remark: str = Field(description="取消原因")
    filed_on: Day | None


class MeetingsTold(Told):
    """Some meetings."""

    meetings: list[MeetingTold]


class AttendanceTold(Told):
    """Whether a unit came, and in which post somebody sat there."""

    unit: Named
    status: str = Field(description="invited 应到，present 到会，deputed 代会，leave 请假，absent 缺席")
    post: str


class TopicTold(Told):
    """An item on the agenda."""

    id: int
    item: ItemNumbered
    title: str
    decision: str


class HeardTold(Told):
    """What an earlier meeting decided, as this one hears of it."""

    item: ItemNumbered
    title: str
    meeting_id: int = Field(description="最近一次议定它的会议")
    words: str = Field(description="议定意见；由纪要入账的为空")
    state: str = Field(description="会议当天的状态；当天还没有入账的为空")
    deadline: Day | None
    late_days: int
    report_id: int | None = Field(description="当天以前最近一次进展")
    is_carried: bool = Field(description="上次会议以前议定、当时还没有办结的")


class MeetingWhole(MeetingTold):
    """One meeting with all that its page shows."""

    attendances: list[AttendanceTold] = Field(description="单位只看到自己的")
    topics: list[TopicTold]
    entered: list[ItemNumbered] = Field(description="由纪要入账的事项")
    report_back: list[HeardTold] = Field(description="以前会议议定事项的办理情况")
    minutes: str | None = Field(description="纪要文件名；未归档或看不到的为空")
    draft_id: int | None = Field(description="由纪要读出的草稿；督办员可见")


@router.get("/meetings", response=answers(MeetingsTold), summary="会议")
def list_meetings(request: Request, asked: Query[MeetingsAsked]) -> HttpResponse:
    """本办公室的会议，和通知本单位参加的会议，日期近的在前。"""
    asked.refuse_unknown(request)
    found = meetings.visible(request.clock.by)
    if asked.series is not None:
        found = found.filter(series=asked.series)
    if asked.state is not None:
        found = found.filter(state=asked.state)
    return answered({"meetings": [_told(one) for one in found[: asked.limit]]})


@router.get("/meetings/{meeting_id}", response=answers(MeetingWhole), summary="一次会议")
def one_meeting(request: Request, meeting_id: Id) -> HttpResponse:
    """到会情况、议题、议定事项，和以前会议议定事项的办理情况；已召开的按会议当天。"""
    return whole(request, meeting_id)


def loaded(request: Request, pk: int) -> Meeting:
    """The meeting, for who sees it; else there is none."""
    found = meetings.visible(request.clock.by).select_related("minutes", "series__office__unit__division")
    meeting = found.filter(pk=pk).first()
    if meeting is None:
        raise Absent
    return meeting


def tag_of(meeting: Meeting) -> str:
    """The tag of what may be overwritten of a meeting."""
    came = meeting.attendances.order_by("pk").values_list("unit", "status", "post")
    topics = meeting.topics.order_by("pk").values_list("item", "decision", "is_withdrawn")
    plain = [getattr(meeting, name) for name in (*_OWN, "meets_on", "minutes_id")]
    return revisions.tag(plain, list(came), list(topics))


def whole(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    """One meeting as somebody sees it now."""
    who, meeting = request.clock.by, loaded(request, pk)
    heard = meetings.report_back(who, meeting, on=request.clock.on, day=request.clock.day)
    told = {
        **_told(meeting),
        "attendances": [_came(one) for one in meetings.attendances(who, meeting)],
        "topics": [_topic(one) for one in meetings.topics(who, meeting)],
        "entered": [_numbered(one) for one in meetings.entered(who, meeting)],
        "report_back": list(_heard(heard)),
        "minutes": meeting.minutes_name if meeting.minutes_id and meetings.sees_all(who, meeting) else None,
        "draft_id": _draft(who, meeting),
    }
    return answered(told, status=status, etag=tag_of(meeting))


def _draft(who: Acting, meeting: Meeting) -> int | None:
    if not who.holds("coordinator", office_id=meeting.series.office_id):
        return None
    drafts = meeting.drafts.exclude(state=Draft.State.FAILED).order_by("-pk")
    return drafts.values_list("pk", flat=True).first()


def _came(one: Attendance) -> dict[str, Any]:
    return {"unit": {"id": one.unit_id, "name": one.unit.name}, "status": one.status, "post": one.post}


def _topic(one: MeetingTopic) -> dict[str, Any]:
    return {"id": one.pk, "item": _numbered(one.item), "title": one.item.title, "decision": one.decision}


def _told(one: Meeting) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in _PLAIN}
    series = {"id": one.series_id, "kind": one.series.kind, "name": one.series.name}
    return plain | {
        "id": one.pk,
        "series": series,
        "meets_on": day(one.meets_on),
        "filed_on": day(one.filed_on),
    }


def _heard(heard: Iterable[Decided]) -> Iterable[dict[str, Any]]:
    for one in heard:
        yield {
            "item": _numbered(one.item),
            "title": one.item.title,
            "meeting_id": one.meeting.pk,
            "words": one.words,
            "state": one.stands.state,
            "deadline": day(one.stands.deadline),
            "late_days": one.late_days,
            "report_id": one.report.pk if one.report else None,
            "is_carried": one.is_carried,
        }


def _numbered(item: Item) -> dict[str, Any]:
    return {"id": item.pk, "number": item.number}

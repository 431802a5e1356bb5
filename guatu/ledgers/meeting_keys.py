"""A recorded meeting as the second key of a close-out: what it says, and why it may not be one."""

from dataclasses import dataclass
from datetime import date

from guatu.history.models import StoredFile
from guatu.ledgers.acts import given
from guatu.ledgers.errors import Incomplete, MeetingIsNoKey, WrongDay
from guatu.ledgers.models import Attendance, CloseOut, Item, Meeting
from guatu.ledgers.queries import meetings


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The meeting that studied a close-out: its day, who was there, its minutes."""

    day: date
    attendees: str
    minutes: StoredFile
    meeting: Meeting | None = None


def of_meeting(meeting: Meeting, item: Item, close_out: CloseOut) -> Record:
    """What a recorded meeting says of itself; refused where it may not be the key."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series")
    meeting = rows.get(pk=meeting.pk)
    why = why_not(meeting, item, close_out)
    if why or meeting.minutes is None:
        raise MeetingIsNoKey(title=meeting.title, why=why or "纪要已从留痕中删除")
    return Record(
        day=meeting.meets_on, attendees=attendees(meeting), minutes=meeting.minutes, meeting=meeting
    )


def as_typed(
    item: Item, close_out: CloseOut, *, day: date | None, words: str, minutes: StoredFile | None, on: date
) -> Record:
    """A meeting that is not recorded here, as somebody types it; one that is recorded is named instead."""
    if day is None:
        raise Incomplete(field="meeting_on", what="会议日期")
    if minutes is None:
        raise Incomplete(field="minutes", what="会议纪要文件")
    if not close_out.requested_on <= day <= on:
        why = f"会议日期应在申请日期 {close_out.requested_on} 之后、今天之前，请核对"
        raise WrongDay(field="meeting_on", why=why)
    recorded = (one for one in meetings.keys_for(item, since=close_out.requested_on) if one.meets_on == day)
    if one := next(recorded, None):
        raise WrongDay(field="meeting", why=f"{day} 的“{one.title}”已登记，请直接选这次会议，不必另填")
    return Record(day=day, attendees=given(words, what="参会人员", field="attendees"), minutes=minutes)


def why_not(meeting: Meeting, item: Item, close_out: CloseOut) -> str:
    """Why a meeting may not be the second key; empty when it may."""
    if meeting.series.office_id != item.ledger.office_id:
        return "不是本办公室的会议"
    if meeting.state != Meeting.State.FILED:
        return _WHY[Meeting.State(meeting.state)]
    if meeting.meets_on < close_out.requested_on:
        return f"{meeting.meets_on} 召开，早于 {close_out.requested_on} 的销号申请"
    if not meetings.had_before_it(meeting, item.pk):
        return f"没有研究过 {item.number}（不在议题中，也不是以前会议议定的事项）"
    return ""


_WHY = {
    Meeting.State.PLANNED: "还没有召开",
    Meeting.State.HELD: "还没有归档纪要",
    Meeting.State.CANCELLED: "已取消",
}


def attendees(meeting: Meeting) -> str:
    """Who was there, in words: the chair, and the units that came with the posts that were recorded."""
    came = meeting.attendances.filter(status__in=Attendance.CAME).select_related("unit")
    return "、".join([f"{meeting.chair}（主持）", *(_seat(one) for one in came)])


def _seat(one: Attendance) -> str:
    deputed = "代会" if one.status == Attendance.Status.DEPUTED else ""
    more = "，".join(part for part in (one.post, deputed) if part)
    return f"{one.unit.name}（{more}）" if more else one.unit.name

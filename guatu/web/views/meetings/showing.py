"""One meeting: who came, what is reported back to it, what it studied, and what came of its minutes."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.http.handing_out import handed_out
from guatu.http.requests import Request
from guatu.ledgers.models import Attendance, Draft, Item, Meeting
from guatu.ledgers.queries import meetings
from guatu.ledgers.queries.meetings import Decided
from guatu.notices import actions as notices
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb, Shell, day_words
from guatu.web.views.meetings.listing import STATES

State, Status = Meeting.State, Attendance.Status
TONES: Final[dict[str, parts.Tone]] = {
    Status.INVITED: "",
    Status.PRESENT: "green",
    Status.DEPUTED: "blue",
    Status.LEAVE: "yellow",
    Status.ABSENT: "red",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A matter that is reported back, as the table shows it."""

    one: Decided
    state: parts.State
    due: parts.Due
    report: str


@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    found = loaded(request, pk)
    who, clock = request.clock.by, request.clock
    notices.see(who.person_id, (Meeting.track, pk), at=clock.at)
    sees_all = meetings.sees_all(who, found)
    heard = [heard_row(one) for one in meetings.report_back(who, found, on=clock.on, day=clock.day)]
    came = list(meetings.attendances(who, found))
    open_ones = sum(not row.one.stands.is_over for row in heard)
    context: dict[str, Any] = {
        "shell": frame(request, found),
        "meeting": found,
        "day": day_words(found.meets_on),
        "state": STATES[State(found.state)],
        "heard": heard,
        "heard_open": open_ones,
        "heard_late": sum(bool(row.one.late_days) and not row.one.stands.is_over for row in heard),
        "topics": list(meetings.topics(who, found)),
        "entered": [_entered(request, one) for one in meetings.entered(who, found)],
        "attendances": [(one, TONES[one.status]) for one in came],
        "came": sum(one.status in Attendance.CAME for one in came),
        "earlier": meetings.before(found).filter(pk__in=meetings.visible(who).values("pk")).first(),
        "later": _seen(request, meetings.after(found)),
        "sees_all": sees_all,
        "draft": _draft(found) if keeps(request, found) else None,
        "may": may(request, found),
    }
    return render(request, "web/meetings/meeting.html", context)


def loaded(request: Request, pk: int) -> Meeting:
    """The meeting, for who sees it; else there is none."""
    found = meetings.visible(request.clock.by).filter(pk=pk).select_related("minutes", "series__office__unit")
    one = found.first()
    if one is None:
        raise Http404
    return one


def keeps(request: Request, meeting: Meeting) -> bool:
    """Whether somebody keeps the meetings of this office, today."""
    by = request.clock.by
    return request.clock.past is None and by.holds("coordinator", office_id=meeting.series.office_id)


def may(request: Request, meeting: Meeting) -> set[str]:
    """What can be done with the meeting now."""
    if not keeps(request, meeting):
        return set()
    found = {
        State.PLANNED: {"change", "cancel", "put"},
        State.HELD: {"file", "correct", "put", "decide", "next"},
        State.FILED: {"correct", "decide", "read", "replace", "next"},
        State.CANCELLED: set(),
    }[State(meeting.state)]
    if meeting.state == State.PLANNED and meeting.meets_on <= request.clock.on:
        found |= {"hold"}
    if meeting.state == State.FILED and _draft(meeting):
        found -= {"read"}
    if meeting.close_outs.exists():
        found -= {"replace"}
    return found


def frame(request: Request, meeting: Meeting, *more: str) -> Shell:
    """The frame of a page about a meeting."""
    here = Crumb(meeting.title, reverse("web:meeting", args=[meeting.pk]) if more else "")
    crumbs = (Crumb("会议", reverse("web:meetings")), here, *(Crumb(one) for one in more))
    return framing.shell(request, *crumbs, current="meetings")


def heard_row(one: Decided) -> Heard:
    """A matter that is reported back; its light is not told, only its time."""
    due = parts.Due(
        wording.short_day(one.stands.deadline, near=one.day) or ("—" if one.stands.is_over else ""),
        one.time_words,
        "late" if one.late_days else "near" if "今天" in one.time_words else "",
    )
    report = one.report
    said = f"{report.unit.name} {wording.short_day(report.reported_on, near=one.day)}：" if report else ""
    return Heard(one, _state(one), due, f"{said}{report.text}" if report else "")


def _state(one: Decided) -> parts.State:
    code = one.stands.state
    if not code or one.stands.is_gone or code in (Item.State.DRAFT, Item.State.APPROVING):
        return parts.State("done" if one.stands.is_gone else "wait", one.state_words)
    return wording.state(code)


def _entered(request: Request, item: Item) -> dict[str, object]:
    over = item.state in (Item.State.CLOSED, Item.State.VOIDED)
    due = wording.due(item.deadline, on=request.clock.on, due_kind=item.due_kind, is_done=over)
    return {"item": item, "due": due, "state": wording.state(item.state, is_suspended=item.is_suspended)}


def _seen(request: Request, meeting: Meeting | None) -> Meeting | None:
    if meeting is None:
        return None
    return meetings.visible(request.clock.by).filter(pk=meeting.pk).first()


def _draft(meeting: Meeting) -> Draft | None:
    """What was read of the minutes, or is being read; what could not be read may be asked for again."""
    return meeting.drafts.exclude(state=Draft.State.FAILED).order_by("-pk").first()


@require_safe
def minutes(request: Request, pk: int) -> HttpResponseBase:
    """The minutes as they were filed, for the office and who inspects it."""
    found = loaded(request, pk)
    if found.minutes is None or not meetings.sees_all(request.clock.by, found):
        raise Http404
    return handed_out(found.minutes, found.minutes_name or f"{found.title}纪要", is_saved=True)

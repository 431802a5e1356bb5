"""Keeping meetings: planned, moved, called off, held; their minutes filed and read; taken along."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, UploadedFile
from pydantic import Field

from guatu.accounts.models import Office
from guatu.accounts.queries import office_unit_book
from guatu.api import files, keys, revisions
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE, header
from guatu.api.operations.documents import DraftTold, draft_told
from guatu.api.operations.entering import chosen
from guatu.api.operations.meetings import Kinds, MeetingWhole, loaded, router, tag_of, whole
from guatu.api.shapes.base import Given, Id, Line, Words, answers
from guatu.history.models import StoredFile
from guatu.http.errors import Absent, Malformed
from guatu.http.handing_out import handed_out
from guatu.http.requests import Deed, Request
from guatu.http.uploads import short_name
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.actions.meetings import Came, NewMeeting
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Draft, Ledger, Meeting
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import meetings

_Name = Annotated[str, Field(min_length=1, max_length=80)]
_MaybeName = Annotated[str, Field(max_length=80)]
_Starts = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]
_SEEN: Final = header("If-Match", "所看会议的 ETag", is_needed=True)


class MeetingPlan(Given):
    """What is on the notice of a meeting."""

    meets_on: date
    chair: _Name = Field(description="写职务，不写姓名")
    starts: _Starts = Field("", description="如 15:00")
    place: _MaybeName = ""
    unit_ids: Annotated[list[Id], Field(max_length=500)] = []


class NewPlan(MeetingPlan):
    """A meeting to be planned; those of one kind and name are one series."""

    office_id: Id
    kind: Kinds
    name: _Name


class CameGiven(Given):
    """Whether a unit came, and in which post somebody sat there for it."""

    unit_id: Id
    status: Literal["present", "deputed", "leave", "absent"]
    post: Annotated[str, Field(max_length=60)] = Field("", description="写职务，不写姓名")


_CameGiven = Annotated[list[CameGiven], Field(max_length=500)]


class Held(Given):
    """That it was held, and who came; every unit that was asked is named."""

    came: _CameGiven = []
    meets_on: date | None = Field(None, description="不写为原定日期")
    chair: _MaybeName = ""


class Corrected(Given):
    """Who came, put right; units that are not named stay as they are."""

    came: _CameGiven
    reason: Words


class MeetingReason(Given):
    """Why."""

    reason: Line


class Reading(Given):
    """Into which ledger the decisions are to go."""

    ledger_id: Id | None = None


class Filing(Reading):
    """Whether the minutes are to be read at once."""

    is_read: bool = Field(default=True, description="读成议定事项的草稿")


class Taken(Given):
    """The list of the meeting as a file."""

    form: Literal["docx", "xlsx"] = "docx"


def kept(request: Request, pk: int, event: Event) -> Meeting:
    """The meeting, for a coordinator of its office; to others who see it the act is refused."""
    deed, meeting = request.clock.deed(), loaded(request, pk)
    if not deed["by"].holds("coordinator", office_id=meeting.series.office_id):
        raise NotYours(deed=str(event.label), who=[Part.COORDINATOR.label])
    return meeting


def done(
    request: Request, meeting: Meeting, do: Callable[[Meeting, Deed], object], *, is_seen: bool = False
) -> HttpResponse:
    """Do it once, to the meeting that was looked at; tell it as it stands then."""

    def perform() -> None:
        now = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        revisions.refuse_unless_seen(request, tag_of(now), is_needed=is_seen)
        do(meeting, request.clock.deed())

    def told() -> HttpResponse:
        return whole(request, meeting.pk)

    return keys.only_once(request, perform, told) or told()


def post(address: str, summary: str, *, is_seen: bool = False) -> Callable[[Any], Any]:
    """An act on a meeting, under its address; `is_seen` where words are overwritten."""
    register: Callable[[Any], Any] = router.post(
        f"/meetings/{{meeting_id}}/{address}",
        response=answers(MeetingWhole, *((412, 428) if is_seen else (412,))),
        summary=summary,
        openapi_extra={"parameters": [*([_SEEN] if is_seen else []), ONCE]},
    )
    return register


@router.post(
    "/meetings",
    response=answers(MeetingWhole, status=201),
    summary="安排会议",
    openapi_extra={"parameters": [ONCE]},
)
def plan_meeting(request: Request, body: NewPlan) -> HttpResponse:
    """由本办公室督办员办理；同名会议为一个系列，按年编第几次。参会单位收到通知。"""
    deed = request.clock.deed()
    own = Office.objects.filter(pk=body.office_id, pk__in=deed["by"].offices("coordinator"))
    office = own.select_related("unit__division").first()
    if office is None:
        raise Absent
    new = NewMeeting(kind=body.kind, name=body.name, **_plan(request, office, body))
    made: list[Meeting] = []
    again = keys.only_once(request, lambda: made.append(deeds.plan(office=office, new=new, **deed)))
    return again or whole(request, made[0].pk, status=201)


@post("changed", "调整会议安排", is_seen=True)
def change_meeting(request: Request, meeting_id: Id, body: MeetingPlan) -> HttpResponse:
    """待召开的可以调整；日期、时间、地点、主持人有变的，参会单位收到通知。"""
    meeting = kept(request, meeting_id, Event.MEETING_CHANGED)
    plan = _plan(request, meeting.series.office, body)
    return done(request, meeting, lambda one, deed: deeds.change(meeting=one, **plan, **deed), is_seen=True)


@post("cancelled", "取消会议")
def cancel_meeting(request: Request, meeting_id: Id, body: MeetingReason) -> HttpResponse:
    """取消后留有记录，编号可再用。"""
    meeting = kept(request, meeting_id, Event.MEETING_CANCELLED)
    return done(request, meeting, lambda one, deed: deeds.cancel(meeting=one, reason=body.reason, **deed))


@post("held", "登记开会")
def hold_meeting(request: Request, meeting_id: Id, body: Held) -> HttpResponse:
    """通知过的单位都要写到会情况；没有通知而到会的也可写。"""
    meeting = kept(request, meeting_id, Event.MEETING_HELD)
    came = _came(request, meeting, body.came)
    day: dict[str, Any] = {"meets_on": body.meets_on, "chair": body.chair}
    return done(request, meeting, lambda one, deed: deeds.hold(meeting=one, came=came, **day, **deed))


@post("attendance", "更正到会情况", is_seen=True)
def correct_attendance(request: Request, meeting_id: Id, body: Corrected) -> HttpResponse:
    """原来的记录留在留痕中。"""
    meeting = kept(request, meeting_id, Event.ATTENDANCE_CORRECTED)
    came = _came(request, meeting, body.came)
    return done(
        request,
        meeting,
        lambda one, deed: deeds.correct_attendance(meeting=one, came=came, reason=body.reason, **deed),
        is_seen=True,
    )


@post("minutes", "归档会议纪要")
def file_minutes(
    request: Request, meeting_id: Id, body: Form[Filing], file: File[UploadedFile]
) -> HttpResponse:
    """归档后可作为会议研究销号的第二把钥匙；带密级标志的不保存。读出的草稿编号见 draft_id。"""
    meeting = kept(request, meeting_id, Event.MINUTES_FILED)
    ledger = _ledger(meeting, body.ledger_id)

    def do(one: Meeting, deed: Deed) -> None:
        stored, name = _stored(request, file)
        filed = deeds.file_minutes(meeting=one, minutes=stored, name=name, **deed)
        if body.is_read:
            _take_in(filed, ledger, deed)

    return done(request, meeting, do)


@post("minutes/replaced", "更换会议纪要")
def replace_minutes(
    request: Request, meeting_id: Id, body: Form[MeetingReason], file: File[UploadedFile]
) -> HttpResponse:
    """没有据此销号的才能更换；原来的文件留在留痕中。"""
    meeting = kept(request, meeting_id, Event.MINUTES_REPLACED)

    def do(one: Meeting, deed: Deed) -> None:
        stored, name = _stored(request, file)
        deeds.replace_minutes(meeting=one, minutes=stored, name=name, reason=body.reason, **deed)

    return done(request, meeting, do)


@router.post(
    "/meetings/{meeting_id}/minutes/read",
    response=answers(DraftTold, status=202),
    summary="从纪要读议定事项",
    openapi_extra={"parameters": [ONCE]},
)
def read_minutes(request: Request, meeting_id: Id, body: Reading) -> HttpResponse:
    """读成草稿，核对后入账；办法同来文草稿。"""
    meeting = kept(request, meeting_id, Event.DIRECTIVE_RECEIVED)
    ledger, made = _ledger(meeting, body.ledger_id), list[Draft]()
    again = keys.only_once(request, lambda: made.append(_take_in(meeting, ledger, request.clock.deed())))
    return again or answered(draft_told(made[0]), status=202)


@router.get(
    "/meetings/{meeting_id}/minutes",
    response=answers(None),
    summary="会议纪要原件",
    openapi_extra=files.of_kind(),
)
def meeting_minutes(request: Request, meeting_id: Id) -> HttpResponseBase:
    """本办公室人员和纪检监督员可取；没有归档的答 404。"""
    found = loaded(request, meeting_id)
    if found.minutes is None or not meetings.sees_all(request.clock.by, found):
        raise Absent
    return handed_out(found.minutes, found.minutes_name or f"{found.title}纪要", is_saved=True)


@router.post(
    "/meetings/{meeting_id}/export",
    response=answers(None),
    summary="导出议定事项清单",
    openapi_extra=files.of_kind(files.DOCX, files.XLSX),
)
def export_meeting(request: Request, meeting_id: Id, body: Taken) -> HttpResponseBase:
    """看得到的议题和以前会议议定事项的办理情况；导出先留痕。"""
    from guatu.ledgers.queries import meeting_files  # here, for other answers write no documents

    meeting, who, clock = loaded(request, meeting_id), request.clock.by, request.clock
    agenda = meeting_files.Agenda(
        meeting=meeting,
        heard=meetings.report_back(who, meeting, on=clock.on, day=clock.day),
        topics=list(meetings.topics(who, meeting)),
    )
    deeds.record_export(meeting=meeting, rows=agenda.rows, by=who, at=clock.at, on=clock.on)
    is_sheet = body.form == "xlsx"
    write = meeting_files.write_xlsx if is_sheet else meeting_files.write_docx
    name, kind = f"{meeting_files.title(agenda)}.{body.form}", files.XLSX if is_sheet else files.DOCX
    return files.written(partial(write, agenda), name=name, kind=kind)


def _plan(request: Request, office: Office, body: MeetingPlan) -> dict[str, Any]:
    """The plan for the action; the units are those that the office hands items to."""
    _refuse_strange(request, office, body.unit_ids)
    values = {name: getattr(body, name) for name in ("meets_on", "chair", "starts", "place")}
    return {**values, "units": body.unit_ids}


def _refuse_strange(request: Request, office: Office, pks: Sequence[int]) -> None:
    known = set(office_unit_book(office, on=request.clock.on).ids.values())
    if not known.issuperset(pks):
        raise Malformed({"unit_ids": "有的单位不存在、已停用，或不归本办公室交办"})


def _came(request: Request, meeting: Meeting, given: Sequence[CameGiven]) -> dict[int, Came]:
    """Of units that were asked, and of others that the office could have asked."""
    asked = set(meeting.attendances.values_list("unit", flat=True))
    _refuse_strange(
        request, meeting.series.office, [one.unit_id for one in given if one.unit_id not in asked]
    )
    return {one.unit_id: Came(status=one.status, post=one.post) for one in given}


def _ledger(meeting: Meeting, pk: int | None) -> Ledger | None:
    own = Ledger.objects.filter(office=meeting.series.office, is_archived=False)
    found: Ledger | None = chosen(own, pk, "ledger_id")
    return found


def _stored(request: Request, upload: UploadedFile) -> tuple[StoredFile, str]:
    """The file, stored unless it bears a mark of secrecy, and what it is called."""
    from guatu.ledgers.intake import marks  # here, for it reads documents

    name = short_name(upload.name or "")
    assert upload.file is not None  # noqa: S101 - it was sent
    return marks.store_unmarked(upload.file, name=name, at=request.clock.at), name


def _take_in(meeting: Meeting, ledger: Ledger | None, deed: Deed) -> Draft:
    from guatu.ledgers.intake import minutes  # here, for it is seldom asked

    return minutes.take_in(meeting=meeting, ledger=ledger, **deed)

"""Meetings of an office: planned, held with who came, filed with their minutes; or called off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.accounts.models import Office, Unit
from guatu.accounts.queries import Acting, Held, actor_for
from guatu.history.deeds import Deed
from guatu.history.models import StoredFile
from guatu.ledgers import fitting, meeting_notices
from guatu.ledgers.acts import given
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, WrongChoice, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Attendance, CloseOut, Meeting, MeetingSeries
from guatu.ledgers.permissions import Part, actor, role_in_office

State, Status = Meeting.State, Attendance.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A meeting to be planned; meetings of one kind and name are one series."""

    kind: str
    name: str
    meets_on: date
    chair: str
    starts: str = ""
    place: str = ""
    units: Collection[int] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How a unit stood to a meeting, and in which post somebody sat there for it."""

    status: str
    post: str = ""


@transaction.atomic
def plan(*, office: Office, new: NewMeeting, by: Acting, at: datetime, on: date) -> Meeting:
    """Plan a meeting under the next number of its series in its year, and ask units to it."""
    deed_by = actor(by, _role(Event.MEETING_PLANNED, office.pk, by))
    _one_at_a_time(office.pk)
    series = _series(office, new)
    _refuse_same_day(series, new.meets_on)
    meeting = Meeting(
        series=series,
        year=new.meets_on.year,
        number=_next_number(series, new.meets_on.year),
        meets_on=new.meets_on,
        chair=given(new.chair, what="主持人", field="chair"),
        starts=new.starts.strip(),
        place=new.place.strip(),
    )
    deed = Deed(Event.MEETING_PLANNED.value, meeting, chain=office.chain, by=deed_by, at=at, on=on)
    if series.pk is None:
        deed.add(series)
    deed.add(meeting)
    for unit in _units(new.units, on=on):
        deed.add(Attendance(meeting=meeting, unit=unit))
    link = fitting.commit([deed])[0]
    meeting_notices.planned(meeting, link, by=by, at=at)
    return meeting


@transaction.atomic
def change(
    *,
    meeting: Meeting,
    meets_on: date,
    chair: str,
    starts: str,
    place: str,
    units: Collection[int],
    by: Acting,
    at: datetime,
    on: date,
) -> Meeting:
    """Move a meeting that is to come, or ask other units to it."""
    meeting, deed = begin(Event.MEETING_CHANGED, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "调整", State.PLANNED)
    before = meeting_notices.asked_units(meeting)
    _move(deed, meeting, meets_on)
    deed.set(
        meeting, chair=given(chair, what="主持人", field="chair"), starts=starts.strip(), place=place.strip()
    )
    _invite(deed, meeting, units, on=on)
    if deed.changed or deed.new:
        is_moved = not meeting_notices.SAID.isdisjoint(deed.changed.get(meeting, ()))
        link = fitting.commit([deed])[0]
        meeting_notices.changed(meeting, before, link, is_moved=is_moved, by=by, at=at)
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Acting, at: datetime, on: date) -> Meeting:
    """Call a meeting off; its number is free again."""
    meeting, deed = begin(Event.MEETING_CANCELLED, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "取消", State.PLANNED)
    deed.set(meeting, state=State.CANCELLED, remark=given(reason, what="取消原因"))
    meeting_notices.cancelled(meeting, fitting.commit([deed])[0], by=by, at=at)
    return meeting


@transaction.atomic
def hold(
    *,
    meeting: Meeting,
    came: Mapping[int, Came],
    by: Acting,
    at: datetime,
    on: date,
    meets_on: date | None = None,
    chair: str = "",
) -> Meeting:
    """Record that a meeting was held, on which day, and of every unit asked to it whether it came."""
    meeting, deed = begin(Event.MEETING_HELD, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "登记开会", State.PLANNED)
    day = meets_on or meeting.meets_on
    if day > on:
        raise WrongDay(field="meets_on", why=f"会议日期 {day} 还没有到，开过会再登记")
    _move(deed, meeting, day)
    deed.set(meeting, state=State.HELD, chair=chair.strip() or meeting.chair)
    _settle(deed, meeting, came, on=on)
    fitting.commit([deed])
    meeting_notices.over(meeting, at=at)
    return meeting


@transaction.atomic
def correct_attendance(
    *, meeting: Meeting, came: Mapping[int, Came], reason: str, by: Acting, at: datetime, on: date
) -> Meeting:
    """Put right who came to a meeting that was held; what was written first stays in the trail."""
    meeting, deed = begin(Event.ATTENDANCE_CORRECTED, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "更正到会情况", *Meeting.HAPPENED)
    _settle(deed, meeting, came, on=on)
    if not deed.changed and not deed.new:
        raise Incomplete(field="came", what="要更正的到会情况（现在没有改动）")
    deed.say(reason=given(reason, what="更正理由"))
    fitting.commit([deed])
    return meeting


@transaction.atomic
def file_minutes(
    *, meeting: Meeting, minutes: StoredFile | None, name: str, by: Acting, at: datetime, on: date
) -> Meeting:
    """File the minutes of a meeting that was held; from then on it may be a second key."""
    meeting, deed = begin(Event.MINUTES_FILED, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "归档纪要", State.HELD)
    if minutes is None:
        raise Incomplete(field="minutes", what="会议纪要文件")
    deed.set(meeting, state=State.FILED, minutes=minutes, minutes_name=name, filed_on=on)
    fitting.commit([deed])
    return meeting


@transaction.atomic
def replace_minutes(
    *,
    meeting: Meeting,
    minutes: StoredFile | None,
    name: str,
    reason: str,
    by: Acting,
    at: datetime,
    on: date,
) -> Meeting:
    """Put the right file in place of a wrong one, as long as no close-out rests on it."""
    meeting, deed = begin(Event.MINUTES_REPLACED, meeting, by=by, at=at, on=on)
    _refuse_unless(meeting, "更换纪要", State.FILED)
    if CloseOut.objects.filter(meeting=meeting).exists():
        raise NotNow(number=meeting.title, deed="更换纪要", state="已据此会议研究销号")
    if minutes is None or minutes.pk == meeting.minutes_id:
        raise Incomplete(field="minutes", what="另一份会议纪要文件")
    deed.set(meeting, minutes=minutes, minutes_name=name).say(reason=given(reason, what="更换理由"))
    fitting.commit([deed])
    return meeting


@transaction.atomic
def record_export(*, meeting: Meeting, rows: int, by: Acting, at: datetime, on: date) -> None:
    """Say in the chain of the office that the list of a meeting left the house."""
    office = meeting.series.office
    held = next((one for one in by.held() if one.office_id == office.pk), None)
    who = actor(by, held) if held else actor_for(by)
    deed = Deed(Event.MEETING_EXPORTED.value, meeting, chain=office.chain, by=who, at=at, on=on)
    deed.say(rows=str(rows)).commit()


def begin(event: Event, meeting: Meeting, *, by: Acting, at: datetime, on: date) -> tuple[Meeting, Deed]:
    """The meeting, locked, and a deed on it by a coordinator of its office; else refused."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series__office")
    meeting = rows.get(pk=meeting.pk)
    office = meeting.series.office
    who = actor(by, _role(event, office.pk, by))
    _one_at_a_time(office.pk)
    return meeting, Deed(event.value, meeting, chain=office.chain, by=who, at=at, on=on)


def _one_at_a_time(office_id: int) -> None:
    """Numbers are given and days taken within an office by one after the other."""
    Office.objects.select_for_update(of=("self",)).get(pk=office_id)


def _role(event: Event, office_id: int, by: Acting) -> Held:
    role = role_in_office(by, Part.COORDINATOR, office_id)
    if role is None:
        raise NotYours(deed=str(event.label), who=[Part.COORDINATOR.label])
    return role


def _refuse_unless(meeting: Meeting, deed: str, *states: Meeting.State) -> None:
    if meeting.state not in states:
        raise NotNow(number=meeting.title, deed=deed, state=meeting.get_state_display())


def _series(office: Office, new: NewMeeting) -> MeetingSeries:
    """The series of this kind and name; a new one where there is none."""
    if new.kind not in MeetingSeries.Kind.values:
        raise WrongChoice(field="kind", label="会议类型")
    name = given(new.name, what="会议名称", field="name")
    found = MeetingSeries.objects.filter(office=office, kind=new.kind, name=name)
    return found.first() or MeetingSeries(office=office, kind=new.kind, name=name)


def _next_number(series: MeetingSeries, year: int) -> int:
    if series.pk is None:
        return 1
    held = series.meetings.filter(year=year).exclude(state=State.CANCELLED)
    return (held.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_same_day(series: MeetingSeries, day: date, *, but: int | None = None) -> None:
    if series.pk is None:
        return
    same = series.meetings.filter(meets_on=day).exclude(state=State.CANCELLED).exclude(pk=but or 0)
    if one := same.first():
        raise WrongDay(field="meets_on", why=f"{day} 已有“{one.title}”，请核对日期，或在那次会议上改")


def _move(deed: Deed, meeting: Meeting, day: date) -> None:
    """Another day; in another year it gets another number."""
    if day == meeting.meets_on:
        return
    _refuse_same_day(meeting.series, day, but=meeting.pk)
    if day.year != meeting.year:
        deed.set(meeting, number=_next_number(meeting.series, day.year), year=day.year)
    deed.set(meeting, meets_on=day)


def _units(keys: Collection[int], *, on: date) -> list[Unit]:
    """The units by their keys, in the order given; one that has ended is refused."""
    found = {unit.pk: unit for unit in Unit.objects.in_force(on=on).filter(pk__in=keys)}
    if missing := set(keys) - found.keys():
        ended = Unit.objects.filter(pk__in=missing).first()
        why = f"{ended.name}已停用，请改选承接单位" if ended else "所选单位不存在，请重新选择"
        raise WrongUnit(field="units", why=why)
    return [found[key] for key in dict.fromkeys(keys)]


def _invite(deed: Deed, meeting: Meeting, keys: Collection[int], *, on: date) -> None:
    rows = {row.unit_id: row for row in meeting.attendances.all()}
    for unit in _units([key for key in keys if key not in rows], on=on):
        deed.add(Attendance(meeting=meeting, unit=unit))
    for unit_id, row in rows.items():
        deed.set(row, status=Status.INVITED if unit_id in keys else Status.DROPPED)


def _settle(deed: Deed, meeting: Meeting, came: Mapping[int, Came], *, on: date) -> None:
    """Of every unit that was asked it is said whether it came; one that was not asked may have come too."""
    rows = {row.unit_id: row for row in meeting.attendances.select_related("unit")}
    for unit_id, row in rows.items():
        if unit_id in came:
            deed.set(row, **_said(came[unit_id], row.unit.name))
        elif row.status == Status.INVITED:
            raise Incomplete(field="came", what=f"{row.unit.name}的到会情况")
    for unit in _units([key for key in came if key not in rows], on=on):
        deed.add(Attendance(meeting=meeting, unit=unit, **_said(came[unit.pk], unit.name)))


def _said(one: Came, unit: str) -> dict[str, str]:
    if one.status not in Attendance.SETTLED:
        raise WrongChoice(field="came", label=f"{unit}的到会情况")
    post = one.post.strip()
    if one.status == Status.DEPUTED and not post:
        raise Incomplete(field="came", what=f"{unit}代会人员的职务")
    return {"status": one.status, "post": post if one.status in Attendance.CAME else ""}

"""Units are told of meetings to which they are asked: planned, moved, called off; within the deed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.models import Event as Link
from guatu.ledgers.models import Attendance, Meeting
from guatu.ledgers.noticing import Told, notice_of
from guatu.notices import actions
from guatu.notices.models import Notice
from guatu.notices.seats import Seat, sitters

_Kind, _Status = Notice.Kind, Attendance.Status
SAID: Final = frozenset(("meets_on", "starts", "place", "chair"))
"""What stands on the notice of a meeting: when one of these differs, units are told anew."""


def asked_units(meeting: Meeting) -> frozenset[int]:
    """The units that are asked to it."""
    asked = meeting.attendances.exclude(status=_Status.DROPPED)
    return frozenset(asked.values_list("unit", flat=True))


def planned(meeting: Meeting, link: Link, *, by: Acting, at: datetime) -> None:
    """Those who are asked are told."""
    _tell(meeting, {_Kind.MEETING_PLANNED: asked_units(meeting)}, link, by=by, at=at)


def changed(
    meeting: Meeting, before: frozenset[int], link: Link, *, is_moved: bool, by: Acting, at: datetime
) -> None:
    """Who is asked now is told so, who need not come too; the others where another day or place is named."""
    now = asked_units(meeting)
    told: dict[str, Iterable[int]] = {
        _Kind.MEETING_PLANNED: now - before,
        _Kind.MEETING_DROPPED: before - now,
    }
    if is_moved:
        told[_Kind.MEETING_CHANGED] = now & before
    moot = before if is_moved else before - now
    actions.settle(Meeting.track, [meeting.pk], at=at, unit_ids=moot)
    _tell(meeting, told, link, by=by, at=at)


def cancelled(meeting: Meeting, link: Link, *, by: Acting, at: datetime) -> None:
    """Who was asked need not come."""
    over(meeting, at=at)
    _tell(meeting, {_Kind.MEETING_CANCELLED: asked_units(meeting)}, link, by=by, at=at)


def over(meeting: Meeting, *, at: datetime) -> None:
    """It was held: nobody need be told of it any longer."""
    actions.settle(Meeting.track, [meeting.pk], at=at)


def _tell(
    meeting: Meeting, told: Mapping[str, Iterable[int]], link: Link, *, by: Acting, at: datetime
) -> None:
    """The liaisons of these units, but not who did it."""
    found = [
        Told(kind, Seat(Role.Kind.LIAISON, unit_id=unit), (Meeting.track, meeting.pk))
        for kind, units in told.items()
        for unit in sorted(units)
    ]
    people = sitters({one.seat for one in found}, on=localdate(at))
    notices: dict[tuple[int, str], Notice] = {}
    for one in found:
        for sitter in people[one.seat]:
            if sitter.person_id != by.person_id:
                notices.setdefault((sitter.person_id, one.kind), notice_of(one, sitter, link, at))
    actions.tell(notices.values())

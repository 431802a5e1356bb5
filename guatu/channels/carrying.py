"""Each minute: what is to be sent is set down, and what is due is handed over; what failed is tried again.

A message may come twice where the power fails between its being handed over and our knowing it; it is never
lost. What became moot on its way (answered, closed, handed to another unit) is dropped.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F, QuerySet

from guatu.accounts.queries import working_calendar
from guatu.channels.carriers import carry
from guatu.channels.errors import NotCarried
from guatu.channels.messages import compose
from guatu.channels.models import Delivery, Wish
from guatu.channels.settings import Channel, MailChannel, RobotChannel, SmsChannel
from guatu.channels.timing import NIGHT, next_digest, next_moment
from guatu.kernel.working_days import WorkingCalendar
from guatu.notices.models import Notice

LOOKS_BACK: Final = timedelta(days=1)
"""A notice that is older when a channel or a wish is new goes by no channel."""
URGENT: Final = frozenset(
    (
        Notice.Kind.URGED,
        Notice.Kind.INSTRUCTION,
        Notice.Kind.DUE_TOMORROW,
        Notice.Kind.OVERDUE,
        Notice.Kind.SIGN_LATE,
        Notice.Kind.REPORT_RETURNED,
        Notice.Kind.CLOSE_RETURNED,
        Notice.Kind.REOPENED,
        Notice.Kind.MEETING_CHANGED,
        Notice.Kind.MEETING_CANCELLED,
    )
)
"""Kinds of which somebody has an SMS who wants only what is urgent."""
WAITS: Final = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))
"""How long after each failure it is tried again; after the last one it is given up and shown."""
_CLAIMED: Final = timedelta(minutes=10)
_AT_A_TIME: Final = 500
_MESSAGES: Final = 20
"""Messages by one channel in a look: as many as the robots take in a minute."""
_log = logging.getLogger("guatu.channels")


def go(*, at: datetime) -> None:
    """What each minute asks for; nothing where the keeper named no channel."""
    if settings.CHANNELS:
        set_down(at=at)
        for channel in settings.CHANNELS:
            hand_over(channel, at=at)


def set_down(*, at: datetime) -> int:
    """Write down by which channels the latest notices go, and when. How many are new."""
    calendar = working_calendar()
    recent = Notice.objects.filter(waits=True, made_at__gte=at - LOOKS_BACK)
    new: list[Delivery] = []
    for channel in settings.CHANNELS:
        told = recent.exclude(deliveries__channel=channel.name)
        new += [
            Delivery(notice=one, channel=channel.name, due_at=due)
            for one, due in _due(channel, told.select_related("unit", "person__wish"), calendar, at)
        ]
    Delivery.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _due(
    channel: Channel, told: QuerySet[Notice], calendar: WorkingCalendar, at: datetime
) -> Iterator[tuple[Notice, datetime]]:
    """Which of these notices go by the channel, and when."""
    if isinstance(channel, RobotChannel):
        due = next_moment(at, quiet=NIGHT, calendar=calendar)
        for one in told.filter(unit__name__in=channel.units):
            yield one, due
    elif isinstance(channel, MailChannel):
        for one in told.exclude(person__wish=None).exclude(person__wish__mail=Wish.Rhythm.NEVER):
            yield one, _mailed(one.person.wish, calendar, at)
    elif isinstance(channel, SmsChannel):
        for one in told.exclude(person__wish=None).exclude(person__wish__sms=Wish.Weight.NEVER):
            if one.person.wish.sms == Wish.Weight.ALL or one.kind in URGENT:
                yield one, _undisturbed(one.person.wish, calendar, at)


def _mailed(wish: Wish, calendar: WorkingCalendar, at: datetime) -> datetime:
    if wish.mail == Wish.Rhythm.DAILY:
        return next_digest(at, calendar=None if wish.on_days_off else calendar)
    return _undisturbed(wish, calendar, at)


def _undisturbed(wish: Wish, calendar: WorkingCalendar, at: datetime) -> datetime:
    quiet = (wish.quiet_from, wish.quiet_to)
    return next_moment(at, quiet=quiet, calendar=None if wish.on_days_off else calendar)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What goes to one person, or to one group, in one message."""

    to: str
    rows: Sequence[Delivery]
    names_units: bool


def hand_over(channel: Channel, *, at: datetime) -> int:
    """Hand over what is due by a channel; how many messages were taken."""
    due = Delivery.objects.filter(channel=channel.name, state=Delivery.State.WAITING, due_at__lte=at)
    told = due.select_related("notice__unit", "notice__event", "notice__person__wish")
    rows = list(told.order_by("pk")[:_AT_A_TIME])
    moot = [row.pk for row in rows if not row.notice.waits]
    _end(moot, Delivery.State.DROPPED, at=at, why="已办理、已看过或已移出")
    parcels = _parcels(channel, [row for row in rows if row.notice.waits], at)
    return sum(_hand_over(channel, parcel, at) for parcel in parcels[:_MESSAGES])


def _parcels(channel: Channel, rows: Sequence[Delivery], at: datetime) -> list[_Parcel]:
    if isinstance(channel, RobotChannel):
        return [_Parcel("", rows, names_units=True)] if rows else []
    by_person: dict[int, list[Delivery]] = {}
    for row in rows:
        by_person.setdefault(row.notice.person_id, []).append(row)
    found = []
    for own in by_person.values():
        wish: Wish | None = getattr(own[0].notice.person, "wish", None)
        to = _address(channel, wish)
        if not to or not own[0].notice.person.is_active:
            _end([row.pk for row in own], Delivery.State.DROPPED, at=at, why="本人已不要这个渠道")
            continue
        several = len({row.notice.unit_id for row in own}) > 1
        found.append(_Parcel(to, own, names_units=several))
    return found


def _address(channel: Channel, wish: Wish | None) -> str:
    """Where it goes as somebody wishes by now; empty where he does not any more."""
    if wish is None:
        return ""
    if isinstance(channel, MailChannel):
        return wish.email if wish.mail != Wish.Rhythm.NEVER else ""
    return wish.phone if wish.sms != Wish.Weight.NEVER else ""


def _hand_over(channel: Channel, parcel: _Parcel, at: datetime) -> bool:
    """Claim the rows, so that two servers do not both send them; hand over; write what came of it."""
    pks = [row.pk for row in parcel.rows if _claim(row, at)]
    rows = [row for row in parcel.rows if row.pk in set(pks)]
    if not rows:
        return False
    message = compose(
        [row.notice for row in rows], address=settings.NOTICES_ADDRESS, names_units=parcel.names_units
    )
    try:
        carry(channel, message, to=parcel.to, at=at)
    except NotCarried as refusal:
        _log.warning("channel %s: %s", channel.name, refusal.why)
        _put_off(rows, refusal.why, at)
        return False
    _end(pks, Delivery.State.SENT, at=at)
    return True


def _claim(row: Delivery, at: datetime) -> bool:
    mine = Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING, due_at=row.due_at)
    return bool(mine.update(due_at=at + _CLAIMED, tries=F("tries") + 1))


def _put_off(rows: Iterable[Delivery], why: str, at: datetime) -> None:
    by_tries: dict[int, list[int]] = {}
    for row in rows:
        by_tries.setdefault(row.tries, []).append(row.pk)
    for tries, pks in by_tries.items():
        if tries < len(WAITS):
            Delivery.objects.filter(pk__in=pks).update(due_at=at + WAITS[tries], why=why)
        else:
            _end(pks, Delivery.State.FAILED, at=at, why=why)


def _end(pks: Sequence[int], state: str, *, at: datetime, why: str = "") -> None:
    if pks:
        Delivery.objects.filter(pk__in=pks, state=Delivery.State.WAITING).update(
            state=state, ended_at=at, why=why
        )

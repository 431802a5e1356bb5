"""Telling, seeing, receiving, settling: inside the transaction of the deed that is told."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from guatu.history import rows
from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.history.models import Event, Tracked
from guatu.notices.errors import NothingToReceive, NoticeOver, ReceivedAlready
from guatu.notices.models import Notice, Receipt

RECEIVED: Final = "notice.received"
"""The kind of the event that says that somebody signed for an urging or an instruction."""
_MANY: Final = 500


def tell(notices: Iterable[Notice]) -> None:
    """Write what people are told; call inside the transaction of the deed that is told."""
    if found := list(notices):
        rows.insert(found)


def tell_of_day(notices: Sequence[Notice]) -> int:
    """Tell of days that come near; who was told before is not told again. How many are told."""
    days = {one.day for one in notices}
    told = set(Notice.objects.filter(event=None, day__in=days).values_list(*_OF_DAY))
    new = [one for one in notices if tuple(getattr(one, name) for name in _OF_DAY) not in told]
    tell(new)
    return len(new)


_OF_DAY: Final = ("person_id", "subject_kind", "subject_id", "kind", "day")


def see(person_id: int, subject: tuple[str, int], *, at: datetime) -> None:
    """Somebody opened what he was told of; one statement where there is nothing to be seen."""
    _saw(Notice.objects.filter(person=person_id, subject_kind=subject[0], subject_id=subject[1]), at)


def see_all(person_id: int, *, at: datetime) -> int:
    """Somebody has looked through his list; what waits for a receipt goes on waiting. How many were new."""
    return _saw(Notice.objects.filter(person=person_id, waits=True), at)


def _saw(told: QuerySet[Notice], at: datetime) -> int:
    by_need: dict[bool, list[int]] = {}
    for notice in told.filter(seen_at=None):
        by_need.setdefault(notice.waits and notice.needs_receipt, []).append(notice.pk)
    for waits, pks in by_need.items():
        Notice.objects.filter(pk__in=pks, seen_at=None).update(seen_at=at, waits=waits)
    return sum(map(len, by_need.values()))


def put_away(notices: Iterable[Notice], *, at: datetime) -> int:
    """What these told of is out of their reader's sight: they wait no longer. How many they are."""
    pks = [one.pk for one in notices]
    return Notice.objects.filter(pk__in=pks, waits=True).update(over_at=at, waits=False) if pks else 0


@transaction.atomic
def receive(notice: Notice, *, subject: Tracked, chain: str, by: Actor, at: datetime, on: date) -> Notice:
    """Give the receipt of one's own notice; of an urging or an instruction it is a link of the chain."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not notice.needs_receipt:
        raise NothingToReceive
    if notice.receipt_at is not None:
        raise ReceivedAlready
    if notice.over_at is not None:
        raise NoticeOver
    if notice.is_signed_for and notice.event is not None:
        _sign(notice, notice.event, subject, chain=chain, by=by, at=at, on=on)
    notice.seen_at, notice.receipt_at, notice.waits = notice.seen_at or at, at, False
    notice.save(update_fields=["seen_at", "receipt_at", "waits"])
    return notice


def _sign(
    notice: Notice, event: Event, subject: Tracked, *, chain: str, by: Actor, at: datetime, on: date
) -> Event:
    receipt = Receipt(
        event=event,
        kind=notice.kind,
        person_id=notice.person_id,
        principal_id=by.principal_id,
        unit_id=by.unit_id,
        received_on=on,
    )
    return Deed(RECEIVED, subject, chain=chain, by=by, at=at, on=on).add(receipt).commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moot:
    """What was told of these subjects waits no longer: of these kinds, for these units, or all of it."""

    subject_ids: Collection[int]
    kinds: Collection[str] | None = None
    unit_ids: Collection[int] | None = None
    answered_by: int | None = None
    """Who answered it by his own act has seen it, wherever he read of it."""

    def covers(self, kind: str, unit_id: int | None) -> bool:
        """Whether it is said of a notice of its subjects."""
        return (self.kinds is None or kind in self.kinds) and (
            self.unit_ids is None or unit_id in self.unit_ids
        )


def settle(
    subject_kind: str,
    subject_ids: Collection[int],
    *,
    at: datetime,
    kinds: Collection[str] | None = None,
    unit_ids: Collection[int] | None = None,
) -> None:
    """What was told of these subjects waits no longer: of these kinds, for these units, or all of it."""
    settle_all(subject_kind, [Moot(subject_ids=subject_ids, kinds=kinds, unit_ids=unit_ids)], at=at)


def settle_all(subject_kind: str, moot: Iterable[Moot], *, at: datetime) -> None:
    """The same of many at once, in few statements: what waits of their subjects is read, then chosen from."""
    of_subject: dict[int, list[Moot]] = {}
    for one in moot:
        for pk in one.subject_ids:
            of_subject.setdefault(pk, []).append(one)
    over, seen = list[int](), list[int]()
    for some in _in_stretches(list(of_subject)):
        waiting = Notice.objects.filter(subject_kind=subject_kind, subject_id__in=some, waits=True)
        told = waiting.values_list("pk", "subject_id", "kind", "unit_id", "person_id", "seen_at")
        for pk, subject_id, kind, unit_id, person_id, seen_at in told:
            found = [one for one in of_subject[subject_id] if one.covers(kind, unit_id)]
            over += [pk] if found else []
            seen += [pk] if seen_at is None and any(one.answered_by == person_id for one in found) else []
    for some in _in_stretches(seen):
        Notice.objects.filter(pk__in=some, seen_at=None).update(seen_at=at)
    for some in _in_stretches(over):
        Notice.objects.filter(pk__in=some, waits=True).update(over_at=at, waits=False)


def _in_stretches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + _MANY] for start in range(0, len(pks), _MANY))

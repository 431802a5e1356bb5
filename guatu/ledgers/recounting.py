"""Limits of working days that were counted before a day was known to be worked or not, counted anew.

A day becomes known by the notice of its year (until then Monday to Friday count), or because the county
decides it. The number of days is taken from the calendar of then, not from the settings of now, so a limit
keeps the length that it was given.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from guatu.accounts.models import CalendarDay
from guatu.history.chains import changes_of
from guatu.history.models import Event as Link
from guatu.history.models import Tracked
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import Act, act
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, CloseOut, Extension, Item, TickDay

_Limit = tuple[int, Tracked, str, date, date, int]
"""The item, the row, its field, the day from which it counts, the last day, how many days are usual."""


def recount(
    calendar: WorkingCalendar, before: WorkingCalendar, *, on: date, at: datetime, why_earlier: str = ""
) -> int:
    """Move the limits that run through days which another calendar held before; answers how many moved."""
    if calendar == before:
        return 0
    moved: dict[int, list[tuple[Tracked, str, date]]] = {}
    for item, row, field, start, end, usual in _running():
        new = calendar.add(start, before.count(start, end))
        if new != end and calendar.add(start, usual) != end:  # what was set since then stands rightly
            moved.setdefault(item, []).append((row, field, new))
    made: list[Act] = []
    for case in cases.load(moved):
        one = act(Event.DAYS_RECOUNTED, case, by=None, at=at, on=on).say(why_earlier=why_earlier)
        for row, field, new in moved[case.item.pk]:
            one.set(row, **{field: new})
        made.append(one)
    acts.commit(made)
    return sum(map(len, moved.values()))


def as_known(calendar: WorkingCalendar, last: TickDay | None) -> WorkingCalendar:
    """The calendar as it was known at a round."""
    if last is None:
        return calendar
    years = calendar.years - frozenset(last.known_years)
    notices = calendar.notices
    if years:
        notices = {day: working for day, working in notices.items() if day.year not in years}
    overrides = {**calendar.overrides, **_decided_since(last.ticked_at)}
    standing = {day: is_working for day, is_working in overrides.items() if is_working is not None}
    return replace(calendar, years=calendar.years - years, notices=notices, overrides=standing)


def _decided_since(moment: datetime) -> dict[date, bool | None]:
    """The days that the county decided after a moment, each as it was decided before, or not at all."""
    links = Link.objects.filter(subject_kind=CalendarDay.track)
    since = links.filter(recorded_at__gt=moment).values("subject_id")
    found: dict[date, bool | None] = {}
    for row in CalendarDay.objects.filter(pk__in=since):
        former = links.filter(subject_id=row.pk, recorded_at__lte=moment).order_by("-pk").first()
        image = changes_of(former)[row.reference] if former else {}
        found[row.day] = bool(image["is_working"]) if "is_working" in image else None
    return found


def _running() -> Iterator[_Limit]:
    """Limits that still run in items that are under way."""
    under_way = Q(item__state__in=Item.OPEN, item__merged_into=None, item__transferred_to=None)
    yield from _of_publicity(under_way)
    yield from _of_answers(under_way)
    yield from _of_signatures(under_way)


def _of_publicity(under_way: Q) -> Iterator[_Limit]:
    running = CloseOut.objects.filter(under_way, state=CloseOut.State.PUBLICITY)
    for row in running.exclude(publicity_to=None).select_related("item__ledger"):
        if row.publicity_from and row.publicity_to:
            usual = row.item.ledger.publicity_days
            yield row.item_id, row, "publicity_to", row.publicity_from, row.publicity_to, usual


def _of_answers(under_way: Q) -> Iterator[_Limit]:
    asked = Extension.objects.filter(under_way, state=Extension.State.ASKED)
    for row in asked.select_related("item__ledger__office"):
        usual = row.item.ledger.office.answer_within
        yield row.item_id, row, "answer_by", row.asked_on, row.answer_by, usual


def _of_signatures(under_way: Q) -> Iterator[_Limit]:
    waiting = Assignment.objects.filter(under_way, state=Assignment.State.AWAITING_SIGNATURE)
    for row in waiting.exclude(sign_by=None).select_related("item__ledger__office"):
        if row.sign_by and (start := _given_on(row, row.sign_by)):
            usual = row.item.ledger.office.sign_within
            yield row.item_id, row, "sign_by", start, row.sign_by, usual


def _given_on(row: Assignment, sign_by: date) -> date | None:
    """The day on which a unit was given its day to sign by: the trail knows it."""
    links = Link.objects.filter(subject_kind=Item.track, subject_id=row.item_id).order_by("-pk")
    for link in links.iterator():
        if changes_of(link).get(row.reference, {}).get("sign_by") == sign_by.isoformat():
            return link.happened_on
    return None

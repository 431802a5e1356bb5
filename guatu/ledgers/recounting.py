"""Limits of working days that were counted before the holidays of a year were known, counted anew.

Until then Monday to Friday counted. The number of days is taken from the old calendar, not from the settings
of now, so a limit keeps the length that it was given.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from guatu.history.chains import changes_of
from guatu.history.models import Event as Link
from guatu.history.models import Tracked
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import Act, act
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, CloseOut, Extension, Item

_Limit = tuple[int, Tracked, str, date, date]
"""The item, the row, its field, the day from which it counts, and the last day."""


def recount(
    calendar: WorkingCalendar, years: frozenset[int], *, on: date, at: datetime, why_earlier: str = ""
) -> int:
    """Move the limits that run through years whose holidays have become known; answers how many moved."""
    if not years:
        return 0
    before = without(calendar, years)
    moved: dict[int, list[tuple[Tracked, str, date]]] = {}
    for item, row, field, start, end in _running(years):
        new = calendar.add(start, before.count(start, end))
        if new != end:
            moved.setdefault(item, []).append((row, field, new))
    made: list[Act] = []
    for case in cases.load(moved):
        one = act(Event.DAYS_RECOUNTED, case, by=None, at=at, on=on).say(why_earlier=why_earlier)
        for row, field, new in moved[case.item.pk]:
            one.set(row, **{field: new})
        made.append(one)
    acts.commit(made)
    return sum(map(len, moved.values()))


def without(calendar: WorkingCalendar, years: frozenset[int]) -> WorkingCalendar:
    """The calendar as it was before the holidays of these years were known."""
    notices = {day: working for day, working in calendar.notices.items() if day.year not in years}
    return replace(calendar, years=calendar.years - years, notices=notices)


def _running(years: frozenset[int]) -> Iterator[_Limit]:
    """Limits that still run in items that are under way, and touch one of the years."""
    under_way = Q(item__state__in=Item.OPEN, item__merged_into=None, item__transferred_to=None)
    for limit in (*_of_publicity(under_way), *_of_answers(under_way), *_of_signatures(under_way)):
        _, _, _, start, end = limit
        if years & set(range(start.year, end.year + 1)):
            yield limit


def _of_publicity(under_way: Q) -> Iterator[_Limit]:
    running = CloseOut.objects.filter(under_way, state=CloseOut.State.PUBLICITY)
    for row in running.exclude(publicity_to=None):
        if row.publicity_from and row.publicity_to:
            yield row.item_id, row, "publicity_to", row.publicity_from, row.publicity_to


def _of_answers(under_way: Q) -> Iterator[_Limit]:
    for row in Extension.objects.filter(under_way, state=Extension.State.ASKED):
        yield row.item_id, row, "answer_by", row.asked_on, row.answer_by


def _of_signatures(under_way: Q) -> Iterator[_Limit]:
    waiting = Assignment.objects.filter(under_way, state=Assignment.State.AWAITING_SIGNATURE)
    for row in waiting.exclude(sign_by=None):
        if row.sign_by and (start := _given_on(row, row.sign_by)):
            yield row.item_id, row, "sign_by", start, row.sign_by


def _given_on(row: Assignment, sign_by: date) -> date | None:
    """The day on which a unit was given its day to sign by: the trail knows it."""
    links = Link.objects.filter(subject_kind=Item.track, subject_id=row.item_id).order_by("-pk")
    for link in links.iterator():
        if changes_of(link).get(row.reference, {}).get("sign_by") == sign_by.isoformat():
            return link.happened_on
    return None

"""Who is reminded on a day: of deadlines that come near, then step by step of what is late, unsigned, or lit.

The ladder stands in `data/reminders.yaml`. A reminder that was answered, handed over with its duty, or put
off by another deadline waits no longer (`noticing`), and so goes by no channel either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from guatu.accounts.models import Role
from guatu.accounts.queries import working_calendar
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.cases import OWING
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.noticing import ITEM, Told, notice_of
from guatu.notices import actions
from guatu.notices.models import Notice
from guatu.notices.seats import Seat, sitters

_LIAISON: Final = Role.Kind.LIAISON


@dataclass(frozen=True, slots=True)
class Step:
    """So many working days after the day that was missed, these are told."""

    after: int
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The figures of the file."""

    near: Mapping[int, str]
    """So many days before a deadline its units are told, as what."""
    overdue: Sequence[Step]
    sign_late: Sequence[Step]
    lit: Mapping[str, Sequence[Step]]
    """By the polarity of a light, from the day on which it began to burn."""


@cache
def ladder() -> Ladder:
    """What the file says, read once."""
    import yaml  # here, for it is read once

    told: dict[str, Any] = yaml.safe_load(
        (files("guatu.ledgers") / "data" / "reminders.yaml").read_text("utf-8")
    )
    return Ladder(
        near=told["near"],
        overdue=_climbed(told["overdue"]),
        sign_late=_climbed(told["sign_late"]),
        lit={polarity: _climbed(steps) for polarity, steps in told["lit"].items()},
    )


def _climbed(steps: Sequence[Mapping[str, Any]]) -> Sequence[Step]:
    return [Step(one["after"], tuple(one["tell"])) for one in steps]


def remind(*, on: date, at: datetime) -> int:
    """Tell everybody who is to be reminded on a day; a round done late tells nothing. How many are told."""
    if on < localdate(at):
        return 0
    calendar = working_calendar()
    found = [*_near(on), *_overdue(calendar, on), *_unsigned(calendar, on), *_lit(calendar, on)]
    people = sitters({told.seat for told, _ in found}, on=on)
    notices: dict[tuple[int, str, int], Notice] = {}
    for told, day in found:
        for sitter in people[told.seat]:
            notice = notice_of(told, sitter, None, at, day)
            notices.setdefault((sitter.person_id, told.kind, told.subject[1]), notice)
    return actions.tell_of_day(list(notices.values()))


def _near(on: date) -> Iterator[tuple[Told, date]]:
    kinds = {on + timedelta(days=days): kind for days, kind in ladder().near.items()}
    for row in _owed_by(kinds):
        if (day := _day(row)) in kinds:
            yield _told(row, kinds[day], _LIAISON), day


def _overdue(calendar: WorkingCalendar, on: date) -> Iterator[tuple[Told, date]]:
    """Told with the day of the reminder: each step of the ladder is one more occasion."""
    steps = _steps(calendar, on, ladder().overdue)
    for row in _owed_by(steps):
        for seat in steps.get(_day(row), ()):
            yield _told(row, Notice.Kind.OVERDUE, seat), on


def _unsigned(calendar: WorkingCalendar, on: date) -> Iterator[tuple[Told, date]]:
    steps = _steps(calendar, on, ladder().sign_late)
    waiting = _standing().filter(state=Assignment.State.AWAITING_SIGNATURE, sign_by__in=list(steps))
    for row in waiting.iterator(chunk_size=1000):
        for seat in steps.get(row.sign_by, ()):
            yield _told(row, Notice.Kind.SIGN_LATE, seat), on


def _lit(calendar: WorkingCalendar, on: date) -> Iterator[tuple[Told, date]]:
    """Whose light has not got better since; what is past its deadline climbs the ladder of that."""
    regimes = in_force(on)
    steps = {polarity: _steps(calendar, on, climbed) for polarity, climbed in ladder().lit.items()}
    days = {day for missed in steps.values() for day in missed if day}
    items = Item.objects.open().filter(lit_since__in=days, is_suspended=False).exclude(light="")
    items = items.exclude(deadline__lt=on, is_long_term=False).select_related("ledger").order_by("pk")
    found = [
        (item, seats)
        for item in items.iterator(chunk_size=1000)
        if (light := regimes.of(item.ledger_id).known(item.light))
        and (seats := steps.get(light.polarity, {}).get(item.lit_since))
    ]
    yield from ((told, on) for told in lit_told(found))


def lit_told(found: Sequence[tuple[Item, Sequence[str]]]) -> Iterator[Told]:
    """Of each item the seats told of its light: in units with something left to do, or in the office."""
    owed: dict[int, set[int]] = {}
    left = Assignment.objects.filter(state__in=Assignment.ACTIVE, duty__in=OWING, progress__lt=100)
    owing = left.order_by("item", "unit")
    pks = [item.pk for item, _ in found]
    for start in range(0, len(pks), 500):
        for item_id, unit_id in owing.filter(item__in=pks[start : start + 500]).values_list("item", "unit"):
            owed.setdefault(item_id, set()).add(unit_id)
    for item, kinds in found:
        for kind in kinds:
            places = (
                [Seat(kind, unit_id=unit) for unit in sorted(owed.get(item.pk, ()))]
                if kind in Role.IN_UNIT
                else [Seat(kind, office_id=item.ledger.office_id)]
            )
            yield from (Told(Notice.Kind.LIT, place, (ITEM, item.pk)) for place in places)


def _steps(
    calendar: WorkingCalendar, on: date, steps: Sequence[Step]
) -> Mapping[date | None, tuple[str, ...]]:
    """Whom to tell today of what was missed on which day; nobody on a day off."""
    if not calendar.is_working(on):
        return {}
    farthest = 3 * max(step.after for step in steps) + 15  # the longest holidays lie between
    missed = [on - timedelta(days=n) for n in range(1, farthest)]
    later = [step for step in steps if step.after]
    return {day: step.tell for step in later for day in missed if calendar.add(day, step.after) == on}


def _told(row: Assignment, kind: str, seat: str) -> Told:
    office = row.item.ledger.office_id
    where = Seat(seat, unit_id=row.unit_id) if seat in Role.IN_UNIT else Seat(seat, office_id=office)
    return Told(kind, where, (ITEM, row.item_id))


def _standing() -> QuerySet[Assignment]:
    """Duties in items that run."""
    rows = Assignment.objects.filter(
        item__state__in=(Item.State.DISPATCHED, Item.State.IN_PROGRESS),
        item__merged_into=None,
        item__transferred_to=None,
        item__is_suspended=False,
    )
    return rows.select_related("item__ledger", "measure").order_by("pk")


def _owed_by(days: Iterable[date | None]) -> Iterable[Assignment]:
    """Unfinished duties whose own, measure's or item's deadline is one of these days."""
    wanted = list(days)
    own = Q(deadline__in=wanted) | Q(measure__deadline__in=wanted) | Q(item__deadline__in=wanted)
    rows = _standing().filter(own, state__in=Assignment.ACTIVE, progress__lt=100, item__is_long_term=False)
    return rows.exclude(duty=Assignment.Duty.SUPERVISING).iterator(chunk_size=1000)


def _day(row: Assignment) -> date | None:
    return row.deadline or (row.measure.deadline if row.measure else None) or row.item.deadline

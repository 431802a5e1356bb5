"""Filling an empty server with the county: founded, its ledgers opened, and a year played day by day."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from guatu.accounts.queries import working_calendar
from guatu.demo.county import (
    coming,
    desk,
    letters,
    lists,
    looking,
    meetings,
    outcomes,
    regimes,
    registry,
    scheduling,
    slips,
    source,
    tables,
    versions,
)
from guatu.demo.county import told as told_people
from guatu.demo.county.crowd import Crowd
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Composer
from guatu.demo.county.plans import plans
from guatu.demo.county.registry import County
from guatu.demo.county.source import Book
from guatu.demo.county.stage import Agenda, Stage
from guatu.demo.county.stories import Story
from guatu.demo.county.telling import Teller
from guatu.history import checkpoints, keys
from guatu.ledgers.actions import ledgers, periods, standards
from guatu.ledgers.lights import nightly
from guatu.ledgers.models import StandardVersion

SEED: Final = 20260918
ITEMS: Final = 300
"""Items of the county as it is told; more are filled in for size alone."""
_PERIODS: Final = 35
"""Days before today from which reporting periods are kept."""
_NIGHTS: Final = 30
"""Days before today from which the lights turn every night."""
_NIGHTS_OF_MANY: Final = 7
"""The same where a county is filled for size."""
Progress = Callable[[int, int], None]


def fill(
    *,
    at: datetime,
    on: date,
    items: int = ITEMS,
    seed: int = SEED,
    progress: Progress = lambda done, all_: None,
) -> County:
    """Found the county and let its year happen up to a day; `at` is now, nothing is recorded later."""
    keys.make_key()
    days, rng = Days(on, at, working_calendar()), chance(seed)
    county = registry.found(days, chance(seed))
    stage = Stage(county, days, rng)
    composer = Composer(rng, [town.name for town in county.towns])
    agenda = told(days, rng, composer)
    crowd = Crowd(books(), days, rng, composer, items - ITEMS)
    first = days.ago(registry.FOUNDED)
    length = (on - first).days + 1
    with _collected_by_month() as collect:
        for number in range(length):
            day = first + timedelta(days=number)
            _begin(stage, day, nights=_NIGHTS if items <= ITEMS else _NIGHTS_OF_MANY)
            agenda.add(list(crowd.coming(day)))
            with transaction.atomic():  # one for the day
                agenda.play(stage, day)
                letters.write(stage, day)
                told_people.read(stage, day)
            collect(day)
            progress(number + 1, length)
    lists.keep(stage)
    tables.leave(stage, at, on)
    versions.leave(stage, at, on)
    regimes.leave(stage, at, on)
    with transaction.atomic():
        looking.look_again(stage, at, on)
    checkpoints.take(at=at)
    return county


@contextmanager
def _collected_by_month() -> Iterator[Callable[[date], None]]:
    """Rows come and go by the million and hardly any in circles: to look for those each month is enough."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield _collect
    finally:
        if was_on:
            gc.enable()


def _collect(day: date) -> None:
    if day.day == 1:
        gc.collect()


def _begin(stage: Stage, day: date, *, nights: int) -> None:
    """The ledgers that are opened on a day; on the first of a month the chains are signed.

    Of late the reporting periods end on their days and every item is lit anew each night, as by the clock of
    a server that runs; before, month by month.
    """
    for book in source.books():
        if stage.days.ago(book.opened) == day:
            _open(stage, book)
    if day >= stage.days.ago(_PERIODS):
        periods.freeze_over(on=day, at=stage.days.moment(day, 1))
    if day.day == 1:
        checkpoints.take(at=stage.days.moment(day, 1))
    if day.day == 1 or day >= stage.days.ago(nights):
        nightly.light_all(on=day, at=stage.days.moment(day, 2))


def _open(stage: Stage, book: Book) -> None:
    """Open a ledger with its phases and standards."""
    on = stage.days.ago(book.opened)
    office = stage.county.offices[book.office]
    by = stage.county.named("coordinator", on)
    moments = _moments(stage.days.moment(on, 500))
    second = stage.county.offices.get(book.second)
    ledger = ledgers.open_ledger(
        office=office,
        name=book.name,
        prefix=book.prefix,
        by=by,
        at=next(moments),
        on=on,
        cadence=book.cadence,
        second_office=second,
        **{**book.settings, **looking.settings(book.prefix)},
    )
    stage.ledgers[book.prefix] = ledger
    standards.install_presets(office=office, at=next(moments), on=on)
    for version in StandardVersion.objects.filter(standard__office=office).select_related("standard"):
        stage.standards[office.pk, version.standard.code] = version
    for row in book.phases:
        ends = stage.days.on - timedelta(days=row["ends"]) if "ends" in row else None
        starts = stage.days.on - timedelta(days=row["starts"])
        phase = ledgers.add_phase(
            ledger=ledger, name=row["name"], starts_on=starts, ends_on=ends, by=by, at=next(moments), on=on
        )
        stage.phases.setdefault(book.prefix, []).append(phase)


def _moments(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(seconds=11)


def told(days: Days, rng: Random, composer: Composer) -> Agenda:
    """Everything that happens in the county as it is told, by day."""
    agenda, by_prefix = Agenda(), books()
    agenda.add(list(desk.matters(by_prefix, days, rng)))
    for prefix, counts in outcomes.counts().items():
        steps = outcomes.tell(Teller(by_prefix[prefix], days, rng, composer), counts)
        agenda.add(steps)
        agenda.add(list(scheduling.plan(steps, days)))
    agenda.add(slips.tell(Teller(by_prefix["PS"], days, rng, composer), slips.COUNT))
    for plan in plans():
        agenda.add(coming.tell(Teller(by_prefix[plan.ledger], days, rng, composer, plan), plan))
    next_one = Story(meetings.desk(meetings.NAME), by_prefix[meetings.LEDGER], days, rng)
    agenda.add(meetings.to_come(next_one))
    return agenda


def books() -> Mapping[str, Book]:
    """The ledgers by their prefix."""
    return {book.prefix: book for book in source.books()}


def chance(seed: int) -> Random:
    """The same county every time."""
    return Random(seed)  # noqa: S311 - a made-up county, not secrets

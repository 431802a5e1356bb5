"""Reporting periods end: what counted is frozen; those who gave nothing are urged in one act."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from guatu.accounts.queries import Acting, working_calendar
from guatu.history.chains import SYSTEM, Actor
from guatu.history.deeds import Deed
from guatu.kernel.cadence import Cadence, Period
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import acts, cases, fitting
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cadences import NONE, cadence_of, codes_of
from guatu.ledgers.errors import NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, PeriodLine, ReportingPeriod
from guatu.ledgers.permissions import Part, actor, role_in_office
from guatu.ledgers.queries import periods
from guatu.ledgers.queries.periods import Line

_ONE_DAY = timedelta(days=1)


@transaction.atomic
def freeze(*, ledger: Ledger, code: str, by: Acting, at: datetime, on: date) -> ReportingPeriod:
    """A coordinator ends a period on its day, before the clock does."""
    ledger = _locked(ledger.pk)
    role = role_in_office(by, "coordinator", ledger.office_id)
    if role is None:
        raise NotYours(deed=str(Event.PERIOD_FROZEN.label), who=[Part.COORDINATOR.label])
    period = cadence_of(ledger, code).period(on, working_calendar())
    if on < period.last:
        raise NotNow(number=ledger.name, deed="截止本期", state=f"{period.last:%m-%d} 才到截止日")
    if _is_frozen(ledger, code, period):
        raise NotNow(number=ledger.name, deed="再截止一次", state="本期已截止")
    return _freeze(ledger, code, period, by=actor(by, role), at=at, on=on)


def freeze_over(
    *, on: date, at: datetime, known: WorkingCalendar | None = None, why_earlier: str = ""
) -> int:
    """Freeze the periods whose last day was yesterday; how many.

    `known` is the calendar as it was known at the round before: a due day that became known only when it had
    passed was yesterday's too.
    """
    calendar, count = working_calendar(), 0
    for pk in _reported_on():
        with transaction.atomic():
            count += sum(1 for _ in _freeze_of(_locked(pk), calendar, known or calendar, on, at, why_earlier))
    return count


def _reported_on() -> Iterable[int]:
    """The ledgers with a rhythm, their own or that of an item."""
    own = Ledger.objects.exclude(cadence=NONE).filter(is_archived=False)
    single = Item.objects.exclude(cadence__in=("", NONE)).filter(ledger__is_archived=False)
    return sorted({*own.values_list("pk", flat=True), *single.order_by().values_list("ledger", flat=True)})


def _freeze_of(
    ledger: Ledger,
    calendar: WorkingCalendar,
    known: WorkingCalendar,
    on: date,
    at: datetime,
    why_earlier: str,
) -> Iterable[ReportingPeriod]:
    for code in codes_of(ledger):
        period = _over(cadence_of(ledger, code), calendar, known, on - _ONE_DAY)
        if period is not None and not _is_frozen(ledger, code, period):
            yield _freeze(ledger, code, period, by=SYSTEM, at=at, on=on, why_earlier=why_earlier)


def _over(
    cadence: Cadence, calendar: WorkingCalendar, known: WorkingCalendar, yesterday: date
) -> Period | None:
    """The period that ended yesterday; or before, where nobody could know it until now."""
    period = cadence.period(yesterday, calendar)
    if period.last == yesterday:
        return period
    before = cadence.before(period, calendar)
    return before if cadence.period(before.last, known).last >= yesterday else None


def _is_frozen(ledger: Ledger, code: str, period: Period) -> bool:
    return ReportingPeriod.objects.filter(ledger=ledger, cadence=code, ends_on=period.last).exists()


def _freeze(
    ledger: Ledger, code: str, period: Period, *, by: Actor, at: datetime, on: date, why_earlier: str = ""
) -> ReportingPeriod:
    period = periods.after_frozen(ledger, code, period)
    lines = list(periods.owed(ledger, code, period))
    frozen = ReportingPeriod(
        ledger=ledger,
        cadence=code,
        starts_on=period.first,
        ends_on=period.last,
        frozen_on=on,
        owed=len(lines),
        reported=sum(line.standing == periods.Standing.REPORTED for line in lines),
    )
    deed = Deed(Event.PERIOD_FROZEN.value, frozen, chain=ledger.office.chain, by=by, at=at, on=on)
    deed.say(why_earlier=why_earlier).add(frozen)
    for line in lines:
        deed.add(
            PeriodLine(period=frozen, assignment=line.assignment, report=line.report, standing=line.standing)
        )
    fitting.commit([deed])
    return frozen


def _locked(pk: int) -> Ledger:
    return Ledger.objects.select_for_update(of=("self",)).select_related("office").get(pk=pk)


@transaction.atomic
def urge_missing(*, lines: Sequence[Line], words: str, by: Acting, at: datetime, on: date) -> list[Item]:
    """Urge the units of these lines that gave nothing; each item's trail says so once."""
    said = acts.given(words, what="催办要求", field="words")
    wanted = {line.assignment.pk for line in lines if line.is_missing}
    found = cases.load(sorted({line.assignment.item_id for line in lines if line.is_missing}))
    made = [_urging(act(Event.URGED, case, by=by, at=at, on=on), wanted).say(words=said) for case in found]
    return acts.commit(made)


def _urging(one: Act, wanted: set[int]) -> Act:
    for row in one.case.active:
        if row.pk in wanted:
            one.set(row, times_urged=row.times_urged + 1, urged_on=one.on)
    return one

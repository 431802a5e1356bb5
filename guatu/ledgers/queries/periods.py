"""One reporting period of a ledger: who owes a report in it, who gave one, and for whom it still waits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from guatu.kernel.cadence import Period
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.cadences import cadence_of, goes_by
from guatu.ledgers.models import Assignment, Item, Ledger, PeriodLine, Report, ReportingPeriod

Standing = PeriodLine.Standing
_WORK: Final = (Item.State.DISPATCHED, Item.State.IN_PROGRESS)
_WITH: Final = ("unit", "measure", "item")


@dataclass(frozen=True, slots=True)
class Line:
    """What one assignment owes in the period."""

    assignment: Assignment
    report: Report | None
    standing: str

    @property
    def is_missing(self) -> bool:
        return self.standing == Standing.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A period with its lines; frozen, or as it stands."""

    ledger: Ledger
    code: str
    period: Period
    frozen: ReportingPeriod | None
    lines: Sequence[Line]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many lines stand how."""
        found = Counter(line.standing for line in self.lines)
        return {code: found[code] for code in Standing.values}


def sheet(
    ledger: Ledger,
    code: str,
    *,
    on: date,
    calendar: WorkingCalendar,
    seen: QuerySet[Assignment] | None = None,
) -> Sheet:
    """The period in which a day lies, of all assignments or of those that somebody sees."""
    period = cadence_of(ledger, code).period(on, calendar)
    seen = Assignment.objects.all() if seen is None else seen
    frozen = ReportingPeriod.objects.filter(ledger=ledger, cadence=code, ends_on=period.last).first()
    period = Period(frozen.starts_on, period.last) if frozen else after_frozen(ledger, code, period)
    found = _frozen(frozen, seen) if frozen else owed(ledger, code, period, seen)
    order = sorted(found, key=lambda line: (line.assignment.unit.name, line.assignment.item_id))
    return Sheet(ledger=ledger, code=code, period=period, frozen=frozen, lines=order)


def after_frozen(ledger: Ledger, code: str, period: Period) -> Period:
    """The period without days that lie in one that has ended: no report counts twice.

    Where a day off became known too late, the period before went on to a day that is no due day any more.
    """
    ended = ReportingPeriod.objects.filter(ledger=ledger, cadence=code, ends_on__lt=period.last)
    last = ended.order_by("ends_on").last()
    if last is None or last.ends_on < period.first:
        return period
    return Period(last.ends_on + timedelta(days=1), period.last)


def _frozen(frozen: ReportingPeriod, seen: QuerySet[Assignment]) -> Iterable[Line]:
    rows = PeriodLine.objects.filter(period=frozen, assignment__in=seen.values("pk"))
    with_ = ("report", *(f"assignment__{name}" for name in _WITH))
    for row in rows.select_related(*with_):
        yield Line(row.assignment, row.report, row.standing)


def owed(
    ledger: Ledger, code: str, period: Period, seen: QuerySet[Assignment] | None = None
) -> Iterable[Line]:
    """What is owed in a period as things stand; two statements.

    A unit owes a report for each of its duties that is not done, once its time to sign is over; one that
    reported has done so, whatever it owed. Who only supervises owes none.
    """
    rows = (Assignment.objects.all() if seen is None else seen).filter(
        goes_by(ledger, code, item="item"),
        item__ledger=ledger,
        item__state__in=_WORK,
        item__merged_into=None,
        item__transferred_to=None,
        item__is_suspended=False,
        state__in=Assignment.ACTIVE,
    )
    given = _given(ledger, period)
    for row in rows.exclude(duty=Assignment.Duty.SUPERVISING).select_related(*_WITH).order_by("pk"):
        report = given.get(row.pk)
        if report is not None:
            counts = report.review in Report.COUNTING
            yield Line(row, report, Standing.REPORTED if counts else Standing.AWAITING)
        elif row.progress < 100 and (row.sign_by is None or row.sign_by <= period.last):
            yield Line(row, None, Standing.MISSING)


def _given(ledger: Ledger, period: Period) -> dict[int, Report]:
    """The report of a period by its assignment: the latest that counts, else the one that waits."""
    found = Report.objects.filter(
        item__ledger=ledger,
        review__in=(*Report.COUNTING, Report.Review.AWAITING),
        reported_on__range=(period.first, period.last),
        is_returned=False,
    )
    reports = list(found.order_by("pk"))
    counting = {one.assignment_id: one for one in reports if one.review in Report.COUNTING}
    return {one.assignment_id: one for one in reports} | counting

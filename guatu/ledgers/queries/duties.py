"""What one person owes, duty by duty: what to sign, report, review, approve or answer, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, ClosingReport, Extension, Item, LookBack, Measure, SignOff

Kind = Role.Kind
_SOON = timedelta(days=7)
_WORK = (Item.State.DISPATCHED, Item.State.IN_PROGRESS)
_ITEM = ("item__ledger__office", "item__lead_unit")


class When(StrEnum):
    """How soon a duty is due."""

    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that one person is to do."""

    event: Event
    """The deed that is waited for."""
    item: Item
    deadline: date | None
    when: When
    row: int | None = None
    """The key of the assignment, request, report or list that it is about."""
    unit_id: int | None = None
    unit_name: str = ""
    progress: int = 0
    achieved: Decimal | None = None
    target: Decimal | None = None
    quantity_unit: str = ""
    note: str = ""


def of(who: Acting, *, on: date) -> list[Duty]:
    """Everything that somebody owes, the most pressing first; a constant number of statements."""
    found = [
        *_in_units(who, on),
        *_reviews(who),
        *_approvals(who),
        *_answers(who, on),
        *_look_backs(who, on),
    ]
    order = list(When)
    return sorted(found, key=lambda one: (order.index(one.when), one.deadline or date.max, one.item.number))


def _in_units(who: Acting, on: date) -> Iterator[Duty]:
    """What liaisons owe for their units; one duty for each item and unit, the one with a share speaks."""
    units = who.units(Kind.LIAISON)
    if not units:
        return
    rows = Assignment.objects.filter(unit__in=units, state__in=Assignment.ACTIVE, item__state__in=_WORK)
    rows = rows.filter(item__merged_into=None, item__transferred_to=None, item__is_suspended=False)
    rows = rows.exclude(duty=Assignment.Duty.SUPERVISING).select_related("unit", "measure", *_ITEM)
    seen: dict[tuple[int, int], Assignment] = {}
    for row in rows.order_by("pk"):
        key = (row.item_id, row.unit_id)
        if key not in seen or (row.target_share and not seen[key].target_share):
            seen[key] = row
    for row in seen.values():
        yield _unit_duty(row, on)


def _unit_duty(row: Assignment, on: date) -> Duty:
    deadline = row.deadline or row.item.deadline
    unsigned = row.state == Assignment.State.AWAITING_SIGNATURE
    measure: Measure | None = row.measure
    return Duty(
        event=Event.SIGNED if unsigned else Event.REPORTED,
        item=row.item,
        deadline=row.sign_by if unsigned else deadline,
        when=When.TODAY if unsigned else _when(row, deadline, on),
        row=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        progress=row.progress,
        achieved=row.achieved if row.target_share else None,
        target=row.target_share,
        quantity_unit=measure.quantity_unit if measure else "",
        note=_note(row),
    )


def _when(row: Assignment, deadline: date | None, on: date) -> When:
    if row.state == Assignment.State.RETURNED or _urged_since_report(row):
        return When.TODAY
    if row.progress >= 100 or deadline is None:
        return When.LATER
    if deadline <= on:
        return When.TODAY
    return When.SOON if deadline <= on + _SOON else When.LATER


def _urged_since_report(row: Assignment) -> bool:
    urged = row.urged_on
    return urged is not None and (row.reported_on is None or row.reported_on < urged)


def _note(row: Assignment) -> str:
    if row.state == Assignment.State.RETURNED:
        return "上次报的进展被退回，请补充后重报"
    if _urged_since_report(row):
        return f"{row.item.ledger.office.name} {row.urged_on:%-m-%d} 催办，第 {row.times_urged} 次"
    return ""


def _reviews(who: Acting) -> Iterator[Duty]:
    if units := who.units(Kind.REVIEWER):
        found = Item.objects.filter(lead_unit__in=units, state=Item.State.LEAD_REVIEW)
        yield from _whole(found, Event.CLOSE_REVIEWED)


def _approvals(who: Acting) -> Iterator[Duty]:
    """What waits for a leader: lists to sign off, items to strike off, reports on his instructions."""
    offices = who.offices(Kind.LEADER)
    if not offices:
        return
    closing = Item.objects.filter(ledger__office__in=offices, state=Item.State.APPROVING_CLOSE)
    yield from _whole(closing, Event.CLOSE_APPROVED)
    asked = Item.objects.filter(sign_off__leader=who.person_id, sign_off__state=SignOff.State.ASKED)
    yield from _whole(asked, Event.SIGN_OFF_APPROVED)
    reports = ClosingReport.objects.filter(instruction__leader=who.person_id, read_on=None)
    for report in reports.select_related("instruction__item__ledger__office"):
        item = report.instruction.item
        yield Duty(event=Event.CLOSING_REPORT_READ, item=item, deadline=None, when=When.TODAY, row=report.pk)


def _answers(who: Acting, on: date) -> Iterator[Duty]:
    """Requests for more time that a coordinator answers within the office's working days."""
    offices = who.offices(Kind.COORDINATOR)
    if not offices:
        return
    asked = Extension.objects.filter(item__ledger__office__in=offices, state=Extension.State.ASKED)
    for one in asked.select_related("assignment__unit", *_ITEM):
        yield Duty(
            event=Event.EXTENSION_APPROVED,
            item=one.item,
            deadline=one.answer_by,
            when=When.TODAY if one.answer_by <= on else When.SOON,
            row=one.pk,
            unit_name=one.assignment.unit.name,
            progress=one.item.progress,
            note=f"申请由 {one.old_deadline} 延到 {one.new_deadline}",
        )


def _look_backs(who: Acting, on: date) -> Iterator[Duty]:
    offices = who.offices(Kind.VERIFIER)
    if not offices:
        return
    mine = Q(item__ledger__office__in=offices) | Q(item__ledger__second_office__in=offices)
    planned = LookBack.objects.filter(mine, state=LookBack.State.PLANNED, due_on__lte=on + _SOON)
    for one in planned.select_related(*_ITEM):
        yield Duty(
            event=Event.LOOK_BACK_HELD,
            item=one.item,
            deadline=one.due_on,
            when=When.TODAY if one.due_on <= on else When.SOON,
            row=one.pk,
            progress=100,
        )


def _whole(found: QuerySet[Item], event: Event) -> Iterator[Duty]:
    for item in found.select_related("ledger__office", "lead_unit"):
        yield Duty(event=event, item=item, deadline=item.deadline, when=When.TODAY, progress=item.progress)

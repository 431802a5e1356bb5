"""What one person owes, duty by duty: what to sign, report, review, approve or answer, and by when."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, working_calendar
from guatu.kernel.cadence import Period
from guatu.ledgers.cadences import NONE, cadence_of
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Assignment,
    CloseOut,
    ClosingReport,
    Extension,
    Instruction,
    Item,
    LookBack,
    Report,
    SignOff,
)
from guatu.ledgers.queries import papers

Kind = Role.Kind
SOON = timedelta(days=7)
_UNDER_REVIEW = (Report.Review.AWAITING, Report.Review.DECLINED)
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
    when: When
    deadline: date | None = None
    since: date | None = None
    """The day from which it waits."""
    row: int | None = None
    """The key of the assignment, request, report or list that it is about."""
    count: int = 1
    """How many items it is about: a list that is signed off is one duty."""
    unit_id: int | None = None
    unit_name: str = ""
    principal: str = ""
    """For whom it is done, where the role is delegated."""
    progress: int = 0
    achieved: Decimal | None = None
    target: Decimal | None = None
    quantity_unit: str = ""
    is_returned: bool = False
    """What was sent before came back."""
    note: str = ""


def of(who: Acting, *, on: date) -> list[Duty]:
    """Everything that somebody owes, the most pressing first; a constant number of statements."""
    found = [
        *_in_units(who, on),
        *_papers(who),
        *_report_reviews(who),
        *_reviews(who),
        *_verdicts(who),
        *_approvals(who),
        *_answers(who, on),
        *_paper_work(who),
        *_look_backs(who, on),
    ]
    order = list(When)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.when),
            one.deadline or date.max,
            one.since or date.max,
            one.item.number,
        ),
    )


def unsigned(owed: Iterable[Duty]) -> list[Duty]:
    """What waits for a unit's signature."""
    return [one for one in owed if one.event == Event.SIGNED]


def _in_units(who: Acting, on: date) -> Iterator[Duty]:
    """What liaisons owe for their units: one duty for each item and unit, its most pressing row speaks."""
    units = who.units(Kind.LIAISON)
    if not units:
        return
    rows = Assignment.objects.filter(unit__in=units, state__in=Assignment.ACTIVE, item__state__in=_WORK)
    rows = rows.filter(item__merged_into=None, item__transferred_to=None, item__is_suspended=False)
    rows = rows.exclude(duty=Assignment.Duty.SUPERVISING).select_related("unit", "measure", *_ITEM)
    owed: dict[tuple[int, int], Assignment] = {}
    for row in rows.order_by("pk"):
        key = (row.item_id, row.unit_id)
        if key not in owed or _pressure(row) < _pressure(owed[key]):
            owed[key] = row
    asides = Asides.of(owed.values(), on)
    principals = _principals(who, units)
    for row in owed.values():
        yield _unit_duty(row, asides, principals.get(row.unit_id, ""), on)


def _pressure(row: Assignment) -> tuple[bool, bool, bool, bool, date, bool, int]:
    """Where in a unit's rows of one item a row stands; the smallest speaks."""
    return (
        row.state != Assignment.State.AWAITING_SIGNATURE,
        row.state != Assignment.State.RETURNED,
        not _urged_since_report(row),
        row.progress >= 100,
        deadline_of(row) or date.max,
        not row.target_share,
        row.pk,
    )


def deadline_of(row: Assignment) -> date | None:
    """The day by which a unit must be done: its own, its measure's, or the item's."""
    return row.deadline or (row.measure.deadline if row.measure else None) or row.item.deadline


@dataclass(frozen=True, slots=True)
class Asides:
    """What else is to be known of rows: requests for more time that wait, close-outs that came back."""

    extensions: Mapping[int, Extension]
    returned: Mapping[int, CloseOut]
    reviews: Mapping[int, Report]
    """The last report of a row, where it waits for the unit's reviewer or came back from him."""
    periods: Mapping[tuple[int, str], Period]
    """The reporting period of today, by ledger and rhythm."""

    @classmethod
    def of(cls, rows: Collection[Assignment], on: date) -> "Asides":
        keys = {row.pk: row.item_id for row in rows}
        asked = Extension.objects.filter(assignment__in=keys, state=Extension.State.ASKED)
        last = CloseOut.objects.filter(item__in=set(keys.values()), item__times_returned__gt=0)
        ended = {one.item_id: one for one in last.order_by("number")}
        reports = Report.objects.filter(assignment__in=keys).exclude(review=Report.Review.NONE)
        latest = {one.assignment_id: one for one in reports.order_by("pk")}
        return cls(
            {one.assignment_id: one for one in asked},
            {pk: one for pk, one in ended.items() if one.state == CloseOut.State.RETURNED},
            {pk: one for pk, one in latest.items() if one.review in _UNDER_REVIEW},
            _periods(rows, on),
        )

    def due(self, row: Assignment) -> date | None:
        """The day by which a report of the period is owed; none where it was given, or none is asked for."""
        period = self.periods.get((row.item.ledger_id, _rhythm(row)))
        if period is None or row.progress >= 100 or row.state == Assignment.State.AWAITING_SIGNATURE:
            return None
        is_given = row.reported_on is not None and row.reported_on >= period.first
        is_early = row.sign_by is not None and row.sign_by > period.last
        return None if is_given or is_early or row.pk in self.reviews else period.last


def _rhythm(row: Assignment) -> str:
    return row.item.cadence or row.item.ledger.cadence


def _periods(rows: Iterable[Assignment], on: date) -> dict[tuple[int, str], Period]:
    ledgers = {(row.item.ledger_id, _rhythm(row)): row.item.ledger for row in rows if _rhythm(row) != NONE}
    if not ledgers:
        return {}
    calendar = working_calendar()
    return {key: cadence_of(ledger, key[1]).period(on, calendar) for key, ledger in ledgers.items()}


def _unit_duty(row: Assignment, asides: Asides, principal: str, on: date) -> Duty:
    event = _event(row)
    leads = _leads(row)
    return Duty(
        event=event,
        item=row.item,
        deadline=row.sign_by if event == Event.SIGNED else deadline_of(row),
        when=_when(row, event, asides, on),
        since=row.item.dispatched_on,
        row=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        principal=principal,
        progress=row.item.progress if leads else row.progress,
        achieved=row.achieved if row.target_share else None,
        target=row.target_share,
        quantity_unit=row.measure.quantity_unit if row.measure else "",
        is_returned=row.state == Assignment.State.RETURNED or _came_back(row, asides),
        note=_note(row, asides, on),
    )


def _leads(row: Assignment) -> bool:
    return row.duty == Assignment.Duty.LEAD and row.measure_id is None


def _event(row: Assignment) -> Event:
    """The deed that a row waits for: to sign, to report, or, once all is done, to ask for the close-out."""
    if row.state == Assignment.State.AWAITING_SIGNATURE:
        return Event.SIGNED
    done = _leads(row) and row.item.progress >= 100 and row.item.state == Item.State.IN_PROGRESS
    return Event.CLOSE_ASKED if done else Event.REPORTED


def _when(row: Assignment, event: Event, asides: Asides, on: date) -> When:
    review = asides.reviews.get(row.pk)
    if review is not None:
        return When.TODAY if review.review == Report.Review.DECLINED else When.LATER
    if event == Event.SIGNED or row.state == Assignment.State.RETURNED or _urged_since_report(row):
        return When.TODAY
    if _leads(row) and _came_back(row, asides):
        return When.TODAY
    deadline = deadline_of(row)
    if event == Event.CLOSE_ASKED:
        return When.TODAY if deadline and deadline <= on else When.SOON
    if row.progress >= 100:
        return When.LATER
    days = [day for day in (deadline, asides.due(row)) if day is not None]
    first = min(days, default=date.max)
    if first <= on:
        return When.TODAY
    return When.SOON if first <= on + SOON else When.LATER


def _urged_since_report(row: Assignment) -> bool:
    return row.urged_on is not None and (row.reported_on is None or row.reported_on < row.urged_on)


def _came_back(row: Assignment, asides: Asides) -> bool:
    """Whether the last request to strike the item off was returned, and nothing was reported since."""
    back = asides.returned.get(row.item_id)
    if back is None or back.ended_on is None:
        return False
    return row.reported_on is None or row.reported_on <= back.ended_on


def _note(row: Assignment, asides: Asides, on: date) -> str:
    if review := asides.reviews.get(row.pk):
        if review.review == Report.Review.DECLINED:
            return f"{review.reviewed_on:%-m-%d} 本单位审核退回：{review.review_remark}"
        return f"{review.reported_on:%-m-%d} 已报，等本单位审核"
    if row.state == Assignment.State.RETURNED:
        return "上次报的进展被退回，请补充后重报"
    if _urged_since_report(row):
        return f"{row.item.ledger.office.name} {row.urged_on:%-m-%d} 催办，第 {row.times_urged} 次"
    if _came_back(row, asides):
        back = asides.returned[row.item_id]
        return f"{back.ended_on:%-m-%d} 退回：{back.remark}"
    if asked := asides.extensions.get(row.pk):
        return f"已申请延到 {asked.new_deadline:%-m-%d}，{asked.answer_by:%-m-%d} 前答复"
    due = asides.due(row)
    return f"本期进展 {due:%-m-%d} 前要报" if due and due <= on + SOON else ""


def _papers(who: Acting) -> Iterator[Duty]:
    """Papers that a liaison's units have still to sign for."""
    principals = _principals(who, who.units(Kind.LIAISON))
    for paper, item, count in papers.unsigned(who):
        unit = paper.addressee_id or 0
        yield Duty(
            event=Event.PAPER_RECEIVED,
            item=item,
            when=When.TODAY,
            since=paper.issued_on,
            row=paper.pk,
            count=count,
            unit_id=unit,
            unit_name=paper.addressee.name if paper.addressee else "",
            principal=principals.get(unit, ""),
            note=f"{paper.office.name} {paper.issued_on:%-m-%d} 发来{paper.mark}",
        )


def _principals(who: Acting, units: Collection[int]) -> dict[int, str]:
    """For which principal a liaison acts in a unit, where the role is not his own."""
    names = {one.principal_id: one.principal_name for one in who.mandates}
    roles = {unit: who.role_at(Kind.LIAISON, unit_id=unit) for unit in units}
    return {unit: names[role.principal_id] for unit, role in roles.items() if role.principal_id in names}


def _running(state: CloseOut.State) -> QuerySet[CloseOut]:
    found = CloseOut.objects.filter(state=state, item__merged_into=None, item__transferred_to=None)
    return found.select_related("requested_unit", *_ITEM)


def _of_close_out(one: CloseOut, event: Event, *, since: date | None, note: str) -> Duty:
    return Duty(
        event=event,
        item=one.item,
        when=When.TODAY,
        since=since,
        row=one.pk,
        unit_name=one.requested_unit.name,
        progress=one.item.progress,
        note=note,
    )


def _report_reviews(who: Acting) -> Iterator[Duty]:
    """Reports that a unit's own reviewer lets out; nobody reviews what he reported himself."""
    if units := who.units(Kind.REVIEWER):
        found = Report.objects.filter(review=Report.Review.AWAITING, unit__in=units, item__state__in=_WORK)
        found = found.filter(item__merged_into=None, item__transferred_to=None, item__is_suspended=False)
        for one in found.exclude(reported_by=who.person_id).select_related("unit", "reported_by", *_ITEM):
            yield Duty(
                event=Event.REPORT_RELEASED,
                item=one.item,
                when=When.TODAY,
                since=one.reported_on,
                row=one.pk,
                unit_id=one.unit_id,
                unit_name=one.unit.name,
                progress=one.progress,
                note=f"{one.reported_by.name} {one.reported_on:%-m-%d} 报：{one.text}",
            )


def _reviews(who: Acting) -> Iterator[Duty]:
    """Requests of a unit that its own reviewer looks at; nobody reviews what he asked for himself."""
    if units := who.units(Kind.REVIEWER):
        found = _running(CloseOut.State.LEAD_REVIEW).filter(item__lead_unit__in=units)
        for one in found.exclude(requested_by=who.person_id):
            note = f"{one.requested_on:%-m-%d} 申请销号，等单位审核"
            yield _of_close_out(one, Event.CLOSE_REVIEWED, since=one.requested_on, note=note)


def _verdicts(who: Acting) -> Iterator[Duty]:
    """Requests that wait for the second key."""
    if offices := who.offices(Kind.VERIFIER):
        mine = Q(item__ledger__office__in=offices) | Q(item__ledger__second_office__in=offices)
        for one in _running(CloseOut.State.VERIFYING).filter(mine):
            note = f"{one.requested_on:%-m-%d} {one.requested_unit.name}申请销号"
            since = one.reviewed_on or one.requested_on
            yield _of_close_out(one, Event.CLOSE_VERIFIED, since=since, note=note)


def _approvals(who: Acting) -> Iterator[Duty]:
    """What waits for a leader: lists to sign off, items to strike off, reports on his instructions."""
    offices = who.offices(Kind.LEADER)
    if not offices:
        return
    for one in _running(CloseOut.State.APPROVING).filter(item__ledger__office__in=offices):
        since = one.verified_on or one.meeting_on
        note = (
            f"{since:%-m-%d} 核查通过，等您审批" if one.verified_on else f"{since:%-m-%d} 会议研究，等您审批"
        )
        yield _of_close_out(one, Event.CLOSE_APPROVED, since=since, note=note)
    leaders = {who.person_id, *(one.principal_id for one in who.held(Kind.LEADER) if one.principal_id)}
    asked = Q(sign_off__leader__in=leaders, sign_off__state=SignOff.State.ASKED)
    yield from _lists(asked, Event.SIGN_OFF_APPROVED)
    reports = ClosingReport.objects.filter(instruction__leader__in=leaders, read_on=None)
    for report in reports.select_related("instruction__item__ledger__office", "instruction__item__lead_unit"):
        yield Duty(
            event=Event.CLOSING_REPORT_READ,
            item=report.instruction.item,
            when=When.TODAY,
            since=report.submitted_on,
            row=report.pk,
            progress=report.instruction.item.progress,
            note=f"{report.submitted_on:%-m-%d} 呈报办结情况",
        )


def _lists(which: Q, event: Event) -> Iterator[Duty]:
    """Lists of items that are approved or dispatched as a whole: one duty each."""
    found = Item.objects.filter(which, state=Item.State.APPROVING)
    lists: dict[int, list[Item]] = {}
    for item in found.select_related("ledger__office", "lead_unit", "sign_off__leader").order_by("number"):
        lists.setdefault(item.sign_off_id or 0, []).append(item)
    for items in lists.values():
        sign_off = items[0].sign_off
        assert sign_off is not None  # noqa: S101 - asked for above
        answered = sign_off.answered_on
        yield Duty(
            event=event,
            item=items[0],
            when=When.TODAY,
            since=answered or sign_off.asked_on,
            row=sign_off.pk,
            count=len(items),
            note=f"{sign_off.leader.name} {answered:%-m-%d} 审签同意，等交办"
            if answered
            else f"{sign_off.asked_on:%-m-%d} 送审",
        )


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
            since=one.asked_on,
            row=one.pk,
            unit_name=one.assignment.unit.name,
            progress=one.item.progress,
            note=f"申请由 {one.old_deadline:%-m-%d} 延到 {one.new_deadline:%-m-%d}：{one.reason}",
        )


def _paper_work(who: Acting) -> Iterator[Duty]:
    """What a coordinator sends on: lists that a leader approved, reports on instructions carried out."""
    offices = who.offices(Kind.COORDINATOR)
    if not offices:
        return
    approved = Q(ledger__office__in=offices, sign_off__state=SignOff.State.APPROVED)
    yield from _lists(approved, Event.DISPATCHED)
    done = Instruction.objects.filter(item__ledger__office__in=offices, item__state=Item.State.CLOSED)
    for one in done.filter(closing_reports=None).select_related("leader", *_ITEM):
        yield Duty(
            event=Event.CLOSING_REPORT_SENT,
            item=one.item,
            when=When.TODAY,
            since=one.item.closed_on,
            progress=100,
            note=f"{one.leader.name} {one.given_on:%-m-%d} 批示，已销号，等呈报办结情况",
        )


def _look_backs(who: Acting, on: date) -> Iterator[Duty]:
    offices = who.offices(Kind.VERIFIER)
    if not offices:
        return
    mine = Q(item__ledger__office__in=offices) | Q(item__ledger__second_office__in=offices)
    planned = LookBack.objects.filter(mine, state=LookBack.State.PLANNED, due_on__lte=on + SOON)
    for one in planned.select_related(*_ITEM):
        yield Duty(
            event=Event.LOOK_BACK_HELD,
            item=one.item,
            deadline=one.due_on,
            when=When.TODAY if one.due_on <= on else When.SOON,
            since=one.item.closed_on,
            row=one.pk,
            unit_name=one.item.lead_unit.name if one.item.lead_unit else "",
            progress=100,
            note=f"{one.item.closed_on:%-m-%d} 销号，{one.due_on:%-m-%d} 回头看"
            if one.item.closed_on
            else "",
        )

"""What one person owes, duty by duty: what to sign, report, review, approve or answer, and by when."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers import extending
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    CloseOut,
    ClosingReport,
    Extension,
    Instruction,
    Item,
    Ledger,
    Report,
    SignOff,
)
from guatu.ledgers.queries import look_backs, papers
from guatu.ledgers.queries.duty import AT_WORK, SOON, WITH_ITEM, Duty, When
from guatu.ledgers.queries.unit_duties import of_units, principals_of
from guatu.ledgers.site_checks import queries as site_checks

Kind = Role.Kind
_DECISIONS = (Event.CLOSE_APPROVED, Event.SIGN_OFF_APPROVED, Event.CLOSING_REPORT_READ)


def of(who: Acting, *, on: date) -> list[Duty]:
    """Everything that somebody owes, the most pressing first; a constant number of statements."""
    found = [
        *of_units(who, on),
        *_papers(who),
        *_report_reviews(who),
        *_reviews(who),
        *_verdicts(who),
        *_site_checks(who, on),
        *_approvals(who),
        *_answers(who, on),
        *_paper_work(who, on),
        *_look_backs(who, on),
        *_undecided(who),
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


def is_leaders(duty: Duty) -> bool:
    """Whether it waits for a leader's word."""
    row = duty.extension.assignment if duty.extension else None
    return duty.event in _DECISIONS or (row is not None and extending.is_leaders(duty.item, row))


def unsigned(owed: Iterable[Duty]) -> list[Duty]:
    """What waits for a unit's signature."""
    return [one for one in owed if one.event == Event.SIGNED]


def _papers(who: Acting) -> Iterator[Duty]:
    """Papers that a liaison's units have still to sign for."""
    principals = principals_of(who, who.units(Kind.LIAISON))
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


def _running(state: CloseOut.State) -> QuerySet[CloseOut]:
    found = CloseOut.objects.filter(state=state, item__merged_into=None, item__transferred_to=None)
    return found.select_related("requested_unit", *WITH_ITEM)


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
        found = Report.objects.filter(review=Report.Review.AWAITING, unit__in=units, item__state__in=AT_WORK)
        found = found.filter(item__merged_into=None, item__transferred_to=None, item__is_suspended=False)
        for one in found.exclude(reported_by=who.person_id).select_related("unit", "reported_by", *WITH_ITEM):
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


def _site_checks(who: Acting, on: date) -> Iterator[Duty]:
    """Places to go to before the second key turns; what is checked without notice has no item yet."""
    if not who.offices(Kind.VERIFIER):
        return
    for one in site_checks.due(who).exclude(item=None):
        assert one.item is not None  # noqa: S101 - asked for
        person = f"请{one.checker.name}去" if one.checker else "任一核查员去"
        yield Duty(
            event=Event.SITE_CHECK_DONE,
            item=one.item,
            when=When.TODAY if one.due_on <= on else When.SOON,
            deadline=one.due_on,
            row=one.pk,
            progress=one.item.progress,
            note=f"{one.get_kind_display()}，{person}",
        )


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
    """Requests for more time, answered within the office's working days: by it, or by its leader."""
    own, led = who.offices(Kind.COORDINATOR), who.offices(Kind.LEADER)
    if not own and not led:
        return
    leaders = extending.leaders_own()
    whose = Q(item__ledger__office__in=own) & ~leaders | Q(item__ledger__office__in=led) & leaders
    asked = Extension.objects.filter(whose, state=Extension.State.ASKED)
    for one in asked.select_related("assignment__unit", *WITH_ITEM):
        yield Duty(
            event=Event.EXTENSION_APPROVED,
            item=one.item,
            deadline=one.answer_by,
            when=When.TODAY if one.answer_by <= on else When.SOON,
            since=one.asked_on,
            row=one.pk,
            extension=one,
            unit_name=one.assignment.unit.name,
            progress=one.item.progress,
            note=f"申请由 {one.old_deadline:%-m-%d} 延到 {one.new_deadline:%-m-%d}：{one.reason}",
        )


def _paper_work(who: Acting, on: date) -> Iterator[Duty]:
    """What a coordinator sends on: lists that a leader approved, reports on instructions carried out."""
    offices = who.offices(Kind.COORDINATOR)
    if not offices:
        return
    approved = Q(ledger__office__in=offices, sign_off__state=SignOff.State.APPROVED)
    yield from _lists(approved, Event.DISPATCHED)
    done = Q(item__state=Item.State.CLOSED) | Q(item__state__in=Item.OPEN, reply_by__isnull=False)
    told = Instruction.objects.filter(done, item__ledger__office__in=offices, closing_reports=None)
    for one in told.select_related("leader", *WITH_ITEM):
        yield _to_report(one, on)


def _to_report(one: Instruction, on: date) -> Duty:
    """What came of a leader's words: at once when the item is closed, else by the day that was asked for."""
    is_closed, by = one.item.state == Item.State.CLOSED, one.reply_by
    is_due = is_closed or by is None or by <= on
    asked = "已销号，等呈报办结情况" if is_closed else f"{by:%-m-%d} 前回报"
    return Duty(
        event=Event.CLOSING_REPORT_SENT,
        item=one.item,
        deadline=None if is_closed else by,
        when=When.TODAY if is_due else When.SOON if by and by <= on + SOON else When.LATER,
        since=one.item.closed_on or one.given_on,
        progress=one.item.progress,
        note=f"{one.leader.name} {one.given_on:%-m-%d} 批示，{asked}",
    )


def _look_backs(who: Acting, on: date) -> Iterator[Duty]:
    if not who.offices(Kind.VERIFIER):
        return
    for one in look_backs.due(who).filter(due_on__lte=on + SOON).select_related(*WITH_ITEM):
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


def _undecided(who: Acting) -> Iterator[Duty]:
    """Closed items whose look-back a coordinator has still to take into the plan: one duty for all."""
    offices = who.offices(Kind.COORDINATOR)
    if not offices:
        return
    own = Ledger.objects.filter(office__in=offices, is_archived=False)
    waiting = look_backs.undecided(own)
    if first := waiting.first():
        yield Duty(
            event=Event.LOOK_BACK_PLANNED,
            item=first,
            when=When.LATER,
            since=first.closed_on,
            count=waiting.count(),
            progress=100,
            note="已销号，等确认回头看计划",
        )

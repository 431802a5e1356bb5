"""Deadlines: more time is asked for and answered, or the office moves the day itself with its paper."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, Held, working_calendar
from guatu.history.models import StoredFile
from guatu.ledgers import acts, extending
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import AlreadyAsked, NotNow, NotYours, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Extension, Item
from guatu.ledgers.permissions import Part, role_in_office


@transaction.atomic
def ask(
    *,
    assignment: int,
    new_deadline: date,
    reason: str,
    progress_text: str,
    by: Acting,
    at: datetime,
    on: date,
) -> Extension:
    """A unit asks for more time, on the day of its deadline at the latest."""
    found = Assignment.objects.get(pk=assignment)
    case = acts.load_one(found.item_id)
    row = next(one for one in case.assignments if one.pk == assignment)
    one = act(Event.EXTENSION_ASKED, case, by=by, at=at, on=on, unit_id=row.unit_id)
    if row not in case.active:
        raise WrongUnit(field="assignment", why="这项承办已经解除，不用申请延期")
    old = _deadline(row, case)
    _check_days(case, row, old, new_deadline, on)
    if Extension.objects.filter(assignment=row, state=Extension.State.ASKED).exists():
        raise AlreadyAsked(what="延期申请")
    extension = Extension(
        item=case.item,
        assignment=row,
        asked_by_id=by.person_id,
        asked_on=on,
        reason=acts.given(reason, what="延期理由"),
        progress_text=acts.given(progress_text, what="目前进展", field="progress_text"),
        old_deadline=old,
        new_deadline=new_deadline,
        answer_by=working_calendar().add(on, case.item.ledger.office.answer_within),
    )
    one.add(extension)
    acts.commit([one])
    return extension


def _deadline(row: Assignment, case: Case) -> date:
    measure = next((one for one in case.measures if one.pk == row.measure_id), None)
    deadline = row.deadline or (measure.deadline if measure else None) or case.item.deadline
    if deadline is None or case.item.is_long_term:
        raise WrongDay(field="new_deadline", why="本事项没有办结时限，不用申请延期")
    return deadline


def _leads_whole(row: Assignment) -> bool:
    """Whether this is the lead of the whole item, whose deadline is the item's."""
    return row.duty == Assignment.Duty.LEAD and row.measure_id is None


def _check_days(case: Case, row: Assignment, old: date, new: date, on: date) -> None:
    if on > old:
        raise WrongDay(field="new_deadline", why=f"时限 {old} 已过，延期须在到期之前申请，请与督办员联系")
    if new <= old:
        raise WrongDay(field="new_deadline", why=f"新时限须晚于原时限 {old}")
    whole = case.item.deadline
    if whole is not None and not _leads_whole(row) and new > whole:
        raise WrongDay(field="new_deadline", why=f"新时限晚于整个事项的时限 {whole}，请由牵头单位申请延期")


@transaction.atomic
def withdraw(*, extension: Extension, by: Acting, at: datetime, on: date) -> Extension:
    """The unit takes its request back."""
    one, extension = _answering(Event.EXTENSION_WITHDRAWN, extension, by=by, at=at, on=on)
    one.set(extension, state=Extension.State.WITHDRAWN, answered_on=on, answered_by_id=by.person_id)
    acts.commit([one])
    return extension


@transaction.atomic
def approve(*, extension: Extension, by: Acting, at: datetime, on: date, remark: str = "") -> Extension:
    """Grant the new day; the lead's is the item's. The first promise stays, and the extension is counted."""
    one, extension = _answering(Event.EXTENSION_APPROVED, extension, by=by, at=at, on=on)
    _set_answer(one, extension, Extension.State.APPROVED, remark, by)
    row = next(row for row in one.case.assignments if row.pk == extension.assignment_id)
    item, now = one.case.item, _deadline(row, one.case)
    if extension.new_deadline <= now:
        why = f"时限已另行调整为 {now}，不早于所申请的 {extension.new_deadline}，请不予批准或由单位撤回"
        raise WrongDay(field="new_deadline", why=why)
    if _leads_whole(row) and (item.deadline is None or extension.new_deadline > item.deadline):
        one.set(item, deadline=extension.new_deadline, extensions=item.extensions + 1)
        one.set(row, deadline=None)
    else:
        one.set(row, deadline=extension.new_deadline)
    acts.commit([one])
    return extension


@transaction.atomic
def refuse(*, extension: Extension, remark: str, by: Acting, at: datetime, on: date) -> Extension:
    """The day stays, with the reason."""
    one, extension = _answering(Event.EXTENSION_REFUSED, extension, by=by, at=at, on=on)
    _set_answer(
        one, extension, Extension.State.REFUSED, acts.given(remark, what="不准的理由", field="remark"), by
    )
    acts.commit([one])
    return extension


def _answering(
    event: Event, extension: Extension, *, by: Acting, at: datetime, on: date
) -> tuple[Act, Extension]:
    case = acts.load_one(extension.item_id)
    extension = Extension.objects.select_related("assignment").get(pk=extension.pk)
    unit_id = extension.assignment.unit_id if event == Event.EXTENSION_WITHDRAWN else None
    role = None if unit_id else _leader(case, extension, by, str(event.label))
    one = act(event, case, by=by, at=at, on=on, unit_id=unit_id, role=role)
    if extension.state != Extension.State.ASKED:
        raise NotNow(
            number=case.item.number, deed="答复这份延期申请", state=str(extension.get_state_display())
        )
    return one, extension


def _leader(case: Case, extension: Extension, by: Acting, deed: str) -> Held | None:
    """The role of the leader, where the request is beyond the office; refuses everybody else."""
    ledger = case.item.ledger
    if not extending.is_leaders(case.item, extension.assignment):
        return None
    if role := role_in_office(by, Role.Kind.LEADER, ledger.office_id):
        return role
    raise NotYours(deed=f"第 {case.item.extensions + 1} 次延期的{deed}", who=[Part.LEADER.label])


def _set_answer(one: Act, extension: Extension, state: str, remark: str, by: Acting) -> None:
    one.say(remark=remark)
    one.set(extension, state=state, answered_by_id=by.person_id, answered_on=one.on, remark=remark)


@transaction.atomic
def change(
    *,
    pk: int,
    new_deadline: date,
    reason: str,
    paper: StoredFile | None,
    by: Acting,
    at: datetime,
    on: date,
    seen: int | None = None,
) -> Item:
    """The office moves the day itself, by a paper; this is no extension, but the first promise stays too."""
    case = acts.load_one(pk, seen=seen)
    return acts.commit([changing(case, new_deadline, reason, paper, by=by, at=at, on=on)])[0]


def changing(
    case: Case,
    new_deadline: date,
    reason: str,
    paper: StoredFile | None,
    *,
    by: Acting,
    at: datetime,
    on: date,
) -> Act:
    """The act that moves the day of one item."""
    one = act(Event.DEADLINE_CHANGED, case, by=by, at=at, on=on)
    if case.item.is_long_term:
        raise WrongDay(field="new_deadline", why="长期坚持的事项没有时限，请先结束长期坚持")
    if new_deadline == case.item.deadline:
        raise WrongDay(field="new_deadline", why=f"现在的时限就是 {new_deadline}，请另填日期")
    if paper is None:
        raise WrongDay(field="paper", why="调整时限要有依据，请附上依据文件")
    if new_deadline < on:
        raise WrongDay(field="new_deadline", why=f"新时限 {new_deadline} 早于今天，请改为今天或之后")
    one.say(reason=acts.given(reason)).attach("paper", paper)
    first = case.item.first_promise or new_deadline
    one.set(case.item, deadline=new_deadline, first_promise=first, due_kind=Item.DueKind.DATED)
    return one

"""What leaders write (批示): a slip made in a minute, or a word on an item, ended by a report they read."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history.models import StoredFile
from guatu.ledgers import acts
from guatu.ledgers.actions import adding
from guatu.ledgers.actions.adding import NewItem
from guatu.ledgers.acts import Act, act
from guatu.ledgers.errors import AlreadyAsked, NotNow, NotYours, WrongDay, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import ClosingReport, Instruction, Item, Ledger
from guatu.ledgers.permissions import leads, role_of


@transaction.atomic
def slip(
    *,
    ledger: Ledger,
    leader: Person,
    given_on: date,
    words: str,
    new: NewItem,
    by: Acting,
    at: datetime,
    on: date,
    scan: StoredFile | None = None,
) -> Instruction:
    """Enter a leader's written words as an item."""
    if given_on > on:
        raise WrongDay(field="given_on", why=f"批示日期 {given_on} 晚于今天，请改正")
    new = replace(new, kind=Item.Kind.INSTRUCTION)
    item = adding.add(ledger=ledger, items=[new], by=by, at=at, on=on)[0]
    if not leads(leader, ledger.office_id, on=on):
        raise WrongUnit(field="leader", why=f"{leader.name}不是本办公室的领导，请先授予角色，否则无人阅批")
    instruction = Instruction(
        item=item,
        leader=leader,
        given_on=given_on,
        words=acts.given(words, what="批示内容", field="words"),
        scan=scan,
    )
    case = acts.load_one(item.pk)
    one = act(Event.EDITED, case, by=by, at=at, on=on)
    one.add(instruction)
    if scan is not None:
        one.attach("scan", scan)
    acts.commit([one])
    return instruction


@transaction.atomic
def instruct(
    *, pk: int, words: str, by: Acting, at: datetime, on: date, reply_by: date | None = None
) -> Instruction:
    """A leader writes on an item as it stands; its units are pressed, and the office reports back."""
    case = acts.load_one(pk)
    one = act(Event.INSTRUCTED, case, by=by, at=at, on=on)
    if reply_by is not None and reply_by < on:
        raise WrongDay(field="reply_by", why="要求回报的日期早于今天，请改为今天或之后")
    instruction = Instruction(
        item=case.item,
        leader_id=one.by.principal_id or by.person_id,
        given_on=on,
        words=acts.given(words, what="批示内容", field="words"),
        reply_by=reply_by,
    )
    one.add(instruction)
    for row in case.active:
        one.set(row, times_urged=row.times_urged + 1, urged_on=on)
    acts.commit([one])
    return instruction


@transaction.atomic
def send_report(
    *,
    instruction: Instruction,
    text: str,
    by: Acting,
    at: datetime,
    on: date,
    file: StoredFile | None = None,
) -> ClosingReport:
    """Report to the leader how the instruction was carried out (办结报告)."""
    one = _acting(Event.CLOSING_REPORT_SENT, instruction, by=by, at=at, on=on)
    if ClosingReport.objects.filter(instruction=instruction, read_on=None).exists():
        raise AlreadyAsked(what="办结报告")
    report = ClosingReport(
        instruction=instruction,
        text=acts.given(text, what="办结情况", field="text"),
        file=file,
        submitted_by_id=by.person_id,
        submitted_on=on,
    )
    one.add(report)
    if file is not None:
        one.attach("file", file)
    acts.commit([one])
    return report


@transaction.atomic
def mark_read(
    *, report: ClosingReport, by: Acting, at: datetime, on: date, answer: str = ""
) -> ClosingReport:
    """The leader who gave the instruction has read the report, or answers it."""
    event = Event.CLOSING_REPORT_ANSWERED if answer.strip() else Event.CLOSING_REPORT_READ
    instruction = report.instruction
    case = acts.load_one(instruction.item_id)
    role = role_of(by, Role.Kind.LEADER, case.item.ledger.office_id, instruction.leader_id)
    if role is None:
        raise NotYours(deed=str(event.label), who=[f"{instruction.leader.name}本人"])
    one = act(event, case, by=by, at=at, on=on, role=role)
    report = ClosingReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.read_on is not None:
        raise NotNow(number=one.case.item.number, deed="再阅这份办结报告", state="已阅")
    one.say(answer=answer.strip())
    one.set(report, read_on=on, answer=answer.strip())
    acts.commit([one])
    return report


def _acting(event: Event, instruction: Instruction, *, by: Acting, at: datetime, on: date) -> Act:
    return act(event, acts.load_one(instruction.item_id), by=by, at=at, on=on)

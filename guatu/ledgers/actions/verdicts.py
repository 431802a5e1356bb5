"""The second key of a close-out, and what may follow it: approval, publicity, striking off (销号)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting, working_calendar
from guatu.history.models import StoredFile
from guatu.ledgers import acts, checking, keys, meeting_keys
from guatu.ledgers.actions.lapsing import end_extensions
from guatu.ledgers.actions.requests import end_returned, refuse_changed, running
from guatu.ledgers.acts import Act
from guatu.ledgers.errors import (
    ChecksUnmet,
    KeysInOneHand,
    PublicityRuns,
    WrongChoice,
    WrongDay,
    WrongUnit,
)
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    CheckResult,
    CloseOut,
    Evidence,
    EvidenceUse,
    Item,
    Ledger,
    LookBack,
    Meeting,
)
from guatu.ledgers.site_checks import deeds, rules
from guatu.ledgers.transitions import after_approval, after_verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """What a verifier found for one line of the standard."""

    outcome: str
    note: str = ""


@transaction.atomic
def verify(
    *, pk: int, judged: Mapping[int, Judged], by: Acting, at: datetime, on: date, remark: str = ""
) -> CloseOut:
    """The second key turns: every line of the standard is met; `judged` is by the key of the line."""
    case = acts.load_one(pk)
    one, close_out = running(case, Event.CLOSE_VERIFIED, by=by, at=at, on=on)
    _refuse_one_hand(one, close_out, by)
    refuse_changed(one, close_out)
    _judge(one, close_out, judged, must_be_met=True)
    rules.refuse_unlooked(close_out, case.item.number)
    one.say(remark=remark)
    one.set(
        close_out,
        verified_by_id=by.person_id,
        verified_for_id=one.by.principal_id,
        verified_unit_id=by.unit_id,
        verified_office_id=one.role.office_id if one.role else None,
        verified_on=on,
        remark=remark,
    )
    _go_on(one, close_out, after_verdict(case.item.ledger))
    acts.commit([one])
    return close_out


@transaction.atomic
def decide_by_meeting(
    *,
    pk: int,
    by: Acting,
    at: datetime,
    on: date,
    meeting: Meeting | None = None,
    meeting_on: date | None = None,
    attendees: str = "",
    minutes: StoredFile | None = None,
) -> CloseOut:
    """Where the office itself did the work, a recorded meeting is the second key (会议研究销号).

    A meeting of the office says itself on which day it was and who was there; of another one that is typed.
    The meeting says what a verifier would say of the lines for people; what a machine finds unmet stays so.
    """
    case = acts.load_one(pk)
    one, close_out = running(case, Event.CLOSE_BY_MEETING, by=by, at=at, on=on)
    if meeting is None:
        record = meeting_keys.as_typed(
            case.item, close_out, day=meeting_on, words=attendees, minutes=minutes, on=on
        )
    else:
        _refuse_typed(meeting_on, attendees, minutes)
        record = meeting_keys.of_meeting(meeting, case.item, close_out)
    refuse_changed(one, close_out)
    decided = Judged(CheckResult.Outcome.MET, f"{record.day} 会议研究认定")
    lines = [finding.line.pk for finding in checking.check(case) if not finding.is_automatic]
    _judge(one, close_out, dict.fromkeys(lines, decided), must_be_met=True)
    rules.refuse_unlooked(close_out, case.item.number)
    _keep(one, close_out, record)
    _go_on(one, close_out, after_verdict(case.item.ledger))
    acts.commit([one])
    return close_out


def _refuse_typed(day: date | None, attendees: str, minutes: StoredFile | None) -> None:
    """What a chosen meeting says itself is not typed beside it."""
    if day or attendees.strip() or minutes:
        raise WrongDay(field="meeting", why="已选会议的，日期、参会人员和纪要以会议记录为准，请不要另填")


def _keep(one: Act, close_out: CloseOut, record: meeting_keys.Record) -> None:
    """What the meeting says stays with the request that it decided."""
    one.attach("minutes", record.minutes)
    one.set(
        close_out,
        meeting=record.meeting,
        meeting_on=record.day,
        meeting_attendees=record.attendees,
        meeting_minutes=record.minutes,
    )


@transaction.atomic
def send_back(
    *, pk: int, remark: str, judged: Mapping[int, Judged], by: Acting, at: datetime, on: date
) -> CloseOut:
    """The verifier returns the request and says what is missing."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_RETURNED, by=by, at=at, on=on)
    _refuse_one_hand(one, close_out, by)
    _judge(one, close_out, judged, must_be_met=False)
    end_returned(one, close_out, remark)
    acts.commit([one])
    return close_out


@transaction.atomic
def order_site_check(*, pk: int, words: str, by: Acting, at: datetime, on: date) -> CloseOut:
    """The verifier wants the place to be seen; the request waits for a result."""
    one, close_out = running(acts.load_one(pk), Event.SITE_CHECK_ORDERED, by=by, at=at, on=on)
    _refuse_one_hand(one, close_out, by)
    said = acts.given(words, what="去哪里、看什么", field="words")
    one.say(words=said)
    deeds.put_order(one, close_out, said, by)
    acts.commit([one])
    return close_out


@transaction.atomic
def judge_evidence(
    *, evidence: Evidence, verdict: str, note: str, pk: int, by: Acting, at: datetime, on: date
) -> Evidence:
    """Say of one proof of the item whether it counts; a rejected one counts nowhere, so say why."""
    one, close_out = running(acts.load_one(pk), Event.EVIDENCE_JUDGED, by=by, at=at, on=on)
    _refuse_one_hand(one, close_out, by)
    use = EvidenceUse.objects.filter(item=pk, evidence=evidence.pk).select_related("evidence").first()
    if use is None:
        raise WrongUnit(field="evidence", why="这份佐证不在本事项里，请刷新后再看")
    if verdict not in _VERDICTS:
        raise WrongChoice(field="verdict", label="判定")
    words = note.strip()
    if verdict == Evidence.Verdict.REJECTED:
        words = acts.given(words, what="不算数的理由", field="note")
    one.set(use.evidence, verdict=verdict, verdict_note=words)
    if one.changes(use.evidence, ("verdict", "verdict_note")):
        acts.commit([one])
    return use.evidence


_VERDICTS: Final = (Evidence.Verdict.COUNTS, Evidence.Verdict.SHARED, Evidence.Verdict.REJECTED)


@transaction.atomic
def approve(*, pk: int, by: Acting, at: datetime, on: date, remark: str = "") -> CloseOut:
    """The leader approves; then publicity or the end."""
    case = acts.load_one(pk)
    one, close_out = running(case, Event.CLOSE_APPROVED, by=by, at=at, on=on)
    refuse_changed(one, close_out)
    one.say(remark=remark)
    one.set(close_out, approved_by_id=by.person_id, approved_for_id=one.by.principal_id, approved_on=on)
    _go_on(one, close_out, after_approval(case.item.ledger))
    acts.commit([one])
    return close_out


@transaction.atomic
def decline(*, pk: int, remark: str, by: Acting, at: datetime, on: date) -> CloseOut:
    """The leader does not approve; the unit goes on working."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_DECLINED, by=by, at=at, on=on)
    end_returned(one, close_out, remark)
    acts.commit([one])
    return close_out


@transaction.atomic
def object_in_publicity(*, pk: int, words: str, by: Acting, at: datetime, on: date) -> CloseOut:
    """Somebody objected during publicity, and the objection stands; the unit goes on working."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_OBJECTED, by=by, at=at, on=on)
    end_returned(one, close_out, words)
    acts.commit([one])
    return close_out


@transaction.atomic
def end_publicity(*, pk: int, by: Acting | None, at: datetime, on: date, why_earlier: str = "") -> CloseOut:
    """The days of publicity are over without objection: struck off."""
    case = acts.load_one(pk)
    one, close_out = running(case, Event.CLOSE_PUBLISHED, by=by, at=at, on=on)
    one.say(why_earlier=why_earlier)
    if close_out.publicity_to is None or on <= close_out.publicity_to:
        raise PublicityRuns(number=case.item.number, until=close_out.publicity_to or on)
    refuse_changed(one, close_out)
    _go_on(one, close_out, Item.State.CLOSED)
    acts.commit([one])
    return close_out


def _refuse_one_hand(one: Act, close_out: CloseOut, by: Acting) -> None:
    if why := keys.why_not(one.case, close_out, by=by, role=one.role):
        raise KeysInOneHand(why=why)


def _judge(one: Act, close_out: CloseOut, judged: Mapping[int, Judged], *, must_be_met: bool) -> None:
    """Write what was found line by line; the machine's word is taken anew and may not be overruled to met."""
    findings = checking.check(one.case)
    standing = {row.check_line_id: row for row in close_out.results.all()}
    missing = []
    for finding in findings:
        outcome, note = _outcome(finding, judged)
        if must_be_met and outcome != CheckResult.Outcome.MET:
            missing.append(f"{finding.line.text}（{note or '未核对'}）")
        if outcome:
            _write(one, close_out, standing.get(finding.line.pk), finding, outcome, note)
    if missing:
        raise ChecksUnmet(number=one.case.item.number, lines=missing)


def _outcome(finding: checking.Finding, judged: Mapping[int, Judged]) -> tuple[str, str]:
    if finding.is_automatic:
        outcome = CheckResult.Outcome.MET if finding.is_met else CheckResult.Outcome.UNMET
        return outcome, finding.note
    said = judged.get(finding.line.pk)
    if said is None:
        return "", ""
    if said.outcome not in CheckResult.Outcome.values:
        raise WrongChoice(field=f"line-{finding.line.pk}", label=finding.line.text)
    return said.outcome, said.note.strip()


def _write(
    one: Act,
    close_out: CloseOut,
    row: CheckResult | None,
    finding: checking.Finding,
    outcome: str,
    note: str,
) -> None:
    if row is not None:
        one.set(row, outcome=outcome, note=note)
        return
    automatic = finding.is_automatic
    one.add(
        CheckResult(
            close_out=close_out,
            check_line=finding.line,
            outcome=outcome,
            is_automatic=automatic,
            note=note,
        )
    )


def _go_on(one: Act, close_out: CloseOut, state: Item.State) -> None:
    """Move request and item to the next step that the ledger asks for, or strike the item off."""
    item = one.case.item
    if state == Item.State.PUBLICITY:
        last = working_calendar().add(one.on, item.ledger.publicity_days)
        one.set(close_out, state=CloseOut.State.PUBLICITY, publicity_from=one.on, publicity_to=last)
        one.lead_to(state)
    elif state == Item.State.APPROVING_CLOSE:
        one.set(close_out, state=CloseOut.State.APPROVING)
        one.lead_to(state)
    else:
        one.set(close_out, state=CloseOut.State.CLOSED, ended_on=one.on)
        one.lead_to(Item.State.CLOSED, closed_on=one.on, progress=100, is_returned=False)
        end_extensions(one)
        _plan_look_back(one, item.ledger)


def _plan_look_back(one: Act, ledger: Ledger) -> None:
    if ledger.look_back_after:
        due_on = one.on + timedelta(days=ledger.look_back_after)
        one.add(LookBack(item=one.case.item, due_on=due_on))

"""Striking off, step by step, looking again afterwards, and the report that ends an instruction."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from guatu.api.acts.base import Act, Doing, FileWord, Nothing
from guatu.api.acts.units import Remark
from guatu.api.shapes.base import Given, Id, Line, MaybeWords, Words
from guatu.http.errors import Malformed
from guatu.ledgers.actions import instructions, look_backs, verdicts
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.errors import NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.models import ClosingReport, Instruction
from guatu.ledgers.models import Meeting as RecordedMeeting
from guatu.ledgers.queries import meetings


class JudgedLine(Given):
    """What a verifier found for one line of the standard."""

    check_id: Id
    outcome: Literal["met", "unmet", "doubtful"]
    note: Line = ""


Lines = Annotated[list[JudgedLine], Field(max_length=200)]


class Verified(Given):
    """Every line that a machine cannot judge is met."""

    judged: Lines = []
    remark: MaybeWords = ""


class Returned(Given):
    """What is missing, and what was found of each line."""

    remark: Words
    judged: Lines = []


def _judged(it: Doing, lines: Lines) -> dict[int, Judged]:
    """Only lines that are left to people; the others a machine has judged."""
    asked = {one.line.pk for one in it.page.findings if not one.is_automatic}
    if strange := [one.check_id for one in lines if one.check_id not in asked]:
        raise Malformed({"judged": f"第 {strange[0]} 号不是由人核对的标准条目"})
    return {one.check_id: Judged(one.outcome, one.note) for one in lines}


class WordsSaid(Given):
    """In one's own words."""

    words: Words


class Meeting(Given):
    """A meeting is the second key: one that is recorded, by its id alone, or one that is told in full."""

    meeting_id: Id | None = None
    meeting_on: date | None = None
    attendees: MaybeWords = ""
    minutes: FileWord | None = None


class EvidenceJudged(Given):
    """Whether one proof counts; say why where it does not."""

    evidence_id: Id
    verdict: Literal["counts", "shared", "rejected"]
    note: Line = ""


def _judge(it: Doing, body: EvidenceJudged) -> object:
    proof = next((one for one in it.page.proofs if one.evidence.pk == body.evidence_id), None)
    if proof is None:
        raise Malformed({"evidence_id": "不在本事项里"})
    return verdicts.judge_evidence(
        evidence=proof.evidence, verdict=body.verdict, note=body.note, pk=it.pk, **it.deed
    )


class MaybeRemark(Given):
    """A remark, where there is one."""

    remark: MaybeWords = ""


class Planned(Given):
    """The day of looking again."""

    due_on: date


class ItemLookBackDropped(Given):
    """Why it is not looked at again."""

    reason: Words


class LookedAgain(Given):
    """What was found; `mostly` where it holds but not all of it."""

    finding: Words
    result: Literal["holds", "mostly"] = "holds"


class Instructed(Given):
    """A leader's words on an item, and by when he wants to hear of it."""

    words: Words
    reply_by: date | None = None


class Reopened(Given):
    """What was found, and by when it is to be mended."""

    finding: Words
    deadline: date


class ClosingReportSent(Given):
    """How the instruction was carried out."""

    text: Words
    file: FileWord | None = None


class Answered(Given):
    """The leader's word."""

    answer: Words


def _meeting(it: Doing, pk: int | None) -> RecordedMeeting | None:
    """The recorded meeting that is named, of those that the person sees."""
    if pk is None:
        return None
    found = meetings.visible(it.page.who).filter(pk=pk).first()
    if found is None:
        raise Malformed({"meeting_id": "没有这次会议，请核对编号"})
    return found


def _instruction(it: Doing) -> Instruction:
    if it.page.instruction is None:
        raise NotNow(number=it.item.number, deed="呈报办结报告", state="不是批示件")
    return it.page.instruction


def _unread(it: Doing) -> ClosingReport:
    if it.page.unread_report is None:
        raise NotNow(number=it.item.number, deed="阅办结报告", state="没有待阅的办结报告")
    return it.page.unread_report


ACTS = (
    Act(
        Event.CLOSE_VERIFIED,
        Verified,
        lambda it, body: verdicts.verify(
            pk=it.pk, judged=_judged(it, body.judged), remark=body.remark, **it.deed
        ),
    ),
    Act(
        Event.CLOSE_RETURNED,
        Returned,
        lambda it, body: verdicts.send_back(
            pk=it.pk, judged=_judged(it, body.judged), remark=body.remark, **it.deed
        ),
    ),
    Act(
        Event.SITE_CHECK_ORDERED,
        WordsSaid,
        lambda it, body: verdicts.order_site_check(pk=it.pk, words=body.words, **it.deed),
    ),
    Act(
        Event.CLOSE_BY_MEETING,
        Meeting,
        lambda it, body: verdicts.decide_by_meeting(
            pk=it.pk,
            meeting=_meeting(it, body.meeting_id),
            meeting_on=body.meeting_on,
            attendees=body.attendees,
            minutes=it.file(body.minutes),
            **it.deed,
        ),
    ),
    Act(Event.EVIDENCE_JUDGED, EvidenceJudged, _judge),
    Act(
        Event.CLOSE_APPROVED,
        MaybeRemark,
        lambda it, body: verdicts.approve(pk=it.pk, remark=body.remark, **it.deed),
    ),
    Act(
        Event.CLOSE_DECLINED,
        Remark,
        lambda it, body: verdicts.decline(pk=it.pk, remark=body.remark, **it.deed),
    ),
    Act(
        Event.CLOSE_OBJECTED,
        WordsSaid,
        lambda it, body: verdicts.object_in_publicity(pk=it.pk, words=body.words, **it.deed),
    ),
    Act(Event.CLOSE_PUBLISHED, Nothing, lambda it, _: verdicts.end_publicity(pk=it.pk, **it.deed)),
    Act(
        Event.LOOK_BACK_PLANNED,
        Planned,
        lambda it, body: look_backs.plan(pk=it.pk, due_on=body.due_on, **it.deed),
    ),
    Act(
        Event.LOOK_BACK_DROPPED,
        ItemLookBackDropped,
        lambda it, body: look_backs.drop(pks=[it.pk], reason=body.reason, **it.deed),
    ),
    Act(
        Event.LOOK_BACK_HELD,
        LookedAgain,
        lambda it, body: look_backs.hold(
            pk=it.pk, finding=body.finding, is_mostly=body.result == "mostly", **it.deed
        ),
    ),
    Act(
        Event.REOPENED,
        Reopened,
        lambda it, body: look_backs.reopen(pk=it.pk, finding=body.finding, deadline=body.deadline, **it.deed),
    ),
    Act(
        Event.INSTRUCTED,
        Instructed,
        lambda it, body: instructions.instruct(pk=it.pk, words=body.words, reply_by=body.reply_by, **it.deed),
    ),
    Act(
        Event.CLOSING_REPORT_SENT,
        ClosingReportSent,
        lambda it, body: instructions.send_report(
            instruction=_instruction(it), text=body.text, file=it.file(body.file), **it.deed
        ),
    ),
    Act(
        Event.CLOSING_REPORT_READ,
        Nothing,
        lambda it, _: instructions.mark_read(report=_unread(it), **it.deed),
    ),
    Act(
        Event.CLOSING_REPORT_ANSWERED,
        Answered,
        lambda it, body: instructions.mark_read(report=_unread(it), answer=body.answer, **it.deed),
    ),
)

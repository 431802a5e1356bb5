"""What units do: sign, report, prove, ask for more time, ask to strike off."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from guatu.api.acts.base import Act, Amount, Doing, FileWord, Nothing, Percent, UnitNamed
from guatu.api.shapes.base import Given, Id, Line, Words
from guatu.http import uploads
from guatu.http.errors import Malformed
from guatu.ledgers.actions import assignments, deadlines, reports, requests
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.events import Event
from guatu.ledgers.queries import proofs

Files = Annotated[list[FileWord], Field(max_length=uploads.MOST)]
Many = Annotated[list[Id], Field(max_length=200)]


class Reported(Given):
    """How far one duty is: the percent, or the figure so far where a figure is owed."""

    assignment_id: Id
    text: Words
    progress: Percent | None = None
    achieved: Amount | None = None
    stuck: Line = ""
    next_step: Line = ""
    files: Files = []
    measure_ids: Many = Field([], description="文件证明哪些措施；空为整个事项，本就承办措施的为该措施")
    happened_on: date | None = Field(None, description="发生在哪天；早于今天须写原因")
    why_earlier: Line = ""
    written_at: AwareDatetime | None = Field(None, description="在设备上写成的时刻，带时区；收到的时刻另记")


def _report(it: Doing, body: Reported) -> object:
    pk = it.assignment(body.assignment_id)
    row = next(row for row in it.page.rows if row.assignment.pk == pk)
    served = [row.measure.pk] if row.measure else [it.measure(one).pk for one in body.measure_ids]
    new = NewReport(
        text=body.text,
        progress=body.progress,
        achieved=body.achieved,
        stuck=body.stuck,
        next_step=body.next_step,
        evidence=it.proofs(body.files, served),
        written_at=body.written_at,
    )
    deed = it.deed
    day = body.happened_on or deed["on"]
    why = body.why_earlier if day < deed["on"] else ""
    return reports.report(assignment=pk, new=new, by=deed["by"], at=deed["at"], on=day, why_earlier=why)


class EvidenceAdded(UnitNamed):
    """Files sent before, and proofs that the unit gave elsewhere."""

    files: Files = []
    measure_ids: Many = Field([], description="证明哪些措施；空为整个事项")
    reuse_ids: Many = Field([], description="本单位在别的事项传过的佐证")


def _prove(it: Doing, body: EvidenceAdded) -> None:
    unit = it.own_unit(body.unit_id)
    measures = [it.measure(one).pk for one in body.measure_ids]
    found = it.proofs(body.files, measures)
    known = {one.pk: one for one in proofs.reusable(it.item, unit.pk)}
    if missing := set(body.reuse_ids) - known.keys():
        raise Malformed({"reuse_ids": f"没有可共用的佐证 {min(missing)}"})
    if found or not body.reuse_ids:
        reports.prove(pk=it.pk, unit=unit, evidence=found, **it.deed)
    chosen: list[int | None] = [*measures] or [None]
    for one in dict.fromkeys(body.reuse_ids):
        for measure in chosen:
            reports.reuse(evidence=known[one], pk=it.pk, unit=unit, measure=measure, **it.deed)


class ReportReviewed(Given):
    """Which report."""

    report_id: Id


class ReportDeclined(Given):
    """Which report, and what is to be changed."""

    report_id: Id
    remark: Words


class ExtensionAsked(Given):
    """More time for one duty, asked before its day."""

    assignment_id: Id
    new_deadline: date
    reason: Words
    progress_text: Words


class ExtensionTaken(Given):
    """Which request is taken back."""

    extension_id: Id


class CloseAsked(Given):
    """What was done."""

    statement: Words


class Remark(Given):
    """What is missing, and by when it is to come."""

    remark: Words


ACTS = (
    Act(
        Event.SIGNED,
        UnitNamed,
        lambda it, body: assignments.sign(pks=[it.pk], unit=it.own_unit(body.unit_id), **it.deed),
    ),
    Act(Event.REPORTED, Reported, _report),
    Act(Event.EVIDENCE_ADDED, EvidenceAdded, _prove),
    Act(
        Event.REPORT_RELEASED,
        ReportReviewed,
        lambda it, body: reports.release(report=it.report(body.report_id), **it.deed),
    ),
    Act(
        Event.REPORT_DECLINED,
        ReportDeclined,
        lambda it, body: reports.decline(report=it.report(body.report_id), remark=body.remark, **it.deed),
    ),
    Act(
        Event.EXTENSION_ASKED,
        ExtensionAsked,
        lambda it, body: deadlines.ask(
            assignment=it.assignment(body.assignment_id),
            new_deadline=body.new_deadline,
            reason=body.reason,
            progress_text=body.progress_text,
            **it.deed,
        ),
    ),
    Act(
        Event.EXTENSION_WITHDRAWN,
        ExtensionTaken,
        lambda it, body: deadlines.withdraw(extension=it.extension(body.extension_id), **it.deed),
    ),
    Act(
        Event.CLOSE_ASKED,
        CloseAsked,
        lambda it, body: requests.ask(pk=it.pk, statement=body.statement, **it.deed),
    ),
    Act(Event.CLOSE_WITHDRAWN, Nothing, lambda it, _: requests.withdraw(pk=it.pk, **it.deed)),
    Act(Event.CLOSE_REVIEWED, Nothing, lambda it, _: requests.review(pk=it.pk, **it.deed)),
    Act(
        Event.CLOSE_NOT_REVIEWED,
        Remark,
        lambda it, body: requests.send_back(pk=it.pk, remark=body.remark, **it.deed),
    ),
)

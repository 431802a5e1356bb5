"""One item with all that its page shows to the person who asks."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from guatu.api.answers import day, decimal, moment
from guatu.api.shapes.base import Day, Figure, Moment, Named, Told
from guatu.ledgers.models import (
    CloseOut,
    ClosingReport,
    Extension,
    LookBack,
    Measure,
    Report,
    SignOff,
    StandardVersion,
)
from guatu.ledgers.queries import sources
from guatu.ledgers.queries.item_page import ItemPage, Proof, UnitRow
from guatu.ledgers.queries.standing import due_of, standing_of
from guatu.ledgers.transitions import TABLE


class StandardTold(Told):
    """The version of a close-out standard."""

    id: int
    name: str
    version: int


class SourceTold(Told):
    """The sentence of the document from which the item was taken."""

    directive_id: int
    text: str
    paragraph: int


class MeasureTold(Told):
    """One thing to be done."""

    id: int
    position: int
    text: str
    deadline: Day | None
    target: Figure | None
    achieved: Figure
    quantity_unit: str


class AssignmentTold(Told):
    """What one unit owes."""

    id: int
    unit: Named
    duty: str
    state: str
    measure_id: int | None
    deadline: Day | None = Field(description="本单位、措施或事项的时限，依次取")
    sign_by: Day | None
    signed_on: Day | None
    signed_by: Named | None
    target_share: Figure | None
    achieved: Figure
    progress: int
    reported_on: Day | None
    stuck: str
    next_step: str
    times_urged: int
    urged_on: Day | None
    is_own: bool = Field(description="能否代表这个单位办理")


class ReportTold(Told):
    """A unit said how far it was."""

    id: int
    assignment_id: int
    unit: Named
    reported_on: Day
    progress: int
    achieved: Figure
    text: str
    stuck: str
    next_step: str
    is_returned: bool
    review: str = Field(description="单位审核；空为不须审核，awaiting 的还不算数")
    review_remark: str


class EvidenceTold(Told):
    """A proof; its content is at `href`."""

    id: int
    name: str
    unit: Named | None
    media_type: str
    size: int
    sha256: str
    uploaded_on: Day
    taken_at: Moment | None
    place: str
    report_id: int | None
    measure_ids: list[int] = Field(description="证明哪些措施；空为整个事项")
    verdict: str
    verdict_note: str
    is_repeated: bool
    href: str


class ExtensionTold(Told):
    """A request for more time."""

    id: int
    assignment_id: int
    unit: Named
    state: str
    asked_on: Day
    old_deadline: Day
    new_deadline: Day
    reason: str
    progress_text: str
    answer_by: Day
    answered_on: Day | None
    remark: str


class CloseOutTold(Told):
    """An attempt to strike the item off."""

    id: int
    number: int
    state: str
    statement: str
    requested_by: Named
    requested_unit: Named
    requested_on: Day
    reviewed_by: Named | None
    reviewed_on: Day | None
    verified_by: Named | None
    verified_on: Day | None
    meeting_on: Day | None
    approved_by: Named | None
    approved_on: Day | None
    publicity_from: Day | None
    publicity_to: Day | None
    ended_on: Day | None
    remark: str


class LookBackTold(Told):
    """Looking again at what was struck off."""

    id: int
    state: str
    due_on: Day
    done_by: Named | None
    done_on: Day | None
    finding: str


class CheckTold(Told):
    """A line of the standard, and what a machine finds of it now; null is for a person to say."""

    id: int
    text: str
    method: str
    is_met: bool | None
    note: str


class InstructionTold(Told):
    """A leader's written words, and the reports on them."""

    id: int
    leader: Named
    given_on: Day
    words: str
    reports: list["ClosingReportTold"]


class ClosingReportTold(Told):
    """How an instruction was carried out."""

    id: int
    text: str
    submitted_by: Named
    submitted_on: Day
    read_on: Day | None
    answer: str


class SignOffTold(Told):
    """A leader looks at a list before it goes out."""

    id: int
    leader: Named
    state: str
    asked_on: Day
    answered_on: Day | None
    remark: str


class Offered(Told):
    """What the state lets this person do now; the act checks the rest."""

    event: str = Field(description="办理时地址的最后一段")
    label: str
    needs: str


class ItemTold(Told):
    """An item."""

    id: int
    ledger: Named
    number: str
    revision: int
    kind: str
    title: str
    problem: str
    goal: str
    category: str
    lead_leader: str
    sponsor_leader: str
    phase: Named | None
    standard: StandardTold | None
    source: SourceTold | None
    state: str
    standing: str
    due: str
    due_kind: str
    due_text: str
    deadline: Day | None
    first_promise: Day | None
    slipped_days: int
    extensions_granted: int
    progress: int
    is_suspended: bool
    is_long_term: bool
    merged_into_id: int | None
    transferred_to_id: int | None
    dispatched_on: Day | None
    closed_on: Day | None
    times_returned: int
    times_reopened: int
    lead_unit: Named | None
    measures: list[MeasureTold]
    assignments: list[AssignmentTold]
    reports: list[ReportTold]
    evidence: list[EvidenceTold]
    extensions: list[ExtensionTold]
    close_outs: list[CloseOutTold]
    look_backs: list[LookBackTold]
    checks: list[CheckTold]
    sign_off: SignOffTold | None
    instruction: InstructionTold | None
    offered: list[Offered]


_PLAIN = (
    "number", "revision", "kind", "title", "problem", "goal", "category", "lead_leader", "sponsor_leader",
    "state", "due_kind", "due_text", "progress", "is_suspended", "is_long_term", "merged_into_id",
    "transferred_to_id", "times_returned", "times_reopened", "slipped_days",
)  # fmt: skip
_DAYS = ("deadline", "first_promise", "dispatched_on", "closed_on")


def told(page: ItemPage) -> dict[str, Any]:
    """The item as plain values."""
    item = page.item
    return {
        "id": item.pk,
        "ledger": {"id": item.ledger_id, "name": item.ledger.name},
        **{name: getattr(item, name) for name in _PLAIN},
        **{name: day(getattr(item, name)) for name in _DAYS},
        "extensions_granted": item.extensions,
        "phase": named(item.phase),
        "standard": _standard(item.standard),
        "source": _source(page),
        "standing": standing_of(item),
        "due": due_of(item, page.day),
        "lead_unit": named(item.lead_unit),
        "measures": [_measure(one) for one in page.case.measures],
        "assignments": [_assignment(one) for one in page.rows],
        "reports": [_report(one) for one in page.reports],
        "evidence": [_proof(one, item.pk) for one in page.proofs],
        "extensions": [_extension(one) for one in page.extensions],
        "close_outs": [_close_out(one) for one in page.close_outs],
        "look_backs": [_look_back(one) for one in page.look_backs],
        "checks": _checks(page),
        "sign_off": _sign_off(item.sign_off),
        "instruction": _instruction(page),
        "offered": _offered(page),
    }


def named(one: Any) -> dict[str, Any] | None:
    """Something by its number and name."""
    return None if one is None else {"id": one.pk, "name": one.name}


def _standard(one: StandardVersion | None) -> dict[str, Any] | None:
    return None if one is None else {"id": one.pk, "name": one.standard.name, "version": one.number}


def _source(page: ItemPage) -> dict[str, Any] | None:
    found = sources.sentence(page.item)
    if found is None:
        return None
    return {"directive_id": page.item.directive_id, "text": found.text, "paragraph": found.paragraph}


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "id": one.pk,
        "position": one.position,
        "text": one.text,
        "deadline": day(one.deadline),
        "target": decimal(one.target),
        "achieved": decimal(one.achieved),
        "quantity_unit": one.quantity_unit,
    }


def _assignment(row: UnitRow) -> dict[str, Any]:
    one = row.assignment
    plain = ("duty", "state", "measure_id", "progress", "stuck", "next_step", "times_urged")
    days = ("sign_by", "signed_on", "reported_on", "urged_on")
    return {
        "id": one.pk,
        "unit": named(one.unit),
        **{name: getattr(one, name) for name in plain},
        **{name: day(getattr(one, name)) for name in days},
        "deadline": day(row.deadline),
        "signed_by": named(one.signed_by),
        "target_share": decimal(one.target_share),
        "achieved": decimal(one.achieved),
        "is_own": row.is_own,
    }


def _report(one: Report) -> dict[str, Any]:
    plain = (
        "assignment_id",
        "progress",
        "text",
        "stuck",
        "next_step",
        "is_returned",
        "review",
        "review_remark",
    )
    return {
        "id": one.pk,
        "unit": named(one.unit),
        **{name: getattr(one, name) for name in plain},
        "reported_on": day(one.reported_on),
        "achieved": decimal(one.achieved),
    }


def _proof(proof: Proof, item: int) -> dict[str, Any]:
    one = proof.evidence
    return {
        "id": one.pk,
        "name": one.name,
        "unit": named(one.unit),
        "media_type": one.file.media_type,
        "size": one.file.size,
        "sha256": one.file_id,
        "uploaded_on": day(one.uploaded_on),
        "taken_at": moment(one.taken_at),
        "place": one.place,
        "report_id": one.report_id,
        "measure_ids": sorted(pk for pk in proof.measures if pk is not None),
        "verdict": one.verdict,
        "verdict_note": one.verdict_note,
        "is_repeated": proof.is_repeated,
        "href": f"/api/v1/items/{item}/evidence/{one.pk}/content",
    }


def _extension(one: Extension) -> dict[str, Any]:
    days = ("asked_on", "old_deadline", "new_deadline", "answer_by", "answered_on")
    plain = ("assignment_id", "state", "reason", "progress_text", "remark")
    return {
        "id": one.pk,
        "unit": named(one.assignment.unit),
        **{name: getattr(one, name) for name in plain},
        **{name: day(getattr(one, name)) for name in days},
    }


def _close_out(one: CloseOut) -> dict[str, Any]:
    people = ("requested_by", "reviewed_by", "verified_by", "approved_by")
    days = (
        "requested_on", "reviewed_on", "verified_on", "meeting_on", "approved_on", "publicity_from",
        "publicity_to", "ended_on",
    )  # fmt: skip
    return {
        "id": one.pk,
        "number": one.number,
        "state": one.state,
        "statement": one.statement,
        "remark": one.remark,
        "requested_unit": named(one.requested_unit),
        **{name: named(getattr(one, name)) for name in people},
        **{name: day(getattr(one, name)) for name in days},
    }


def _look_back(one: LookBack) -> dict[str, Any]:
    return {
        "id": one.pk,
        "state": one.state,
        "due_on": day(one.due_on),
        "done_by": named(one.done_by),
        "done_on": day(one.done_on),
        "finding": one.finding,
    }


def _checks(page: ItemPage) -> list[dict[str, Any]]:
    return [
        {
            "id": one.line.pk,
            "text": one.line.text,
            "method": one.line.method,
            "is_met": one.is_met,
            "note": one.note,
        }
        for one in page.findings
    ]


def _sign_off(one: SignOff | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "id": one.pk,
        "leader": named(one.leader),
        "state": one.state,
        "asked_on": day(one.asked_on),
        "answered_on": day(one.answered_on),
        "remark": one.remark,
    }


def _instruction(page: ItemPage) -> dict[str, Any] | None:
    one = page.instruction
    if one is None:
        return None
    return {
        "id": one.pk,
        "leader": named(one.leader),
        "given_on": day(one.given_on),
        "words": one.words,
        "reports": [_closing_report(each) for each in page.closing_reports],
    }


def _closing_report(one: ClosingReport) -> dict[str, Any]:
    return {
        "id": one.pk,
        "text": one.text,
        "submitted_by": named(one.submitted_by),
        "submitted_on": day(one.submitted_on),
        "read_on": day(one.read_on),
        "answer": one.answer,
    }


def _offered(page: ItemPage) -> list[dict[str, Any]]:
    return [
        {"event": event_of(line.event), "label": line.label, "needs": line.needs}
        for line in TABLE
        if line.event in page.offered
    ]


def event_of(event: str) -> str:
    """How an event is called in an address: item.close_asked is close_asked."""
    return str(event).removeprefix("item.")


class TrailFile(Told):
    """A file beside an event."""

    name: str
    sha256: str | None


class LinkTold(Told):
    """One event of the chain, with its own digest computed again."""

    id: int
    number: int
    event: str
    actor: str
    principal: str
    unit: str
    recorded_at: Moment
    happened_on: Day
    hash: str
    is_whole: bool
    changes: dict[str, dict[str, Any]]
    texts: dict[str, str | None] = Field(description="文字；null 为已依规删除")
    files: list[TrailFile]


class TrailTold(Told):
    """The trail of an item, the latest first."""

    links: list[LinkTold]
    total: int
    older: int = Field(description="这之前还有几环；以最后一环的 id 作 before 接着读")


def links_told(links: Iterable[Any]) -> list[dict[str, Any]]:
    """Links of a trail as plain values."""
    plain = ("number", "actor", "principal", "unit", "hash", "is_whole")
    return [
        {
            "id": one.pk,
            "event": one.kind,
            **{name: getattr(one, name) for name in plain},
            "recorded_at": moment(one.recorded_at),
            "happened_on": day(one.happened_on),
            "changes": dict(one.changes),
            "texts": dict(one.texts),
            "files": [{"name": each.name, "sha256": each.file_id} for each in one.files],
        }
        for one in links
    ]

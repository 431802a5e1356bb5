"""One item, and links of its trail, as plain values of their shapes."""

from collections.abc import Iterable
from typing import Any

from guatu.api.answers import day, decimal, moment
from guatu.api.shapes.lights import light_told
from guatu.ledgers import schedules
from guatu.ledgers.lights import reasons
from guatu.ledgers.lights.in_force import in_force
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
from guatu.ledgers.queries import openings, sources
from guatu.ledgers.queries.item_page import ItemPage, Proof, UnitRow
from guatu.ledgers.queries.standing import due_of, standing_of

_PLAIN = (
    "number", "revision", "kind", "title", "problem", "goal", "category", "importance", "lead_leader",
    "sponsor_leader", "place", "state", "due_kind", "due_text", "progress", "is_suspended",
    "is_long_term", "merged_into_id", "transferred_to_id", "times_returned", "times_reopened", "slipped_days",
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
        "coordinates": None if item.coordinates is None else str(item.coordinates),
        "extensions_granted": item.extensions,
        "phase": named(item.phase),
        "standard": _standard(item.standard),
        "source": _source(page),
        "standing": standing_of(item),
        "due": due_of(item, page.day),
        "lit": _lit(page),
        "lead_unit": named(item.lead_unit),
        "planned": schedules.planned(item, page.curve, on=page.day),
        "schedule": _schedule(page),
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
        **_acts(page),
    }


def _lit(page: ItemPage) -> dict[str, Any] | None:
    regime = in_force(page.day).of(page.item.ledger_id)
    why = reasons.why_item(
        page.item, page.case.assignments, regime, on=page.day, curve=page.curve, now=page.known_now
    )
    if why is None:
        return None
    return {
        "light": light_told(why.light),
        "since": day(page.item.lit_since) if page.past is None else None,
        "reason": why.sentence,
        "better": [{"act": act, "light": light_told(light)} for act, light in why.better],
        "regime": why.regime.name,
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


def _schedule(page: ItemPage) -> dict[str, Any] | None:
    plan = page.plan
    if plan is None:
        return None
    return {
        "kind": plan.kind,
        "set_on": day(plan.set_on),
        "points": [{"day": day(one.day), "name": one.name, "share": one.share} for one in plan.points],
        "doubt": schedules.doubt(page.item, plan),
    }


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
        "written_at": moment(one.written_at),
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
        "reports": [_closing_report(each) for each in page.closing_reports if each.instruction_id == one.pk],
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


def _acts(page: ItemPage) -> dict[str, Any]:
    found = openings.of(page)
    return {
        "offered": [
            {"event": event_of(line.event), "label": line.label, "needs": line.needs} for line in found.open
        ],
        "closed": [
            {"event": event_of(line.event), "label": line.label, "why_not": why} for line, why in found.closed
        ],
    }


def event_of(event: str) -> str:
    """How an event is called in an address: item.close_asked is close_asked."""
    return str(event).removeprefix("item.")


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
            "files": [{"id": each.pk, "name": each.name, "sha256": each.file_id} for each in one.files],
        }
        for one in links
    ]

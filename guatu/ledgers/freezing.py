"""What was asked to be closed, frozen with its digest: a key turns on this content and no other."""

from guatu.history.canonical import canonical, digest
from guatu.ledgers.cases import Case
from guatu.ledgers.models import CloseOut, Evidence, EvidenceUse


def content_of(case: Case) -> dict[str, object]:
    """What a coordinator can change of an item, with its measures and units, as plain values.

    What follows from other deeds (state, flags, counters) is left out: it is not what anybody signs.
    """
    item = case.item
    return {
        "number": item.number,
        "kind": item.kind,
        "category": item.category,
        "leaders": [item.lead_leader, item.sponsor_leader],
        "phase": item.phase_id,
        "due": [item.due_kind, item.due_text],
        "title": item.title,
        "problem": item.problem,
        "goal": item.goal,
        "deadline": item.deadline,
        "standard": item.standard_id,
        "measures": [
            {
                "id": one.pk,
                "text": one.text,
                "target": one.target,
                "achieved": one.achieved,
                "deadline": one.deadline,
            }
            for one in case.measures
        ],
        "units": [
            {
                "unit": one.unit_id,
                "duty": one.duty,
                "measure": one.measure_id,
                "share": one.target_share,
                "achieved": one.achieved,
                "progress": one.progress,
            }
            for one in case.standing
        ],
    }


def is_changed(case: Case, close_out: CloseOut) -> bool:
    """Whether what stands in the item is no longer what was asked to be closed."""
    return frozen(case)[1] != close_out.content_hash


def frozen(case: Case) -> tuple[bytes, str]:
    """The content with its evidence as canonical bytes, and their digest.

    A proof that a verifier rejects drops out: the request then rests on less than what was asked, so no later
    key turns on it; it can only be returned. A proof found true, or shared with other items, stays the same.
    """
    uses = EvidenceUse.objects.filter(EvidenceUse.COUNTING, item=case.item)
    uses = uses.order_by("evidence_id", "measure_id")
    proofs = uses.exclude(evidence__verdict=Evidence.Verdict.REJECTED)
    evidence = [list(row) for row in proofs.values_list("evidence__file_id", "measure_id")]
    content = canonical(content_of(case) | {"evidence": evidence})
    return content, digest(content, "sha256")

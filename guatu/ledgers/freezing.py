"""What was asked to be closed, frozen with its digest: a key turns on this content and no other."""

from guatu.history.canonical import canonical, digest
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Evidence, EvidenceUse


def content_of(case: Case) -> dict[str, object]:
    """The words, measures and units of an item, as plain values."""
    item = case.item
    return {
        "number": item.number,
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
            for one in case.active
        ],
    }


def frozen(case: Case) -> tuple[bytes, str]:
    """The content with its evidence as canonical bytes, and their digest."""
    uses = EvidenceUse.objects.filter(item=case.item).order_by("evidence_id", "measure_id")
    proofs = uses.exclude(evidence__verdict=Evidence.Verdict.REJECTED)
    evidence = [list(row) for row in proofs.values_list("evidence__file_id", "measure_id")]
    content = canonical(content_of(case) | {"evidence": evidence})
    return content, digest(content, "sha256")

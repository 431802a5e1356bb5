"""The custody list of a hand-over (移交清单): what one unit owed, item by item, when another took it over."""

from collections.abc import Sequence

from django.db.models import Count

from guatu.accounts.models import Unit
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Assignment, EvidenceUse, Report


def title(giver: Unit, taker: Unit, cases: Sequence[Case]) -> str:
    return f"{giver.name}向{taker.name}移交 {len(cases)} 个事项"


def listed(giver: Unit, taker: Unit, reason: str, cases: Sequence[Case]) -> dict[str, object]:
    """The list as plain values; taken before anything is handed over."""
    pks = [case.item.pk for case in cases]
    reports = dict(
        Report.objects.filter(item__in=pks, unit=giver).order_by().values_list("item").annotate(n=Count("pk"))
    )
    proofs = dict(
        EvidenceUse.objects.filter(item__in=pks, evidence__unit=giver)
        .order_by()
        .values_list("item")
        .annotate(n=Count("evidence", distinct=True))
    )
    return {
        "giver": {"id": giver.pk, "name": giver.name},
        "taker": {"id": taker.pk, "name": taker.name},
        "reason": reason,
        "items": [
            {
                "id": case.item.pk,
                "number": case.item.number,
                "title": case.item.title,
                "state": case.item.state,
                "deadline": case.item.deadline,
                "progress": case.item.progress,
                "duties": [_duty(row) for row in case.standing if row.unit_id == giver.pk],
                "reports": reports.get(case.item.pk, 0),
                "evidence": proofs.get(case.item.pk, 0),
            }
            for case in cases
        ],
    }


def _duty(row: Assignment) -> dict[str, object]:
    return {
        "duty": row.duty,
        "measure": row.measure_id,
        "state": row.state,
        "share": row.target_share,
        "achieved": row.achieved,
        "progress": row.progress,
    }

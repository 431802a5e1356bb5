"""The two keys of a close-out, and looking back afterwards: who may not turn the second key, or look."""

from typing import Final

from django.db.models import Q

from guatu.accounts.models import Person
from guatu.accounts.queries import Acting, Held
from guatu.ledgers.cases import Case
from guatu.ledgers.models import CloseOut, EvidenceUse, Report

_ASKED: Final = "您是申请人、单位审核人或受他们委托"
_OWES: Final = "您代表的单位承办了本事项"
_DID: Final = "您在本事项报过进展或传过佐证"


def why_not(case: Case, close_out: CloseOut, *, by: Acting, role: Held | None) -> str:
    """Why somebody, in this role, may not turn the second key; empty where nothing stands against it.

    It is not for the doer, nor for who stands for him, nor for a unit with a duty in the item.
    """
    hands = {by.person_id}
    if role is not None and role.principal_id is not None:
        hands.add(role.principal_id)
    first = {close_out.requested_by_id, close_out.requested_for_id}
    first |= {close_out.reviewed_by_id, close_out.reviewed_for_id}
    if (hands | {mandate.principal_id for mandate in by.mandates}) & first:
        return _ASKED
    units = {by.unit_id, role.unit_id if role else None}
    units |= set(Person.objects.filter(pk__in=hands).values_list("unit_id", flat=True))
    if units & {row.unit_id for row in case.active}:
        return _OWES
    return _DID if _did(case, hands) else ""


def _did(case: Case, hands: set[int]) -> bool:
    """Whether one of them reported or uploaded something in the item."""
    reported = Q(reported_by__in=hands) | Q(principal__in=hands)
    proved = Q(evidence__uploaded_by__in=hands) | Q(evidence__principal__in=hands)
    did = Report.objects.filter(reported, item=case.item).exists()
    return did or EvidenceUse.objects.filter(proved, item=case.item).exists()


def why_not_look(case: Case, hands: set[int]) -> str:
    """Why these persons, one and for whom he acts, may not look back at an item; empty where they may."""
    units = set(Person.objects.filter(pk__in=hands).values_list("unit_id", flat=True))
    if units & {row.unit_id for row in case.active}:
        return "属于承办单位"
    reviewed = Q(reviewed_by__in=hands) | Q(reviewed_for__in=hands)
    if _did(case, hands) or Report.objects.filter(reviewed, item=case.item).exists():
        return "在本事项报过进展、审过进展或传过佐证"
    return ""

"""The lines of a close-out standard that a machine can check: it marks what it can prove, people decide."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.timezone import localdate

from guatu.ledgers.cases import Case
from guatu.ledgers.models import Evidence, EvidenceUse, Measure, StandardCheck

Method = StandardCheck.Method


@dataclass(frozen=True, slots=True)
class Finding:
    """What the machine found for a line: met, not met (with what is missing), or None for a person to say."""

    line: StandardCheck
    is_met: bool | None
    note: str
    lacks: int = 0
    """How many proofs or photographs are still wanted, where the line counts them."""

    @property
    def is_automatic(self) -> bool:
        return self.is_met is not None


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proves an item: its evidence that was not rejected, by measure, and what is used elsewhere too."""

    evidence: Sequence[Evidence]
    by_measure: Mapping[int | None, int]
    reused: Sequence[str]

    @property
    def photos(self) -> int:
        return sum(one.is_photo for one in self.evidence)


def check(case: Case) -> list[Finding]:
    """Every line of the item's standard, with what can be said of it without a person; four queries."""
    if case.item.standard_id is None:
        return []
    lines = StandardCheck.objects.filter(version=case.item.standard_id)
    proofs = _proofs(case)
    return [_found(line, case, proofs) for line in lines]


def _found(line: StandardCheck, case: Case, proofs: Proofs) -> Finding:
    is_met, note = _CHECKS[Method(line.method)](case, proofs, line.least)
    have = {Method.EVIDENCE_COUNT: len(proofs.evidence), Method.PHOTO_COUNT: proofs.photos}
    lacks = max(0, line.least - have.get(Method(line.method), line.least))
    return Finding(line, is_met, note if len(note) <= _NOTE else f"{note[: _NOTE - 1]}…", lacks)


def unmet(findings: Iterable[Finding]) -> list[str]:
    """The lines that the machine knows are not met, in words."""
    return [f"{one.line.text}（{one.note}）" for one in findings if one.is_met is False]


def unmet_before_verdict(findings: Iterable[Finding]) -> list[str]:
    """The lines without which nothing can be asked; whether a proof may serve twice a verifier says later."""
    return unmet(one for one in findings if one.line.method != Method.EVIDENCE_NOT_REUSED)


def _proofs(case: Case) -> Proofs:
    uses = EvidenceUse.objects.filter(EvidenceUse.COUNTING, item=case.item)
    uses = uses.exclude(evidence__verdict=Evidence.Verdict.REJECTED)
    found: dict[int, Evidence] = {}
    by_measure: dict[int | None, int] = {}
    for use in uses.select_related("evidence__file").order_by("pk"):
        found[use.evidence_id] = use.evidence
        by_measure[use.measure_id] = by_measure.get(use.measure_id, 0) + 1
    return Proofs(list(found.values()), by_measure, _reused(case, found.values()))


def _reused(case: Case, evidence: Iterable[Evidence]) -> list[str]:
    """Names of proofs whose very bytes stand in another item, unless a verifier let them be shared."""
    own = {one.file_id: one.name for one in evidence if one.verdict != Evidence.Verdict.SHARED}
    elsewhere = EvidenceUse.objects.filter(evidence__file__in=own).exclude(item=case.item)
    return sorted({own[pk] for pk in elsewhere.values_list("evidence__file_id", flat=True)})


def _measures_done(case: Case, _: Proofs, __: int) -> tuple[bool, str]:
    """Measures whose figure some unit owes are done by it; the others are done with the whole item."""
    undone = [one for one in _short(case) if case.owing(one)]
    if case.item.progress < 100:
        return False, f"进度 {case.item.progress}%"
    return not undone, f"还有 {len(undone)} 条未完成" if undone else f"{len(case.measures)} 条都完成"


def _target_reached(case: Case, _: Proofs, __: int) -> tuple[bool, str]:
    short = _short(case)
    if not short:
        return True, "目标数已完成"
    one = short[0]
    where = "" if len(case.measures) == 1 else f"第 {one.position} 条"
    return False, f"{where}现有 {figure(one.achieved)}{one.quantity_unit}，目标 {figure(one.target)}"


def _short(case: Case) -> list[Measure]:
    return [one for one in case.measures if one.target and one.achieved < one.target]


def figure(value: Decimal | None) -> str:
    """A figure without zeros behind it."""
    digits = f"{value or 0:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _evidence_count(_: Case, proofs: Proofs, least: int) -> tuple[bool, str]:
    return len(proofs.evidence) >= least, f"现有 {len(proofs.evidence)} 份，须 {least} 份"


def _photo_count(_: Case, proofs: Proofs, least: int) -> tuple[bool, str]:
    return proofs.photos >= least, f"现有 {proofs.photos} 张，须 {least} 张"


def _each_measure_evidenced(case: Case, proofs: Proofs, _: int) -> tuple[bool, str]:
    bare = [one.position for one in case.measures if not proofs.by_measure.get(one.pk)]
    if not bare:
        return True, f"{len(case.measures)} 条都有"
    return False, f"第 {'、'.join(map(str, bare))} 条没有佐证"


def _each_unit_reported(case: Case, _: Proofs, __: int) -> tuple[bool, str]:
    silent = sorted(
        {one.unit.name for one in case.active if one.reported_on is None and one.duty in _REPORTING}
    )
    if not silent:
        return True, "都报过进展"
    rest = f"等 {len(silent)} 家" if len(silent) > _NAMED else ""
    return False, f"{'、'.join(silent[:_NAMED])}{rest}没有报过"


_REPORTING: Final = ("lead", "responsible")
_NAMED: Final = 5
_NOTE: Final = 200


def _evidence_after_dispatch(case: Case, proofs: Proofs, _: int) -> tuple[bool, str]:
    since = case.item.dispatched_on
    old = [one.name for one in proofs.evidence if one.taken_at and since and localdate(one.taken_at) < since]
    return not old, f"{old[0]} 等 {len(old)} 份拍摄早于交办" if old else "都在交办之后"


def _evidence_not_reused(_: Case, proofs: Proofs, __: int) -> tuple[bool, str]:
    reused = proofs.reused
    return not reused, f"{reused[0]} 等 {len(reused)} 份在别的事项用过" if reused else "没有重复"


def _person(_: Case, __: Proofs, ___: int) -> tuple[None, str]:
    return None, "由核查员核对"


_CHECKS: Mapping[StandardCheck.Method, Callable[[Case, Proofs, int], tuple[bool | None, str]]] = {
    Method.MEASURES_DONE: _measures_done,
    Method.TARGET_REACHED: _target_reached,
    Method.EVIDENCE_COUNT: _evidence_count,
    Method.PHOTO_COUNT: _photo_count,
    Method.EACH_MEASURE_EVIDENCED: _each_measure_evidenced,
    Method.EACH_UNIT_REPORTED: _each_unit_reported,
    Method.EVIDENCE_AFTER_DISPATCH: _evidence_after_dispatch,
    Method.EVIDENCE_NOT_REUSED: _evidence_not_reused,
    Method.PERSON: _person,
}

"""Units report and prove; the office returns what says nothing, and urges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.history.models import StoredFile
from guatu.ledgers import acts, cases, claims
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import (
    Incomplete,
    NotNow,
    NotYours,
    ReportEmpty,
    UnsignedUnit,
    WrongFigure,
    WrongUnit,
)
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Evidence, EvidenceUse, Item, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """A stored file given as proof; `measures` are the keys of the measures that it serves."""

    file: StoredFile
    name: str
    perceptual_hash: str = ""
    taken_at: datetime | None = None
    place: str = ""
    measures: Sequence[int] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """How far a unit is: percent, or the figure reached so far where it owes a figure."""

    text: str
    progress: int | None = None
    achieved: Decimal | None = None
    stuck: str = ""
    next_step: str = ""
    evidence: Sequence[NewEvidence] = field(default_factory=tuple)
    written_at: datetime | None = None
    """When the device says it was written."""


@transaction.atomic
def report(
    *, assignment: int, new: NewReport, by: Acting, at: datetime, on: date, why_earlier: str = ""
) -> Report:
    """A unit reports on one of its duties; figures are totals to date."""
    row = Assignment.objects.get(pk=assignment)
    one = reporting(acts.load_one(row.item_id), assignment, new, by=by, at=at, on=on)
    one.say(why_earlier=why_earlier)
    acts.commit([one])
    return next(row for row in one.new if isinstance(row, Report))


def reporting(case: Case, assignment: int, new: NewReport, *, by: Acting, at: datetime, on: date) -> Act:
    """The act of reporting on one duty of a case."""
    row = next(one for one in case.assignments if one.pk == assignment)
    one = act(Event.REPORTED, case, by=by, at=at, on=on, unit_id=row.unit_id)
    if row not in case.active:
        raise WrongUnit(field="assignment", why="这项承办已经解除，不用再报")
    if row.state == Assignment.State.AWAITING_SIGNATURE:
        raise UnsignedUnit(unit=row.unit.name)
    if not new.text.strip():
        raise ReportEmpty
    claims.check(new.written_at, at=at)
    progress, achieved = _figures(case, row, new.progress, new.achieved)
    made = Report(
        assignment=row,
        item=case.item,
        unit_id=row.unit_id,
        reported_by_id=by.person_id,
        principal_id=one.by.principal_id,
        reported_on=on,
        written_at=new.written_at,
        progress=progress,
        achieved=achieved,
        text=new.text.strip(),
        stuck=new.stuck,
        next_step=new.next_step,
    )
    one.add(made)
    if case.item.ledger.needs_report_review:
        _await_review(one, made)
    else:
        _count(one, row, made)
    _prove(one, new.evidence, by, row.unit_id, made)
    return one


def _await_review(one: Act, made: Report) -> None:
    """The report waits for the unit's reviewer, in place of one that waited before; its proofs come along."""
    made.review = Report.Review.AWAITING
    before = Report.objects.filter(assignment=made.assignment, review=Report.Review.AWAITING)
    for replaced in before.prefetch_related("evidence"):
        one.set(replaced, review=Report.Review.REPLACED)
        for proof in replaced.evidence.all():
            one.set(proof, report=made)


def _count(one: Act, row: Assignment, made: Report) -> None:
    """From now on the report is what the unit has done; one recorded late takes no later day back."""
    one.set(
        row,
        state=Assignment.State.REPORTED,
        progress=made.progress,
        achieved=made.achieved,
        reported_on=max(made.reported_on, row.reported_on or made.reported_on),
        stuck=made.stuck,
        next_step=made.next_step,
    )
    one.recount()


@transaction.atomic
def release(*, report: Report, by: Acting, at: datetime, on: date) -> Item:
    """The unit's reviewer lets a report count, with its figures and of its day."""
    one, row, waiting = _reviewing(Event.REPORT_RELEASED, report, by=by, at=at, on=on)
    progress, achieved = _figures(one.case, row, waiting.progress, waiting.achieved)
    one.set(waiting, review=Report.Review.RELEASED, progress=progress, achieved=achieved)
    _count(one, row, waiting)
    return acts.commit([one])[0]


@transaction.atomic
def decline(*, report: Report, remark: str, by: Acting, at: datetime, on: date) -> Item:
    """The unit's reviewer sends a report back to the liaison; nothing of it counts."""
    one, _, waiting = _reviewing(Event.REPORT_DECLINED, report, by=by, at=at, on=on)
    said = acts.given(remark, what="退回意见", field="remark")
    one.set(waiting, review=Report.Review.DECLINED, review_remark=said)
    return acts.commit([one])[0]


def _reviewing(
    event: Event, report: Report, *, by: Acting, at: datetime, on: date
) -> tuple[Act, Assignment, Report]:
    case = acts.load_one(report.item_id)
    one = act(event, case, by=by, at=at, on=on, unit_id=report.unit_id)
    waiting = Report.objects.filter(pk=report.pk, review=Report.Review.AWAITING).first()
    row = next((row for row in case.active if row.pk == report.assignment_id), None)
    if waiting is None or row is None:
        raise NotNow(number=case.item.number, deed="审核这份进展", state="已审核、已重报或承办已解除")
    hands = {waiting.reported_by_id, waiting.principal_id} - {None}
    if hands & {by.person_id, one.by.principal_id}:
        raise NotYours(deed=str(event.label), who=["报送人以外的本单位审核人"])
    one.set(waiting, reviewed_by_id=by.person_id, reviewed_for_id=one.by.principal_id, reviewed_on=on)
    return one, row, waiting


def _figures(
    case: Case, row: Assignment, progress: int | None, achieved: Decimal | None
) -> tuple[int, Decimal]:
    """Percent and figure of a report; a unit with a share reports the figure, the percent follows.

    Without a share, in a measure that has a figure, a unit reports the percent and, if it will, its figure.
    """
    _check_figure(achieved)
    if row.target_share:
        if achieved is None:
            raise Incomplete(field="achieved", what="完成数")
        return min(100, int(100 * achieved / row.target_share)), achieved
    if progress is None:
        raise Incomplete(field="progress", what="进度")
    if not 0 <= progress <= 100:
        raise WrongFigure(field="progress", why="进度应在 0 到 100 之间")
    measure = next((one for one in case.measures if one.pk == row.measure_id), None)
    if measure is None or not measure.target or achieved is None:
        return progress, row.achieved
    return progress, achieved


def _check_figure(achieved: Decimal | None) -> None:
    if achieved is None:
        return
    if not achieved.is_finite():
        raise WrongFigure(field="achieved", why="完成数不是数字，请核对")
    if achieved < 0:
        raise WrongFigure(field="achieved", why="完成数不能小于 0，请填截至今天的累计数")


def _prove(
    one: Act, evidence: Sequence[NewEvidence], by: Acting, unit_id: int, report: Report | None
) -> None:
    measures = {measure.pk: measure for measure in one.case.measures}
    for new in evidence:
        proof = Evidence(
            item=one.case.item,
            report=report,
            unit_id=unit_id,
            file=new.file,
            name=new.name,
            perceptual_hash=new.perceptual_hash,
            taken_at=new.taken_at,
            place=new.place,
            uploaded_by_id=by.person_id,
            principal_id=one.by.principal_id,
            uploaded_on=one.on,
        )
        one.add(proof)
        for measure in dict.fromkeys(new.measures) or (None,):
            if measure is not None and measure not in measures:
                raise WrongUnit(field="measures", why="所选措施不在本事项里，请重新选择")
            one.add(
                EvidenceUse(
                    evidence=proof,
                    item=one.case.item,
                    measure=measures[measure] if measure is not None else None,
                )
            )
    one.attach("evidence", *(new.file for new in evidence))


@transaction.atomic
def prove(
    *, pk: int, unit: Unit, evidence: Sequence[NewEvidence], by: Acting, at: datetime, on: date
) -> Item:
    """Add proofs without a report."""
    case = acts.load_one(pk)
    one = act(Event.EVIDENCE_ADDED, case, by=by, at=at, on=on, unit_id=unit.pk)
    if not evidence:
        raise Incomplete(field="files", what="佐证文件")
    if any(row.state == Assignment.State.AWAITING_SIGNATURE for row in case.of_unit(unit.pk)):
        raise UnsignedUnit(unit=unit.name)
    _prove(one, evidence, by, unit.pk, None)
    return acts.commit([one])[0]


@transaction.atomic
def reuse(
    *, evidence: Evidence, pk: int, unit: Unit, by: Acting, at: datetime, on: date, measure: int | None = None
) -> Item:
    """Let a proof that the unit gave elsewhere serve this item too: filled in once, used many times."""
    case = acts.load_one(pk)
    one = act(Event.EVIDENCE_ADDED, case, by=by, at=at, on=on, unit_id=unit.pk)
    if any(row.state == Assignment.State.AWAITING_SIGNATURE for row in case.of_unit(unit.pk)):
        raise UnsignedUnit(unit=unit.name)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if evidence.unit_id != unit.pk:
        raise WrongUnit(field="evidence", why="只能共用本单位自己传过的佐证")
    if evidence.verdict == Evidence.Verdict.REJECTED:
        raise WrongUnit(field="evidence", why="这份佐证已判定不算数，请另传")
    served = next((one for one in case.measures if one.pk == measure), None)
    if measure is not None and served is None:
        raise WrongUnit(field="measures", why="所选措施不在本事项里，请重新选择")
    if EvidenceUse.objects.filter(evidence=evidence, item=case.item, measure=served).exists():
        raise WrongUnit(field="evidence", why="这份佐证已用在这里，不必再加")
    one.add(EvidenceUse(evidence=evidence, item=case.item, measure=served))
    one.attach("evidence", evidence.file)
    return acts.commit([one])[0]


@transaction.atomic
def send_back(*, report: Report, remark: str, by: Acting, at: datetime, on: date) -> Item:
    """Return a report that says too little; the unit reports again."""
    case = acts.load_one(report.item_id)
    one = act(Event.REPORT_RETURNED, case, by=by, at=at, on=on)
    row = next((row for row in case.active if row.pk == report.assignment_id), None)
    counting = Report.objects.filter(assignment=report.assignment_id, review__in=Report.COUNTING)
    last = counting.last()
    if row is None or report != last or last.is_returned or row.state != Assignment.State.REPORTED:
        raise NotNow(number=case.item.number, deed="退回这份进展", state="已退回或已有新的进展")
    one.say(remark=acts.given(remark, what="退回理由：缺哪份材料、几时再报", field="remark"))
    one.set(last, is_returned=True)
    one.set(row, state=Assignment.State.RETURNED)
    return acts.commit([one])[0]


@transaction.atomic
def urge(
    *, pks: Iterable[int], words: str, by: Acting, at: datetime, on: date, unit: Unit | None = None
) -> list[Item]:
    """Urge the units of items, or one unit; it is counted and stands in the trail."""
    said = acts.given(words, what="催办要求", field="words")
    return acts.commit([_urging(case, unit, by=by, at=at, on=on).say(words=said) for case in cases.load(pks)])


def _urging(case: Case, unit: Unit | None, *, by: Acting, at: datetime, on: date) -> Act:
    one = act(Event.URGED, case, by=by, at=at, on=on)
    rows = case.of_unit(unit.pk) if unit else case.active
    if not rows:
        raise WrongUnit(field="unit", why=f"{case.item.number} 没有可催办的承办单位")
    for row in rows:
        one.set(row, times_urged=row.times_urged + 1, urged_on=on)
    return one

"""One item as its page shows it to somebody, today or on a past day, by a constant number of statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.queries import Acting, Held
from guatu.history.models import Tracked
from guatu.history.timelines import PastDay
from guatu.kernel.pacing import Curve
from guatu.ledgers import checking, schedules
from guatu.ledgers.actions.lapsing import RUNNING
from guatu.ledgers.cases import Case
from guatu.ledgers.checking import Finding
from guatu.ledgers.errors import LedgerRefusal
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Assignment,
    CheckResult,
    CloseOut,
    ClosingReport,
    Evidence,
    EvidenceUse,
    Extension,
    Instruction,
    Item,
    LookBack,
    Measure,
    Report,
    SiteCheck,
    SiteCheckDraw,
    StandardCheck,
)
from guatu.ledgers.permissions import Part, parts_in
from guatu.ledgers.queries import trail, visibility
from guatu.ledgers.queries.trail import Changes, Then
from guatu.ledgers.queries.visibility import Scope
from guatu.ledgers.schedules import Plan
from guatu.ledgers.transitions import offered

Row = TypeVar("Row", bound=Tracked)
_UNSEEN: Final = (Item.State.DRAFT, Item.State.APPROVING)
_WITH: Final = (
    "ledger__office__unit",
    "lead_unit",
    "phase",
    "standard__standard",
    "directive",
    "merged_into__ledger",
    "transferred_to__ledger",
    "sign_off__leader",
    "last_unit",
)
_LINKED: Final = frozenset(("assignment", "report", "extension", "evidence", "receipt"))
"""Kinds of rows that belong to one unit."""


class NotThereYet(LedgerRefusal):
    """The item was not entered, or not shown to this person, on the day that is looked at."""

    code = "not_there_yet"

    def __init__(self, *, number: str, day: date) -> None:
        super().__init__(number, day)
        self.number, self.day = number, day

    def __str__(self) -> str:
        return f"{self.day} 还没有 {self.number} 这一项，请看以后的日期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence as it serves this item."""

    evidence: Evidence
    measures: frozenset[int | None]
    """The measures it serves; None the whole item."""
    is_repeated: bool
    """The same bytes or the same picture serves another item too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """What one unit owes here, in the whole item or in one measure."""

    assignment: Assignment
    measure: Measure | None
    is_own: bool
    deadline: date | None
    report: Report | None
    """The latest that counts and was not returned."""
    waiting: Report | None
    """The report that the unit's own reviewer has still to look at; others do not see it."""
    extension: Extension | None
    """The request for more time that waits."""


@dataclass(slots=True, kw_only=True)
class ItemPage:
    """An item with all that its page shows."""

    who: Acting
    on: date
    past: PastDay | None
    case: Case
    scope: Scope
    parts: Mapping[Part, Held]
    rows: Sequence[UnitRow]
    proofs: Sequence[Proof]
    reports: Sequence[Report]
    held_back: frozenset[str]
    """The reports that their units have not let out, and that are not of this person's own."""
    extensions: Sequence[Extension]
    close_outs: Sequence[CloseOut]
    look_backs: Sequence[LookBack]
    site_checks: Sequence[SiteCheck]
    draws: Sequence[SiteCheckDraw]
    """Whether a request was to be looked at on the spot, attempt by attempt; discarded ones stay."""
    lines: Sequence[StandardCheck]
    findings: Sequence[Finding]
    results: Mapping[int, CheckResult]
    """What the latest request was found to be, by the line of the standard."""
    instructions: Sequence[Instruction]
    closing_reports: Sequence[ClosingReport]
    plan: Plan | None
    """The plan in force on the day; none goes straight on."""
    offered: frozenset[Event]
    """What the state lets this person do; each action checks the rest."""

    @property
    def item(self) -> Item:
        return self.case.item

    @property
    def day(self) -> date:
        """The day that the page speaks of."""
        return self.past.day if self.past else self.on

    @property
    def curve(self) -> Curve | None:
        """How much is due by which day, where a plan says so."""
        return schedules.curve_of(self.item, self.plan)

    @property
    def known_now(self) -> int | None:
        """The percent that is known today, where the page tells what is known today of a past day."""
        if self.past is None or not self.past.is_corrected:
            return None
        return Item.objects.filter(pk=self.item.pk).values_list("progress", flat=True).first()

    @property
    def close_out(self) -> CloseOut | None:
        """The latest attempt to strike the item off."""
        return self.close_outs[-1] if self.close_outs else None

    @property
    def running(self) -> CloseOut | None:
        """The attempt on its way."""
        last = self.close_out
        return last if last is not None and last.state in RUNNING else None

    @property
    def look_back(self) -> LookBack | None:
        return next((one for one in self.look_backs if one.state == LookBack.State.PLANNED), None)

    @property
    def site_check(self) -> SiteCheck | None:
        """The look at the place that nobody has taken yet."""
        return next((one for one in self.site_checks if one.state == SiteCheck.State.PLANNED), None)

    @property
    def waiting_extensions(self) -> list[Extension]:
        return [one for one in self.extensions if one.state == Extension.State.ASKED]

    @property
    def instruction(self) -> Instruction | None:
        """The leader's words that wait for a report, or for the leader to read it; else the last."""
        unread, told = self.unread_report, {one.instruction_id for one in self.closing_reports}
        wanted = [one for one in self.instructions if unread and one.pk == unread.instruction_id]
        wanted += [one for one in self.instructions if one.pk not in told]
        return next(iter([*wanted, *reversed(self.instructions)]), None)

    @property
    def unread_report(self) -> ClosingReport | None:
        return next((one for one in self.closing_reports if one.read_on is None), None)

    @property
    def own_rows(self) -> list[UnitRow]:
        """The rows for which this person can speak."""
        return [row for row in self.rows if row.is_own and row.assignment.state in Assignment.ACTIVE]

    @property
    def trail_filter(self) -> Callable[[Changes, int | None], bool] | None:
        """What of the trail may be shown; none where all of it may."""
        return None if self.scope.sees_all and not self.held_back else self.may_see

    def may_see(self, changes: Changes, unit_id: int | None) -> bool:
        """Whether an event of the trail may be shown: another unit's own business is not, by setting."""
        if unit_id in self.scope.own_units:
            return True
        if not self.held_back.isdisjoint(changes):
            return False
        if self.scope.sees_all:
            return True
        touched = {ref for ref in changes if ref.partition(":")[0] in _LINKED}
        return not touched or bool(touched & self.own_references)

    @property
    def own_references(self) -> frozenset[str]:
        own: list[Assignment | Report | Extension | Evidence] = [row.assignment for row in self.rows]
        own += [*self.reports, *self.extensions, *(proof.evidence for proof in self.proofs)]
        return frozenset(row.reference for row in own)


def visible(who: Acting, pk: int) -> Item | None:
    """The item, if there is one and the person may see it; one statement."""
    return visibility.items(who).filter(pk=pk).select_related(*_WITH).first()


def item_page(who: Acting, pk: int, *, on: date, past: PastDay | None = None) -> ItemPage | None:
    """The item's page; None where there is none to be seen."""
    item = visible(who, pk)
    if item is None:
        return None
    sees_whole = _sees_whole(who, item)
    then = trail.then(pk, past) if past else None
    if then is not None:
        if not then.knows(item):
            raise NotThereYet(number=item.number, day=then.past.day)
        then.put_back([item])
        if item.state in _UNSEEN and not sees_whole:
            raise NotThereYet(number=item.number, day=then.past.day)
    return _page(who, _case(item, then), on, then, sees_whole=sees_whole)


def seen_evidence(who: Acting, pk: int, evidence: int) -> Evidence | None:
    """One proof of an item, if the person may see it there; three statements."""
    item = visible(who, pk)
    if item is None:
        return None
    scope = _scope(who, item, sees_whole=_sees_whole(who, item))
    uses = EvidenceUse.objects.filter(scope.proofs(), item=item, evidence=evidence)
    use = uses.select_related("evidence__file").first()
    return use.evidence if use else None


def _sees_whole(who: Acting, item: Item) -> bool:
    return visibility.whole_ledgers(who).filter(pk=item.ledger_id).exists()


def _scope(who: Acting, item: Item, *, sees_whole: bool) -> Scope:
    return Scope(
        sees_all=sees_whole or item.ledger.siblings_visible,
        own_units=who.units("liaison", "reviewer"),
        liaison_units=who.units("liaison"),
    )


def _case(item: Item, then: Then | None) -> Case:
    """The item with its measures and units; on a past day the figures are derived as they were then."""
    measures = list(Measure.objects.filter(item=item, is_dropped=False).order_by("position"))
    rows = Assignment.objects.filter(item=item).select_related("unit", "signed_by").order_by("pk")
    assignments = list(rows)
    if then is not None:
        measures, assignments = then.put_back(measures), then.put_back(assignments)
    case = Case(item, measures, assignments)
    if then is not None:
        item.progress = case.progress()
        for one in measures:
            one.achieved = case.achieved(one)
    return case


def _page(who: Acting, case: Case, on: date, then: Then | None, *, sees_whole: bool) -> ItemPage:
    item = case.item
    parts = parts_in(item, case.assignments, who)
    scope = _scope(who, item, sees_whole=sees_whole)
    reports, held_back = _reports(item, scope, then)
    extensions = _known(_extensions(item, scope.units("assignment__unit")), then)
    close_outs = _known(_close_outs(item), then)
    look_backs = LookBack.objects.filter(item=item).select_related("done_by", "looker").order_by("pk")
    closing_reports = ClosingReport.objects.filter(instruction__item=item).select_related("submitted_by")
    return ItemPage(
        who=who,
        on=on,
        past=then.past if then else None,
        case=case,
        scope=scope,
        parts=parts,
        rows=_rows(case, reports, extensions, scope),
        proofs=_proofs(item, then, scope),
        reports=reports,
        held_back=held_back,
        extensions=extensions,
        close_outs=close_outs,
        look_backs=_known(look_backs, then),
        site_checks=_known(_site_checks(item), then),
        draws=_known(SiteCheckDraw.objects.filter(item=item).select_related("close_out"), then),
        lines=list(StandardCheck.objects.filter(version=item.standard_id)),
        findings=checking.check(case) if then is None else [],
        results=_results(close_outs),
        instructions=_known(Instruction.objects.filter(item=item).select_related("leader"), then),
        closing_reports=_known(closing_reports.order_by("pk"), then),
        plan=schedules.plans([item.pk], on=then.past.day if then else on).get(item.pk),
        offered=frozenset(line.event for line in offered(item, parts)) if then is None else frozenset(),
    )


def _known(rows: Iterable[Row], then: Then | None) -> list[Row]:
    return then.put_back(rows) if then is not None else list(rows)


def _reports(item: Item, scope: Scope, then: Then | None) -> tuple[list[Report], frozenset[str]]:
    """The reports that are seen, and the references of those that their units hold back."""
    rows = Report.objects.filter(scope.units("unit"), item=item).select_related("unit", "reported_by")
    found = _known(rows.order_by("pk"), then)
    shown = [one for one in found if one.review in Report.COUNTING or one.unit_id in scope.own_units]
    return shown, frozenset(one.reference for one in found if one not in shown)


def _extensions(item: Item, units: Q) -> QuerySet[Extension]:
    rows = Extension.objects.filter(units, item=item).order_by("pk")
    return rows.select_related("assignment__unit", "asked_by", "answered_by")


def _close_outs(item: Item) -> QuerySet[CloseOut]:
    people = ("requested_by", "requested_unit", "reviewed_by", "verified_by", "approved_by")
    return CloseOut.objects.filter(item=item).select_related(*people).order_by("number")


def _site_checks(item: Item) -> QuerySet[SiteCheck]:
    people = ("checker", "done_by", "done_unit", "ordered_by", "close_out")
    return SiteCheck.objects.filter(item=item).select_related(*people).order_by("pk")


def _results(close_outs: Sequence[CloseOut]) -> dict[int, CheckResult]:
    """What stands in the request that is shown."""
    if not close_outs:
        return {}
    rows = CheckResult.objects.filter(close_out=close_outs[-1].pk)
    return {row.check_line_id: row for row in rows}


def _rows(
    case: Case, reports: Iterable[Report], extensions: Iterable[Extension], scope: Scope
) -> list[UnitRow]:
    measures = {one.pk: one for one in case.measures}
    shown = [one for one in reports if not one.is_returned]
    last = {one.assignment_id: one for one in shown if one.review in Report.COUNTING}
    waiting = {one.assignment_id: one for one in shown if one.review == Report.Review.AWAITING}
    asked = {one.assignment_id: one for one in extensions if one.state == Extension.State.ASKED}
    rows = [
        UnitRow(
            assignment=one,
            measure=(measure := measures.get(one.measure_id or 0)),
            is_own=one.unit_id in scope.liaison_units,
            deadline=one.deadline or (measure.deadline if measure else None) or case.item.deadline,
            report=last.get(one.pk),
            waiting=waiting.get(one.pk),
            extension=asked.get(one.pk),
        )
        for one in case.assignments
        if one.state != Assignment.State.RELEASED and scope.shows(one.unit_id)
    ]
    order = list(Assignment.Duty)
    return sorted(rows, key=lambda row: order.index(Assignment.Duty(row.assignment.duty)))


def _proofs(item: Item, then: Then | None, scope: Scope) -> list[Proof]:
    """What proves the item, with the mark of what serves another item too; one statement."""
    same = Q(evidence__file=OuterRef("evidence__file"))
    same |= Q(evidence__perceptual_hash=OuterRef("evidence__perceptual_hash")) & ~Q(
        evidence__perceptual_hash=""
    )
    elsewhere = EvidenceUse.objects.filter(same).exclude(item=item)
    uses = EvidenceUse.objects.filter(scope.proofs(), item=item)
    uses = uses.select_related("evidence__file", "evidence__unit", "evidence__uploaded_by")
    found: dict[int, tuple[Evidence, set[int | None], bool]] = {}
    for use in _known(uses.annotate(is_repeated=Exists(elsewhere)).order_by("pk"), then):
        _, measures, _ = found.setdefault(use.evidence_id, (use.evidence, set(), use.is_repeated))
        measures.add(use.measure_id)
    return [
        Proof(
            evidence=one,
            measures=frozenset(measures),
            is_repeated=repeated and one.verdict != Evidence.Verdict.SHARED,
        )
        for one, measures, repeated in found.values()
    ]
